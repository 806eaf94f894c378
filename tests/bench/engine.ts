import type { BacktestOutcome, BacktestSpec } from '../../src-main/sessions/backtest-types.ts';
import { instrumentsOf } from '../../src-main/sessions/backtest.ts';
import { backtest } from '../../src-main/run-backtest.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import { type RunReport, runReport } from '../../src-shared/domain/report.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AssetId, InstrumentId, VenueId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { type BareResult, bareSmaCross } from './bare-sma-cross.ts';
import { trendingBars } from './trending-bars.ts';

const BARS = 1_000_000;
const CASH = '10000';
/** Pairs of runs that only let the compiler see the code, and pairs that are measured. */
const WARMING = 3;
const ROUNDS = 9;

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

/** What the engine takes for a backtest beside the least that it could take. */
export interface EngineBench {
  readonly bars: number;
  readonly fills: number;
  readonly engineMs: number;
  readonly bareMs: number;
  /** Median over the rounds of the engine's time over the bare loop's. */
  readonly ratio: number;
}

/** A run of the bench: the engine's own path, from bars to fills and equity. */
export function engineRun(candles: CandleColumns): BacktestOutcome {
  return backtest(specOf(candles));
}

/** Times the whole engine with every cost, the gate and a ledger, and drawdown, Sharpe ratio and trades from what it did, against one bare loop that comes to the same figures. */
export function benchEngine(): EngineBench {
  const candles = trendingBars(BARS);
  let fills = 0;
  const rounds = Array.from({ length: WARMING + ROUNDS }, () => {
    const bare = timed(() => bareRun(candles));
    const engine = timed(() => reported(candles));
    compare(engine.value, bare.value);
    fills = bare.value.fills;
    return { bare: bare.ms, engine: engine.ms };
  }).slice(WARMING);
  return {
    bars: BARS,
    fills,
    engineMs: Math.round(median(rounds.map(({ engine }) => engine)) * 10) / 10,
    bareMs: Math.round(median(rounds.map(({ bare }) => bare)) * 10) / 10,
    ratio: Math.round(median(rounds.map(({ engine, bare }) => engine / bare)) * 100) / 100,
  };
}

function specOf(candles: CandleColumns): BacktestSpec {
  return {
    instruments: [INSTRUMENT],
    series: [{ instrument: 0, timeframe: '1m', candles }],
    placements: [
      {
        instance: 'sma-cross-1',
        strategy: 'sma-cross',
        instrument: 0,
        timeframe: '1m',
        parameters: { fast: 20, slow: 50 },
        size: { kind: 'all' },
      },
    ],
    cash: Decimal.parse(CASH),
    costs: CONSERVATIVE,
    limits: LIMITS,
    seed: 1,
  };
}

function bareRun(candles: CandleColumns): BareResult {
  return bareSmaCross(candles, {
    fast: 20,
    slow: 50,
    cash: Number(CASH),
    tick: 0.01,
    lot: 1e-8,
    feeRate: 0.001,
    fixedBps: 2,
    impact: 1,
    participation: 0.1,
    latencyMs: 250,
    maxOrder: 1e6,
    maxPosition: 1e6,
  });
}

function reported(candles: CandleColumns): RunReport & { readonly fillCount: number } {
  const spec = specOf(candles);
  const { times, equity, fills, cash } = backtest(spec);
  const report = runReport({
    instruments: instrumentsOf(spec),
    start: spec.cash,
    from: candles.time[0]!,
    times,
    equity,
    fills,
    cash,
    lastClose: [candles.close[candles.length - 1]!],
  });
  return { ...report, fillCount: fills.length };
}

/** Both did the same work, or the ratio would mean nothing. */
function compare(engine: ReturnType<typeof reported>, bare: BareResult): void {
  const pairs = [
    [engine.fillCount, bare.fills],
    [engine.trades.length, bare.trades],
    [engine.finalEquity.toNumber(), bare.finalEquity],
    [engine.fees.toNumber(), bare.fees],
    [engine.drawdown?.fraction ?? 0, bare.maxDrawdown],
    [engine.metrics['sharpe']?.value ?? 0, bare.sharpe],
  ] as const;
  for (const [a, b] of pairs) {
    if (!(Math.abs(a - b) <= 1e-6 * Math.abs(b))) throw new Error(`the engine came to ${String(a)} and the bare loop to ${String(b)}`);
  }
}

function timed<Value>(run: () => Value): { readonly value: Value; readonly ms: number } {
  const start = performance.now();
  const value = run();
  return { value, ms: performance.now() - start };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
