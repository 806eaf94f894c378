import { backtest } from '../../src-main/run-backtest.ts';
import { instrumentsOf } from '../../src-main/sessions/backtest.ts';
import type { BacktestSpec } from '../../src-main/sessions/backtest-types.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { dailyReturns } from '../../src-shared/domain/daily-returns.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import { deepestDrawdown } from '../../src-shared/domain/metrics/max-drawdown.ts';
import { sharpe } from '../../src-shared/domain/metrics/sharpe.ts';
import { roundTrips, tripProfit } from '../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AssetId, InstrumentId, VenueId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';

/** Starting money of the sample run. */
export const CASH = '10000';

const INSTRUMENT: InstrumentSpec = {
  id: 'BTC/USD.BENCH' as InstrumentId,
  symbol: 'BTC/USD',
  name: 'Bitcoin',
  venue: 'BENCH' as VenueId,
  kind: 'spot',
  base: 'BTC' as AssetId,
  quote: 'USD' as AssetId,
  settle: 'USD' as AssetId,
  tick: '0.01',
  lot: '0.00000001',
  engineLot: '0.00000001',
  multiplier: '1',
  minNotional: '1',
  makerFee: '0.0008',
  takerFee: '0.001',
  halfSpreadBps: null,
  validFrom: utcMs(0),
};

/** Every rule of the default limits is on; those about sizes and losses are wide enough for an account that trades all it has for two years. */
const LIMITS = {
  ...DEFAULT_LIMITS,
  maxOrderNotional: '1000000',
  maxPositionNotional: '1000000',
  maxGrossExposure: '1000000',
  maxDailyLoss: '1000000',
  maxDrawdown: 0.99,
};

/** A strategy with all the account's money, every default cost and the gate. */
export function sampleSpec(candles: CandleColumns, strategy: 'sma-cross' | 'buy-and-hold' = 'sma-cross'): BacktestSpec {
  const parameters: Readonly<Record<string, number>> = strategy === 'sma-cross' ? { fast: 20, slow: 50 } : {};
  return {
    instruments: [INSTRUMENT],
    series: [{ instrument: 0, timeframe: '1m', candles }],
    placements: [{ instance: `${strategy}-1`, strategy, instrument: 0, timeframe: '1m', parameters, size: { kind: 'all' } }],
    cash: Decimal.parse(CASH),
    costs: CONSERVATIVE,
    limits: LIMITS,
    seed: 1,
  };
}

/** What the engine comes to. */
export interface SampleFigures {
  readonly fills: number;
  readonly trades: number;
  readonly profits: readonly number[];
  readonly fees: number;
  readonly maxDrawdown: number;
  readonly sharpe: number;
  readonly finalEquity: number;
}

/** Runs the sample and makes of it what the bare loop makes: fills, trades with their profits, fees, drawdown and Sharpe ratio. */
export function sampleRun(candles: CandleColumns): SampleFigures {
  const spec = sampleSpec(candles);
  const { times, equity, fills } = backtest(spec);
  const curve = { start: Number(CASH), from: candles.time[0]!, times, equity };
  const trips = roundTrips(fills, instrumentsOf(spec));
  const profits: number[] = [];
  for (const trip of trips) if (trip.exitTime !== null) profits.push(tripProfit(trip).toNumber());
  const returns = dailyReturns(curve);
  let fees = Decimal.ZERO;
  for (const { fee } of fills) fees = fees.add(fee);
  return {
    fills: fills.length,
    trades: profits.length,
    profits,
    fees: fees.toNumber(),
    maxDrawdown: deepestDrawdown(curve)?.fraction ?? 0,
    sharpe: sharpe.compute({ curve, dailyReturns: returns, trips, profits, bought: 0, sold: 0 }).value ?? 0,
    finalEquity: equity.at(-1) ?? 0,
  };
}
