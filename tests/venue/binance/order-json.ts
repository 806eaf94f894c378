import type { UserEvent } from '../core/events.ts';
import type { ExchangeState } from '../core/state.ts';
import { type OrderList, type VenueOrder, isTriggered } from '../core/order.ts';
import { unitsText } from '../core/units.ts';

type Json = Record<string, unknown>;

function trailing(order: VenueOrder): Json {
  if (order.trailingDelta === 0) return {};
  return { trailingDelta: order.trailingDelta, trailingTime: order.trail?.since ?? -1 };
}

function amounts(order: VenueOrder): Json {
  return {
    price: unitsText(order.price),
    origQty: unitsText(order.quantity),
    executedQty: unitsText(order.executed),
    origQuoteOrderQty: unitsText(order.quoteQuantity),
    cummulativeQuoteQty: unitsText(order.executedQuote),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
    ...(isTriggered(order.type) ? { stopPrice: unitsText(order.stopPrice) } : {}),
    ...trailing(order),
    ...(order.expiry === null ? {} : { expiryReason: order.expiry }),
    selfTradePreventionMode: 'NONE',
  };
}

/** An order as queries answer it. */
export function queriedOrder(order: VenueOrder): Json {
  return {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: order.list,
    clientOrderId: order.clientId,
    stopPrice: unitsText(order.stopPrice),
    icebergQty: unitsText(0n),
    ...amounts(order),
    time: order.createdAt,
    updateTime: order.updatedAt,
    isWorking: order.workingAt >= 0,
    workingTime: order.workingAt,
  };
}

/** An order as its placement is answered. */
export function placedOrder(order: VenueOrder, form: 'ACK' | 'RESULT' | 'FULL'): Json {
  const acknowledged = {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: order.list,
    clientOrderId: order.clientId,
    transactTime: order.updatedAt,
  };
  if (form === 'ACK') return acknowledged;
  const result = { ...acknowledged, ...amounts(order), workingTime: order.workingAt };
  if (form === 'RESULT') return result;
  const fills = order.fills.map((fill) => ({
    price: unitsText(fill.price),
    qty: unitsText(fill.quantity),
    commission: unitsText(fill.commission),
    commissionAsset: fill.commissionAsset,
    tradeId: fill.tradeId,
  }));
  return { ...result, fills };
}

/** An order as its cancel is answered. */
export function cancelledOrder(order: VenueOrder, cancelId: string): Json {
  return {
    symbol: order.symbol,
    origClientOrderId: order.clientId,
    orderId: order.id,
    orderListId: order.list,
    clientOrderId: cancelId,
    transactTime: order.updatedAt,
    ...amounts(order),
  };
}

/** An amended order. */
export function amendedOrder(order: VenueOrder, before: string): Json {
  const { origQty, origQuoteOrderQty, cummulativeQuoteQty, ...rest } = amounts(order);
  return {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: order.list,
    origClientOrderId: before,
    clientOrderId: order.clientId,
    qty: origQty,
    preventedQty: unitsText(0n),
    quoteOrderQty: origQuoteOrderQty,
    cumulativeQuoteQty: cummulativeQuoteQty,
    ...rest,
    workingTime: order.workingAt,
  };
}

/** A pair, with the ids of its orders. */
export function listJson(list: OrderList, orders: readonly VenueOrder[]): Json {
  return {
    orderListId: list.id,
    contingencyType: 'OCO',
    listStatusType: list.done ? 'ALL_DONE' : 'EXEC_STARTED',
    listOrderStatus: list.done ? 'ALL_DONE' : 'EXECUTING',
    listClientOrderId: list.clientId,
    transactionTime: list.updatedAt,
    symbol: list.symbol,
    orders: orders.map((order) => ({ symbol: order.symbol, orderId: order.id, clientOrderId: order.clientId })),
  };
}

/** What a customer's stream says. */
export function userEventJson(event: UserEvent, state: ExchangeState): Json {
  switch (event.kind) {
    case 'execution':
      return executionReport(event);
    case 'balances':
      return {
        e: 'outboundAccountPosition',
        E: event.time,
        u: event.time,
        B: event.assets.map(({ asset, free, locked }) => ({ a: asset, f: unitsText(free), l: unitsText(locked) })),
      };
    case 'transfer':
      return { e: 'balanceUpdate', E: event.time, a: event.asset, d: unitsText(event.delta), T: event.time };
    case 'list': {
      const { list } = event;
      return {
        e: 'listStatus',
        E: event.time,
        s: list.symbol,
        g: list.id,
        c: 'OCO',
        l: list.done ? 'ALL_DONE' : 'EXEC_STARTED',
        L: list.done ? 'ALL_DONE' : 'EXECUTING',
        r: 'NONE',
        C: list.clientId,
        T: event.time,
        O: list.orders.map((id) => ({ s: list.symbol, i: id, c: state.orders.get(id)?.clientId ?? '' })),
      };
    }
  }
}

function executionReport(event: Extract<UserEvent, { kind: 'execution' }>): Json {
  const { order, fill } = event;
  return {
    e: 'executionReport',
    E: event.time,
    s: order.symbol,
    c: event.clientId,
    S: order.side,
    o: order.type,
    f: order.timeInForce,
    q: unitsText(order.quantity),
    p: unitsText(order.price),
    P: unitsText(order.stopPrice),
    ...(order.trailingDelta > 0 ? { d: order.trailingDelta, D: order.trail?.since ?? -1 } : {}),
    F: unitsText(0n),
    g: order.list,
    C: event.originalClientId,
    x: event.execution,
    X: order.status,
    r: 'NONE',
    i: order.id,
    l: unitsText(fill?.quantity ?? 0n),
    z: unitsText(order.executed),
    L: unitsText(fill?.price ?? 0n),
    n: fill === null ? '0' : unitsText(fill.commission),
    N: fill?.commissionAsset ?? null,
    T: event.time,
    t: fill?.tradeId ?? -1,
    I: event.id,
    w: order.workingAt >= 0 && (order.status === 'NEW' || order.status === 'PARTIALLY_FILLED'),
    m: fill?.maker ?? false,
    M: false,
    O: order.createdAt,
    Z: unitsText(order.executedQuote),
    Y: unitsText(fill?.quote ?? 0n),
    Q: unitsText(order.quoteQuantity),
    ...(order.workingAt >= 0 ? { W: order.workingAt } : {}),
    V: 'NONE',
    ...(order.expiry === null ? {} : { eR: order.expiry }),
  };
}
