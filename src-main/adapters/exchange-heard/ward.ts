import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { type OrderTerms, termsOf } from '../../../src-shared/domain/order.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { linkId, linkNumber, listId, numberAt } from '../../core/exits/link-ids.ts';
import { type ExitStep, nextExitStep, type PartShape } from '../../core/exits/plan-exits.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AmendRefusal, EndReason } from '../../ports/execution-venue.ts';
import type { ExitAbilities, SeenFill, SeenOrder, VenueMessage, VenueOrder, VenueRequest } from '../../ports/venue-orders.ts';
import { fillIdOf, venueOrderOf } from './live-terms.ts';
import { WardFates } from './ward-fates.ts';
import {
  addLink,
  byNearness,
  emptyPart,
  isAtLimit,
  isPassed,
  isStanding,
  isWhole,
  standingPart,
  UNPROVEN,
  type WardDeed,
  type WardEntry,
  type WardLeg,
  type WardLink,
  type WardPart,
  type WardTouch,
} from './ward-parts.ts';

/** Waits before exits that were refused are tried again, ms, doubled each time; and how often what has a little time is looked at. */
const AGAIN_MS = { least: 1_000, most: 30_000, look: 500 };
/** How long an entry that fills at once may take to end before what it has bought is covered by a stop, ms. */
const WHOLE_MS = 1_000;
/** How long a target rests after what was at its price has been taken, ms. */
const REST_MS = 1_000;
/** Parts that are remembered for what is told late. */
const REMEMBERED = 64;

/** What a ward stands on. */
export interface WardParts {
  readonly instrument: Instrument;
  readonly exits: ExitAbilities | null;
  readonly clock: Clock;
  readonly receiveWindowMs: number;
  /** Venue time at an instant of the clock's count. */
  readonly venueTimeAt: (monotonic: number) => number;
  readonly touch: () => WardTouch;
  readonly send: (request: VenueRequest) => void;
  /** Tells the session's orders of a leg, as if it were one order at the venue. */
  readonly tell: (message: VenueMessage) => void;
  readonly amended: (leg: WardLeg, refused: AmendRefusal | null, number: number) => void;
  readonly ended: (leg: WardLeg) => void;
  /** Nothing is on its way and nothing unknown. `freed`: something has gone well since, so coins may be free that were not. */
  readonly rests: (ward: Ward, freed: boolean) => void;
  /** Nothing is put at the venue: what stands there stays as it is. */
  readonly looksOnly: boolean;
  readonly note: (sentence: string) => void;
  /** A link that messages may name from now on. */
  readonly named: (link: WardLink, ward: Ward) => void;
}

/**
 * The exits of one position (or one order whose terms change) as they stand at the venue. What is to stand there is planned anew after each proof; one request
 * is on its way at a time, and none is sent before the fate of the one before it is proven.
 */
export class Ward {
  readonly legs: WardLeg[] = [];
  entry: WardEntry | null = null;
  /** Lots that filled before this session by legs that are not here. */
  filledBefore = 0;
  /** Fills that were booked before. */
  readonly booked = new Set<string>();
  /** A single order whose terms were changed: it protects nothing, and is never ended to be placed anew. */
  readonly plain: boolean;
  /** What an earlier run has left at the venue is not known yet. */
  recovering = false;
  private readonly at: WardParts;
  private readonly fates: WardFates;
  /** Nothing was changed yet: pairs may be placed. */
  private fresh = true;
  private number = 0;
  private waitsUntil = 0;
  private failures = 0;
  /** A request was carried out, something filled, or a leg ended. */
  private freed = false;
  private timer: Releasable | null = null;
  /** Lots that are too few for the venue. */
  private tooFew = 0;
  private closed = false;

  constructor(at: WardParts, plain: boolean) {
    this.at = at;
    this.plain = plain;
    this.fates = new WardFates({
      ...{ instrument: at.instrument, clock: at.clock, receiveWindowMs: at.receiveWindowMs, venueTimeAt: at.venueTimeAt, send: at.send },
      filled: (link, fill, lots) => this.onFill(link, fill, lots),
      concluded: (deed, done) => this.conclude(deed, done),
      settled: () => this.advance(),
    });
  }

  get busy(): boolean {
    return this.recovering || this.fates.open;
  }

  close(): void {
    this.closed = true;
    this.timer?.dispose();
    this.fates.close();
  }

  hear(link: WardLink, message: VenueMessage): void {
    this.fates.hear(link, message);
  }

