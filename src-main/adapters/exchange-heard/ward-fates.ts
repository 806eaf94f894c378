import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import type { SeenFill, SeenOrder, VenueMessage, VenueRequest } from '../../ports/venue-orders.ts';
import { type Absence, isForgotten, provenIn } from './known-orders.ts';
import { fillIdOf, mayFill, venueOrderOf } from './live-terms.ts';
import { isStanding, leftOf, type WardDeed, type WardLink, type WardPart } from './ward-parts.ts';

/** Waits before a question is asked again, ms: doubled after each failure; after something ended whose end was not told; and while other terms do not show yet. */
const ASK_AGAIN_MS = { least: 500, most: 30_000, ended: 500, terms: 1_000 };

/** What fates stand on. */
export interface WardFatesParts {
  readonly instrument: Instrument;
  readonly clock: Clock;
  readonly receiveWindowMs: number;
  /** Venue time at an instant of the clock's count. */
  readonly venueTimeAt: (monotonic: number) => number;
  readonly send: (request: VenueRequest) => void;
  readonly filled: (link: WardLink, fill: SeenFill, lots: number) => void;
  /** The fate of a request is proven. */
  readonly concluded: (deed: WardDeed, done: boolean) => void;
  /** Something is known that was not. */
  readonly settled: () => void;
}

/** What became of each order that stands at the venue for a ward, and of the one request that is on its way: proven, never guessed. */
export class WardFates {
  readonly parts: WardPart[] = [];
  deed: WardDeed | null = null;
  private readonly at: WardFatesParts;
  private closed = false;

  constructor(at: WardFatesParts) {
    this.at = at;
  }

  /** Something is asked, or known to be unknown. */
  get open(): boolean {
    return this.deed !== null || this.links().some(({ state, asking, next }) => state === 'sent' || asking || next !== null);
  }

  links(): readonly WardLink[] {
    return this.parts.flatMap(({ links }) => links);
  }

  close(): void {
    this.closed = true;
    for (const { next } of this.links()) next?.dispose();
  }

  hear(link: WardLink, message: VenueMessage): void {
    switch (message.kind) {
      case 'placed':
        link.venueId ??= message.venueId;
        this.stands(link);
        break;
      case 'refused':
      case 'unsent':
        if (this.deed?.part === link.part) this.fails(message.kind === 'refused' ? message.reason : 'never-sent', message.problem);
        break;
      case 'amend-refused':
        if (this.deed?.kind === 'amend') this.fails('venue', message.problem);
        break;
      case 'amend-taken':
        if (this.deed?.kind === 'amend') this.finish(true);
        break;
      case 'unknown':
      case 'amend-unknown':
        this.left(message.kind === 'unknown' ? message.signedAt : undefined);
        this.ask(link);
        break;
      case 'cancel-taken':
      case 'cancel-refused':
      case 'cancel-unknown':
        this.left();
        for (const each of link.part.links) if (each.state === 'working') this.askIn(each, ASK_AGAIN_MS.ended);
        break;
      case 'order':
        this.onOrder(link, message.order);
        break;
      case 'fill':
        this.onFill(link, message.fill);
        break;
      case 'found':
        this.onFound(link, message.order, message.fills);
        break;
      case 'absent':
        this.onAbsent(link, message);
        break;
      case 'unanswered':
        link.asking = false;
        link.failures += 1;
        this.askIn(link, Math.min(ASK_AGAIN_MS.most, ASK_AGAIN_MS.least * 2 ** (link.failures - 1)));
        break;
      default:
        return;
    }
    this.settle();
  }

  ask(link: WardLink): void {
    if (link.asking || this.closed) return;
    link.next?.dispose();
    link.next = null;
    link.asking = true;
    const { symbol } = this.at.instrument.spec;
    this.at.send({ kind: 'ask', id: link.id, venueId: link.venueId, symbol, since: link.leg.order.decidedAt });
  }

  lotsOf(size: string): number {
    return this.at.instrument.lotsOf(Decimal.parse(size)) ?? 0;
  }

  /** The venue has shown it. */
  saw(link: WardLink): void {
    const { venueTimeAt, clock } = this.at;
    link.seenAt = venueTimeAt(clock.monotonic());
    link.absences = 0;
  }

  private stands(link: WardLink): void {
    const { deed } = this;
    for (const each of link.part.links) {
      if (each.state === 'sent') each.state = 'working';
      this.saw(each);
    }
    if (deed?.part !== link.part) return;
    // It was replaced before anything of it filled.
    for (const each of deed.old?.links ?? []) if (each.state !== 'never') this.over(each);
    this.finish(true);
  }

  /** The request left by now, if it ever did. */
  private left(signedAt?: number): void {
    const { deed } = this;
    if (deed === null) return;
    deed.leftAt ??= this.at.clock.monotonic();
    if (signedAt !== undefined) deed.takenUntil ??= signedAt + this.at.receiveWindowMs;
  }

  private fails(reason: EndReason | 'never-sent', problem: string): void {
    const { deed } = this;
    if (deed === null) return;
    deed.failed = { reason, problem };
    for (const link of deed.part?.links ?? []) link.state = 'never';
    const standing = deed.old?.links.filter(({ state }) => state === 'working') ?? [];
    // What was to be replaced may have ended all the same.
    for (const link of standing) this.ask(link);
    if (standing.length === 0) this.finish(false);
  }

