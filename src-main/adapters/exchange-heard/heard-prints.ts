import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Print } from '../../core/matching/tape-rules.ts';
import type { ViewedPrints } from '../../ports/market-view.ts';

/** Trades that are kept of one instrument. */
const KEPT = 4_000;

/** The newest trades of an instrument as they were heard. */
export class HeardPrints {
  private readonly kept: Print[] = [];
  /** Until when trades were looked at: one that is heard in the same millisecond is told with the next look. */
  private lookedTo = 0;

  add(print: Print): void {
    this.kept.push({ ...print, time: Math.max(print.time, this.lookedTo + 1) });
    // Twice as many are let in before the older half goes, so that a trade costs nothing most of the time.
    if (this.kept.length >= 2 * KEPT) this.kept.splice(0, this.kept.length - KEPT);
  }

  /** Trades with from < time <= to, oldest first. */
  between(from: UtcMs, to: UtcMs): ViewedPrints {
    this.lookedTo = Math.max(this.lookedTo, to);
    let first = this.kept.length;
    while (first > 0 && this.kept[first - 1]!.time > from) first -= 1;
    const rows = this.kept.slice(first).filter(({ time }) => time <= to);
    const column = (pick: (print: Print) => number): Float64Array => Float64Array.from(rows, pick);
    return {
      length: rows.length,
      time: column(({ time }) => time),
      ticks: column(({ ticks }) => ticks),
      lots: column(({ lots }) => lots),
      side: column(({ aggressor }) => (aggressor === 'buy' ? 1 : -1)),
    };
  }
}
