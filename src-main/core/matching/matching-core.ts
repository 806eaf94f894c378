import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { FundingPlan } from '../../../src-shared/domain/funding.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { type IdentifiedOrder, termsOf } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason, MarginReport, VenueOrderStatus } from '../../ports/execution-venue.ts';
import { amend, type AmendParts } from './amending.ts';
import { BarRules } from './bar-rules.ts';
import { FillCosts } from './fill-costs.ts';
import type { MarketEvidence } from './market-evidence.ts';
import { restoreOrder, saveOrder, type MatchingState } from './matching-state.ts';
import { TapeRules, type Print } from './tape-rules.ts';
import { VenueDesk, type ReportSink } from './venue-desk.ts';
import { VenueFunds } from './venue-funds.ts';
import { VenueMargin } from './venue-margin.ts';
import { VenueOrder } from './venue-order.ts';
import { VenueOrders } from './venue-orders.ts';

/** What a matching core is made of. */
export interface MatchingParts {
  readonly instruments: readonly Instrument[];
  readonly costs: CostProfile;
  /** What the venue holds for the account at the start, per asset. */
  readonly balances: ReadonlyMap<string, Decimal>;
  /** Signed lots held at the start, by instrument; none where absent. */
  readonly positions?: readonly number[];
  /** What contracts among them cost, signed as they are, by instrument; absent where none are held. */
  readonly openCosts?: readonly Decimal[];
  readonly evidence: MarketEvidence;
  readonly report: ReportSink;
  /** Ended orders that are kept for questions by id; all when not given. */
  readonly keptFinals?: number;
  /** How orders meet the market instead of by bars, quotes and prints. */
  readonly rules?: (desk: VenueDesk) => MarketRules;
  /** What holding perpetuals costs and who hears of it; needed where one is traded. */
  readonly margin?: MarginTerms;
  /** What to go on from, in place of nothing but the balances; of a core on quotes and prints. */
  readonly state?: MatchingState;
}

/** Funding by instrument (null for spot), and who hears of payments and liquidations. */
export interface MarginTerms {
  readonly funding: readonly (FundingPlan | null)[];
  readonly report: (report: MarginReport, instrument: number) => void;
}

/** What the core asks of a market when an order comes to it. */
export interface MarketRules {
  /** An order that has just been admitted, or has been given other terms. */
  arrive(entry: VenueOrder, time: number): void;
  /** Whether a limit would take at once. */
  crosses(entry: VenueOrder, limitTicks: number): boolean;
}

/** Something on its way to the venue. */
type Arrival =
  | { readonly kind: 'order'; readonly at: number; readonly entry: VenueOrder }
  | { readonly kind: 'cancel'; readonly at: number; readonly id: ClientOrderId; readonly reason: EndReason; readonly instrument: number }
  | { readonly kind: 'amend'; readonly at: number; readonly amendment: ApprovedAmendment; readonly instrument: number };

/** An order whose time is limited. */
interface Expiry {
  readonly at: number;
  readonly entry: VenueOrder;
}

/**
 * A venue as a pure machine: orders and a market in, reports out. The same machine fills a backtest's orders from bars and a simulated
 * market's from quotes and prints. An order whose instrument has a quote acts on arrival; without one it waits for the next bar's open.
 */
export class MatchingCore {
  private readonly parts: MatchingParts;
  private readonly orders: VenueOrders;
  private readonly funds: VenueFunds;
  private readonly desk: VenueDesk;
  private readonly margin: VenueMargin | null;
  private readonly bars: BarRules;
  private readonly tape: TapeRules;
  private readonly rules: MarketRules;
  private readonly amending: AmendParts;
  private readonly arrivals: Arrival[] = [];
  private arrived = 0;
  /** The soonest first. */
  private readonly expiries: Expiry[] = [];