  /** An order of a leg that stands, or stood, at the venue and that nobody here has placed. */
  meet(leg: WardLeg, seen: SeenOrder & { readonly id: NonNullable<SeenOrder['id']> }): void {
    const number = linkNumber(leg.order.id, seen.id);
    this.number = Math.max(this.number, number);
    let part = this.fates.parts.find((each) => each.number === number);
    if (part === undefined) {
      part = emptyPart(number, this.fates.lotsOf(seen.size), false);
      this.fates.parts.push(part);
    }
    const link = addLink(part, leg, { id: seen.id, venueId: seen.venueId });
    this.at.named(link, this);
    this.fates.saw(link);
    if (!this.isAsWanted(leg, seen)) part.versions.set(leg, -1);
    link.state = seen.state === 'working' ? 'working' : 'ended';
    if (seen.filled !== '0') this.fates.ask(link);
    this.fresh = this.fates.parts.every(({ links }) => links.length === 2);
  }

  /** Whether what stands at the venue has a leg's terms. */
  isAsWanted({ order }: Pick<WardLeg, 'order'>, seen: Pick<SeenOrder, 'price' | 'trigger'>): boolean {
    const { price, trigger } = venueOrderOf(order, this.at.instrument);
    return seen.price === price && seen.trigger === trigger;
  }

  cancel(leg: WardLeg): void {
    leg.unwanted = true;
    this.advance();
  }

  amend(leg: WardLeg, number: number, terms: OrderTerms): void {
    leg.asked = { number, before: termsOf(leg.order) };
    leg.order = { ...leg.order, ...terms };
    leg.version += 1;
    leg.due = false;
    this.waitsUntil = 0;
    this.tooFew = 0;
    this.advance();
  }

  /** The market moved. */
  quote(): void {
    const touch = this.at.touch();
    const now = this.at.clock.now();
    for (const leg of this.legs) leg.due = leg.kind === 'target' && isAtLimit(leg.order, touch) && now >= leg.restsUntil;
    if (this.legs.some(({ due }) => due)) this.advance();
  }

  /** Coins may be free that were not. */
  retry(): void {
    if (this.waitsUntil === 0) return;
    this.waitsUntil = 0;
    this.advance();
  }

  /** What became of a leg; null while that is not proven. */
  statusOf({ order, fills, filled, told, shownId, unproven }: WardLeg): Extract<VenueMessage, { kind: 'found' }> | null {
    if (this.busy) return null;
    const { size, symbol, price, trigger, side, type } = venueOrderOf(order, this.at.instrument);
    const sum = fills.reduce((lots, fill) => lots.add(Decimal.parse(fill.size)), Decimal.ZERO);
    const links = this.fates.links();
    // What never stood there was not cancelled there.
    const expired = links.length === 0 ? unproven : links.some((link) => link.expired);
    const ended = this.plain && expired ? 'expired' : 'cancelled';
    const state = filled >= order.lots ? 'filled' : told ? ended : 'working';
    const shown = { id: order.id, venueId: shownId, symbol, side, type, price, trigger, state } as const;
    return { kind: 'found', order: { ...shown, size: size ?? '0', filled: sum.toString(), time: this.at.clock.now() }, fills: [...fills] };
  }

  /** An order that should stand there was not among those that do. */
  missed(link: WardLink): void {
    if (!this.busy) this.fates.ask(link);
  }

  /** Asks for the order that a plain one stood as before. */
  askFirst(): void {
    for (const link of this.fates.links()) this.fates.ask(link);
  }

  /** Plans the next request, and sends it. */
  advance(): void {
    if (this.closed || this.busy) return;
    this.timer?.dispose();
    this.timer = null;
    const now = this.at.clock.now();
    const cover = this.cover(now);
    const step = this.plan(cover, now);
    if (step === null) this.rest(cover);
    else if (this.at.looksOnly && !this.legs.some(({ unwanted }) => unwanted)) this.rest(cover);
    else if (this.plain && step.do !== 'change') this.plainStep(step);
    else if (step.do === 'place' && cover === this.tooFew) this.rest(cover);
    else if (step.do !== 'cancel' && now < this.waitsUntil) this.again(this.waitsUntil - now);
    else this.carryOut(step);
    if (this.busy) return;
    const { freed } = this;
    this.freed = false;
    this.at.rests(this, freed);
  }

