import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EndReason } from '../../ports/execution-venue.ts';

/** Ended orders that are remembered for late fills. */
const KEPT_ENDED = 2_000;

/** An order of the session and what was heard of it. */
export interface KnownOrder {
  /** With its present terms. */
  order: IdentifiedOrder;
  /** Null until the venue has told it. */
  venueId: string | null;
  /** Lots of the fills told so far, and the ids of those. */
  toldLots: number;
  readonly trades: Set<string>;
  /** Why its end was asked for. */
  reason: EndReason | null;
  /** It was handed on, and what became of that is not known. */
  sending: boolean;
  /** By our own count of time: when it had left, if it ever did; null while it is being sent. */
  leftAt: number | null;
  /** The venue's time until which it may take it; null until that can be told. */
  takenUntil: number | null;
  acknowledged: boolean;
  /** The latest that the venue's clock may have shown when it was seen there last; of one of an earlier run, when it was decided. */
  seenAt: number;
  /** How often it was not there since. */
  absences: number;
  ended: boolean;
  /** The session waits for what became of it. */
  wanted: boolean;
  /** A question is on its way. */
  asking: boolean;
  /** The next question waits for its time, which is `nextAt`, our own clock. */
  next: Releasable | null;
  nextAt: number;
  failures: number;
  /** The newest fill of an order by quote amount: whether it is the last, only the order's end says. */
  withheld: Fill | null;
}

/** That a venue does not know an order, and what it forgets. */
export interface Absence {
  /** The venue's, ms. */
  readonly time: number;
  readonly forgetsMs?: number;
}

/** What was shown once. */
export interface Sighting {
  seenAt: number;
  absences: number;
}

/**
 * How long until an answer can prove that a request is nowhere which was taken until then at the latest, ms. An answer that was given before the machine slept is older than that
 * by the whole sleep, and says nothing of how long is left.
 */
export function provenIn(takenUntil: number, answeredAt: number, receiveWindowMs: number): number {
  return Math.min(takenUntil - answeredAt, receiveWindowMs) + 1;
}

/**
 * Whether the absence of what a venue had shown means that it was cancelled with nothing filled: that is all that a venue forgets, after a time that it must have had, and
 * it has to say so twice.
 */
export function isForgotten(shown: Sighting, { time, forgetsMs }: Absence): boolean {
  shown.absences += 1;
  return forgetsMs !== undefined && shown.absences > 1 && time - shown.seenAt > forgetsMs;
}

/** What an order is told by. */
interface Named {
  readonly id: ClientOrderId | null;
  readonly venueId: string;
  readonly symbol: string;
}

/** The orders that a live session knows, by our id and by the venue's. */
export class KnownOrders {
  private readonly byId = new Map<ClientOrderId, KnownOrder>();
  /** A venue's ids are unique per symbol alone. */
  private readonly byVenueId = new Map<string, KnownOrder>();
  private readonly ended: KnownOrder[] = [];
  private readonly venueNow: () => number;

  /** `venueNow`: the latest that the venue's clock may show now. */
  constructor(venueNow: () => number) {
    this.venueNow = venueNow;
  }

  add(order: IdentifiedOrder, over: Partial<KnownOrder> = {}): KnownOrder {
    const known: KnownOrder = {
      order,
      venueId: null,
      toldLots: 0,
      trades: new Set(),
      reason: null,
      sending: false,
      leftAt: null,
      takenUntil: null,
      acknowledged: false,
      seenAt: order.decidedAt,
      absences: 0,
      ended: false,
      wanted: false,
      asking: false,
      next: null,
      nextAt: 0,
      failures: 0,
      withheld: null,
      ...over,
    };
    this.byId.set(order.id, known);
    if (known.ended) this.end(known);
    return known;
  }

  get(id: ClientOrderId): KnownOrder | undefined {
    return this.byId.get(id);
  }

  /** The order that is meant by our id, or else by the venue's: a venue may show a second one under an id of ours. */
  find({ id, venueId, symbol }: Named): KnownOrder | undefined {
    const ours = id === null ? undefined : this.byId.get(id);
    const meant = ours?.venueId === null || ours?.venueId === venueId;
    const known = meant ? ours : this.byVenueId.get(`${symbol} ${venueId}`);
    if (known !== undefined) this.name(known, symbol, venueId);
    return known;
  }

  /** The venue's id of an order is known now. Whether it is this one: it keeps the first. */
  name(known: KnownOrder, symbol: string, venueId: string): boolean {
    if (known.venueId !== null) return known.venueId === venueId;
    known.venueId = venueId;
    this.byVenueId.set(`${symbol} ${venueId}`, known);
    return true;
  }

  /** Does something about an order later, in place of what was due. */
  later(known: KnownOrder, { clock, ms }: { readonly clock: Clock; readonly ms: number }, act: () => void): void {
    known.next?.dispose();
    const wait = Math.max(1, Math.ceil(ms));
    known.nextAt = clock.now() + wait;
    known.next = clock.after(wait, () => {
      known.next = null;
      act();
    });
  }

  /** The venue has shown it. */
  saw(known: KnownOrder): void {
    known.seenAt = this.venueNow();
    known.absences = 0;
  }

  /** Remembers an ended order for late fills, and lets the oldest go. */
  end(known: KnownOrder): void {
    known.ended = true;
    known.next?.dispose();
    known.next = null;
    this.ended.push(known);
    if (this.ended.length <= KEPT_ENDED) return;
    const oldest = this.ended.shift();
    if (oldest === undefined) return;
    this.byId.delete(oldest.order.id);
    for (const [key, known] of this.byVenueId) if (known === oldest) this.byVenueId.delete(key);
  }

  /** Those that have not ended. */
  open(): readonly KnownOrder[] {
    return [...this.byId.values()].filter(({ ended }) => !ended);
  }
}
