import { describe, expect, it } from 'vitest';
import { defaultProtection, PROTECTION_KINDS, type ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import { readProtections } from '../../../src-shared/domain/read-protections.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

function kind(method: string): ProtectionSpec {
  return defaultProtection(PROTECTION_KINDS.find((each) => each.method === method)!);
}

describe('a list of protections', () => {
  it('is read as a configuration writes it', () => {
    const read = readProtections(
      {
        protections: [
          { method: 'CooldownPeriod', stop_duration_candles: 2 },
          {
            method: 'StoplossGuard',
            lookback_period_candles: 24,
            trade_limit: 4,
            stop_duration: 90.5,
            required_profit: -0.01,
            only_per_pair: true,
            only_per_side: true,
          },
          { method: 'MaxDrawdown', lookback_period: 2_880, trade_limit: 20, max_allowed_drawdown: 0.2, calculation_mode: 'equity' },
          { method: 'LowProfitPairs', unlock_at: '07:30', required_profit: 0.02 },
        ],
      },
      HOUR,
    );
    expect(read).toEqual([
      { ...kind('CooldownPeriod'), stopMs: 2 * HOUR, candleMs: HOUR },
      {
        ...kind('StoplossGuard'),
        ...{ lookbackMs: 24 * HOUR, tradeLimit: 4, stopMs: 90.5 * MINUTE, requiredProfit: -0.01, onlyPerPair: true, onlyPerSide: true },
        candleMs: HOUR,
      },
      {
        ...kind('MaxDrawdown'),
        ...{ lookbackMs: 48 * HOUR, tradeLimit: 20, maxAllowedDrawdown: 0.2, calculationMode: 'equity', candleMs: HOUR },
      },
      { ...kind('LowProfitPairs'), unlockAt: '07:30', stopMs: null, requiredProfit: 0.02, candleMs: HOUR },
    ]);
  });

  it('has the defaults of each kind, and ends as they are without a timeframe', () => {
    expect(readProtections([{ method: 'StoplossGuard' }, { method: 'CooldownPeriod' }], null)).toEqual([
      kind('StoplossGuard'),
      kind('CooldownPeriod'),
    ]);
    expect(kind('StoplossGuard')).toMatchObject({ tradeLimit: 10, stopMs: HOUR, lookbackMs: HOUR, candleMs: 0 });
  });

  it.each([
    [{}, 'it holds no list of protections.'],
    ['text', 'it holds no list of protections.'],
    [Array.from({ length: 101 }, () => ({ method: 'CooldownPeriod' })), 'it holds more than 100 protections.'],
    [[null], 'entry 1 is no object.'],
    [[{ method: 'Cooldown' }], 'entry 1 needs a "method": CooldownPeriod, StoplossGuard, MaxDrawdown, LowProfitPairs.'],
    [[{ method: 'CooldownPeriod', stop: 3 }], 'entry 1 (CooldownPeriod): stop is not known.'],
    [
      [{ method: 'CooldownPeriod', stop_duration: 3, stop_duration_candles: 1 }],
      'entry 1 (CooldownPeriod): stop_duration does not go with stop_duration_candles; name one of them.',
    ],
    [
      [{ method: 'CooldownPeriod', stop_duration: 3, unlock_at: '10:00' }],
      'entry 1 (CooldownPeriod): unlock_at does not go with a stop_duration; name one of them.',
    ],
    [
      [{ method: 'CooldownPeriod', stop_duration_candles: 3, unlock_at: '10:00' }],
      'entry 1 (CooldownPeriod): unlock_at does not go with a stop_duration; name one of them.',
    ],
    [[{ method: 'CooldownPeriod', unlock_at: '24:00' }], 'entry 1 (CooldownPeriod): unlock_at must be a time of day like "07:30".'],
    [[{ method: 'CooldownPeriod', stop_duration: -1 }], 'entry 1 (CooldownPeriod): stop_duration must be a number from 0 to 527040.'],
    [
      [{ method: 'CooldownPeriod', stop_duration_candles: 1.5 }],
      'entry 1 (CooldownPeriod): stop_duration_candles must be a whole number from 1 to 100000.',
    ],
    [[{ method: 'StoplossGuard', trade_limit: 0 }], 'entry 1 (StoplossGuard): trade_limit must be a whole number from 1 to 10000.'],
    [[{ method: 'StoplossGuard', only_per_pair: 1 }], 'entry 1 (StoplossGuard): only_per_pair must be true or false.'],
    [[{ method: 'MaxDrawdown', calculation_mode: 'money' }], 'entry 1 (MaxDrawdown): calculation_mode must be "ratios" or "equity".'],
    [
      [{ method: 'MaxDrawdown', max_allowed_drawdown: '20%' }],
      'entry 1 (MaxDrawdown): max_allowed_drawdown must be a number from 0 to 100.',
    ],
    [[{ method: 'LowProfitPairs', required_profit: -2 }], 'entry 1 (LowProfitPairs): required_profit must be a number from -1 to 100.'],
  ])('%j is refused with its reason', (value, problem) => {
    expect(readProtections(value, HOUR)).toBe(problem);
  });

  it('does not count candles where there is no timeframe', () => {
    expect(readProtections([{ method: 'CooldownPeriod', stop_duration_candles: 2 }], null)).toBe(
      'entry 1 (CooldownPeriod): stop_duration_candles counts candles, and there is no timeframe here; write it in minutes.',
    );
  });
});