  private onOrder(link: WardLink, seen: SeenOrder): void {
    const other = link.venueId !== null && link.venueId !== seen.venueId;
    link.venueId ??= seen.venueId;
    this.saw(link);
    if (seen.state === 'working') {
      // A request that came to the venue twice, or one that had ended here: nobody wants it.
      if (other || link.state === 'ended' || link.state === 'never') {
        if (mayFill(seen)) this.at.send({ kind: 'cancel', id: link.id, venueId: seen.venueId, symbol: seen.symbol });
      } else if (link.state === 'sent') this.stands(link);
      else if (this.showsTerms(link, seen)) this.finish(true);
      return;
    }
    if (other || link.state === 'ended' || link.asking) return;
    if (this.lotsOf(seen.filled) === link.filled) {
      if (link.state === 'sent') this.stands(link);
      this.over(link, seen);
    } else this.ask(link);
  }

  private onFill(link: WardLink, fill: SeenFill): void {
    link.venueId ??= fill.venueId;
    const key = fillIdOf(fill);
    const { fills, beyond } = link.leg;
    if ([...fills, ...beyond].some((other) => fillIdOf(other) === key)) return;
    if (link.state === 'sent') this.stands(link);
    const lots = this.lotsOf(fill.size);
    link.filled += lots;
    this.at.filled(link, fill, lots);
    if (link.filled >= link.part.lots) this.over(link);
  }

  private onFound(link: WardLink, seen: SeenOrder, fills: readonly SeenFill[]): void {
    const { deed } = this;
    link.asking = false;
    link.failures = 0;
    this.saw(link);
    for (const fill of fills) this.onFill(link, fill);
    if (link.state === 'sent') this.stands(link);
    if (seen.state !== 'working') this.over(link, seen);
    if (this.deed === deed && deed?.kind === 'amend' && deed.old === link.part && deed.leftAt !== null) this.judgeAmend(deed, link, seen);
  }

  /** Where an order has not the terms that were asked for, they may still come. */
  private judgeAmend(deed: WardDeed, link: WardLink, seen: SeenOrder): void {
    const { clock, receiveWindowMs } = this.at;
    if (seen.state !== 'working' || deed.failed !== null) return;
    const until = (deed.leftAt ?? 0) + receiveWindowMs;
    const now = clock.monotonic();
    if (this.showsTerms(link, seen)) this.finish(true);
    else if (now <= until) this.askIn(link, Math.min(ASK_AGAIN_MS.terms, until - now + 1));
    else deed.failed = { reason: 'never-sent', problem: 'The request did not arrive.' };
  }

  /** Whether other terms were asked for, and an order is shown with them. */
  private showsTerms(link: WardLink, seen: SeenOrder): boolean {
    const { deed } = this;
    if (deed?.kind !== 'amend' || deed.old !== link.part || deed.leftAt === null) return false;
    const { size, price, trigger } = venueOrderOf({ ...link.leg.order, lots: deed.lots }, this.at.instrument);
    return seen.size === size && seen.price === price && seen.trigger === trigger;
  }

  /** The venue does not know it: proof only when the request cannot arrive any more. */
  private onAbsent(link: WardLink, absence: Absence): void {
    const { venueTimeAt, receiveWindowMs, clock } = this.at;
    const { deed } = this;
    link.asking = false;
    const { time: venueTime } = absence;
    if (link.state === 'working') {
      if (link.filled === 0 && isForgotten(link, absence)) this.over(link);
      else this.askIn(link, ASK_AGAIN_MS.most);
    }
    if (link.state !== 'sent' || deed === null) return;
    const takenUntil = (deed.takenUntil ??= venueTimeAt(deed.leftAt ?? clock.monotonic()) + receiveWindowMs);
    if (venueTime <= takenUntil) this.askIn(link, provenIn(takenUntil, venueTime, receiveWindowMs));
    else this.fails('never-sent', 'The request did not arrive.');
  }

  private over(link: WardLink, seen: SeenOrder | null = null): void {
    const { part } = link;
    link.expired ||= seen?.state === 'expired';
    link.state = 'ended';
    link.next?.dispose();
    link.next = null;
    if (part.links.length === 1 || !isStanding(part)) return;
    if (link.leg.kind === 'stop') part.lostStopAt ??= this.at.clock.now();
    // What one of a pair has filled the other one ends by; where that is not told it is asked for.
    if (leftOf(part) <= 0) for (const other of part.links) if (other.state === 'working') this.askIn(other, ASK_AGAIN_MS.ended);
  }

  /** Whether the request is settled now. */
  private settle(): void {
    const { deed } = this;
    const asks = deed?.old?.links.some(({ asking, next }) => asking || next !== null) ?? false;
    if (deed !== null && deed.old !== null && !asks) {
      if (deed.failed !== null) this.finish(false);
      else if (deed.kind === 'cancel' && !isStanding(deed.old)) this.finish(true);
      else if (deed.kind === 'cancel' && deed.leftAt !== null) this.finish(false);
      // Its terms can be of no use any more.
      else if (deed.kind === 'amend' && !isStanding(deed.old)) {
        deed.failed = { reason: 'venue', problem: 'The order has ended.' };
        this.finish(false);
      }
    }
    if (this.deed === null) this.at.settled();
  }

  private finish(done: boolean): void {
    const { deed } = this;
    this.deed = null;
    if (deed === null) return;
    if (done && deed.kind === 'amend' && deed.old !== null) {
      deed.old.lots = deed.lots;
      for (const { leg } of deed.old.links) deed.old.versions.set(leg, leg.version);
    }
    this.at.concluded(deed, done);
  }

  private askIn(link: WardLink, ms: number): void {
    link.next?.dispose();
    if (this.closed) return;
    link.next = this.at.clock.after(Math.max(1, Math.ceil(ms)), () => {
      link.next = null;
      if (link.state === 'sent' || link.state === 'working') this.ask(link);
      else this.settle();
    });
  }
}
