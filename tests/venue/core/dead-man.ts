import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Exchange } from './exchange.ts';
import { isOpen, type VenueOrder } from './order.ts';

/**
 * Ends an account's orders when nothing is heard of it in time. Binance's spot market has no such switch; protocols of venues
 * that have one arm this.
 */
export class DeadMan {
  private readonly exchange: Exchange;
  private readonly clock: Pick<Clock, 'now' | 'after'>;
  private readonly armed = new Map<number, { readonly at: number; readonly timer: Releasable }>();

  private readonly ends: (order: VenueOrder) => boolean;

  /** `ends`: which orders it ends; every one unless it is said. */
  constructor(exchange: Exchange, clock: Pick<Clock, 'now' | 'after'>, ends: (order: VenueOrder) => boolean = () => true) {
    this.exchange = exchange;
    this.clock = clock;
    this.ends = ends;
  }

  /** Starts the count anew; 0 disarms. Answers when it strikes, or null. */
  arm(account: number, ms: number): number | null {
    this.armed.get(account)?.timer.dispose();
    this.armed.delete(account);
    if (ms === 0) return null;
    const at = this.clock.now() + ms;
    const timer = this.clock.after(ms, () => {
      this.armed.delete(account);
      for (const order of this.exchange.state.openOrders(account).filter(this.ends))
        if (isOpen(order)) this.exchange.cancel(account, { symbol: order.symbol, orderId: order.id });
    });
    this.armed.set(account, { at, timer });
    return at;
  }

  /** When it strikes, or null where it is not armed. */
  strikesAt(account: number): number | null {
    return this.armed.get(account)?.at ?? null;
  }
}
