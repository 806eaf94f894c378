import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import type { Instrument, InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { ELSEWHERE } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EndReason, ExecutionReport, ExecutionVenue } from '../../ports/execution-venue.ts';
import type { AccountScope, BookedTrades, LedgerSnapshot } from '../../ports/ledger.ts';
import type { AccountEvent, MarketEvent, MarketSource, QuoteEvent } from '../../ports/market-source.ts';
import type { AccountWatch, SeenAccount, SeenFill, VenueHealth, VenueLink, VenueMessage, VenueOrders } from '../../ports/venue-orders.ts';
import type { OrderTrail, VenueTalk, VenueTalker } from '../../ports/venue-talk.ts';
import { ContractNews, heldPositions } from './contract-news.ts';
import { HeardMarket, type MarketMeeting } from './heard-market.ts';
import { LiveOrders } from './live-orders.ts';
import { outlookOf } from './outlook.ts';
import { venueName, WatchedOrders } from './watched-orders.ts';
import { Wards } from './wards.ts';
import { WardsRecovery } from './wards-recovery.ts';
import { ReportQueue } from '../../core/matching/report-queue.ts';

/** What a live venue is made of. */
export interface LiveVenueParts {
  readonly specs: readonly InstrumentSpec[];
  readonly startAt: UtcMs;
  readonly orders: VenueOrders;
  readonly clock: Clock;
  /** The machine's own clock, which may be set. */
  readonly machine: Clock;
  readonly account: AccountScope;
  readonly booked: BookedTrades;
  /** Meets prices and trades before the engine does. */
  readonly meeting?: MarketMeeting | null;
  /** How long after its signing the venue still takes a request, with the bound of both clocks, ms. */
  readonly receiveWindowMs: number;
  /** By the clock's count of time: when this session had the account to itself. Nothing of an earlier one left later. */
  readonly heldSince: number;
  /** The session only looks and books: exits that are missing are left so. */
  readonly looksOnly?: boolean;
  /** Something that a person should know, as a sentence. */
  readonly onNote: (sentence: string) => void;
  /** Told when something has come that is due at once. */
  readonly onHeard?: () => void;
}

/** Where an account goes on, venue time: what was traded elsewhere before it was opened is in its opening. */
export interface ResumeAt {
  readonly since: number;
  /** Null for a new account. */
  readonly openedAt: number | null;
}

/** Fills of so long before the newest look are asked for again, ms. */
const OVERLAP_MS = 60_000;
/** Something that moved within so long before or during a look makes it uncertain, ms. */
const UNSETTLED_MS = 1_000;
/** When a new account is looked at a second time, ms. */
const SECOND_LOOK_MS = 500;

/** A real market with the venue's own orders: what is sent leaves the program, and every outcome comes back as a report that was proven. */
export class LiveVenue implements MarketSource, ExecutionVenue, AccountWatch, VenueTalker {
  readonly instruments: readonly Instrument[];
  readonly market: HeardMarket;
  private readonly parts: LiveVenueParts;
  private readonly orders: WatchedOrders;
  private readonly reports = new ReportQueue();
  private readonly looks: AccountEvent[] = [];
  private readonly live: LiveOrders;
  private readonly wards: Wards;
  private readonly contracts: ContractNews;
  private readonly recovery: WardsRecovery;
  /** What the session was handed last: it is durable when the next is asked for. */
  private handed: ExecutionReport | null = null;
  private readonly listening: Releasable;
  private time: number;
  private number = 0;
  /** The venue's time when its clock was read last, by our own count of time. */
  private read: { readonly time: number; readonly at: number } | null = null;
  private looking = false;
  /** Venue time from which on fills are asked for. */
  private since: number;
  /** What the last look at a new account showed: it opens with what two looks show alike. */
  private unborn: SeenAccount | null = null;
  private again: Releasable | null = null;
  /** Venue time of the newest fill that was told without being asked for. */
  private tradedAt = 0;
  /** Words to the dead man's switch without an answer. */
  private asked = 0;
  private state: VenueLink = { health: null, lookedAt: null, heldUntil: null, switchAsked: false, deaths: 0, ended: null };

