import { ELSEWHERE, type IdentifiedOrder, type Side } from '../../../src-shared/domain/order.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { Refusal } from '../risk/refusal.ts';
import type { AccountState } from './account.ts';
import type { Amendments } from './amendments.ts';
import { closable, exitSide } from './exit-side.ts';
import type { OrderDesk } from './order-desk.ts';
import { isBracketLeg, isProtective, type OpenOrder } from './order-register.ts';

/** The name under which the ledger keeps the closings that wait, beside the memories of strategies. */
export const CLOSINGS_MEMORY = 'closings' as StrategyInstanceId;

/** A position (or part of it) that somebody wants closed at market. */
export interface Closing {
  readonly instrument: number;
  /** Signed lots to close, those of a long above zero; what is still held then, if that is less. */
  readonly lots: number;
  readonly origin: string;
  readonly decision: string;
  /** As much is opened on the other side by the same order. */
  readonly turns?: true;
}

/**
 * Closes positions: longs by selling, shorts of contracts by buying back. For the whole of one, every outstanding order of the instrument on
 * that side is cancelled first. For a part, the orders that protect it stay: they only reduce, so the venue never lets them close more than is
 * held; resting ones shrink to their share of what will be left, because coins that they hold back cannot be sold. The closing order goes out
 * once the others have made room. One that turns the position is the same order, larger.
 */
export class Closings {
  private waiting: Closing[] = [];
  private kept = '[]';
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly amendments: Amendments;
  /** Stops that wait hold coins back, as at a real venue. */
  private readonly stopsHold: boolean;

  constructor(parts: { readonly account: AccountState; readonly desk: OrderDesk; readonly amendments: Amendments }, stopsHold: boolean) {
    const { account, desk, amendments } = parts;
    this.stopsHold = stopsHold;
    this.account = account;
    this.desk = desk;
    this.amendments = amendments;
  }

  begin(closing: Closing): void {
    const { instrument, lots } = closing;
    const side = this.sideOf(instrument, lots);
    const held = closable(side, this.account.positions.lots(instrument));
    this.makeRoom(this.exits(instrument, side), { held, left: held - closable(side, lots) });
    this.waiting.push(closing);
    this.advance();
  }

  /** Whether the position may be turned as everything stands, without what protects it now; a refusal is recorded. */
  mayTurn(closing: Closing): Refusal | null {
    const { instrument, lots } = closing;
    return this.desk.check(this.orderOf(closing, 2 * Math.abs(lots), true), this.exits(instrument, this.sideOf(instrument, lots)));
  }

  /** Sends the closing orders whose way is clear; called after every step that could have cleared one. */
  advance(): void {
    for (let i = this.waiting.length - 1; i >= 0; i -= 1) {
      const closing = this.waiting[i];
      if (closing === undefined || !this.hasRoom(closing)) continue;
      this.waiting.splice(i, 1);
      this.send(closing);
    }
    this.keep();
  }

  /** Of what will be left each resting order keeps its share; the last one takes what rounding leaves. */
  private makeRoom(exits: readonly OpenOrder[], { held, left }: { readonly held: number; readonly left: number }): void {
    const staying = exits.filter(({ order }) => left > 0 && isProtective(order) && order.type !== 'market');
    for (const entry of exits) if (!staying.includes(entry)) this.desk.cancel(entry, 'user');
    const resting = staying.filter((entry) => this.holdsCoins(entry));
    const kept = shareOut(resting.map(openLots), { part: left, whole: held });
    for (const [place, entry] of resting.entries()) {
      const lots = kept[place] ?? 0;
      if (lots === 0 || this.amendments.ask(entry, { lots: lots + entry.filledLots }) !== null) this.desk.cancel(entry, 'user');
    }
  }

  /** Whether the closing can go out; where resting orders did not shrink as asked, they are cancelled after all. */
  private hasRoom({ instrument, lots }: Closing): boolean {
    const side = this.sideOf(instrument, lots);
    const exits = this.exits(instrument, side);
    for (const { order, pending, cancelReason } of exits)
      if (pending !== null || cancelReason !== null || !isProtective(order) || order.type === 'market') return false;
    const holding = exits.filter((entry) => this.holdsCoins(entry));
    const resting = this.stopsHold
      ? this.account.orders.outstandingLots(instrument, side, false)
      : holding.reduce((sum, entry) => sum + openLots(entry), 0);
    const held = closable(side, this.account.positions.lots(instrument));
    if (resting === 0 || resting + Math.min(closable(side, lots), held) <= held) return true;
    for (const entry of holding) this.desk.cancel(entry, 'user');
    return false;
  }

  /** A resting order holds the coins back that it sells; at a real venue a stop does too. Those of a contract hold nothing back, and shrink all the same. */
  private holdsCoins({ order }: OpenOrder): boolean {
    return this.stopsHold || order.type === 'limit';
  }

  private sideOf(instrument: number, lots: number): Side {
    return exitSide(this.account.instruments[instrument], lots);
  }

  /** Orders on the closing side that could fill; legs of an entry that has filled nothing go and stay with it. */
  private exits(instrument: number, side: Side): readonly OpenOrder[] {
    return this.account.orders
      .all()
      .filter(
        ({ order, ...entry }) => order.instrument === instrument && order.side === side && !(isBracketLeg(order) && openLots(entry) === 0),
      );
  }