  private plan(cover: number, now: number): ExitStep | null {
    const { exits } = this.at;
    const standing = this.fates.parts.filter(isStanding).map((part) => standingPart(part, now));
    if (standing.some(({ grace }) => grace)) this.again(AGAIN_MS.look);
    const wanted = this.legs.filter(({ unwanted, told }) => !unwanted && !told);
    wanted.sort(byNearness);
    return nextExitStep({
      cover,
      native: exits?.pairs === true && this.fresh && (this.entry === null || this.entry.over),
      changes:
        exits === null ? 'none' : exits.changes === 'beside' && this.legs.some((leg) => this.isAtMarket(leg)) ? 'none' : exits.changes,
      wanted: wanted.map(({ order, kind, filled, version, due }) => ({ id: order.id, kind, lots: order.lots - filled, version, due })),
      parts: standing,
    });
  }

  /** Lots to protect: what has arrived and is booked, as far as the legs' sizes go, less what they have closed. */
  private cover(now: number): number {
    const { entry, legs } = this;
    const used = this.filledBefore + legs.reduce((sum, { filled }) => sum + filled, 0);
    const largest = legs.reduce((most, { order }) => Math.max(most, order.lots), 0);
    if (entry === null) return Math.max(0, largest - used);
    const waits = entry.atOnce && !entry.over && entry.since !== null && now - entry.since < WHOLE_MS && this.fates.parts.length === 0;
    if (waits) this.again(WHOLE_MS);
    return waits ? 0 : Math.max(0, Math.min(largest, entry.arrivedLots) - used);
  }

  /** All stands as it should: what was asked for is so now, and what has nothing left is told to have ended. */
  private rest(cover: number): void {
    const idle = cover <= 0 && (this.entry === null || this.entry.over);
    for (const leg of this.legs) {
      if (leg.asked !== null) this.answer(leg, null);
      if (leg.told || (!leg.unwanted && !idle)) continue;
      this.endLeg(leg, this.entry !== null && this.entry.arrivedLots <= 0 ? 'parent-ended' : 'oco');
    }
  }

  private endLeg(leg: WardLeg, reason: EndReason): void {
    if (leg.asked !== null) this.answer(leg, 'ended');
    leg.reason ??= reason;
    leg.told = true;
    this.freed = true;
    this.at.ended(leg);
    const status = this.statusOf(leg);
    if (status === null || status.order.state === 'filled') return;
    const { clock, venueTimeAt } = this.at;
    const never = leg.unproven && this.fates.links().length === 0;
    if (never) this.at.tell({ kind: 'absent', id: leg.order.id, searched: [], time: Math.ceil(venueTimeAt(clock.monotonic())) });
    else this.at.tell({ kind: 'order', order: status.order });
  }

  /** A plain order is ended where that was asked for; else what it has begun to fill keeps its terms, and one that has ended is not placed anew. */
  private plainStep(step: ExitStep): void {
    const [leg] = this.legs;
    invariant(leg !== undefined, 'a ward has legs');
    if (step.do === 'cancel' && leg.unwanted) this.carryOut(step);
    else if (step.do === 'cancel' && leg.asked !== null) this.revert('filled-beyond');
    else if (step.do === 'place') this.endLeg(leg, 'venue');
  }

  private carryOut(step: ExitStep): void {
    if (step.do === 'place') {
      this.place(step.shape, null);
      return;
    }
    const old = this.fates.parts.find(({ number }) => number === step.part);
    const link = old?.links.find(({ state }) => state === 'working');
    invariant(old !== undefined && link !== undefined, 'a step is about what stands');
    if (step.do === 'change' && this.at.exits?.changes !== 'in-place') {
      this.place(step.shape, { part: old, link });
      return;
    }
    this.fresh = false;
    const lots = step.do === 'change' ? step.shape.lots + link.filled : 0;
    const deed = { part: null, old, lots, ...UNPROVEN };
    const { size, price, trigger, symbol, type } = venueOrderOf({ ...link.leg.order, lots: Math.max(1, lots) }, this.at.instrument);
    const named = { id: link.id, venueId: link.venueId, symbol };
    this.fates.deed = { ...deed, kind: step.do === 'change' ? 'amend' : 'cancel' };
    this.at.send(step.do === 'change' ? { kind: 'amend', ...named, type, size, price, trigger } : { kind: 'cancel', ...named });
  }

