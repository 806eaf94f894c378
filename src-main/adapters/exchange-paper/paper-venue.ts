import { candleColumns, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import { MatchingCore } from '../../core/matching/matching-core.ts';
import { ReportQueue } from '../../core/matching/report-queue.ts';
import type { Print } from '../../core/matching/tape-rules.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason, ExecutionVenue } from '../../ports/execution-venue.ts';
import type { FeedEvent, HeardBars } from '../../ports/market-feed.ts';
import type { BarEvent, MarketEvent, MarketSource, QuoteEvent } from '../../ports/market-source.ts';
import { HeardEvidence, type Touch } from './heard-evidence.ts';
import { KeptBars } from './kept-bars.ts';

/** Ended orders that the venue can still be asked about. */
const KEPT_FINALS = 1_000;
/** The engine hears of an instrument's prices this often at most, ms; the venue fills on every one. */
const QUOTE_EVERY_MS = 100;
const TIMEFRAME_NAMES = Object.keys(TIMEFRAMES) as readonly Timeframe[];

/** Something that was heard, with the instant at which it was. */
type Heard =
  | { readonly kind: 'quote'; readonly at: number; readonly instrument: number; readonly touch: Touch }
  | { readonly kind: 'print'; readonly at: number; readonly print: Print }
  | { readonly kind: 'bar'; readonly at: number; readonly instrument: number; readonly bars: KeptBars; readonly closedAt: number };

/** A series of an instrument. */
export interface SeriesPlace {
  readonly instrument: number;
  readonly timeframe: Timeframe;
}

/** What came of bars that were heard: nothing new, the first ones, one that has just closed, or some that were missed. */
export type BarsHeard = 'none' | 'history' | 'closed' | 'missed';

/** What a venue of paper is made of. */
export interface PaperVenueParts {
  readonly specs: readonly InstrumentSpec[];
  readonly costs: CostProfile;
  /** Our own time at the start, ms UTC. */
  readonly startAt: UtcMs;
}

/**
 * A real market with a venue of paper: what is heard is the market, orders are filled on it by the matching core and never leave the program. Events
 * have the time at which they were heard: nothing can be decided before it was known here. At one instant: reports, then what was heard in its order.
 */
export class PaperVenue implements MarketSource, ExecutionVenue {
  readonly instruments: readonly Instrument[];
  readonly evidence: HeardEvidence;
  private readonly core: MatchingCore;
  private readonly reports = new ReportQueue();
  private readonly places: ReadonlyMap<string, number>;
  private readonly series = new Map<string, KeptBars>();
  private readonly deposits = new Set<string>();
  private readonly heard: Heard[] = [];
  private readonly quotes: QuoteEvent[];
  /** By instrument: whether its newest prices were told to the engine, and when the last were. */
  private readonly untold: boolean[];
  private readonly toldAt: number[];
  private readonly bar: BarEvent;
  private time: number;
  private newest: number;
  /** Messages that name no price of the instrument. */
  garbled = 0;

  constructor({ specs, costs, startAt }: PaperVenueParts) {
    this.instruments = specs.map((spec, index) => new Instrument(spec, index));
    this.places = new Map(specs.map(({ symbol }, index) => [symbol, index]));
    this.evidence = new HeardEvidence(this.instruments);
    this.core = new MatchingCore({
      instruments: this.instruments,
      costs,
      balances: new Map(),
      evidence: this.evidence,
      keptFinals: KEPT_FINALS,
      report: (report) => {
        this.reports.add(report);
      },
    });
    this.quotes = specs.map((_, instrument) => ({
      kind: 'quote',
      instrument,
      time: startAt,
      received: startAt,
      bidTicks: 0,
      askTicks: 0,
      lastTicks: 0,
    }));
    this.untold = specs.map(() => false);
    this.toldAt = specs.map(() => Number.NEGATIVE_INFINITY);
    this.bar = {
      kind: 'bar',
      instrument: 0,
      timeframe: '1m',
      time: 0,
      received: 0,
      columns: candleColumns(0),
      row: 0,
      place: 0,
      last: false,
    };
    this.time = startAt;
    this.newest = startAt;
  }

  /** Takes something that was heard at `at`, our own time; what is earlier than the last is taken as heard with it. */
  hear(event: FeedEvent, at: number): void {
    const instrument = this.places.get(event.symbol);
    const traded = instrument === undefined ? undefined : this.instruments[instrument];
    if (instrument === undefined || traded === undefined) return;
    if (event.kind === 'quote') {
      const bidTicks = positiveTicks(traded, event.bid);
      const askTicks = positiveTicks(traded, event.ask);
      // Prices that are no prices, or a book that lies the wrong way round, are worse than none.
      if (bidTicks === null || askTicks === null || bidTicks >= askTicks) this.garbled += 1;
      else {
        const touch = { bidTicks, askTicks, bidLots: lotsOf(traded, event.bidSize), askLots: lotsOf(traded, event.askSize) };
        this.heard.push({ kind: 'quote', at: this.stamp(at), instrument, touch });
      }
      return;
    }
    const ticks = positiveTicks(traded, event.price);
    const lots = lotsOf(traded, event.size);
    if (ticks === null || Number.isNaN(lots)) this.garbled += 1;
    else {
      const time = this.stamp(at);
      this.heard.push({ kind: 'print', at: time, print: { instrument, time, ticks, lots, aggressor: event.taker } });
    }
  }

  /** The bars of an instrument in a timeframe. */
  barsOf(instrument: number, timeframe: Timeframe): KeptBars {
    const key = `${instrument} ${timeframe}`;
    const known = this.series.get(key) ?? new KeptBars(timeframe);
    this.series.set(key, known);
    return known;
  }

  /**
   * Takes closed bars as history. One that is the only new one and closed at most `freshMs` before the venue's time is told as an event; a bar that was
   * missed is never told as if it had just closed: then a strategy has to be warmed again.
   */
  hearBars(place: SeriesPlace, { bars, time }: HeardBars, at: { readonly now: number; readonly freshMs: number }): BarsHeard {
    const kept = this.barsOf(place.instrument, place.timeframe);
    const first = kept.length === 0;
    const { added, bad } = kept.add(bars, time);
    this.garbled += bad;
    if (added === 0) return 'none';
    if (first) return 'history';
    if (added > 1 || time - kept.closedAt > at.freshMs) return 'missed';
    this.heard.push({ kind: 'bar', at: this.stamp(at.now), instrument: place.instrument, bars: kept, closedAt: kept.closedAt });
    return 'closed';
  }

  next(until: UtcMs): MarketEvent | null {
    for (;;) {
      const report = this.reports.next;
      const first = this.heard[0]?.at ?? Number.POSITIVE_INFINITY;
      const arrival = this.core.nextArrival;
      const quote = this.nextUntold();
      const soonest = Math.min(report, first, arrival, quote);
      if (soonest > until) {
        this.time = Math.max(this.time, until);
        return null;
      }
      this.time = Math.max(this.time, soonest);
      if (report === soonest) return this.reports.take();
      if (arrival === soonest) this.core.advance(arrival);
      else if (first === soonest) {
        const event = this.pass(this.heard.shift()!);
        if (event !== null) return event;
      } else return this.tellQuote(soonest);
    }
  }

  /** Every bar that is known and is not still to be told as an event, whatever our clock says of when it closed: none is told twice, none is left out. */
  history(instrument: number, timeframe: Timeframe, _before: UtcMs, count: number): CandleColumns {
    const kept = this.barsOf(instrument, timeframe);
    const untold = this.heard.find((heard) => heard.kind === 'bar' && heard.bars === kept);
    return kept.closedBy(untold?.kind === 'bar' ? untold.closedAt - 1 : Number.POSITIVE_INFINITY, count);
  }

  subscribe(instrument: number, timeframe: Timeframe): void {
    this.barsOf(instrument, timeframe);
  }

  placeOf(instrument: number, timeframe: Timeframe): number {
    return instrument * TIMEFRAME_NAMES.length + TIMEFRAME_NAMES.indexOf(timeframe);
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
    this.reports.add({ kind: 'status', order, status: this.core.hasSeen(order) ? this.core.status(order) : null, time: utcMs(this.time) });
  }

  /** Brings money in, once per id. */
  deposit(id: string, asset: string, amount: Decimal): void {
    if (this.deposits.has(id)) return;
    this.deposits.add(id);
    this.core.deposit(asset, amount);
  }

  quotesAt(): readonly QuoteEvent[] {
    return this.quotes.filter(({ bidTicks }) => bidTicks > 0).map((quote) => ({ ...quote }));
  }

  close(): void {
    this.heard.length = 0;
  }

  private stamp(at: number): number {
    this.newest = Math.max(this.newest, at);
    return this.newest;
  }

  /** Lets the venue meet what was heard; a bar is the engine's at once. */
  private pass(heard: Heard): MarketEvent | null {
    if (heard.kind === 'quote') {
      const quote = this.quotes[heard.instrument];
      invariant(quote !== undefined, 'what is heard names an instrument of the market');
      const { bidTicks, askTicks } = heard.touch;
      quote.bidTicks = bidTicks;
      quote.askTicks = askTicks;
      if (quote.lastTicks === 0) quote.lastTicks = bidTicks;
      this.untold[heard.instrument] = true;
      this.evidence.quote(heard.instrument, heard.touch);
      this.core.onQuote(heard.instrument, bidTicks, askTicks);
      return null;
    }
    if (heard.kind === 'print') {
      const { instrument, ticks, lots, time } = heard.print;
      this.quotes[instrument]!.lastTicks = ticks;
      this.evidence.trade(instrument, this.instruments[instrument]!.sizeOf(lots).toNumber(), time);
      this.core.onPrint(heard.print);
      return null;
    }
    const { bar } = this;
    bar.instrument = heard.instrument;
    bar.timeframe = heard.bars.timeframe;
    bar.columns = heard.bars.all();
    bar.row = heard.bars.closedBy(heard.closedAt, heard.bars.length).length - 1;
    bar.time = heard.at;
    bar.received = heard.at;
    bar.place = this.placeOf(heard.instrument, heard.bars.timeframe);
    return bar;
  }

  /** When the next prices are due that the engine has not heard of. */
  private nextUntold(): number {
    let due = Number.POSITIVE_INFINITY;
    for (let instrument = 0; instrument < this.untold.length; instrument += 1)
      if (this.untold[instrument]) due = Math.min(due, Math.max(this.time, this.toldAt[instrument]! + QUOTE_EVERY_MS));
    return due;
  }

  private tellQuote(at: number): QuoteEvent {
    const instrument = this.untold.findIndex((untold, place) => untold && this.toldAt[place]! + QUOTE_EVERY_MS <= at);
    const quote = this.quotes[instrument];
    invariant(quote !== undefined, 'prices are due');
    this.untold[instrument] = false;
    this.toldAt[instrument] = at;
    quote.time = at;
    quote.received = at;
    return quote;
  }
}

/** A price in whole ticks, or null where it is none: not a number, not above nothing, or between two ticks. */
function positiveTicks(instrument: Instrument, text: string): number | null {
  const price = decimalOf(text);
  const ticks = price === null ? null : instrument.ticksOf(price);
  return ticks === null || ticks <= 0 ? null : ticks;
}

/** A size in whole lots; not a number where it is none. */
function lotsOf(instrument: Instrument, text: string): number {
  const size = decimalOf(text);
  return size === null || size.sign() < 0 ? Number.NaN : instrument.lotsWithin(size);
}

function decimalOf(text: string): Decimal | null {
  return /^\d+(\.\d+)?$/u.test(text) ? Decimal.parse(text) : null;
}