  constructor(parts: MatchingParts) {
    const { instruments, costs, evidence, report } = parts;
    this.parts = parts;
    const model = new FillCosts(instruments, costs, evidence);
    this.orders = new VenueOrders(instruments.length, parts.keptFinals ?? Number.POSITIVE_INFINITY);
    this.funds = new VenueFunds(instruments, model, this.orders);
    for (const [asset, amount] of parts.balances) this.funds.balances.add(asset, amount);
    this.desk = new VenueDesk({ instruments, orders: this.orders, funds: this.funds, costs: model, evidence, report });
    this.margin = this.marginOf(model);
    this.funds.margin = this.margin;
    this.bars = new BarRules(this.desk, instruments.length);
    this.tape = new TapeRules(this.desk, evidence, instruments.length);
    this.rules = parts.rules?.(this.desk) ?? this.tape;
    this.amending = {
      desk: this.desk,
      funds: this.funds,
      crosses: (entry, limitTicks) => this.rules.crosses(entry, limitTicks) || this.bars.crosses(entry, limitTicks),
    };
    if (parts.positions !== undefined) this.funds.restorePositions(parts.positions);
    if (parts.openCosts !== undefined) this.margin?.restore(parts.positions ?? [], parts.openCosts);
    if (parts.state !== undefined) this.restore(parts.state);
  }

  /** All it knows, to go on from in another process. */
  save(): MatchingState {
    return {
      balances: this.funds.balances.entries().map(([asset, amount]) => [asset, amount.toString()] as const),
      positions: this.parts.instruments.map(({ index }) => this.funds.position(index)),
      orders: Array.from(this.orders.all(), saveOrder),
      arrivals: this.arrivals
        .slice(this.arrived)
        .map((arrival) => (arrival.kind === 'order' ? { kind: 'order', at: arrival.at, id: arrival.entry.order.id } : arrival)),
      expiries: this.expiries.map(({ at, entry }) => ({ at, id: entry.order.id })),
    };
  }

  /** Orders that have not ended. */
  *open(): Generator<IdentifiedOrder> {
    for (const entry of this.orders.all()) if (!entry.ended) yield entry.order;
  }

  /** Nothing is on its way and no order is alive: the market may pass unseen. */
  get idle(): boolean {
    return this.orders.size === 0 && this.arrived === this.arrivals.length && this.margin?.busy !== true;
  }

  /** Whether contracts are traded: then `see` and `judge` are to be called about bars. */
  get margined(): boolean {
    return this.margin !== null;
  }

  /** Instant at which the next funding is due on what is held; Infinity while none is. */
  get nextFunding(): number {
    return this.margin === null ? Number.POSITIVE_INFINITY : this.margin.nextFunding;
  }

  /** Pays the funding that is due at an instant, before anything else of it. */
  fund(time: number): void {
    this.margin?.fund(time);
  }

  /** The price of an instrument, quote units, before its orders are matched against an open, and after its range. */
  see(instrument: number, price: number): void {
    this.margin?.see(instrument, price);
  }

  /** How far a bar that ends now went: to be told of every bar of the instant, before the range of any is matched. */
  seeRange(instrument: number, low: number, high: number): void {
    this.margin?.range(instrument, low, high);
  }

  /** Liquidates the account where its margin is used up at the prices and ranges seen. */
  judge(time: number): void {
    this.margin?.judge(time);
  }

  /** Instant at which the next message arrives or the next order's time is over; Infinity when neither will be. */
  get nextArrival(): number {
    const message = this.arrivals[this.arrived]?.at ?? Number.POSITIVE_INFINITY;
    const { expiries } = this;
    return expiries.length === 0 ? message : Math.min(message, expiries[0]!.at);
  }

  /** What the venue holds of an asset. */
  balance(asset: string): Decimal {
    return this.funds.balances.of(asset);
  }

  /** Money or coins are brought in. */
  deposit(asset: string, amount: Decimal): void {
    this.funds.balances.add(asset, amount);
    invariant(this.balance(asset).sign() >= 0, 'a spot balance is never negative');
  }

