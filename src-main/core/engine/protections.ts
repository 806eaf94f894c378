import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { GroupRole, IdentifiedOrder, OrderIntent, OrderTerms, Side } from '../../../src-shared/domain/order.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { wrongSide } from '../risk/validate-intent.ts';
import type { AccountState } from './account.ts';
import type { Amendments } from './amendments.ts';
import type { EngineCommand, ProtectTarget } from './engine-event.ts';
import { closable, exitSide } from './exit-side.ts';
import type { OrderDesk } from './order-desk.ts';
import { isBracketLeg, isProtective, type OpenOrder } from './order-register.ts';

type Protect = Extract<EngineCommand, { type: 'protect' }>;

/** The name under which the ledger keeps protections that replace others and are not complete, beside the memories of strategies. */
export const PROTECTIONS_MEMORY = 'protections' as StrategyInstanceId;

/** A new bracket on its way to replace older orders. */
interface Replacement {
  readonly id: string;
  readonly origin: string;
  readonly instrument: number;
  /** Of a short: its legs buy. Absent where they sell. */
  readonly side?: Side;
  readonly targets: readonly ProtectTarget[];
  /** The new stop; null where none is wanted. */
  readonly stop: ClientOrderId | null;
  /** The orders that go once it works. */
  readonly old: readonly ClientOrderId[];
}

/** What protects a position now and how much of it the wish is about. */
interface Present {
  readonly instrument: Instrument;
  /** The side of the legs. */
  readonly side: Side;
  readonly legs: readonly OpenOrder[];
  /** These and those that are being cancelled. */
  readonly own: readonly OpenOrder[];
  /** Lots to cover; and how many of them there are by now, where an entry still fills. */
  readonly lots: number;
  readonly now: number;
  /** The group whose legs can be changed where they stand, or null. */
  readonly group: string | null;
}

/** A leg as it is to be. */
interface WantedLeg {
  readonly role: 'stop' | 'target';
  readonly ticks: number;
  readonly lots: number;
  readonly is: OpenOrder | undefined;
  readonly place: number;
}

/**
 * Stop and targets of a held position as one object. Where one group holds them they are changed where they stand: amended, what is missing
 * placed beside them, then what is left out cancelled. Else a new group replaces them: its stop is placed first, the older orders are
 * cancelled when it works, and its targets follow once those have let go of their coins. So there is no instant without the cover that
 * there was before.
 */
export class Protections {
  private replacements: Replacement[] = [];
  private kept = '[]';
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly amendments: Amendments;

  constructor(account: AccountState, desk: OrderDesk, amendments: Amendments) {
    this.account = account;
    this.desk = desk;
    this.amendments = amendments;
  }

  /** Carries it out; with a fault nothing has changed. */
  protect(command: Protect, origin: string): Fault | null {
    const present = this.present(command, origin);
    if (present instanceof Fault) return present;
    const wrong = this.problem(command, present);
    if (wrong !== null) return wrong;
    return present.group === null ? this.replace(command, present, origin) : this.change(command, present, origin);
  }

  get pending(): number {
    return this.replacements.length;
  }

  /** Takes the replacements on as far as the venue's answers let them; called after every step that could have moved one. */
  advance(): void {
    this.replacements = this.replacements.filter((replacement) => !this.take(replacement));
    this.keep();
  }

