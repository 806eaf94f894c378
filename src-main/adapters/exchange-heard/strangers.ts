import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SeenFill, SeenOrder, VenueRequest } from '../../ports/venue-orders.ts';
import { isUnsized } from './live-terms.ts';

/** Waits before a question that was not answered is asked again, ms. */
const AGAIN_MS = 2_000;

/** What strangers stand on. */
export interface StrangersParts {
  readonly clock: Clock;
  readonly send: (request: VenueRequest) => void;
  /** It is known whose the fills are. */
  readonly meet: (order: SeenOrder, fills: readonly SeenFill[]) => void;
}

/** Fills of orders that nobody here knows: the venue is asked for the order before anything is booked. */
export class Strangers {
  private readonly parts: StrangersParts;
  private readonly waiting = new Map<string, SeenFill[]>();
  private readonly timers = new Set<Releasable>();

  constructor(parts: StrangersParts) {
    this.parts = parts;
  }

  get none(): boolean {
    return this.waiting.size === 0;
  }

  add(fill: SeenFill): void {
    const key = keyOf(fill);
    const fills = this.waiting.get(key);
    if (fills === undefined) {
      this.waiting.set(key, [fill]);
      this.identify(fill);
    } else if (!fills.some(({ tradeId }) => tradeId === fill.tradeId)) fills.push(fill);
  }

  /** The fills of an order, which wait no more. */
  take(order: Pick<SeenOrder, 'symbol' | 'venueId'>): readonly SeenFill[] {
    const key = keyOf(order);
    const fills = this.waiting.get(key) ?? [];
    this.waiting.delete(key);
    return fills;
  }

  /** One whose size is not told yet is asked for again. */
  identified(order: SeenOrder): void {
    if (isUnsized(order)) return this.unidentified(order.venueId);
    const fills = this.take(order);
    if (fills.length > 0) this.parts.meet(order, fills);
  }

  unidentified(venueId: string): void {
    const timer = this.parts.clock.after(AGAIN_MS, () => {
      this.timers.delete(timer);
      for (const [fill] of this.waiting.values()) if (fill?.venueId === venueId) this.identify(fill);
    });
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) timer.dispose();
  }

  private identify({ symbol, venueId }: SeenFill): void {
    this.parts.send({ kind: 'identify', venueId, symbol });
  }
}

function keyOf({ symbol, venueId }: Pick<SeenOrder, 'symbol' | 'venueId'>): string {
  return `${symbol} ${venueId}`;
}
