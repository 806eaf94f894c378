import { candleColumns, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { SECOND_MS, utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import { MatchingCore } from '../../core/matching/matching-core.ts';
import { ReportQueue } from '../../core/matching/report-queue.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason, ExecutionReport, ExecutionVenue } from '../../ports/execution-venue.ts';
import type { BarEvent, MarketEvent, MarketSource, QuoteEvent } from '../../ports/market-source.ts';
import type { SimMarket } from './market/sim-market.ts';
import { SimEvidence } from './sim-evidence.ts';
import { TapeCursor } from './tape-cursor.ts';
import type { VenueCheckpoint } from './venue-checkpoint.ts';
import type { VenueEntry, VenueJournal } from './venue-journal.ts';

/** What can be lost on the way, on demand: the next order or amendment never arrives, or arrives and is not answered. */
export type SimLoss = 'request' | 'answer';

/** The timeframes that are told as events, by their place among the bars of one instant. */
const TOLD: readonly Timeframe[] = ['1m', '5m', '15m', '1h', '4h', '1d'];

/** What the simulated exchange is made of. */
export interface SimExchangeParts {
  readonly market: SimMarket;
  readonly costs: CostProfile;
  /** Where the venue keeps what it was sent, on its own side; null forgets with the process. */
  readonly journal: VenueJournal | null;
  /** Market time to begin at; bars of that instant whose place lies below `placesDone` are not told again. */
  readonly start: { readonly time: UtcMs; readonly placesDone: number };
}

/**
 * The embedded exchange: eight simulated instruments and a venue that fills orders on them. It is pulled forward in market time, so what it
 * tells is a function of seed, market time and the orders it was sent. Every second each instrument has a quote, every minute its bars; in
 * between, orders meet the prints. At one instant: reports first, then quotes, then bars by instrument and timeframe.
 */
export class SimExchange implements MarketSource, ExecutionVenue {
  readonly instruments: readonly Instrument[];
  readonly market: SimMarket;
  private readonly journal: VenueJournal | null;
  private readonly core: MatchingCore;
  private readonly reports = new ReportQueue();
  private readonly tape: TapeCursor;
  private readonly subscribed = new Set<number>();
  private readonly silenced = new Set<ClientOrderId>();
  private readonly deposits = new Set<string>();
  private readonly losses: SimLoss[] = [];
  private readonly quote: QuoteEvent = { kind: 'quote', instrument: 0, time: 0, received: 0, bidTicks: 0, askTicks: 0, lastTicks: 0 };
  private readonly bar: BarEvent;
  private time: number;
  /** The second that is told next, and how far it has been told: instruments' quotes first, then bars by place. */
  private second: number;
  private told = 0;

  constructor(parts: SimExchangeParts) {
    const { market, costs, journal, start } = parts;
    this.market = market;
    this.journal = journal;
    this.instruments = market.instruments.map(({ spec }, index) => new Instrument(spec, index));
    const kept = journal?.checkpoint() ?? null;
    // One of a later time than the account's has seen what the account has not.
    const from = kept !== null && kept.seed === market.seed && kept.time <= start.time ? kept : null;
    this.core = new MatchingCore({
      instruments: this.instruments,
      costs,
      balances: new Map(),
      ...(from === null ? {} : { state: from.core }),
      evidence: new SimEvidence(market),
      report: (report, instrument) => {
        this.onReport(report, instrument);
      },
    });
    this.tape = new TapeCursor(market, this.instruments.length);
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
    this.time = from?.time ?? journal?.entries[0]?.at ?? start.time;
    this.second = start.time;
    this.catchUp(from, start.time);
    this.time = start.time;
    this.second = Math.ceil(start.time / SECOND_MS) * SECOND_MS;
    this.told = this.second === start.time && start.placesDone > 0 ? this.instruments.length + start.placesDone : 0;
  }

  next(until: UtcMs): MarketEvent | null {
    for (;;) {
      const report = this.reports.next;
      if (report <= until && report <= this.second) {
        this.time = Math.max(this.time, report);
        return this.reports.take();
      }
      const step = Math.min(this.core.nextArrival, this.tape.next);
      if (step < this.second && step <= until) this.match(step);
      else if (this.second > until) {
        this.matchUntil(until);
        if (this.reports.next <= until) continue;
        this.time = Math.max(this.time, until);
        return null;
      } else {
        this.matchUntil(this.second);
        if (this.reports.next <= this.second) continue;
        const event = this.tellSecond();
        if (event !== null) return event;
      }
    }
  }

  subscribe(instrument: number, timeframe: Timeframe): void {
    this.subscribed.add(placeOf(instrument, timeframe));
  }

  /** The place of a bar among those of one instant. */
  placeOf(instrument: number, timeframe: Timeframe): number {
    return placeOf(instrument, timeframe);
  }

  history(instrument: number, timeframe: Timeframe, before: UtcMs, count: number): CandleColumns {
    const span = TIMEFRAMES[timeframe];
    const to = Math.floor(before / span) * span;
    return this.market.bars(instrument, timeframe, to - count * span, to);
  }

  submit(order: ApprovedOrder): void {
    const loss = this.losses.shift();
    if (loss === 'request') return;
    if (loss === 'answer') this.silenced.add(order.id);
    this.journal?.append({ kind: 'order', order, at: this.time });
    this.send(order);
  }

  cancel(order: ClientOrderId, reason: EndReason): void {
    this.journal?.append({ kind: 'cancel', order, reason, at: this.time });
    this.core.cancel(order, reason, this.time);
  }

  amend(amendment: ApprovedAmendment): void {
    const loss = this.losses.shift();
    if (loss === 'request') return;
    if (loss === 'answer') this.silenced.add(amendment.order);
    this.journal?.append({ kind: 'amend', amendment, at: this.time });
    this.core.amend(amendment, this.time);
  }

  query(order: ClientOrderId): void {
    this.silenced.delete(order);
    const status = this.core.hasSeen(order) ? this.core.status(order) : null;
    this.reports.add({ kind: 'status', order, status, time: utcMs(this.time) });
  }

  /** Brings money in, once per id. */
  deposit(id: string, asset: string, amount: Decimal): void {
    if (this.deposits.has(id)) return;
    const entry: VenueEntry = { kind: 'deposit', id, asset, amount: amount.toString(), at: this.time };
    this.journal?.append(entry);
    this.replay(entry);
  }

  /** The prices of the last full second at or before `time`, as they were or would have been told. */
  quotesAt(time: number): readonly QuoteEvent[] {
    const second = Math.floor(time / SECOND_MS) * SECOND_MS;
    return this.instruments.map(({ index }) => ({
      kind: 'quote',
      instrument: index,
      time: second,
      received: second,
      ...this.best(index, second),
    }));
  }

  /** The next order's request or answer is lost. */
  loseNext(loss: SimLoss): void {
    this.losses.push(loss);
  }

  close(): void {
    this.journal?.close();
  }

  private send(order: ApprovedOrder): void {
    this.core.submit(order, this.time);
    this.tape.watch(order.id, order.instrument, this.time);
  }

  /** Goes on from what was kept: past the messages that came after it, up to `time`. What that tells was told before. */
  private catchUp(from: VenueCheckpoint | null, time: number): void {
    const { journal, core } = this;
    for (const id of from?.deposits ?? []) this.deposits.add(id);
    for (const { id, instrument } of core.open()) this.tape.watch(id, instrument, this.time);
    for (const entry of journal?.entries.slice(from?.entries ?? 0) ?? []) this.replay(entry);
    this.matchUntil(time);
    this.reports.clear();
    if (journal === null || journal.entries.length === 0) return;
    const { seed } = this.market;
    journal.keep({
      version: 1,
      seed,
      time: Math.max(this.time, time),
      entries: journal.entries.length,
      deposits: [...this.deposits],
      core: core.save(),
    });
  }

  /** Takes one message of the journal up again: the market passes up to it, and it acts as it did. */
  private replay(entry: VenueEntry): void {
    this.matchUntil(entry.at);
    this.time = entry.at;
    if (entry.kind === 'deposit') {
      this.deposits.add(entry.id);
      this.core.deposit(entry.asset, Decimal.parse(entry.amount));
    } else if (entry.kind === 'order') this.send(entry.order);
    else if (entry.kind === 'amend') this.core.amend(entry.amendment, this.time);
    else this.core.cancel(entry.order, entry.reason, this.time);
  }

  /** Lets orders meet the market up to and including `time`. */
  private matchUntil(time: number): void {
    for (let step = Math.min(this.core.nextArrival, this.tape.next); step <= time; step = Math.min(this.core.nextArrival, this.tape.next))
      this.match(step);
  }

  private match(step: number): void {
    this.time = Math.max(this.time, step);
    for (const instrument of this.tape.watched()) {
      const { bidTicks, askTicks } = this.market.quote(instrument, step);
      this.core.onQuote(instrument, bidTicks, askTicks);
    }
    // What arrives in the very millisecond of a print comes after it: it cannot have known of it.
    if (this.tape.next === step) this.core.onPrint(this.tape.take());
    else this.core.advance(step);
  }

  private onReport(report: ExecutionReport, instrument: number): void {
    if (this.core.status(report.order)?.state !== 'working') this.tape.unwatch(report.order, instrument);
    if (!this.silenced.has(report.order)) this.reports.add(report);
  }

  /** The next quote or bar of the current second, or null when the second is told. */
  private tellSecond(): MarketEvent | null {
    const quotes = this.instruments.length;
    this.time = Math.max(this.time, this.second);
    if (this.told < quotes) {
      this.told += 1;
      return this.tellQuote(this.told - 1);
    }
    const places = quotes * TOLD.length;
    while (this.told < quotes + places) {
      const place = this.told - quotes;
      this.told += 1;
      const event = this.tellBar(place);
      if (event !== null) return event;
    }
    this.second += SECOND_MS;
    this.told = 0;
    return null;
  }

  private tellQuote(instrument: number): QuoteEvent {
    const { quote } = this;
    const { bidTicks, askTicks, lastTicks } = this.best(instrument, this.second);
    quote.instrument = instrument;
    quote.time = this.second;
    quote.received = this.second;
    quote.bidTicks = bidTicks;
    quote.askTicks = askTicks;
    quote.lastTicks = lastTicks;
    return quote;
  }

  private best(instrument: number, time: number): Pick<QuoteEvent, 'bidTicks' | 'askTicks' | 'lastTicks'> {
    const { bidTicks, askTicks, lastTicks } = this.market.quote(instrument, time);
    return { bidTicks, askTicks, lastTicks };
  }

  private tellBar(place: number): BarEvent | null {
    const timeframe = TOLD[place % TOLD.length];
    if (timeframe === undefined || !this.subscribed.has(place) || this.second % TIMEFRAMES[timeframe] !== 0) return null;
    const instrument = Math.floor(place / TOLD.length);
    const { bar } = this;
    bar.instrument = instrument;
    bar.timeframe = timeframe;
    bar.time = this.second;
    bar.received = this.second;
    bar.columns = this.market.bars(instrument, timeframe, this.second - TIMEFRAMES[timeframe], this.second);
    bar.place = place;
    return bar;
  }
}

function placeOf(instrument: number, timeframe: Timeframe): number {
  return instrument * TOLD.length + TOLD.indexOf(timeframe);
}
