import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, NO_LIMITS, type RiskLimits } from '../../../src-shared/domain/limits.ts';
import { limitsInForce, reducedLimits } from '../../../src-shared/domain/reduced-limits.ts';

describe('reduced limits', () => {
  it('are a quarter of every limit of size and number, and leave the rest', () => {
    const limits: RiskLimits = {
      ...DEFAULT_LIMITS,
      ...{ maxAssetExposure: '50000.02', maxGroupExposure: '60000', groupCorrelation: 0.8, maxLeverage: 2, maxTradesPerDay: 3 },
      ...{ maxTypicalMultiple: 10, minLiquidationDistance: 0.2, maxWeeklyLoss: '7000', allowedInstruments: ['BTC/USD.SIM'] },
    };
    expect(reducedLimits(limits)).toEqual({
      ...limits,
      ...{ maxOrderNotional: '6250', maxPositionNotional: '7500', maxGrossExposure: '37500', maxOpenOrders: 12, maxOrdersPerMinute: 15 },
      ...{ maxAssetExposure: '12500.005', maxGroupExposure: '15000', maxLeverage: 0.5, maxTradesPerDay: 1 },
    });
  });

  it('are those of a new account where a limit of orders and positions is off', () => {
    expect(reducedLimits(NO_LIMITS)).toEqual({
      ...NO_LIMITS,
      ...{ maxOrderNotional: '6250', maxPositionNotional: '7500', maxGrossExposure: '37500', maxOpenOrders: 12, maxOrdersPerMinute: 15 },
    });
  });

  it('are the same object for the same limits, and hold only until the hour is over', () => {
    expect(reducedLimits(DEFAULT_LIMITS)).toBe(reducedLimits(DEFAULT_LIMITS));
    expect(limitsInForce({ limits: DEFAULT_LIMITS, reducedUntil: null })).toBe(DEFAULT_LIMITS);
    expect(limitsInForce({ limits: DEFAULT_LIMITS, reducedUntil: 1 })).toBe(reducedLimits(DEFAULT_LIMITS));
  });
});