  /** Takes up what was not complete when the last run ended. */
  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    this.kept = memory;
    this.replacements = JSON.parse(memory) as Replacement[];
  }

  /** What was on its way for an instrument is wanted no more. */
  forget(instrument: number): void {
    this.replacements = this.replacements.filter((replacement) => replacement.instrument !== instrument);
    this.keep();
  }

  private problem({ stopTicks, targets }: Protect, { instrument, side, lots }: Present): Fault | null {
    const shares = targets.reduce((sum, { share }) => sum + share, 0);
    if (targets.length > 3 || shares > 100)
      return new Fault('input.invalid', {
        field: 'targets',
        problem: `At most three, and together 100%: these are ${String(targets.length)} and ${String(shares)}%.`,
      });
    // Without a stop beside them nothing says how much the targets share.
    if (stopTicks === null && targets.length > 1)
      return new Fault('input.invalid', { field: 'stop', problem: 'Several targets need a stop beside them.' });
    if (targetLots(targets, lots).includes(0)) return new Fault('order.off-lot', { lot: instrument.spec.lot });
    const mark = this.account.market.markTicks[instrument.index] ?? 0;
    const legs = [
      ...(stopTicks === null ? [] : [legIntent(instrument, 'stop', { side, ticks: stopTicks, lots })]),
      ...targets.map(({ ticks }) => legIntent(instrument, 'target', { side, ticks, lots })),
    ];
    for (const leg of legs) {
      const fault = wrongSide(leg, mark, instrument);
      if (fault !== null) return fault;
    }
    return null;
  }

  /** What there is: the person's own orders that protect the position, and how much of it other orders do not close already. */
  private present(command: Protect, origin: string): Present | Fault {
    const { orders, positions } = this.account;
    const instrument = this.account.instruments[command.instrument];
    invariant(instrument !== undefined, 'a command names an instrument of the session');
    const { symbol } = instrument.spec;
    const side = exitSide(instrument, positions.lots(instrument.index));
    const held = closable(side, positions.lots(instrument.index));
    if (held <= 0) return new Fault('order.nothing-held', { instrument: symbol });
    // What is being cancelled protects no more, and closes nothing that the new legs should leave to it.
    const own = orders.all().filter((entry) => entry.order.side === side && this.isLeg(entry, instrument.index, origin));
    const legs = own.filter(({ cancelReason }) => cancelReason === null);
    const lots = held - orders.without(own, () => orders.outstandingLots(instrument.index, side, false));
    if (lots <= 0) return new Fault('order.all-selling', { instrument: symbol });
    const group = legs[0]?.order.group?.id ?? null;
    const entry = legs.map(({ order }) => this.entryOf(order)).find((each) => each !== undefined);
    if (group === null || legs.some(({ order }) => order.group?.id !== group || !isPlain(order)) || countStops(legs) > 1) {
      return entry === undefined
        ? { instrument, side, legs, own, lots, now: lots, group: null }
        : new Fault('order.entry-working', { instrument: symbol });
    }
    const { entryLots, legLots } = orders.groupOf(group);
    if (entry !== undefined) {
      // What is not filled yet is covered as it fills.
      if (lots !== (entryLots ?? 0) - legLots) return new Fault('order.entry-working', { instrument: symbol });
      return { instrument, side, legs, own, lots: entry.order.lots - legLots, now: lots, group };
    }
    return { instrument, side, legs, own, lots, now: lots, group: entryLots !== null && entryLots - legLots < lots ? null : group };
  }

  /** Whether an order is one of the person's that protect what is held; the legs of an entry that has filled nothing protect nothing yet. */
  private isLeg({ order }: OpenOrder, instrument: number, origin: string): boolean {
    if (order.instrument !== instrument || order.origin !== origin) return false;
    if (!isProtective(order) || order.type === 'market') return false;
    return !isBracketLeg(order) || (this.account.orders.groupOf(order.group?.id ?? '').entryLots ?? 0) > 0;
  }

  private entryOf({ group }: IdentifiedOrder): OpenOrder | undefined {
    return group === null ? undefined : this.account.orders.members(group.id).find(({ order }) => order.group?.role === 'entry');
  }

  /** Changes the legs of one group where they stand. */
  private change(command: Protect, present: Present, origin: string): Fault | null {
    const wanted = this.wanted(command, present);
    const siblings = [...this.account.orders.members(present.group ?? ''), ...present.own];
    const fresh = new Map(
      wanted
        .filter(({ is }) => is === undefined)
        .map((want) => [want, this.identify(want, { ...present, id: command.id, group: present.group ?? '', origin })]),
    );
    for (const { is, role, ticks, lots } of wanted) {
      const fault = is === undefined ? null : this.amendments.check(is, termsFor(is.order, role, { ticks, lots }));
      if (fault !== null) return fault;
    }
    for (const order of fresh.values()) {
      const refusal = this.desk.checkLeg(order, siblings, present.now);
      if (refusal !== null) return new Fault(refusal.code, refusal.details);
    }
    this.forget(command.instrument);
    for (const want of wanted) {
      const { is, role, ticks, lots } = want;
      const order = fresh.get(want);
      if (is !== undefined) this.amendments.ask(is, termsFor(is.order, role, { ticks, lots }));
      else if (order !== undefined) this.desk.placeLeg(order, siblings, present.now);
    }
    const stay = new Set(wanted.map(({ is }) => is));
    for (const leg of present.legs) if (!stay.has(leg)) this.desk.cancel(leg, 'user');
    return null;
  }

  private wanted({ stopTicks, targets }: Protect, { side, legs, lots, group }: Present): readonly WantedLeg[] {
    // Legs share one size, of which some may have filled: the leg that covers all of the position says all of it.
    const { legLots } = this.account.orders.groupOf(group ?? '');
    const stops = legs.filter(({ order }) => order.type !== 'limit');
    // Nearest first: the targets of a short lie below it.
    const away = (ticks: number): number => closable(side, ticks);
    const limits = legs
      .filter(({ order }) => order.type === 'limit')
      .sort((a, b) => away(a.order.limitTicks ?? 0) - away(b.order.limitTicks ?? 0));
    const stop: readonly WantedLeg[] =
      stopTicks === null ? [] : [{ role: 'stop', ticks: stopTicks, lots: lots + legLots, is: stops[0], place: 0 }];
    const sizes = targetLots(targets, lots);
    const nearest = [...targets.entries()].sort(([, a], [, b]) => away(a.ticks) - away(b.ticks));
    return [
      ...stop,
      ...nearest.map(([at, { ticks }], place): WantedLeg => {
        const is = limits[place];
        const size = (sizes[at] ?? 0) + (stopTicks === null ? legLots : (is?.filledLots ?? 0));
        return { role: 'target', ticks, lots: size, is, place: at + 1 };
      }),
    ];
  }

  /** Begins a new group in place of whatever there is. */
  private replace(command: Protect, { instrument, side, own, lots }: Present, origin: string): Fault | null {
    const { id, stopTicks, targets } = command;
    let stop: ClientOrderId | null = null;
    if (stopTicks !== null) {
      const want = { role: 'stop', ticks: stopTicks, lots, place: 0 } as const;
      const order = this.identify(want, { instrument, side, id, group: id, origin });
      const refusal = this.desk.placeLeg(order, own, lots);
      if (refusal !== null) return new Fault(refusal.code, refusal.details);
      stop = order.id;
    }
    this.forget(instrument.index);
    const old = own.map(({ order }) => order.id);
    this.replacements.push({ id, origin, instrument: instrument.index, ...(side === 'buy' ? { side } : {}), targets, stop, old });
    this.advance();
    return null;
  }

  /** One step of a replacement; whether it is over. */
  private take(replacement: Replacement): boolean {
    const { orders } = this.account;
    const stop = replacement.stop === null ? null : orders.get(replacement.stop);
    if (stop !== null) {
      // Where the new stop did not come to work the older orders stay.
      if (stop === undefined || !orders.isOpen(stop.order.id)) return true;
      if (stop.state !== 'acknowledged' && stop.state !== 'partially-filled') return false;
    }
    const left = replacement.old.filter((id) => orders.isOpen(id));
    for (const id of left) {
      const entry = orders.get(id);
      if (entry !== undefined) this.desk.cancel(entry, 'user');
    }
    if (left.length > 0) return false;
    this.finish(replacement, stop);
    return true;
  }

  /** The older orders have gone: the stop says what is held now, and the targets take their shares of it. */
  private finish({ id, origin, instrument: index, side = 'sell', targets }: Replacement, stop: OpenOrder | null): void {
    const { orders, positions, instruments } = this.account;
    const instrument = instruments[index];
    invariant(instrument !== undefined, 'a command names an instrument of the session');
    const members = orders.members(id);
    // Where the position has turned meanwhile there is nothing for them to close.
    const lots = closable(side, positions.lots(index)) - orders.without(members, () => orders.outstandingLots(index, side, false));
    if (lots <= 0) return;
    if (stop !== null && stop.order.lots > lots + stop.filledLots) this.amendments.ask(stop, { lots: lots + stop.filledLots });
    const sizes = targetLots(targets, lots);
    for (const [place, { ticks }] of targets.entries()) {
      const size = sizes[place] ?? 0;
      if (size === 0) continue;
      const want = { role: 'target', ticks, lots: size, place: place + 1 } as const;
      this.desk.placeLeg(this.identify(want, { instrument, side, id, group: id, origin }), members, size);
    }
  }

  private identify(
    { role, ticks, lots, place }: Omit<WantedLeg, 'is'>,
    at: Pick<Present, 'instrument' | 'side'> & { readonly id: string; readonly group: string; readonly origin: string },
  ): IdentifiedOrder {
    const bracket = this.account.orders.groupOf(at.group).entryLots !== null;
    const group: { readonly id: string; readonly role: GroupRole } = { id: at.group, role: bracket ? role : 'oco' };
    const intent = { ...legIntent(at.instrument, role, { side: at.side, ticks, lots }), group };
    return this.desk.identify(intent, { origin: at.origin, decision: () => at.id, leg: place });
  }

  /** What is on its way is an intent: it is durable before anything of it is asked. */
  private keep(): void {
    const memory = JSON.stringify(this.replacements);
    if (memory === this.kept) return;
    this.kept = memory;
    this.desk.effects.records.push({ kind: 'strategy-memory', instance: PROTECTIONS_MEMORY, memory });
  }
}