  /** Takes up what waited when the last run ended. */
  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    this.kept = memory;
    this.waiting = JSON.parse(memory) as Closing[];
  }

  /** A part of a position was closed: stops that are larger than what is left now say what is left. */
  tidy({ order }: OpenOrder): void {
    if (order.group === null && order.type === 'market' && order.reduceOnly) this.fitStops(order.instrument);
  }

  /** Less is held than stops may say: together they come to no more than that. */
  fitStops(instrument: number): void {
    if (this.account.orders.size === 0) return;
    const lots = this.account.positions.lots(instrument);
    const side = this.sideOf(instrument, lots);
    const held = closable(side, lots);
    const stops = this.exits(instrument, side).filter((entry) => this.isWorkingStop(entry));
    const covered = stops.map((entry) => this.coveredBy(entry));
    const whole = covered.reduce((sum, lots) => sum + lots, 0);
    if (held <= 0 || whole <= held) return;
    const shares = shareOut(covered, { part: held, whole });
    for (const [place, entry] of stops.entries()) {
      const share = shares[place] ?? 0;
      // Where it cannot be made smaller it only reduces all the same.
      if (share > 0) this.amendments.ask(entry, { lots: share + entry.order.lots - this.sizeLeft(entry) });
    }
  }

  /**
   * When ledger and venue agree: orders of a contract that only reduce and have nothing to reduce are ended, as the venue of a backtest ends them by
   * itself. Else they would stand there until the next position is opened. Legs of an entry that still works stay with it.
   */
  endIdle(): void {
    const { orders, positions, instruments } = this.account;
    for (const entry of orders.all()) {
      const { order } = entry;
      const contract = (instruments[order.instrument]?.margin ?? null) !== null;
      const idle = isProtective(order) && closable(order.side, positions.lots(order.instrument)) <= 0;
      if (contract && idle && order.origin !== ELSEWHERE && !this.waitsForEntry(entry)) this.desk.cancel(entry, 'reduce-only');
    }
  }

  /** Whether the entry that it protects still works. */
  private waitsForEntry({ order: { group } }: OpenOrder): boolean {
    return group !== null && this.account.orders.members(group.id).some((other) => other.order.group?.role === 'entry');
  }

  private isWorkingStop(entry: OpenOrder): boolean {
    const { order, state, pending, cancelReason } = entry;
    if (order.type === 'market' || order.type === 'limit' || !isProtective(order)) return false;
    // What still waits for fills of its entry must not become smaller.
    return !this.waitsForEntry(entry) && state === 'acknowledged' && pending === null && cancelReason === null;
  }

  /** What of a stop's size can still fill: legs share theirs, of which others may have filled some. */
  private sizeLeft({ order, filledLots }: OpenOrder): number {
    return order.lots - Math.max(filledLots, order.group === null ? 0 : this.account.orders.groupOf(order.group.id).legLots);
  }

  private coveredBy(entry: OpenOrder): number {
    const { group } = entry.order;
    const { entryLots, legLots } = this.account.orders.groupOf(group?.id ?? '');
    return Math.max(0, entryLots === null ? this.sizeLeft(entry) : Math.min(this.sizeLeft(entry), entryLots - legLots));
  }

  get pending(): number {
    return this.waiting.length;
  }

  /** What waits is an intent: it is durable before the cancels go out that it waits for. */
  private keep(): void {
    const memory = JSON.stringify(this.waiting);
    if (memory === this.kept) return;
    this.kept = memory;
    this.desk.effects.records.push({ kind: 'strategy-memory', instance: CLOSINGS_MEMORY, memory });
  }

  private send(closing: Closing): void {
    const side = this.sideOf(closing.instrument, closing.lots);
    const lots = Math.min(closable(side, closing.lots), closable(side, this.account.positions.lots(closing.instrument)));
    if (lots <= 0) return;
    const turned = closing.turns === true && this.desk.place(this.orderOf(closing, lots + Math.abs(closing.lots), true)) === null;
    // What may not be turned any more has nothing that protects it by now, and was wanted to end: it is closed.
    if (!turned) this.desk.placeLeg(this.orderOf(closing, lots, false), this.exits(closing.instrument, side), lots);
  }

  private orderOf({ instrument, lots: held, origin, decision }: Closing, lots: number, turns: boolean): IdentifiedOrder {
    const time = String(utcMs(this.account.time));
    return this.desk.identify(
      {
        instrument,
        side: this.sideOf(instrument, held),
        type: 'market',
        lots,
        quoteAmount: null,
        limitTicks: null,
        triggerTicks: null,
        trailTicks: null,
        timeInForce: 'gtc',
        expiresAt: null,
        postOnly: false,
        reduceOnly: !turns,
        group: null,
      },
      { origin, decision: () => `${decision}#${time}${turns ? '#turn' : ''}`, leg: instrument },
    );
  }
}

/** Lots that an order could still fill in the worst case. */
function openLots({ worstLots, filledLots }: Pick<OpenOrder, 'worstLots' | 'filledLots'>): number {
  return Math.max(0, worstLots - filledLots);
}

/** Shares of a part of the whole in proportion to sizes, rounded down; the last takes what rounding leaves. */
function shareOut(sizes: readonly number[], { part, whole }: { readonly part: number; readonly whole: number }): readonly number[] {
  if (sizes.length === 0) return [];
  const share = (lots: number): number => Number((BigInt(lots) * BigInt(part)) / BigInt(whole));
  const shares = sizes.map(share);
  const rest = share(sizes.reduce((sum, lots) => sum + lots, 0)) - shares.reduce((sum, lots) => sum + lots, 0);
  shares[shares.length - 1] = (shares.at(-1) ?? 0) + rest;
  return shares;
}
