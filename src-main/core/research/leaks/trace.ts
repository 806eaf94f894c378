import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../../../src-shared/domain/funding.ts';

/** Something that happened in a run, with the bar that must be known for it. */
export interface TraceEntry {
  /** Row of the bar. */
  readonly row: number;
  /** `open`: of the bar no more than its open may have been needed; `close`: all of it. */
  readonly part: 'open' | 'close';
  /** `order`, `fill`, `signal` … */
  readonly kind: string;
  /** What happened, as text that is equal where it was the same. */
  readonly text: string;
}

/** Everything that a run over bars did, in order. */
export interface Trace {
  readonly entries: readonly TraceEntry[];
  /** Equity after each bar. */
  readonly equity: Float64Array;
  /** Lots held after each bar. */
  readonly held: Float64Array;
}

/** A run over bars that begins anew at each call; of a perpetual with other stored rates of funding in place of its own, where some are given. */
export type TracedRun = (candles: CandleColumns, rates?: FundingRates) => Trace;

/** Where two traces part. */
export interface TraceDifference {
  readonly row: number;
  readonly kind: string;
  /** What the run over all bars did there; null for nothing. */
  readonly before: string | null;
  /** What the other run did. */
  readonly after: string | null;
}

/** Up to where two runs must be equal: everything of the rows before `row`, and what needed its open alone where `open` is set. */
export interface TraceLimit {
  readonly row: number;
  readonly open: boolean;
}

/** The first difference of two traces up to a limit, or null. */
export function firstDifference(base: Trace, other: Trace, limit: TraceLimit): TraceDifference | null {
  for (let i = 0; ; i += 1) {
    const one = within(base.entries[i], limit);
    const two = within(other.entries[i], limit);
    if (one === null && two === null) break;
    if (one !== null && two !== null && one.row === two.row && one.part === two.part && one.text === two.text) continue;
    const first = earlier(one, two);
    return {
      row: first.row,
      kind: first.kind,
      before: one !== null && one.row === first.row ? one.text : null,
      after: two !== null && two.row === first.row ? two.text : null,
    };
  }
  for (let row = 0; row < limit.row; row += 1) {
    const [before, after] = [base.equity[row], other.equity[row]];
    if (before !== after) return { row, kind: 'equity', before: String(before), after: String(after) };
  }
  return null;
}

function within(entry: TraceEntry | undefined, limit: TraceLimit): TraceEntry | null {
  if (entry === undefined) return null;
  return entry.row < limit.row || (entry.row === limit.row && limit.open && entry.part === 'open') ? entry : null;
}

function earlier(one: TraceEntry | null, two: TraceEntry | null): TraceEntry {
  if (one === null) return two!;
  if (two === null) return one;
  return two.row < one.row ? two : one;
}