  /** Sends an order; it arrives after the profile's latency. An id that was sent before changes nothing. */
  submit(order: ApprovedOrder, sentAt: number): void {
    if (this.orders.get(order.id) !== undefined) return;
    const instrument = this.desk.instrument(order.instrument);
    const at = this.arrivalOf(sentAt);
    const entry = new VenueOrder(order, { sentAt, arrivesAt: at }, instrument);
    this.orders.add(entry);
    this.arrivals.push({ kind: 'order', at, entry });
    if (order.expiresAt !== null) this.expireAt(entry, order.expiresAt);
  }

  /** Asks for other terms; it arrives after the profile's latency. */
  amend(amendment: ApprovedAmendment, sentAt: number): void {
    const instrument = this.orders.get(amendment.order)?.order.instrument ?? 0;
    this.arrivals.push({ kind: 'amend', at: this.arrivalOf(sentAt), amendment, instrument });
  }

  /** Asks for the end of an order; it arrives after the profile's latency. */
  cancel(id: ClientOrderId, reason: EndReason, sentAt: number): void {
    const instrument = this.orders.get(id)?.order.instrument ?? 0;
    this.arrivals.push({ kind: 'cancel', at: this.arrivalOf(sentAt), id, reason, instrument });
  }

  /** Whether an order has arrived: what is still on its way the venue has not seen. */
  hasSeen(id: ClientOrderId): boolean {
    const entry = this.orders.get(id);
    return entry !== undefined && entry.state !== 'in-flight';
  }

  /** What the venue knows of an order; null when it was never sent one. */
  status(id: ClientOrderId): VenueOrderStatus | null {
    const entry = this.orders.get(id);
    if (entry === undefined) return null;
    const { state } = entry;
    const ended = state === 'filled' || state === 'cancelled' || state === 'rejected' || state === 'expired';
    const { reason, terms, amendment, amendRefusal } = entry;
    return { state: ended ? state : 'working', reason, fills: [...entry.fills], terms: termsOf(terms), amendment, amendRefusal };
  }

  /** Lets everything arrive that is due at or before `time`, in the order in which it was sent. */
  advance(time: number): void {
    for (let next = this.nextArrival; next <= time; next = this.nextArrival) {
      this.expire(next);
      const arrival = this.arrivals[this.arrived];
      if (arrival === undefined || arrival.at > next) continue;
      this.arrived += 1;
      if (arrival.kind === 'order') this.arrive(arrival.entry);
      else if (arrival.kind === 'cancel') this.withdraw(arrival);
      else this.change(arrival);
    }
    if (this.arrived < this.arrivals.length || this.arrived === 0) return;
    while (this.arrivals.length > 0) this.arrivals.pop();
    this.arrived = 0;
  }

  /** The open of a bar. To be called at its time, after everything that was told before. */
  onOpen(instrument: number, timeframeMs: number, columns: CandleColumns, row: number): void {
    this.bars.open(instrument, timeframeMs, columns, row);
  }

  /** The range of a bar, before its close is told. */
  onRange(instrument: number, timeframeMs: number, columns: CandleColumns, row: number): void {
    this.bars.range(instrument, timeframeMs, columns, row);
  }

  /** The best prices from now on, ticks. */
  onQuote(instrument: number, bidTicks: number, askTicks: number): void {
    this.tape.quote(instrument, bidTicks, askTicks);
  }

  /** A trade of the market. */
  onPrint(print: Print): void {
    this.expire(print.time);
    this.tape.print(print);
  }

  private marginOf(costs: FillCosts): VenueMargin | null {
    const { instruments, margin } = this.parts;
    if (instruments.every((instrument) => instrument.margin === null)) return null;
    invariant(margin !== undefined, 'where contracts are traded their funding is known');
    return new VenueMargin({
      instruments,
      balances: this.funds.balances,
      costs,
      funding: margin.funding,
      report: (report) => {
        if (report.kind === 'liquidated') this.funds.hold(report.instrument, report.side === 'buy' ? report.lots : -report.lots);
        margin.report(report, report.instrument);
      },
      endOrders: (time) => {
        for (const { index, margin: contract } of instruments)
          if (contract !== null) for (const entry of this.orders.of(index)) if (isAtVenue(entry)) this.desk.end(entry, 'liquidation', time);
      },
    });
  }

