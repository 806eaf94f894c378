import type { IdentifiedOrder, OrderTerms } from '../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { StandingPart } from '../../core/exits/plan-exits.ts';
import type { AmendRefusal, EndReason } from '../../ports/execution-venue.ts';
import type { SeenFill } from '../../ports/venue-orders.ts';

/** The entry of a bracket as far as the session has booked it. */
export interface WardEntry {
  arrivedLots: number;
  /** It can fill no more. */
  over: boolean;
  /** It fills at once or not at all. */
  readonly atOnce: boolean;
  /** Our own time of its first fill. */
  since: number | null;
}

/** Terms of an order that were asked for: its number, and what holds where they are not taken. */
export interface AskedChange {
  readonly number: number;
  readonly before: OrderTerms;
}

/** Best prices, ticks; 0 where none is known. */
export interface WardTouch {
  readonly bidTicks: number;
  readonly askTicks: number;
}

/** An order of the session that stands at the venue as one or more others. */
export interface WardLeg {
  /** With the terms that are wanted. */
  order: IdentifiedOrder;
  readonly kind: 'stop' | 'target';
  /** Counts its terms. */
  version: number;
  asked: AskedChange | null;
  /** The newest of its amendments that was answered, and how. */
  amendment: number;
  refusal: AmendRefusal | null;
  filled: number;
  fills: SeenFill[];
  /** What was filled when it had filled whole: orders that stood for it at one time have both filled. */
  readonly beyond: SeenFill[];
  /** Its end is wanted. */
  unwanted: boolean;
  /** Its end was told, and why. */
  told: boolean;
  reason: EndReason | null;
  /** It was sent by an earlier run, and the venue had not shown it. */
  readonly unproven: boolean;
  /** The market is at its price; and our own time before which that is not looked at again. */
  due: boolean;
  restsUntil: number;
  /** The venue's id by which the session's orders know it. */
  readonly shownId: string;
}

export function newLeg(order: IdentifiedOrder, kind: WardLeg['kind'], over: Partial<WardLeg> = {}): WardLeg {
  return {
    ...{ order, kind, version: 0, asked: null, amendment: 0, refusal: null, filled: 0, fills: [], unwanted: false, told: false },
    ...{ beyond: [], reason: null, unproven: false, due: false, restsUntil: 0, shownId: `held:${order.id}` },
    ...over,
  };
}

/** An order as it stands at the venue for a leg. */
export interface WardLink {
  readonly id: ClientOrderId;
  readonly leg: WardLeg;
  readonly part: WardPart;
  venueId: string | null;
  filled: number;
  /** Not known yet, there, over, or never seen. */
  state: 'sent' | 'working' | 'ended' | 'never';
  /** As of `KnownOrder`. */
  seenAt: number;
  absences: number;
  /** It ended by its own terms: nobody has ended it. */
  expired: boolean;
  asking: boolean;
  next: Releasable | null;
  failures: number;
}

/** What one request has put at the venue. */
export interface WardPart {
  readonly number: number;
  lots: number;
  readonly links: WardLink[];
  /** The terms with which it was sent, by leg. */
  readonly versions: Map<WardLeg, number>;
  readonly taking: boolean;
  /** Our own time at which it was seen to have lost its stop; null while it has one. */
  lostStopAt: number | null;
}

/** A request whose fate is not proven yet. */
export interface WardDeed {
  readonly kind: 'place' | 'change' | 'amend' | 'cancel';
  /** What it puts there; null for a cancel. */
  readonly part: WardPart | null;
  /** What it ends or changes. */
  readonly old: WardPart | null;
  /** Lots that an amended part is to have. */
  readonly lots: number;
  /** By the clock's count of time: by when it had left; null while it is being sent. */
  leftAt: number | null;
  /** Venue time until which it would still be taken; null until that is known. */
  takenUntil: number | null;
  /** Why it is known to have failed. */
  failed: { readonly reason: EndReason | 'never-sent'; readonly problem: string } | null;
}

/** Of a request that was sent just now. */
export const UNPROVEN = { leftAt: null, takenUntil: null, failed: null } as const;

export function emptyPart(number: number, lots: number, taking: boolean): WardPart {
  return { number, lots, links: [], versions: new Map(), taking, lostStopAt: null };
}

export function addLink(part: WardPart, leg: WardLeg, link: { readonly id: ClientOrderId; readonly venueId?: string | null }): WardLink {
  const made: WardLink = {
    ...{ id: link.id, leg, part, venueId: link.venueId ?? null, filled: 0, state: 'sent', seenAt: 0, absences: 0, expired: false },
    ...{ asking: false, next: null, failures: 0 },
  };
  part.links.push(made);
  part.versions.set(leg, leg.version);
  return made;
}

/** Whether a leg has filled whole, as the session has it, which then has no place for more: other terms that were asked for do not hold yet. */
export function isWhole({ order, asked, filled }: WardLeg): boolean {
  const lots = asked?.before.lots ?? order.lots;
  return lots > 0 && filled >= lots;
}

/** Lots of a part that can still fill: what one order of a pair fills the other one loses. */
export function leftOf({ lots, links }: WardPart): number {
  return lots - links.reduce((sum, link) => sum + link.filled, 0);
}

export function isStanding({ links }: WardPart): boolean {
  return links.some(({ state }) => state === 'working');
}

/** How long a target that is being filled may stand without the stop that it ended, ms. */
const GRACE_MS = 2_000;

/** A part as the plan sees it. */
export function standingPart(part: WardPart, now: number): StandingPart {
  const side = (kind: WardLeg['kind']) => {
    const link = part.links.find((each) => each.leg.kind === kind && each.state === 'working');
    return link === undefined ? null : { id: link.leg.order.id, version: part.versions.get(link.leg) ?? -1 };
  };
  return {
    ...{ number: part.number, lots: leftOf(part), stop: side('stop'), target: side('target'), taking: part.taking },
    touched: part.links.some(({ filled, state }) => filled > 0 || state === 'ended'),
    grace: part.lostStopAt !== null && now - part.lostStopAt < GRACE_MS,
  };
}

/** Whether a leg's limit would be taken at once: of one that sells by the best bid, of one that buys by the best ask. */
export function isAtLimit({ side, limitTicks }: Pick<IdentifiedOrder, 'side' | 'limitTicks'>, { bidTicks, askTicks }: WardTouch): boolean {
  if (limitTicks === null) return false;
  return side === 'sell' ? bidTicks >= limitTicks : askTicks > 0 && askTicks <= limitTicks;
}

/** Whether the market has come to a stop's trigger or beyond: one that sells looks at the best bid, one that buys at the best ask. */
export function isPassed(
  { side, triggerTicks }: Pick<IdentifiedOrder, 'side' | 'triggerTicks'>,
  { bidTicks, askTicks }: WardTouch,
): boolean {
  if (triggerTicks === null) return false;
  return side === 'sell' ? bidTicks > 0 && bidTicks <= triggerTicks : askTicks > 0 && askTicks >= triggerTicks;
}

/** Orders legs by their limits, nearest to the market first: those that sell from the lowest, those that buy from the highest. */
export function byNearness({ order: a }: WardLeg, { order: b }: WardLeg): number {
  const apart = (a.limitTicks ?? 0) - (b.limitTicks ?? 0);
  return a.side === 'sell' ? apart : -apart;
}