  constructor(parts: LiveVenueParts) {
    this.parts = parts;
    const { specs, startAt, clock, account, booked, meeting = null, receiveWindowMs, onNote, onHeard } = parts;
    const orders = new WatchedOrders(parts.orders, clock);
    this.orders = orders;
    this.market = new HeardMarket({ specs, startAt, meeting, ...(onHeard === undefined ? {} : { onHeard }) });
    this.instruments = this.market.instruments;
    this.time = startAt;
    this.since = startAt - OVERLAP_MS;
    const report = (each: ExecutionReport) => this.reports.add(each);
    const venueTimeAt = (monotonic: number) => this.venueTimeAt(monotonic);
    this.wards = new Wards({
      ...{ instruments: this.instruments, orders, clock, receiveWindowMs, venueTimeAt, onNote, report },
      looksOnly: parts.looksOnly === true,
      tell: (message) => this.hearOwn(message),
      known: (id) => this.live.known.get(id),
    });
    this.recovery = new WardsRecovery({
      ...{ wards: this.wards, orders, clock, receiveWindowMs, venueTimeAt },
      instruments: this.instruments,
    });
    this.live = new LiveOrders({
      ...{ market: this.market, orders: this.wards, clock, account, booked, receiveWindowMs, onNote, report, venueTimeAt },
      standing: (id) => this.wards.standing(id),
      now: () => this.now(),
    });
    this.contracts = new ContractNews({
      ...{ market: this.market, account, booked, onNote, now: () => this.now() },
      openedAt: () => this.live.openedAt,
      report: (each) => {
        this.reports.addMargin(each);
      },
    });
    this.listening = orders.listen((message) => {
      this.hear(message);
      onHeard?.();
    });
  }

  get link(): VenueLink {
    return this.state;
  }

  get talk(): VenueTalk {
    return this.orders.talk;
  }

  trail(id: ClientOrderId): OrderTrail | null {
    const known = this.live.known.get(id);
    const symbol = this.instruments[known?.order.instrument ?? -1]?.spec.symbol;
    const venueId = known?.venueId ?? null;
    const kept = this.orders.lines([id, ...(venueId === null || symbol === undefined ? [] : [venueName(symbol, venueId)])]);
    if (known === undefined && kept === null) return null;
    const { lines, leftOut } = kept ?? { lines: [], leftOut: 0 };
    return { venueId, lines, leftOut, outlook: known === undefined ? null : outlookOf(known, (...left) => this.believedFrom(...left)) };
  }

  /** Takes over what the ledger knows: orders that are not final, and ended ones of which a fill may still come. */
  resume({ openOrders, endedOrders }: Pick<LedgerSnapshot, 'openOrders' | 'endedOrders'>, at: ResumeAt): void {
    this.since = Math.max(at.since, at.openedAt ?? 0);
    this.live.openedAt = at.openedAt;
    this.live.resume(openOrders, endedOrders, this.parts.heldSince);
    this.recovery.resume(openOrders, this.parts.heldSince);
    if (openOrders.length > 0) this.look();
  }

  look(): void {
    if (this.looking || this.state.ended !== null) return;
    this.looking = true;
    this.number += 1;
    const symbols = this.instruments.map(({ spec }) => spec.symbol);
    this.orders.send({ kind: 'look', number: this.number, symbols, since: Math.max(0, this.since) });
  }

  keepAlive(ms: number): void {
    this.asked += 1;
    this.state = { ...this.state, switchAsked: true };
    this.orders.send({ kind: 'keep-alive', ms });
  }

  next(until: UtcMs): MarketEvent | null {
    if (this.handed !== null) this.wards.booked(this.handed);
    const event = this.nextEvent(until);
    this.handed = event?.kind === 'execution' ? event.report : null;
    if (event?.kind === 'quote') this.wards.quote(event.instrument, event);
    return event;
  }

