import type { MarketView, TradedOrder, TradedRun } from './traded-run.ts';

/** One decision in both runs, or in one of them. At least one of the two has fills. */
export interface OrderPair {
  /** First fill of either, ms UTC. */
  readonly time: number;
  readonly session: TradedOrder | null;
  readonly backtest: TradedOrder | null;
}

/**
 * Orders of both runs that are one decision. An order's id is a hash of account, strategy instance, bar and leg, so the same decision has
 * the same id in both; where it was made on a fill, whose id is the venue's, the same side and type within one bar serves.
 */
export function pairOrders(session: TradedRun, backtest: TradedRun, market: MarketView): readonly OrderPair[] {
  const byId = new Map(backtest.orders.map((order) => [order.id, order]));
  const pairs: OrderPair[] = [];
  const left: TradedOrder[] = [];
  for (const order of session.orders) {
    const twin = byId.get(order.id);
    if (twin !== undefined && isAlike(order, twin)) {
      byId.delete(order.id);
      add(pairs, order, twin);
    } else left.push(order);
  }
  const rest = backtest.orders.filter((order) => byId.has(order.id));
  for (const order of left) {
    const fits = (other: TradedOrder): boolean =>
      isAlike(order, other) && order.type === other.type && market.sameBar(order.instrument, order.decidedAt, other.decidedAt);
    // Of several limit orders of one bar the one at the same price.
    const same = rest.findIndex((other) => other.limitTicks === order.limitTicks && fits(other));
    const place = same < 0 ? rest.findIndex(fits) : same;
    add(pairs, order, place < 0 ? null : rest.splice(place, 1)[0]!);
  }
  for (const order of rest) add(pairs, null, order);
  return pairs.sort((a, b) => a.time - b.time);
}

function isAlike(a: TradedOrder, b: TradedOrder): boolean {
  return a.origin === b.origin && a.instrument === b.instrument && a.side === b.side;
}

function add(pairs: OrderPair[], session: TradedOrder | null, backtest: TradedOrder | null): void {
  const first = Math.min(session?.fills[0]?.time ?? Number.POSITIVE_INFINITY, backtest?.fills[0]?.time ?? Number.POSITIVE_INFINITY);
  if (first !== Number.POSITIVE_INFINITY) pairs.push({ time: first, session, backtest });
}
