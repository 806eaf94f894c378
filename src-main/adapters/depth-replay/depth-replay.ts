import { sliceCandles, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { DepthMessage } from '../../../src-shared/domain/depth-message.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import { BarEvidence } from '../../core/matching/bar-evidence.ts';
import { bookCosts, DepthRules } from '../../core/matching/depth-rules.ts';
import { MatchingCore } from '../../core/matching/matching-core.ts';
import type { QueueModel } from '../../core/matching/queue-place.ts';
import { ReportQueue } from '../../core/matching/report-queue.ts';
import { OrderBook } from '../../core/order-book/order-book.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { DepthCursor, DepthFacts } from '../../ports/depth.ts';
import type { EndReason, ExecutionVenue } from '../../ports/execution-venue.ts';
import type { BarEvent, BarRun, MarketEvent, MarketSource, QuoteEvent } from '../../ports/market-source.ts';

/** Ended orders that the replayed venue can still be asked about. */
const KEPT_FINALS = 32;

/** So long after the last message about its levels a book is not relied on any more, ms: the recorder may have been away. */
export const SILENCE_MS = 30_000;

/** What a replay is made of. */
export interface DepthReplayParts {
  readonly instrument: Instrument;
  readonly messages: DepthCursor;
  /** Bars of the recording's own trades, one at least. */
  readonly timeframe: Timeframe;
  readonly bars: CandleColumns;
  readonly costs: CostProfile;
  readonly queue: QueueModel;
  /** What the venue holds for the account at the start, per asset. */
  readonly balances: ReadonlyMap<string, Decimal>;
}

/**
 * A recording played as a market with a venue: the book and the trades fill orders, the bars of the trades are told. At one instant: reports,
 * then the best prices and the bar that closes, then the recording's messages in their order, then arrivals. It ends with its last bar.
 */
export class DepthReplay implements MarketSource, ExecutionVenue, BarRun {
  readonly instruments: readonly Instrument[];
  readonly ahead = 0;
  private readonly parts: DepthReplayParts;
  private readonly book = new OrderBook();
  private readonly core: MatchingCore;
  private readonly rules: DepthRules;
  private readonly reports = new ReportQueue();
  private readonly message = new DepthMessage();
  private readonly quote: QuoteEvent = { kind: 'quote', instrument: 0, time: 0, received: 0, bidTicks: 0, askTicks: 0, lastTicks: 0 };
  private readonly bar: BarEvent;
  private readonly span: number;
  private time: number;
  /** Instant of the message that comes next, Infinity after the last. */
  private nextMessage = Number.POSITIVE_INFINITY;
  /** Instant of the last message about levels. */
  private heard = Number.NEGATIVE_INFINITY;
  private row = 0;
  private quoted = false;
  private lastTicks = 0;
  private messages = 0;
  private snapshots = 0;
  private turnedAway = 0;
  private began = Number.NaN;
  private unknownSince: number | null = null;
  private unknownMs = 0;
  private firstKnownMs: number | null = null;

  constructor(parts: DepthReplayParts) {
    const { instrument, bars, timeframe, costs, balances, queue } = parts;
    this.parts = parts;
    this.instruments = [instrument];
    this.span = TIMEFRAMES[timeframe];
    invariant(bars.length > 0, 'a replay has bars');
    this.time = bars.time[0]!;
    this.bar = { kind: 'bar', instrument: 0, timeframe, time: 0, received: 0, columns: bars, row: 0, place: 0, last: false };
    const evidence = new BarEvidence();
    evidence.attach(0, this.span, bars);
    let rules: DepthRules | null = null;
    this.core = new MatchingCore({
      instruments: this.instruments,
      // Spread, depth and impact are in the book; nothing is added to them.
      costs: bookCosts(costs),
      balances,
      evidence,
      report: (report) => {
        this.reports.add(report);
      },
      keptFinals: KEPT_FINALS,
      rules: (desk) => (rules = new DepthRules({ desk, book: this.book, queue, turnedAway: () => (this.turnedAway += 1) })),
    });
    invariant(rules !== null, 'the core makes its rules');
    this.rules = rules;
    this.pull();
    this.began = this.nextMessage;
    this.unknownSince = this.nextMessage;
  }

  /** What it met so far. */
  get facts(): DepthFacts {
    const { gap, crossed } = this.book.problems;
    const open = this.unknownSince === null ? 0 : Math.max(0, this.time - this.unknownSince);
    const { messages, snapshots, firstKnownMs, turnedAway } = this;
    return { messages, snapshots, gaps: gap, crossed, unknownMs: this.unknownMs + open, firstKnownMs, turnedAway };
  }

  next(until: UtcMs): MarketEvent | null {
    for (;;) {
      const report = this.reports.next;
      const closes = this.closes;
      const message = this.nextMessage;
      const arrival = this.core.nextArrival;
      const step = Math.min(closes, message, arrival);
      const silence = this.book.usable ? this.heard + SILENCE_MS + 1 : Number.POSITIVE_INFINITY;
      if (closes < Number.POSITIVE_INFINITY && silence < step && silence < report && silence <= until) {
        this.fallSilent(silence);
        continue;
      }
      if (report <= step && report <= until) {
        this.time = Math.max(this.time, report);
        return this.reports.take();
      }
      // Nothing after the last bar would be seen by anybody.
      if (step > until || closes === Number.POSITIVE_INFINITY) {
        if (until !== Number.POSITIVE_INFINITY) this.time = Math.max(this.time, until);
        return null;
      }
      this.time = Math.max(this.time, step);
      if (closes === step) return this.tell();
      if (message === step) this.play();
      else this.core.advance(arrival);
    }
  }

  /** Bars do not follow bars: between two of them lies the book. */
  follow(): boolean {
    return false;
  }

  skip(): void {
    invariant(false, 'no bars are ahead');
  }

  subscribe(instrument: number, timeframe: Timeframe): void {
    invariant(instrument === 0 && timeframe === this.parts.timeframe, 'the replay has bars of this instrument and timeframe');
  }

  history(_instrument: number, _timeframe: Timeframe, before: UtcMs, count: number): CandleColumns {
    const { bars } = this.parts;
    let to = 0;
    while (to < bars.length && bars.time[to]! + this.span <= before) to += 1;
    return sliceCandles(bars, Math.max(0, to - count), to);
  }

  submit(order: ApprovedOrder): void {
    this.core.submit(order, this.time);
  }

  cancel(order: ClientOrderId, reason: EndReason): void {
    this.core.cancel(order, reason, this.time);
  }

  amend(amendment: ApprovedAmendment): void {
    this.core.amend(amendment, this.time);
  }

  query(order: ClientOrderId): void {
    const status = this.core.hasSeen(order) ? this.core.status(order) : null;
    this.reports.add({ kind: 'status', order, status, time: utcMs(this.time) });
  }

  /** Close of the bar that is told next; Infinity after the last. */
  private get closes(): number {
    const { bars } = this.parts;
    return this.row < bars.length ? bars.time[this.row]! + this.span : Number.POSITIVE_INFINITY;
  }

  private pull(): void {
    this.nextMessage = this.parts.messages.next(this.message) ? this.message.time : Number.POSITIVE_INFINITY;
  }

  /** Plays the message that comes next. */
  private play(): void {
    const { message, time } = this;
    // What expires at this instant meets nothing of it any more; what arrives at it comes after it.
    this.core.expire(time);
    this.messages += 1;
    if (message.kind === 'trade') {
      this.lastTicks = message.ticks;
      const aggressor = message.side === 1 ? 'buy' : 'sell';
      this.rules.print({ instrument: 0, time, ticks: message.ticks, lots: message.lots, aggressor });
    } else {
      if (message.kind === 'snapshot') this.snapshots += 1;
      this.book.apply(message);
      this.heard = time;
      // What came before the first bar was known when it came.
      this.noteKnown(message.time);
      this.rules.changed(0, time);
    }
    this.pull();
  }

  private fallSilent(time: number): void {
    this.time = Math.max(this.time, time);
    this.book.silent = true;
    this.noteKnown(time);
    this.rules.changed(0, time);
  }

  private noteKnown(time: number): void {
    const known = this.book.usable;
    if (known && this.unknownSince !== null) {
      this.unknownMs += time - this.unknownSince;
      this.unknownSince = null;
      this.firstKnownMs ??= time - this.began;
    } else if (!known) this.unknownSince ??= time;
  }

  /** The best prices of a known book, then the bar. */
  private tell(): QuoteEvent | BarEvent {
    const { book, quote, bar, time, row } = this;
    if (!this.quoted && book.usable && book.bids.length > 0 && book.asks.length > 0) {
      this.quoted = true;
      quote.time = time;
      quote.received = time;
      quote.bidTicks = book.bids.best;
      quote.askTicks = book.asks.best;
      quote.lastTicks = this.lastTicks === 0 ? book.bids.best : this.lastTicks;
      return quote;
    }
    this.quoted = false;
    bar.row = row;
    bar.time = time;
    bar.received = time;
    bar.last = row === this.parts.bars.length - 1;
    this.row += 1;
    return bar;
  }
}
