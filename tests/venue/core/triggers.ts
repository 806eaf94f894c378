import type { OrderType, Side, VenueOrder } from './order.ts';

const WHOLE = 10_000n;

/** True where a stop price lies above the market: a buy's stop loss, a sale's take profit. */
export function waitsAbove(type: OrderType, side: Side): boolean {
  return type.startsWith('STOP_LOSS') === (side === 'BUY');
}

/** True where a market at `price` has reached a stop price. */
export function reached(type: OrderType, side: Side, stopPrice: bigint, price: bigint): boolean {
  return waitsAbove(type, side) ? price >= stopPrice : price <= stopPrice;
}

/**
 * Tells a waiting order of a print, and says whether it is to work now. A trailing order follows from its stop price on, or at once
 * where it has none: it works when the market has come back by its distance from the furthest price in its favour.
 */
export function sees(order: VenueOrder, price: bigint, time: number): boolean {
  const { trail, side, type, stopPrice } = order;
  if (!trail) return reached(type, side, stopPrice, price);
  if (trail.extreme === null) {
    if (!reached(type, side, stopPrice, price)) return false;
    trail.extreme = price;
    trail.since = time;
    return false;
  }
  if (side === 'BUY' ? price < trail.extreme : price > trail.extreme) trail.extreme = price;
  const delta = BigInt(order.trailingDelta);
  return side === 'BUY' ? price * WHOLE >= trail.extreme * (WHOLE + delta) : price * WHOLE <= trail.extreme * (WHOLE - delta);
}