/** Whether a leg can be given any price of its kind: a trailing stop finds its own, and a take-profit is no limit order. */
function isPlain({ type }: IdentifiedOrder): boolean {
  return type === 'limit' || type === 'stop' || type === 'stop-limit';
}

function countStops(legs: readonly OpenOrder[]): number {
  return legs.filter(({ order }) => order.type !== 'limit').length;
}

/** The terms that bring a leg to its price and size; the limit of a stop-limit keeps its distance from the trigger. */
function termsFor(
  { limitTicks, triggerTicks }: IdentifiedOrder,
  role: 'stop' | 'target',
  { ticks, lots }: { readonly ticks: number; readonly lots: number },
): Partial<OrderTerms> {
  if (role === 'target') return { limitTicks: ticks, lots };
  if (limitTicks === null || triggerTicks === null) return { triggerTicks: ticks, lots };
  return { triggerTicks: ticks, limitTicks: Math.max(1, ticks + limitTicks - triggerTicks), lots };
}

function legIntent(
  instrument: Instrument,
  role: 'stop' | 'target',
  { side, ticks, lots }: { readonly side: Side; readonly ticks: number; readonly lots: number },
): OrderIntent {
  return {
    instrument: instrument.index,
    side,
    type: role === 'stop' ? 'stop' : 'limit',
    lots,
    quoteAmount: null,
    limitTicks: role === 'stop' ? null : ticks,
    triggerTicks: role === 'stop' ? ticks : null,
    trailTicks: null,
    timeInForce: 'gtc',
    expiresAt: null,
    postOnly: false,
    reduceOnly: true,
    group: null,
  };
}

/** Lots of each target: its share of what is held, floored; the last takes what is left where the shares come to all of it. */
export function targetLots(targets: readonly Pick<ProtectTarget, 'share'>[], held: number): readonly number[] {
  const lots = targets.map(({ share }) => Number((BigInt(held) * BigInt(share)) / 100n));
  const all = targets.reduce((sum, { share }) => sum + share, 0) === 100;
  const given = lots.reduce((sum, each) => sum + each, 0);
  if (all && lots.length > 0) lots[lots.length - 1] = (lots.at(-1) ?? 0) + held - given;
  return lots;
}
