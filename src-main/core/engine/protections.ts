import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { GroupRole, OrderIntent } from '../../../src-shared/domain/order.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { validateIntent } from '../risk/validate-intent.ts';
import type { AccountState } from './account.ts';
import type { Amendments } from './amendments.ts';
import type { EngineCommand, ProtectTarget } from './engine-event.ts';
import type { OrderDesk } from './order-desk.ts';
import { isProtective, type OpenOrder } from './order-register.ts';

type Protect = Extract<EngineCommand, { type: 'protect' }>;

/** What a leg is to be, and what it is now. */
interface Wanted {
  readonly role: 'stop' | 'target';
  readonly ticks: number;
  readonly lots: number;
  readonly is: OpenOrder | undefined;
}

/**
 * Stop and targets of a held position as one object. What is there is amended where it stands, what is missing is placed beside it, and
 * only then what is left out is cancelled, so that there is no instant at which the position is less covered than before and after.
 */
export class Protections {
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly amendments: Amendments;

  constructor(account: AccountState, desk: OrderDesk, amendments: Amendments) {
    this.account = account;
    this.desk = desk;
    this.amendments = amendments;
  }

  /** Carries it out; the first fault ends it, and what was asked for before it stands. */
  protect(command: Protect, origin: string): Fault | null {
    const instrument = this.account.instruments[command.instrument];
    invariant(instrument !== undefined, 'a command names an instrument of the session');
    const held = this.account.positions.lots(instrument.index);
    if (held <= 0) return new Fault('order.nothing-held', { instrument: instrument.spec.symbol });
    const shares = command.targets.reduce((sum, { share }) => sum + share, 0);
    if (command.targets.length > 3 || shares > 100)
      return new Fault('input.invalid', { field: 'targets', problem: 'At most three, and together 100%.' });
    const legs = this.legsOf(instrument.index);
    const groups = new Set(legs.map(({ order }) => order.group?.id));
    if (groups.size > 1) return new Fault('order.many-brackets', { instrument: instrument.spec.symbol, count: groups.size });
    const wanted = this.wanted(command, legs, held);
    return this.carryOut(wanted, legs, { instrument, origin, command });
  }

  private carryOut(
    wanted: readonly Wanted[],
    legs: readonly OpenOrder[],
    at: { readonly instrument: Instrument; readonly origin: string; readonly command: Protect },
  ): Fault | null {
    for (const want of wanted) {
      if (want.is === undefined) continue;
      const fault = this.change(want.is, want);
      if (fault !== null) return fault;
    }
    for (const [leg, want] of wanted.entries()) {
      const fault = want.is === undefined ? this.add(want, legs, { ...at, leg }) : null;
      if (fault !== null) return fault;
    }
    const kept = new Set(wanted.map(({ is }) => is));
    for (const entry of legs) if (!kept.has(entry)) this.desk.cancel(entry, 'user');
    return null;
  }

  private legsOf(instrument: number): readonly OpenOrder[] {
    return this.account.orders
      .all()
      .filter(
        (entry) =>
          entry.order.instrument === instrument &&
          isProtective(entry.order) &&
          entry.cancelReason === null &&
          entry.order.type !== 'market',
      );
  }

  private wanted({ stopTicks, targets }: Protect, legs: readonly OpenOrder[], held: number): readonly Wanted[] {
    const stops = legs.filter(({ order }) => order.type !== 'limit');
    const limits = legs.filter(({ order }) => order.type === 'limit').sort((a, b) => (a.order.limitTicks ?? 0) - (b.order.limitTicks ?? 0));
    const stop: readonly Wanted[] = stopTicks === null ? [] : [{ role: 'stop', ticks: stopTicks, lots: held, is: stops[0] }];
    const sizes = targetLots(targets, held);
    const sorted = [...targets.entries()].sort(([, a], [, b]) => a.ticks - b.ticks);
    return [
      ...stop,
      ...sorted.map(([at, { ticks }], place): Wanted => ({ role: 'target', ticks, lots: sizes[at] ?? 0, is: limits[place] })),
    ];
  }

  private change(entry: OpenOrder, { role, ticks, lots }: Wanted): Fault | null {
    const { order } = entry;
    const price = role === 'stop' ? { triggerTicks: ticks } : { limitTicks: ticks };
    const before = role === 'stop' ? order.triggerTicks : order.limitTicks;
    // Legs share one size, of which some may have filled: a stop that covers what is held says all of it.
    const shared = order.group === null ? 0 : this.account.orders.groupOf(order.group.id).legLots;
    const size = role === 'stop' ? Math.max(lots + shared, order.lots) : lots + entry.filledLots;
    if (before === ticks && size === order.lots) return null;
    return this.amendments.ask(entry, { ...price, lots: size });
  }

  private add(
    { role, ticks, lots }: Wanted,
    legs: readonly OpenOrder[],
    {
      instrument,
      origin,
      command,
      leg,
    }: { readonly instrument: Instrument; readonly origin: string; readonly command: Protect; readonly leg: number },
  ): Fault | null {
    const sibling = legs.find(({ order }) => order.group !== null)?.order.group;
    const groupRole: GroupRole = sibling === undefined || sibling === null || sibling.role === 'oco' ? 'oco' : role;
    const intent: OrderIntent = {
      instrument: instrument.index,
      side: 'sell',
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
      group: { id: sibling?.id ?? command.id, role: groupRole },
    };
    const checked = validateIntent(intent, instrument);
    if (!checked.ok) return checked.fault;
    const order = this.desk.identify(intent, { origin, decision: () => command.id, leg, tag: null });
    const refusal = this.desk.placeLeg(order, this.account.orders.members(intent.group?.id ?? ''));
    return refusal === null ? null : new Fault(refusal.code, refusal.details);
  }
}

/** Lots of each target: its share of what is held, floored; the last takes what is left where the shares come to all of it. */
export function targetLots(targets: readonly Pick<ProtectTarget, 'share'>[], held: number): readonly number[] {
  const lots = targets.map(({ share }) => Math.floor((held * share) / 100));
  const all = targets.reduce((sum, { share }) => sum + share, 0) === 100;
  const given = lots.reduce((sum, each) => sum + each, 0);
  if (all && lots.length > 0) lots[lots.length - 1] = (lots.at(-1) ?? 0) + held - given;
  return lots;
}
