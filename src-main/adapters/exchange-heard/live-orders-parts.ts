import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExecutionReport } from '../../ports/execution-venue.ts';
import type { AccountScope, BookedTrades } from '../../ports/ledger.ts';
import type { VenueOrders } from '../../ports/venue-orders.ts';
import type { HeardMarket } from './heard-market.ts';
import type { StandingTerms } from './live-terms.ts';

/** What the orders of a live venue stand on. */
export interface LiveOrdersParts {
  readonly market: HeardMarket;
  readonly orders: Pick<VenueOrders, 'send'>;
  /** How the amendments of an order stand; null where it was never given other terms. */
  readonly standing: (id: ClientOrderId) => StandingTerms | null;
  readonly clock: Clock;
  readonly account: AccountScope;
  readonly booked: BookedTrades;
  readonly receiveWindowMs: number;
  readonly onNote: (sentence: string) => void;
  /** The latest that the venue's clock may have shown at an instant of our own count of time. */
  readonly venueTimeAt: (monotonic: number) => number;
  readonly now: () => UtcMs;
  readonly report: (report: ExecutionReport) => void;
}
