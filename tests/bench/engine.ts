import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { type BareResult, bareSmaCross } from './bare-sma-cross.ts';
import { CASH, type SampleFigures, sampleRun } from './sample-run.ts';
import { median, rounded, timed } from './timing.ts';
import { trendingBars } from './trending-bars.ts';

const BARS = 1_000_000;
/** Pairs of runs that only let the compiler see the code, and pairs that are measured. */
const WARMING = 5;
const ROUNDS = 15;

/** What the engine takes for a backtest beside the least that it could take. */
export interface EngineBench {
  readonly bars: number;
  readonly fills: number;
  readonly engineMs: number;
  readonly bareMs: number;
  /** Median over the rounds of the engine's time over the bare loop's. */
  readonly ratio: number;
}

/** Times the whole engine with every cost, the gate and its books against one bare loop that comes to the same figures, turn by turn. */
export function benchEngine(): EngineBench {
  const candles = trendingBars(BARS);
  let fills = 0;
  const rounds = Array.from({ length: WARMING + ROUNDS }, () => {
    const bare = timed(() => bareRun(candles));
    const engine = timed(() => sampleRun(candles));
    compare(engine.value, bare.value);
    fills = bare.value.fills;
    return { bare: bare.ms, engine: engine.ms };
  }).slice(WARMING);
  return {
    bars: BARS,
    fills,
    engineMs: rounded(median(rounds.map(({ engine }) => engine)), 1),
    bareMs: rounded(median(rounds.map(({ bare }) => bare)), 1),
    ratio: rounded(median(rounds.map(({ engine, bare }) => engine / bare)), 2),
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

/** Both did the same work, or the ratio would mean nothing. */
function compare(engine: SampleFigures, bare: BareResult): void {
  const pairs = [
    [engine.fills, bare.fills],
    [engine.trades, bare.trades],
    [engine.finalEquity, bare.finalEquity],
    [engine.fees, bare.fees],
    [engine.maxDrawdown, bare.maxDrawdown],
    [engine.sharpe, bare.sharpe],
    [sum(engine.profits), sum(bare.profit)],
  ] as const;
  for (const [a, b] of pairs) {
    if (!(Math.abs(a - b) <= 1e-6 * Math.abs(b))) throw new Error(`the engine came to ${String(a)} and the bare loop to ${String(b)}`);
  }
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
