import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { Urgency } from '../../core/rate-limit/request-budget.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SeenFill, SeenOrder } from '../../ports/venue-orders.ts';
import { asked } from './asked.ts';
import type { CcxtExchange, OpenExchange } from './open-exchange.ts';
import type { OrderMarket, OrderMarkets, OrderProtocol, ProtocolCalls, Reading, ReadTrade } from './venues/order-protocol.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** Orders whose id is remembered by the venue's. */
const REMEMBERED = 20_000;

/** What is used of the class beside what every venue has. */
export interface OrderExchange extends CcxtExchange, ProtocolCalls {
  handleMessage: (client: unknown, message: unknown) => void;
  watchOrders(symbol?: undefined, since?: undefined, most?: undefined, options?: object): Promise<unknown>;
  safeCurrencyCode(name: string): string;
}

/** What everything about the orders of an account works with. */
export class OrderAccount {
  readonly rules: VenueRules;
  readonly protocol: OrderProtocol;
  readonly open: OpenExchange<OrderExchange>;
  readonly clock: Clock;
  markets: OrderMarkets = { of: () => null, named: () => null, asset: (name) => name };
  /** The venue's clock less ours, ms; null until it is measured. */
  clockOffsetMs: number | null = null;
  left = false;
  private readonly ids = new Map<string, ClientOrderId>();
  private readonly waits = new Set<() => void>();

  constructor(rules: VenueRules, protocol: OrderProtocol, open: OpenExchange<OrderExchange>, clock: Clock) {
    this.rules = rules;
    this.protocol = protocol;
    this.open = open;
    this.clock = clock;
  }

  get venue(): string {
    return this.rules.profile.name;
  }

  /** The venue's time as far as it is known. */
  venueNow(): number {
    return Math.floor(this.clock.now() + (this.clockOffsetMs ?? 0));
  }

  /** Questions of one urgency. */
  reading(urgency: Urgency): Reading {
    return {
      exchange: this.open.exchange,
      markets: this.markets,
      ask: (question, parse) => asked(this.rules, question, parse, urgency),
    };
  }

  /** Fails with `instrument.unknown`. */
  market(symbol: string): OrderMarket {
    const market = this.markets.of(symbol);
    if (market === null) throw new Fault('instrument.unknown', { instrument: `${symbol} at ${this.venue}` });
    return market;
  }

  /** The venue's id of an order of ours. */
  learn({ id, venueId }: Pick<SeenOrder, 'id' | 'venueId'>): void {
    if (id === null || this.ids.has(venueId)) return;
    this.ids.set(venueId, id);
    if (this.ids.size > REMEMBERED) this.ids.delete(this.ids.keys().next().value ?? venueId);
  }

  /** A trade as the fill of an order whose id is known, or is told with it. */
  fill(trade: ReadTrade, order?: SeenOrder): SeenFill {
    return { ...trade, id: trade.id ?? order?.id ?? this.ids.get(trade.venueId) ?? null };
  }

  /** Waits, at most until the account is left. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.left) return resolve();
      const timer: { held?: Releasable } = {};
      const go = () => {
        this.waits.delete(go);
        timer.held?.dispose();
        resolve();
      };
      this.waits.add(go);
      timer.held = this.clock.after(ms, go);
    });
  }

  /** Ends every wait and every request. */
  leave(): void {
    this.left = true;
    this.open.limiter.close();
    this.open.abort();
    for (const go of this.waits) go();
  }
}

/** What went wrong in words without addresses, which hold signatures. */
export function problemOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : 'It did not work.';
  return text.replaceAll(/\?[^\s"]*/gu, '').slice(0, 300);
}
