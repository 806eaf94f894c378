import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { candleColumns, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { StepReader } from '../../../src-shared/kernel/step-reader.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Print } from '../../core/matching/tape-rules.ts';
import type { HeardBars, PriceEvent } from '../../ports/market-feed.ts';
import type { BarEvent, MarketEvent, QuoteEvent } from '../../ports/market-source.ts';
import type { Touch } from './heard-evidence.ts';
import { type Heard, HeardQueue } from './heard-queue.ts';
import { KeptBars } from './kept-bars.ts';

/** The engine hears of an instrument's prices this often at most, ms; a venue of paper fills on every one. */
const QUOTE_EVERY_MS = 100;
const TIMEFRAME_NAMES = Object.keys(TIMEFRAMES) as readonly Timeframe[];

/** A series of an instrument. */
export interface SeriesPlace {
  readonly instrument: number;
  readonly timeframe: Timeframe;
}

/** What came of bars that were heard: nothing new, the first ones, one that has just closed, or some that were missed. */
export type BarsHeard = 'none' | 'history' | 'closed' | 'missed';

/** Meets prices and trades in their order, before the engine does. */
export interface MarketMeeting {
  /** `touch` is valid during the call only. */
  quote(instrument: number, touch: Touch): void;
  print(print: Print): void;
}

/** What a heard market is made of. */
export interface HeardMarketParts {
  readonly specs: readonly InstrumentSpec[];
  /** Our own time at the start, ms UTC. */
  readonly startAt: UtcMs;
  readonly meeting: MarketMeeting | null;
  /** Told when something was heard that is due at once. */
  readonly onHeard?: () => void;
}

/**
 * A real market as it is heard. Events have the time at which they were heard: nothing can be decided before it was known here. At one instant: what was
 * heard in its order, then the prices that the engine is due.
 */
export class HeardMarket {
  readonly instruments: readonly Instrument[];
  private readonly meeting: MarketMeeting | null;
  private readonly places: ReadonlyMap<string, number>;
  private readonly series = new Map<string, KeptBars>();
  private readonly heard = new HeardQueue();
  /** By instrument: how its figures read. */
  private readonly ticks: readonly StepReader[];
  private readonly lots: readonly StepReader[];
  private readonly onHeard: (() => void) | null;
  /** When the newest bar of a series was heard. */
  private readonly barAt = new Map<KeptBars, number>();
  private readonly quotes: QuoteEvent[];
  /** By instrument: whether its newest prices were told to the engine, and when the last were. */
  private readonly untold: boolean[];
  private readonly toldAt: number[];
  private readonly bar: BarEvent;
  private newest: number;
  /** Messages that name no price of the instrument. */
  garbled = 0;

  constructor({ specs, startAt, meeting, onHeard }: HeardMarketParts) {
    this.instruments = specs.map((spec, index) => new Instrument(spec, index));
    this.ticks = specs.map(({ tick }) => new StepReader(tick));
    this.lots = specs.map(({ engineLot }) => new StepReader(engineLot));
    this.onHeard = onHeard ?? null;
    this.meeting = meeting;
    this.places = new Map(specs.map(({ symbol }, index) => [symbol, index]));
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
    this.newest = startAt;
  }

  /** The instrument of a symbol; null where it is none of them. */
  ofSymbol(symbol: string): Instrument | null {
    return this.instruments[this.places.get(symbol) ?? -1] ?? null;
  }

  /** Takes something that was heard at `at`, our own time; what is earlier than the last is taken as heard with it. */
  hear(event: PriceEvent, at: number): void {
    const instrument = this.places.get(event.symbol);
    if (instrument === undefined) return;
    const heard = event.kind === 'quote' ? this.hearQuote(event, instrument, at) : this.hearTrade(event, instrument, at);
    if (heard) this.onHeard?.();
    else this.garbled += 1;
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
    // While a clock that was set back comes to itself again, two bars of a series are two instants all the same: decisions are named by them.
    const heardAt = this.stamp(Math.max(at.now, (this.barAt.get(kept) ?? 0) + 1));
    this.barAt.set(kept, heardAt);
    const heard = this.heard.add('bar', heardAt, place.instrument);
    heard.bars = kept;
    heard.closedAt = kept.closedAt;
    this.onHeard?.();
    return 'closed';
  }

  /** Takes whether the book of an instrument is stale, from `at` on, our own time. */
  hearBook(instrument: number, stale: boolean, at: number): void {
    this.heard.add('book', this.stamp(at), instrument).stale = stale;
    this.onHeard?.();
  }

  /** When something is due next, our own time; Infinity where nothing is. `now` is the time that was reached. */
  dueAt(now: number): number {
    return Math.min(this.heard.first?.at ?? Number.POSITIVE_INFINITY, this.nextUntold(now));
  }

  /** Takes what is due at `at`; null where it was met by nobody but the venue. */
  take(at: number): MarketEvent | null {
    const { first } = this.heard;
    if (first?.at !== at) return this.tellQuote(at);
    this.heard.drop();
    return this.pass(first);
  }

  /** Every bar that is known and is not still to be told as an event, whatever our clock says of when it closed: none is told twice, none is left out. */
  history(instrument: number, timeframe: Timeframe, count: number): CandleColumns {
    const kept = this.barsOf(instrument, timeframe);
    const untold = this.heard.barOf(kept);
    return kept.closedBy(untold === null ? Number.POSITIVE_INFINITY : untold.closedAt - 1, count);
  }

  placeOf(instrument: number, timeframe: Timeframe): number {
    return instrument * TIMEFRAME_NAMES.length + TIMEFRAME_NAMES.indexOf(timeframe);
  }

  quotesAt(): readonly QuoteEvent[] {
    return this.quotes.filter(({ bidTicks }) => bidTicks > 0).map((quote) => ({ ...quote }));
  }

  /** Last price of an asset among the instruments; null where none was heard. */
  lastPrice(asset: string, settle: string): Decimal | null {
    const traded = this.instruments.find(({ spec }) => spec.base === asset && spec.settle === settle);
    const ticks = traded === undefined ? 0 : (this.quotes[traded.index]?.lastTicks ?? 0);
    return traded === undefined || ticks === 0 ? null : traded.priceOf(ticks);
  }

  close(): void {
    this.heard.clear();
  }

  /** Takes best prices; false where they are none, or the book would lie the wrong way round: that is worse than nothing. */
  private hearQuote(event: Extract<PriceEvent, { kind: 'quote' }>, instrument: number, at: number): boolean {
    const ticks = this.ticks[instrument]!;
    const lots = this.lots[instrument]!;
    const bidTicks = ticks.read(event.bid);
    const askTicks = ticks.read(event.ask);
    if (!(bidTicks > 0 && bidTicks < askTicks)) return false;
    const heard = this.heard.add('quote', this.stamp(at), instrument);
    heard.bidTicks = bidTicks;
    heard.askTicks = askTicks;
    heard.bidLots = lots.within(event.bidSize);
    heard.askLots = lots.within(event.askSize);
    return true;
  }

  private hearTrade(event: Extract<PriceEvent, { kind: 'trade' }>, instrument: number, at: number): boolean {
    const ticks = this.ticks[instrument]!.read(event.price);
    const lots = this.lots[instrument]!.within(event.size);
    if (!(ticks > 0) || Number.isNaN(lots)) return false;
    const heard = this.heard.add('print', this.stamp(at), instrument);
    heard.ticks = ticks;
    heard.lots = lots;
    heard.taker = event.taker;
    return true;
  }

  private stamp(at: number): number {
    this.newest = Math.max(this.newest, at);
    return this.newest;
  }

  /** Lets the venue meet what was heard; a bar is the engine's at once. */
  private pass(heard: Heard): MarketEvent | null {
    const { meeting } = this;
    if (heard.kind === 'quote') {
      const quote = this.quotes[heard.instrument];
      invariant(quote !== undefined, 'what is heard names an instrument of the market');
      quote.bidTicks = heard.bidTicks;
      quote.askTicks = heard.askTicks;
      if (quote.lastTicks === 0) quote.lastTicks = heard.bidTicks;
      this.untold[heard.instrument] = true;
      meeting?.quote(heard.instrument, heard);
      return null;
    }
    if (heard.kind === 'print') {
      const { instrument, at: time, ticks, lots, taker } = heard;
      this.quotes[instrument]!.lastTicks = ticks;
      meeting?.print({ instrument, time, ticks, lots, aggressor: taker });
      return null;
    }
    if (heard.kind === 'book') return { kind: 'book', instrument: heard.instrument, time: heard.at, stale: heard.stale };
    return this.barOf(heard);
  }

  private barOf({ instrument, bars, closedAt, at }: Heard): BarEvent {
    invariant(bars !== null, 'a bar that was heard has its series');
    const { bar } = this;
    bar.instrument = instrument;
    bar.timeframe = bars.timeframe;
    bar.columns = bars.all();
    bar.row = bars.closedBy(closedAt, bars.length).length - 1;
    bar.time = at;
    bar.received = at;
    bar.place = this.placeOf(instrument, bars.timeframe);
    return bar;
  }

  /** When the next prices are due that the engine has not heard of. */
  private nextUntold(now: number): number {
    let due = Number.POSITIVE_INFINITY;
    for (let instrument = 0; instrument < this.untold.length; instrument += 1)
      if (this.untold[instrument]) due = Math.min(due, Math.max(now, this.toldAt[instrument]! + QUOTE_EVERY_MS));
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
