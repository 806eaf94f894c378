import type { UserEvent } from '../core/events.ts';
import { type VenueOrder, isTriggered } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { unitsText } from '../core/units.ts';
import { digits } from './exact-json.ts';
import { averagePrice, endReason, krakenType, priceText } from './kraken-order.ts';
import { iso } from './kraken-routes.ts';
import { orderTxid, tradeTxid, wireSymbol } from './names.ts';

type Json = Record<string, unknown>;

const STATUS: Readonly<Record<VenueOrder['status'], string>> = {
  NEW: 'new',
  PARTIALLY_FILLED: 'partially_filled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
};

/** What an order is, as the first message of it says. */
export function wholeOrder(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  return {
    order_id: orderTxid(order.id),
    cl_ord_id: order.clientId,
    symbol: wireSymbol(rules),
    side: order.side.toLowerCase(),
    order_type: krakenType(order),
    order_qty: digits(unitsText(order.quantity)),
    ...(order.price > 0n ? { limit_price: digits(priceText(order.price, rules)), limit_price_type: 'static' } : {}),
    ...(isTriggered(order.type)
      ? {
          triggers: {
            price: digits(priceText(order.stopPrice, rules)),
            price_type: 'static',
            reference: 'last',
            status: order.workingAt < 0 ? 'untriggered' : 'triggered',
          },
        }
      : {}),
    time_in_force: order.timeInForce,
    post_only: order.type === 'LIMIT_MAKER',
    ...sums(order, rules),
  };
}

function sums(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  return {
    order_status: STATUS[order.status],
    cum_qty: digits(unitsText(order.executed)),
    cum_cost: digits(unitsText(order.executedQuote)),
    avg_price: digits(priceText(averagePrice(order), rules)),
  };
}

/** What the executions channel says of an event. A new order is told twice, and one that is done a second time after its last trade. */
export function executionsOf(event: Extract<UserEvent, { kind: 'execution' }>, rules: SymbolRules): Json[] {
  const { order, fill } = event;
  const name = { order_id: orderTxid(order.id), cl_ord_id: order.clientId, timestamp: iso(event.time) };
  switch (event.execution) {
    case 'NEW': {
      const live = { exec_type: 'new', ...name, order_status: 'new' };
      const triggered = isTriggered(order.type) && order.workingAt >= 0;
      if (triggered) return [{ ...live, ...sums(order, rules) }];
      const pending = { exec_type: 'pending_new', ...wholeOrder(order, rules), order_status: 'pending_new', timestamp: iso(event.time) };
      return order.workingAt < 0 ? [pending] : [pending, live];
    }
    case 'TRADE': {
      const trade = {
        exec_type: 'trade',
        exec_id: tradeTxid(order.symbol, fill!.tradeId),
        trade_id: fill!.tradeId,
        symbol: wireSymbol(rules),
        side: order.side.toLowerCase(),
        order_type: krakenType(order),
        last_qty: digits(unitsText(fill!.quantity)),
        last_price: digits(priceText(fill!.price, rules)),
        cost: digits(unitsText(fill!.quote)),
        liquidity_ind: fill!.maker ? 'm' : 't',
        fees: [{ asset: fill!.commissionAsset, qty: digits(unitsText(fill!.commission)) }],
        ...name,
        ...sums(order, rules),
        order_status: 'partially_filled',
      };
      return order.status === 'FILLED' ? [trade, { exec_type: 'filled', ...name, ...sums(order, rules) }] : [trade];
    }
    case 'REPLACED':
      return [{ exec_type: 'amended', ...wholeOrder(order, rules), timestamp: iso(event.time) }];
    case 'CANCELED':
    case 'EXPIRED': {
      const reason = endReason(order.expiry);
      return [{ exec_type: STATUS[order.status], ...name, ...sums(order, rules), cancel_reason: reason, reason }];
    }
  }
}
