import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { Side } from '../../src-shared/domain/order.ts';
import { type RunRecord, type RunReport, runReport } from '../../src-shared/domain/report.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { type EntrySignificance, type Holding, entrySignificance } from '../core/research/entry-significance.ts';
import { quantileOf, type ShuffledDrawdowns, shuffleTrades } from '../core/research/resampling.ts';

/** A run over a single instrument, with the bars that it was made on. */
export interface Rerun {
  readonly record: RunRecord;
  readonly candles: CandleColumns;
}

/** What only a run with its trades can show. */
export interface RerunEvidence {
  /** null where nothing was held for a whole bar. */
  readonly entries: EntrySignificance | null;
  /** Drawdowns of the closed trades in other orders, fractions; null without a closed trade. */
  readonly shuffled: {
    readonly asItWas: number;
    readonly median: number;
    /** Exceeded by one order in twenty. */
    readonly deep: number;
    /** Share of the orders with a deeper drawdown than the one that was. */
    readonly deeper: number;
  } | null;
}

/** How often is drawn, and from which seed. */
export interface DrawPlan {
  readonly seed: number;
  readonly runs: number;
}

/** Index of the last value that is not above `wanted`, or -1. */
function lastUpTo(values: Float64Array, wanted: number): number {
  let low = -1;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= wanted) low = middle;
    else high = middle;
  }
  return low;
}

interface Span {
  readonly side: Side;
  readonly entryTime: number;
  /** null while held at the end of the run. */
  readonly exitTime: number | null;
}

/** From flat to flat, in bars whose opens were the fills' prices or next to them; what began and ended in one bar is left out. */
function holdingsOf(spans: readonly Span[], { time, length }: CandleColumns): Holding[] {
  const holdings: Holding[] = [];
  for (const { side, entryTime, exitTime } of [...spans].sort((a, b) => a.entryTime - b.entryTime)) {
    const from = Math.max(0, lastUpTo(time, entryTime));
    const to = exitTime === null ? length - 1 : lastUpTo(time, exitTime);
    if (to > from) holdings.push({ from, bars: to - from, side: side === 'buy' ? 1 : -1 });
  }
  return holdings;
}

/** Holds a run's entries against random ones; null where nothing was held for a whole bar. */
export function entriesOf(
  candles: CandleColumns,
  { trades, open }: Pick<RunReport, 'trades' | 'open'>,
  plan: DrawPlan,
): EntrySignificance | null {
  const holdings = holdingsOf([...trades, ...open.map((each) => ({ ...each, exitTime: null }))], candles);
  return holdings.length === 0
    ? null
    : entrySignificance(candles.open, holdings, { random: new Sfc32(plan.seed), arrangements: plan.runs });
}

/** A run's closed trades in other orders, as fractions of the equity before each; null without one. */
export function shuffledOf(record: RunRecord, { trades }: Pick<RunReport, 'trades'>, { seed, runs }: DrawPlan): ShuffledDrawdowns | null {
  if (trades.length === 0) return null;
  const returns = Float64Array.from(trades, ({ entryTime, pnl }) => {
    const before = lastUpTo(record.times, entryTime);
    return pnl.toNumber() / (before < 0 ? record.start.toNumber() : record.equity[before]!);
  });
  return shuffleTrades(returns, runs, new Sfc32(seed));
}

/** Holds a run's entries against random ones, and its trades against other orders of them. */
export function rerunEvidence(rerun: Rerun, plan: DrawPlan): RerunEvidence {
  const report = runReport(rerun.record);
  const shuffled = shuffledOf(rerun.record, report, plan);
  return {
    entries: entriesOf(rerun.candles, report, plan),
    shuffled: shuffled && {
      asItWas: shuffled.asItWas,
      median: quantileOf(shuffled.drawdowns, 0.5),
      deep: quantileOf(shuffled.drawdowns, 0.95),
      deeper: shuffled.deeper,
    },
  };
}