  private nextEvent(until: UtcMs): MarketEvent | null {
    for (;;) {
      const report = this.reports.next;
      const look = this.looks[0]?.time ?? Number.POSITIVE_INFINITY;
      const soonest = Math.min(report, look, this.market.dueAt(this.time));
      if (soonest > until) {
        this.time = Math.max(this.time, until);
        return null;
      }
      this.time = Math.max(this.time, soonest);
      if (report === soonest) return this.reports.take();
      if (look === soonest) return this.looks.shift() ?? null;
      const event = this.market.take(soonest);
      if (event !== null) return event;
    }
  }

  history(instrument: number, timeframe: Timeframe, _before: UtcMs, count: number): CandleColumns {
    return this.market.history(instrument, timeframe, count);
  }

  subscribe(instrument: number, timeframe: Timeframe): void {
    this.market.barsOf(instrument, timeframe);
  }

  placeOf(instrument: number, timeframe: Timeframe): number {
    return this.market.placeOf(instrument, timeframe);
  }

  quotesAt(): readonly QuoteEvent[] {
    return this.market.quotesAt();
  }

  submit(order: ApprovedOrder): void {
    this.wards.admit(order);
    this.live.submit(order);
  }

  cancel(order: ClientOrderId, reason: EndReason): void {
    this.live.cancel(order, reason);
  }

  amend(amendment: ApprovedAmendment): void {
    this.wards.amend(amendment);
  }

  /** Whether the order may stand at the venue, as far as was heard: it was sent, and its end is not known. */
  isOpen(order: ClientOrderId): boolean {
    return this.live.isOpen(order);
  }

  query(order: ClientOrderId): void {
    this.live.query(order);
  }

  close(): void {
    this.listening.dispose();
    this.again?.dispose();
    this.live.close();
    this.wards.close();
    this.recovery.close();
    this.market.close();
  }

  /** Our own time, never before what was told already. */
  private now(): UtcMs {
    this.time = Math.max(this.time, this.parts.clock.now());
    return utcMs(this.time);
  }

  private hear(message: VenueMessage): void {
    if (message.kind === 'fill') this.tradedAt = Math.max(this.tradedAt, message.fill.time);
    const own = this.wards.hear(message);
    if (own !== null) this.hearOwn(own);
    else if (message.kind === 'identified') this.live.forgetFills(message.order);
  }

  private hearOwn(message: VenueMessage): void {
    switch (message.kind) {
      case 'health':
        this.onHealth(message.health);
        return;
      case 'kept-alive':
        this.asked = Math.max(0, this.asked - 1);
        this.state = {
          ...this.state,
          heldUntil: message.problem === null ? message.until : this.state.heldUntil,
          switchAsked: this.asked > 0,
        };
        if (message.problem !== null) this.parts.onNote(`The dead man’s switch stays as it was: ${message.problem}`);
        return;
      case 'looked':
        if (message.number === this.number) this.onLook(message.account);
        return;
      case 'look-failed':
        if (message.number !== this.number) return;
        this.looking = false;
        this.live.goOn([]);
        this.parts.onNote(`The account could not be read: ${message.problem}`);
        return;
      case 'died':
        this.state = { ...this.state, deaths: this.state.deaths + 1 };
        return;
      case 'ended':
        this.state = { ...this.state, ended: message.problem };
        return;
      case 'listed':
      case 'list-failed':
        this.recovery.hear(message);
        return;
      case 'amend-taken':
      case 'amend-refused':
      case 'amend-unknown':
        return;
      case 'fill':
        if (!this.contracts.takes(message.fill)) this.live.hear(message);
        return;
      case 'found':
        this.live.hear({ ...message, fills: this.withoutForced(message) });
        return;
      default:
        this.live.hear(message);
    }
  }

