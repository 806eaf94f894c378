import { TIMEFRAMES, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { asFault, Fault } from '../../../src-shared/kernel/fault.ts';
import { DAY_MS, SECOND_MS } from '../../../src-shared/kernel/time.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HeardBars, MarketFeed } from '../../ports/market-feed.ts';
import { TRAILING_DAYS } from './heard-evidence.ts';
import type { HeardMarket, SeriesPlace } from './heard-market.ts';

/** How long after its close a bar is asked for, ms: the venue has to have written it. */
const LATE_MS = 1_000;
/** How late a bar may be heard and still be told as one that has just closed, ms. */
const FRESH_MS = 15_000;
/** Least and most wait after a question that failed, ms. */
const WAIT = { least: 1_000, most: 30_000 };
/** Most bars of a question. */
const PAGE = 500;

/** What a watch is made of. */
export interface BarWatchParts {
  readonly feed: MarketFeed;
  readonly market: HeardMarket;
  /** Takes an instrument's closed days, for the costs of fills of paper; null where fills are the venue's own. */
  readonly learnDays: ((instrument: number, days: CandleColumns) => void) | null;
  readonly clock: Clock;
  /** For the waits, so that many programs do not come back at once. */
  readonly random: Random;
  /** Bars of a series were missed: what is decided on it has to be warmed again. */
  readonly onMissed: (place: SeriesPlace) => void;
  readonly onProblem: (fault: Fault) => void;
}

/**
 * Fetches the bars of a market as they close, from the venue's own record: a bar that was put together from what was heard would lack what was not. A bar
 * counts as closed by the venue's clock, never by ours.
 */
export class BarWatch {
  private readonly parts: BarWatchParts;
  private stopped = false;
  /** The venue's time as it was told last, and when, by our own count. */
  private told: { readonly time: number; readonly at: number } | null = null;

  constructor(parts: BarWatchParts) {
    this.parts = parts;
  }

  /** Fetches the last `count` closed bars of a series, and the days that the costs of fills are taken from. Fails as the feed does. */
  async prepare(place: SeriesPlace, count: number): Promise<void> {
    const { feed, market, learnDays, clock } = this.parts;
    const { id } = market.instruments[place.instrument]!.spec;
    const span = TIMEFRAMES[place.timeframe];
    let since = Math.floor(clock.now() / span) * span - (count + 1) * span;
    for (;;) {
      const heard = this.timed(await feed.bars(this.symbolOf(place), place.timeframe, since, PAGE));
      market.hearBars(place, heard, { now: clock.now(), freshMs: -1 });
      const { closedAt } = market.barsOf(place.instrument, place.timeframe);
      if (heard.bars.length < PAGE || closedAt <= since) break;
      since = closedAt;
    }
    if (market.barsOf(place.instrument, place.timeframe).length === 0)
      throw new Fault('venue.no-bars', { instrument: id, timeframe: place.timeframe });
    if (learnDays === null) return;
    const days = await feed.bars(this.symbolOf(place), '1d', clock.now() - (TRAILING_DAYS + 2) * DAY_MS, TRAILING_DAYS + 3);
    const kept = market.barsOf(place.instrument, '1d');
    if (place.timeframe !== '1d') market.hearBars({ ...place, timeframe: '1d' }, days, { now: clock.now(), freshMs: -1 });
    learnDays(place.instrument, kept.closedBy(clock.now(), TRAILING_DAYS + 1));
  }

  /** Goes on with a series from what is known of it, until stopped. */
  watch(place: SeriesPlace): void {
    this.again(place, 0);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Asks when the next bar should have closed, or after a failure sooner. */
  private again(place: SeriesPlace, failures: number): void {
    const { market, clock, random } = this.parts;
    if (this.stopped) return;
    const { closedAt } = market.barsOf(place.instrument, place.timeframe);
    const due = closedAt + TIMEFRAMES[place.timeframe] + LATE_MS - this.venueNow();
    const pause = failures === 0 ? WAIT.least : Math.min(WAIT.most, WAIT.least * 2 ** failures) * (0.5 + random.next() / 2);
    clock.after(Math.max(due, pause), () => {
      void this.ask(place, failures);
    });
  }

  private async ask(place: SeriesPlace, failures: number): Promise<void> {
    const { feed, market, clock, onMissed, onProblem } = this.parts;
    const { closedAt } = market.barsOf(place.instrument, place.timeframe);
    try {
      const heard = this.timed(await feed.bars(this.symbolOf(place), place.timeframe, closedAt, PAGE));
      if (this.stopped) return;
      const span = TIMEFRAMES[place.timeframe];
      const come = market.hearBars(place, heard, { now: clock.now(), freshMs: Math.max(SECOND_MS, Math.min(FRESH_MS, span / 2)) });
      if (come === 'missed') onMissed(place);
      this.again(place, 0);
    } catch (thrown) {
      if (this.stopped) return;
      onProblem(asFault(thrown));
      this.again(place, failures + 1);
    }
  }

  /** Whether a bar has closed is asked by the venue's time: our clock may be wrong, or be set. */
  private venueNow(): number {
    const { told } = this;
    const { clock } = this.parts;
    return told === null ? clock.now() : told.time + clock.monotonic() - told.at;
  }

  private timed(heard: HeardBars): HeardBars {
    this.told = { time: heard.time, at: this.parts.clock.monotonic() };
    return heard;
  }

  private symbolOf({ instrument }: SeriesPlace): string {
    return this.parts.market.instruments[instrument]!.spec.symbol;
  }
}
