import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import { sliceCandles, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { asFault, type Fault } from '../../../src-shared/kernel/fault.ts';
import type { VenueBar } from '../../ports/candle-venues.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MarketFeed } from '../../ports/market-feed.ts';
import { KeptBars } from './kept-bars.ts';

/** Most bars of one question. */
const PAGE = 500;
/** How long after its close a bar is asked for: the venue has to have written it; and how soon again after a failure, ms. */
const LATE_MS = 1_000;
const AGAIN_MS = 5_000;
/** A series that nobody has looked at for so long is not asked for any more, ms. */
const UNSEEN_MS = 120_000;

/** Open time, open, high, low, close, base volume. */
export type HeardBar = readonly [time: number, open: number, high: number, low: number, close: number, volume: number];

/** What the bars of one series are watched with. */
export interface WatchedBarsParts {
  readonly feed: MarketFeed;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly clock: Clock;
  /** The venue's own record of a bar that has closed. */
  readonly onClosed: (bar: HeardBar) => void;
  readonly onProblem: (fault: Fault) => void;
}

/** The bars of one series for somebody who looks at them: closed ones from the venue's record, the forming one from it and the trades since. */
export class WatchedBars {
  private readonly parts: WatchedBarsParts;
  private readonly span: number;
  private readonly kept: KeptBars;
  private forming: HeardBar | null = null;
  private seenAt = Number.NEGATIVE_INFINITY;
  private asking = false;
  private stopped = false;

  constructor(parts: WatchedBarsParts) {
    this.parts = parts;
    this.span = TIMEFRAMES[parts.timeframe];
    this.kept = new KeptBars(parts.timeframe);
  }

  /** The bar that is forming at `time`; null while nothing is known of it. */
  formingAt(time: number): HeardBar | null {
    this.look();
    const { forming } = this;
    return forming === null || forming[0] + this.span <= time ? null : forming;
  }

  /** Closed bars that opened at or after `from` and closed by `to`, as far as they were heard since somebody looks. */
  closedBetween(from: number, to: number): CandleColumns {
    this.look();
    const bars = this.kept.closedBy(to, Math.max(0, Math.ceil((to - from) / this.span)));
    const first = bars.time.findIndex((open) => open >= from);
    return sliceCandles(bars, first < 0 ? bars.length : first, bars.length);
  }

  /** A trade at a price, base units. */
  trade(time: number, price: number, size: number): void {
    const open = Math.floor(time / this.span) * this.span;
    const { forming } = this;
    if (forming === null) return;
    if (open > forming[0]) this.forming = [open, price, price, price, price, size];
    else this.forming = [forming[0], forming[1], Math.max(forming[2], price), Math.min(forming[3], price), price, forming[5] + size];
  }

  stop(): void {
    this.stopped = true;
  }

  private look(): void {
    this.seenAt = this.parts.clock.monotonic();
    if (!this.asking) void this.ask();
  }

  private async ask(): Promise<void> {
    const { feed, symbol, timeframe, clock, onProblem } = this.parts;
    this.asking = true;
    try {
      const first = this.kept.length === 0;
      const since = first ? Math.floor(clock.now() / this.span) * this.span - this.span : this.kept.closedAt;
      const { bars, time } = await feed.bars(symbol, timeframe, since, PAGE);
      if (this.stopped) return;
      this.take(bars, time, first);
      this.again(Math.max(LATE_MS, this.kept.closedAt + this.span + LATE_MS - clock.now()));
    } catch (thrown) {
      if (this.stopped) return;
      onProblem(asFault(thrown));
      this.again(AGAIN_MS);
    }
  }

  private take(bars: readonly VenueBar[], time: number, first: boolean): void {
    const before = this.kept.closedAt;
    this.kept.add(bars, time);
    for (const bar of bars) {
      const [open, ...figures] = bar.map(Number) as [number, number, number, number, number, number];
      if (open + this.span > time) {
        if (this.forming === null || first) this.forming = [open, ...figures];
      } else if (!first && open >= before) this.parts.onClosed([open, ...figures]);
    }
  }

  private again(ms: number): void {
    const { clock } = this.parts;
    clock.after(ms, () => {
      this.asking = false;
      if (!this.stopped && clock.monotonic() - this.seenAt < UNSEEN_MS) void this.ask();
    });
  }
}
