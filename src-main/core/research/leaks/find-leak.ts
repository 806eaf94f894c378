import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../../../src-shared/domain/funding.ts';
import { cutPoints, deedsOf } from './cut-points.ts';
import { FUTURES, type FutureKind, otherFuture, otherRates } from './other-futures.ts';
import { firstDifference, type Trace, type TraceDifference, type TracedRun } from './trace.ts';

/** A leak: bars from row `cut` on were changed, and something before them came out differently. */
export interface Leak extends TraceDifference {
  /** The first row that was changed; the run's length where two runs over the same bars differ. */
  readonly cut: number;
  /** What was done to the future; `same bars` where nothing was and a repetition, or the fast path, differs. */
  readonly future: FutureKind | 'same bars';
}

/** What a search for leaks found. */
export interface LeakSearch {
  readonly leak: Leak | null;
  /** Cut points that were looked at. */
  readonly cuts: number;
  /** Runs that were made in all. */
  readonly runs: number;
  /** Orders, fills, signals and refusals of the run over all bars. Where nothing happens, nothing is proven. */
  readonly happened: number;
  readonly trace: Trace;
}

/** How thoroughly is looked. */
export interface LeakOptions {
  /** At most so many cut points. */
  readonly cuts: number;
  readonly seed: number;
  /** Stored rates of funding that the runs pay; what is paid after a cut is changed with the bars behind it. */
  readonly rates?: FundingRates;
  /** Told how many cut points are done. */
  readonly onCut?: (done: number, of: number) => void;
}

/**
 * Looks for what a run knows of bars that have not come yet: changes the future of one cut point after the other and holds everything
 * that happened before it against the run over all bars. `runs` do the same in different ways (bar by bar, with the fast path); each is
 * begun anew at each call.
 */
export function findLeak(runs: readonly TracedRun[], candles: CandleColumns, options: LeakOptions): LeakSearch {
  const [first, ...others] = runs;
  if (first === undefined) throw new RangeError('a search needs a run');
  const trace = first(candles);
  const found = { cuts: 0, runs: 1, happened: deedsOf(trace).length, trace };
  const everything = { row: candles.length, open: false };
  for (const again of [first, ...others]) {
    found.runs += 1;
    const difference = firstDifference(trace, again(candles), everything);
    if (difference !== null) return { ...found, leak: { ...difference, cut: candles.length, future: 'same bars' } };
  }
  const cuts = cutPoints(trace, candles.length, options.cuts);
  for (const cut of cuts) {
    for (const run of runs) {
      for (const future of FUTURES) {
        found.runs += 1;
        const difference = firstDifference(trace, run(...otherMarket(candles, cut, future, options)), limitOf(cut, future));
        if (difference !== null) return { ...found, leak: { ...difference, cut, future } };
      }
    }
    found.cuts += 1;
    options.onCut?.(found.cuts, cuts.length);
  }
  return { ...found, leak: null };
}

/** What is paid at the open of the first changed bar was known when the bar before it closed. */
function otherMarket(
  candles: CandleColumns,
  cut: number,
  future: FutureKind,
  { seed, rates }: LeakOptions,
): [candles: CandleColumns, rates?: FundingRates] {
  const other = otherFuture(candles, cut, future, seed);
  return rates === undefined ? [other] : [other, otherRates(rates, candles.time[cut]!, future, seed)];
}

/** Nobody decides on the last bar of a market, so a series that ends earlier lacks the decisions of its last bar. */
function limitOf(cut: number, future: FutureKind): { readonly row: number; readonly open: boolean } {
  if (future === 'truncated') return { row: cut - 1, open: true };
  return { row: cut, open: future.endsWith('after-open') };
}