  private restore({ balances, positions, orders, arrivals, expiries }: MatchingState): void {
    this.funds.balances.restore(new Map(balances.map(([asset, amount]) => [asset, Decimal.parse(amount)])));
    this.funds.restorePositions(positions);
    for (const saved of orders) this.orders.restore(restoreOrder(saved, this.desk.instrument(saved.order.instrument)));
    for (const arrival of arrivals)
      this.arrivals.push(arrival.kind === 'order' ? { kind: 'order', at: arrival.at, entry: this.known(arrival.id) } : arrival);
    for (const { at, id } of expiries) this.expiries.push({ at, entry: this.known(id) });
  }

  private known(id: ClientOrderId): VenueOrder {
    const entry = this.orders.get(id);
    invariant(entry !== undefined, 'what is kept names orders that are kept');
    return entry;
  }

  private expireAt(entry: VenueOrder, at: number): void {
    const place = this.expiries.findIndex((other) => other.at > at);
    this.expiries.splice(place < 0 ? this.expiries.length : place, 0, { at, entry });
  }

  /** Ends what may not work at `time` any more. An order that is still on its way ends when it arrives. */
  expire(time: number): void {
    const { expiries } = this;
    while (expiries.length > 0 && expiries[0]!.at <= time) {
      const { at, entry } = expiries.shift()!;
      if (entry.ended || entry.terms.expiresAt !== at) continue;
      if (entry.state === 'in-flight') {
        this.desk.admit(entry, Math.max(at, entry.arrivesAt));
        if (entry.ended) continue;
      }
      this.desk.expire(entry, Math.max(at, entry.arrivesAt));
      this.orders.sweep(entry.order.instrument);
    }
  }

  private change({ at, amendment, instrument }: Extract<Arrival, { kind: 'amend' }>): void {
    const { order, number, terms } = amendment;
    const entry = this.orders.get(order);
    // One that was answered already is not answered twice.
    if (entry !== undefined && number <= entry.amendment) return;
    const refusal = entry === undefined ? 'ended' : amend(entry, { terms, time: at }, this.amending);
    if (entry !== undefined) {
      entry.amendment = number;
      entry.amendRefusal = refusal;
    }
    if (entry === undefined || refusal !== null) {
      this.parts.report({ kind: 'amend-refused', order, number, reason: refusal ?? 'ended', time: utcMs(at) }, instrument);
      return;
    }
    this.parts.report({ kind: 'amended', order, number, terms: termsOf(entry.terms), time: utcMs(at) }, instrument);
    if (terms.expiresAt !== null) this.expireAt(entry, terms.expiresAt);
    if (entry.state === 'arriving') {
      this.rules.arrive(entry, at);
      this.bars.meetAmended(entry, at);
    }
    this.orders.sweep(instrument);
  }

  private arrivalOf(sentAt: number): number {
    const at = sentAt + this.parts.costs.latencyMs;
    const last = this.arrivals.at(-1);
    invariant(last === undefined || last.at <= at, 'what is sent later arrives later');
    return at;
  }

  private arrive(entry: VenueOrder): void {
    // A bar's open has let it in already when it arrived within that bar.
    if (entry.state !== 'in-flight') return;
    this.desk.admit(entry, entry.arrivesAt);
    if (!entry.ended) this.rules.arrive(entry, entry.arrivesAt);
    this.orders.sweep(entry.order.instrument);
  }

  private withdraw(arrival: Extract<Arrival, { kind: 'cancel' }>): void {
    const entry = this.orders.get(arrival.id);
    if (entry === undefined || entry.ended) {
      this.parts.report({ kind: 'cancel-refused', order: arrival.id, time: utcMs(arrival.at) }, arrival.instrument);
      return;
    }
    this.desk.end(entry, arrival.reason, arrival.at);
    this.orders.sweep(entry.order.instrument);
  }
}

function isAtVenue({ ended, state }: VenueOrder): boolean {
  return !ended && state !== 'in-flight';
}