  private place(shape: PartShape, old: { readonly part: WardPart; readonly link: WardLink } | null): void {
    const legs = [shape.stop, shape.target].flatMap((id) => this.legs.filter(({ order }) => order.id === id));
    const part = this.newPart(shape, legs);
    const whole = this.entry === null || this.entry.over;
    this.fresh &&= old === null && !shape.taking && (legs.length === 2 || whole);
    this.fates.deed = { kind: old === null ? 'place' : 'change', part, old: old?.part ?? null, lots: shape.lots, ...UNPROVEN };
    if (shape.taking) for (const leg of legs) Object.assign(leg, { due: false, restsUntil: this.at.clock.now() + REST_MS });
    const [first, second] = part.links.map((link) => this.sentAs(link, shape));
    const [stop] = part.links;
    invariant(first !== undefined && stop !== undefined, 'what is placed is an order');
    if (second !== undefined)
      this.at.send({ kind: 'place-pair', pair: { list: listId(stop.leg.order.id, part.number), stop: first, target: second } });
    else if (old === null) this.at.send({ kind: 'place', order: first });
    else this.at.send({ kind: 'replace', old: { id: old.link.id, venueId: old.link.venueId }, order: first });
  }

  private newPart(shape: PartShape, legs: readonly WardLeg[]): WardPart {
    this.number = Math.max(this.number + 1, numberAt(this.at.clock.now()));
    const part = emptyPart(this.number, shape.lots, shape.taking || (shape.target === null && legs.some((leg) => this.isAtMarket(leg))));
    for (const leg of legs) this.at.named(addLink(part, leg, { id: linkId(leg.order.id, part.number) }), this);
    const { parts } = this.fates;
    parts.push(part);
    if (parts.length > REMEMBERED && parts[0] !== undefined && !isStanding(parts[0])) parts.shift();
    return part;
  }

  /** An order as it goes to the venue: a target that takes goes at once, a stop that the market has passed goes at market. */
  private sentAs({ id, leg }: WardLink, { lots, taking }: PartShape): VenueOrder {
    const order = venueOrderOf({ ...leg.order, id, lots }, this.at.instrument);
    if (this.isAtMarket(leg)) return { ...order, type: 'market', price: null, trigger: null };
    return taking ? { ...order, timeInForce: 'ioc' } : order;
  }

  /** A stop that the market has passed. */
  private isAtMarket({ kind, order }: WardLeg): boolean {
    return !this.plain && kind === 'stop' && isPassed(order, this.at.touch());
  }

  private onFill(link: WardLink, fill: SeenFill, lots: number): void {
    const { leg } = link;
    if (isWhole(leg) && !this.booked.has(fillIdOf(fill))) {
      leg.beyond.push(fill);
      return this.at.tell({ kind: 'fill', fill: { ...fill, id: null } });
    }
    const told: SeenFill = { ...fill, id: leg.order.id, venueId: leg.shownId };
    leg.fills.push(told);
    this.freed = true;
    // Of what was booked before, the leg knows already.
    if (!this.booked.has(fillIdOf(fill))) leg.filled += lots;
    this.at.tell({ kind: 'fill', fill: told });
  }

  private conclude(deed: WardDeed, done: boolean): void {
    const { at } = this;
    if (done) {
      this.freed = true;
      this.waitsUntil = 0;
      this.failures = 0;
      return;
    }
    if (deed.failed === null) return;
    const { reason, problem } = deed.failed;
    this.fresh = false;
    this.revert(reason === 'funds' || reason === 'post-only' || reason === 'never-sent' ? reason : 'too-late');
    if (this.plain) {
      at.note(`The order of ${at.instrument.spec.symbol} keeps its terms: ${problem}`);
      return;
    }
    if (reason === 'minimum') this.tooFew = this.cover(at.clock.now());
    this.waitsUntil = at.clock.now() + Math.min(AGAIN_MS.most, AGAIN_MS.least * 2 ** this.failures);
    this.failures += 1;
    at.note(
      `The exits of ${at.instrument.spec.symbol} are not as they should be${reason === 'minimum' ? '' : ', and are tried again'}: ${problem}`,
    );
  }

  /** What was asked for is not so: the terms of before hold. */
  private revert(refusal: AmendRefusal): void {
    for (const leg of this.legs) {
      if (leg.asked === null) continue;
      leg.order = { ...leg.order, ...leg.asked.before };
      // What stood before those terms were asked for stands with the terms that hold.
      for (const part of this.fates.parts) if (part.versions.get(leg) === leg.version - 1) part.versions.set(leg, leg.version + 1);
      leg.version += 1;
      this.answer(leg, refusal);
    }
  }

  private answer(leg: WardLeg, refusal: AmendRefusal | null): void {
    const { asked } = leg;
    if (asked === null) return;
    leg.asked = null;
    leg.amendment = asked.number;
    leg.refusal = refusal;
    this.at.amended(leg, refusal, asked.number);
  }

  private again(ms: number): void {
    this.timer?.dispose();
    if (this.closed) return;
    this.timer = this.at.clock.after(Math.max(1, ms), () => this.advance());
  }
}
