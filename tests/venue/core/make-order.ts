import { type Forced, type OrderRequest, type VenueOrder, isLimited } from './order.ts';
import type { ExchangeState } from './state.ts';
import { floorTo } from './units.ts';

/** An order as the venue keeps it from its first instant, entered nowhere yet. */
export function makeOrder(
  state: ExchangeState,
  account: number,
  request: OrderRequest,
  { list = -1, forced = null }: { readonly list?: number; readonly forced?: Forced | null } = {},
): VenueOrder {
  const { rules, tape } = state.market(request.symbol);
  const now = state.clock.now();
  const trailing = request.trailingDelta > 0;
  return {
    id: state.nextOrderId(),
    account,
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    timeInForce: request.timeInForce,
    price: isLimited(request.type) ? request.price : 0n,
    quoteQuantity: request.quoteQuantity,
    stopPrice: request.stopPrice,
    trailingDelta: request.trailingDelta,
    createdAt: now,
    list,
    reduceOnly: rules.contract !== null && request.reduceOnly === true,
    forced,
    clientId: request.clientId === '' && forced === null ? state.makeClientId() : request.clientId,
    quantity: floorTo(request.quantity, rules.step),
    trail: trailing ? (request.stopPrice > 0n ? { extreme: null, since: -1 } : { extreme: tape.lastPrice, since: now }) : null,
    hold: { asset: rules.contract?.settle ?? (request.side === 'BUY' ? rules.quote : rules.base), amount: 0n },
    status: 'NEW',
    executed: 0n,
    executedQuote: 0n,
    updatedAt: now,
    workingAt: -1,
    amends: 0,
    resting: false,
    expiry: null,
    fills: [],
  };
}