  /** The fills of an order that is not the venue's own: it may have been taken over as one that was made elsewhere before a trade of it was told. */
  private withoutForced({ order, fills }: Extract<VenueMessage, { kind: 'found' }>): readonly SeenFill[] {
    const made = this.live.known.get(order.id)?.order.origin === ELSEWHERE;
    return made ? fills.filter((fill) => !this.contracts.takes({ ...fill, id: null })) : fills;
  }

  /** A new account opens with what a second look shows like the first, when nothing was traded from the first on. */
  private isBorn(account: SeenAccount, latest: number): boolean {
    if (this.live.openedAt !== null) return true;
    const before = this.unborn;
    this.unborn = account;
    const still = before !== null && latest < before.from && heldAt(before) === heldAt(account);
    if (still) this.live.openedAt = account.from;
    else this.again = this.parts.clock.after(SECOND_LOOK_MS, () => this.look());
    return still;
  }

  private onHealth(health: VenueHealth): void {
    const before = this.state.health;
    this.state = { ...this.state, health };
    this.learnTime(before, health);
    // What was not heard, or not understood, is in the account.
    if (before !== null && (health.reconnects > before.reconnects || health.garbled > before.garbled)) this.look();
  }

  /** Each health tells the last reading again; only a new one says what time it is. */
  private learnTime(before: VenueHealth | null, { clockOffsetMs, roundTripMs }: VenueHealth): void {
    if (clockOffsetMs === null || (before?.clockOffsetMs === clockOffsetMs && before.roundTripMs === roundTripMs)) return;
    const { machine } = this.parts;
    this.read = { time: machine.now() + clockOffsetMs, at: machine.monotonic() };
  }

  /** Our own time at which the venue can no longer take a request that had left at `leftAt`. */
  private believedFrom(leftAt: number, takenUntil: number | null): number {
    const { clock, machine, receiveWindowMs } = this.parts;
    const until = takenUntil ?? this.venueTimeAt(leftAt) + receiveWindowMs;
    return clock.now() + Math.ceil(until - this.venueTimeAt(machine.monotonic()));
  }

  /** By the last reading and the time that went since, or by our clock as it is set now: a sleep falsifies the one, setting the clock the other. */
  private venueTimeAt(monotonic: number): number {
    const { machine } = this.parts;
    const now = machine.monotonic();
    const byClock = machine.now() + (this.state.health?.clockOffsetMs ?? 0);
    const byReading = this.read === null ? byClock : this.read.time + now - this.read.at;
    return Math.max(byClock, byReading) - (now - monotonic);
  }

  private onLook(account: SeenAccount): void {
    this.looking = false;
    // A look takes its time: what was told meanwhile may be in none of it.
    const latest = [...account.fills, ...(account.funding ?? [])].reduce((last, { time }) => Math.max(last, time), this.tradedAt);
    const ours = account.fills.filter((fill) => !this.contracts.takes(fill));
    const known = this.live.look({ ...account, fills: ours });
    this.contracts.pay(account);
    this.since = account.from - OVERLAP_MS;
    this.state = { ...this.state, lookedAt: this.parts.clock.now() };
    const balances = account.balances.map(({ asset, free, used, lessCost }) => {
      const amount = Decimal.parse(free).add(Decimal.parse(used));
      return { asset, amount, ...(lessCost === true ? { lessCost } : {}) };
    });
    const positions = heldPositions(account);
    const born = this.isBorn(account, latest);
    const settled = born && known && !this.wards.busy && latest < account.from - UNSETTLED_MS;
    this.looks.push({
      ...{ kind: 'account', time: this.now(), from: account.from, balances, settled },
      ...(positions === undefined ? {} : { positions }),
    });
  }
}

/** What an account holds, by its text: what of it is free goes with prices where contracts are held. */
function heldAt({ balances, positions = [] }: SeenAccount): string {
  const money = balances.map(({ asset, free, used }) => `${asset} ${Decimal.parse(free).add(Decimal.parse(used)).toString()}`);
  return [...money, ...positions.map(({ symbol, size }) => `${symbol} ${size}`)].sort().join(', ');
}
