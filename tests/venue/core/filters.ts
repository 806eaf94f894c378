import type { Market } from './market.ts';
import { type OrderRequest, isLimited, isTriggered } from './order.ts';
import { Refusal } from './refusal.ts';
import { times } from './units.ts';

/** What an account has open in a market, as the filters count it. */
export interface OpenCounts {
  readonly orders: number;
  readonly triggered: number;
  readonly lists: number;
}

/** Holds a request to the market's rules, in the order in which the venue names what is broken. */
export function checkFilters(market: Market, request: OrderRequest, now: number): void {
  const { rules, tape } = market;
  const mean = tape.mean(rules.meanMinutes, now);
  if (isLimited(request.type)) {
    checkPrice(market, request.price);
    checkBand(market, request, mean);
  }
  if (request.stopPrice > 0n) checkPrice(market, request.stopPrice);
  if (request.quoteQuantity === 0n) {
    const { quantity } = request;
    if (quantity < rules.minQuantity || quantity > rules.maxQuantity || quantity % rules.step !== 0n)
      throw new Refusal('filter', 'LOT_SIZE');
  }
  checkNotional(market, request, mean);
  checkTrailing(market, request);
}

/** Holds what an account has open, with `added` more, to the market's rules. */
export function checkCounts(
  market: Market,
  open: OpenCounts,
  added: { readonly orders: number; readonly triggered: number; readonly lists: number },
): void {
  const { rules } = market;
  if (open.orders + added.orders > rules.maxOrders) throw new Refusal('filter', 'MAX_NUM_ORDERS');
  if (added.triggered > 0 && open.triggered + added.triggered > rules.maxTriggerOrders) throw new Refusal('filter', 'MAX_NUM_ALGO_ORDERS');
  if (added.lists > 0 && open.lists + added.lists > rules.maxLists) throw new Refusal('filter', 'MAX_NUM_ORDER_LISTS');
}

function checkPrice({ rules }: Market, price: bigint): void {
  if (price < rules.minPrice || price > rules.maxPrice || price % rules.tick !== 0n) throw new Refusal('filter', 'PRICE_FILTER');
}

function checkBand({ rules }: Market, { side, price }: OrderRequest, mean: bigint): void {
  const { band } = rules;
  const [up, down] = side === 'BUY' ? [band.bidUp, band.bidDown] : [band.askUp, band.askDown];
  if (price > times(mean, up) || price < times(mean, down)) throw new Refusal('filter', 'PERCENT_PRICE_BY_SIDE');
}

function checkNotional({ rules }: Market, request: OrderRequest, mean: bigint): void {
  const price = isLimited(request.type) ? request.price : mean;
  const notional = request.quoteQuantity > 0n ? request.quoteQuantity : times(price, request.quantity);
  if (notional === 0n) throw new Refusal('zero notional');
  // What closes a contract may be as small as what is left of it.
  const least = request.reduceOnly === true ? 0n : rules.minNotional;
  if (notional < least || notional > rules.maxNotional) throw new Refusal('filter', 'NOTIONAL');
}

function checkTrailing({ rules }: Market, { type, trailingDelta }: OrderRequest): void {
  if (!isTriggered(type) || trailingDelta === 0) return;
  if (trailingDelta < rules.trailing.least || trailingDelta > rules.trailing.most) throw new Refusal('filter', 'TRAILING_DELTA');
}
