import type { OrderName } from '../core/exchange.ts';
import { type OrderType, isOpen } from '../core/order.ts';
import { unitsText } from '../core/units.ts';
import { ApiError, apiErrorOf } from './api-error.ts';
import { type Customer, type Desk, type Route, marketOf } from './desk.ts';
import { amendedOrder, cancelledOrder, listJson, placedOrder } from './order-json.ts';
import { ORDER_TYPES, readExtras, readForm, readLeg, readOrder, readSide } from './order-request.ts';
import type { Params } from './params.ts';

/** Endpoints that place, change and end orders. */
export const TRADE_ROUTES: readonly Route[] = [
  { endpoint: 'POST /api/v3/order', method: 'order.place', weight: 1, security: 'trade', orders: 1, answer: placeOrder },
  {
    endpoint: 'POST /api/v3/order/test',
    method: 'order.test',
    weight: (params) => (params.flag('computeCommissionRates') ? 20 : 1),
    security: 'trade',
    answer: testOrder,
  },
  { endpoint: 'DELETE /api/v3/order', method: 'order.cancel', weight: 1, security: 'trade', answer: cancelOrder },
  { endpoint: 'DELETE /api/v3/openOrders', method: 'openOrders.cancelAll', weight: 1, security: 'trade', answer: cancelAll },
  {
    endpoint: 'POST /api/v3/order/cancelReplace',
    method: 'order.cancelReplace',
    weight: 1,
    security: 'trade',
    orders: 1,
    answer: cancelReplace,
  },
  { endpoint: 'PUT /api/v3/order/amend/keepPriority', method: 'order.amend.keepPriority', weight: 4, security: 'trade', answer: amend },
  { endpoint: 'POST /api/v3/orderList/oco', method: 'orderList.place.oco', weight: 1, security: 'trade', orders: 2, answer: placePair },
  { endpoint: 'DELETE /api/v3/orderList', method: 'orderList.cancel', weight: 1, security: 'trade', answer: cancelList },
];

function placeOrder(params: Params, desk: Desk, { account }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const request = readOrder(params, rules.name);
  const form = readForm(params, request.type);
  readExtras(params);
  params.checkAllRead();
  return placedOrder(desk.exchange.place(account.id, request), form);
}

function testOrder(params: Params, desk: Desk, { account }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const request = readOrder(params, rules.name);
  readForm(params, request.type);
  readExtras(params);
  params.checkAllRead();
  desk.exchange.check(account.id, request);
  if (!params.flag('computeCommissionRates')) return {};
  const none = { maker: unitsText(0n), taker: unitsText(0n) };
  return {
    standardCommissionForOrder: { maker: unitsText(account.maker), taker: unitsText(account.taker) },
    specialCommissionForOrder: none,
    taxCommissionForOrder: none,
    discount: { enabledForAccount: false, enabledForSymbol: false, discountAsset: 'BNB', discount: unitsText(0n) },
  };
}

/** The order that a request names by the venue's id, the customer's, or both. */
function readName(params: Params, symbol: string, names: readonly [string, string]): OrderName {
  const [idName, clientIdName] = names;
  const orderId = params.whole(idName);
  const clientId = params.text(clientIdName);
  if (orderId === undefined && clientId === undefined)
    throw new ApiError(-1102, `Param '${clientIdName}' or '${idName}' must be sent, but both were empty/null!`);
  return { symbol, orderId, clientId };
}

function readOnly(params: Params): 'NEW' | 'PARTIALLY_FILLED' | undefined {
  const chosen = params.choice(
    'cancelRestrictions',
    ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED'],
    new ApiError(-1145, 'Invalid cancelRestrictions'),
  );
  return chosen === undefined ? undefined : chosen === 'ONLY_NEW' ? 'NEW' : 'PARTIALLY_FILLED';
}

function cancelOrder(params: Params, desk: Desk, { account }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const name = readName(params, rules.name, ['orderId', 'origClientOrderId']);
  const cancelId = params.id('newClientOrderId') || desk.exchange.state.makeClientId();
  const only = readOnly(params);
  params.checkAllRead();
  const named = desk.exchange.find(account.id, name);
  const ended = desk.exchange.cancel(account.id, name, { cancelId, only });
  const list = desk.exchange.state.lists.get(named?.list ?? -1);
  if (!list) return cancelledOrder(ended[0]!, cancelId);
  return cancelledList(desk, list.id, cancelId);
}

function cancelledList(desk: Desk, id: number, cancelId: string): unknown {
  const list = desk.exchange.state.lists.get(id)!;
  const orders = desk.exchange.ordersOf(list);
  return { ...listJson(list, orders), orderReports: orders.map((order) => cancelledOrder(order, cancelId)) };
}

function cancelAll(params: Params, desk: Desk, { account }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  params.checkAllRead();
  const ended = desk.exchange.cancelAll(account.id, rules.name);
  if (ended.length === 0) throw new ApiError(-2011, 'Unknown order sent.');
  const cancelId = desk.exchange.state.makeClientId();
  const lists = new Set(ended.flatMap((order) => (order.list < 0 ? [] : [order.list])));
  const single = ended.filter((order) => order.list < 0).map((order) => cancelledOrder(order, cancelId));
  return [...single, ...[...lists].map((id) => cancelledList(desk, id, cancelId))];
}

function cancelReplace(params: Params, desk: Desk, { account }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const modes = ['STOP_ON_FAILURE', 'ALLOW_FAILURE'] as const;
  const mode = params.choice('cancelReplaceMode', modes, new ApiError(-1130, "Data sent for parameter 'cancelReplaceMode' is not valid."));
  if (mode === undefined) params.required('cancelReplaceMode');
  const name = readName(params, rules.name, ['cancelOrderId', 'cancelOrigClientOrderId']);
  const cancelId = params.id('cancelNewClientOrderId') || desk.exchange.state.makeClientId();
  const only = readOnly(params);
  const request = readOrder(params, rules.name);
  const form = readForm(params, request.type);
  readExtras(params);
  params.checkAllRead();
  desk.exchange.check(account.id, { ...request, clientId: '' });
  const attempt = (act: () => unknown): { readonly ok: boolean; readonly answer: unknown } => {
    try {
      return { ok: true, answer: act() };
    } catch (thrown) {
      return { ok: false, answer: apiErrorOf(thrown).body };
    }
  };
  const cancelled = attempt(() => cancelledOrder(desk.exchange.cancel(account.id, name, { cancelId, only })[0]!, cancelId));
  const tried = cancelled.ok || mode === 'ALLOW_FAILURE';
  const placed = tried ? attempt(() => placedOrder(desk.exchange.place(account.id, request), form)) : { ok: false, answer: null };
  const outcome = {
    cancelResult: cancelled.ok ? 'SUCCESS' : 'FAILURE',
    newOrderResult: !tried ? 'NOT_ATTEMPTED' : placed.ok ? 'SUCCESS' : 'FAILURE',
    cancelResponse: cancelled.answer,
    newOrderResponse: placed.answer,
  };
  if (cancelled.ok && placed.ok) return outcome;
  if (cancelled.ok || placed.ok) throw new ApiError(-2021, 'Order cancel-replace partially failed.', { status: 409, data: outcome });
  throw new ApiError(-2022, 'Order cancel-replace failed.', { data: outcome });
}

function amend(params: Params, desk: Desk, { account }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const name = readName(params, rules.name, ['orderId', 'origClientOrderId']);
  const wish = { quantity: params.requiredAmount('newQty'), clientId: params.id('newClientOrderId') };
  params.checkAllRead();
  const { order, before } = desk.exchange.amend(account.id, name, wish);
  const list = desk.exchange.state.lists.get(order.list);
  return {
    transactTime: order.updatedAt,
    executionId: order.amends,
    amendedOrder: amendedOrder(order, before),
    ...(list ? { listStatus: listJson(list, desk.exchange.ordersOf(list)) } : {}),
  };
}

function placePair(params: Params, desk: Desk, { account }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const side = readSide(params);
  const leg = (prefix: 'above' | 'below') => {
    const name = `${prefix}Type`;
    const type = params.choice(name, ORDER_TYPES, new ApiError(-1116, 'Invalid orderType.')) ?? params.required(name);
    return readLeg(params, { symbol: rules.name, side, type: type as OrderType, prefix, clientId: params.id(`${prefix}ClientOrderId`) });
  };
  const above = leg('above');
  const below = leg('below');
  const clientId = params.id('listClientOrderId');
  const form = readForm(params, 'LIMIT_MAKER');
  readExtras(params);
  params.checkAllRead();
  const { list, orders } = desk.exchange.placePair(account.id, { above, below, clientId });
  return { ...listJson(list, orders), orderReports: orders.map((order) => placedOrder(order, form)) };
}

function cancelList(params: Params, desk: Desk, { account }: Customer): unknown {
  marketOf(params, desk);
  const name = { listId: params.whole('orderListId'), clientId: params.text('listClientOrderId') };
  if (name.listId === undefined && name.clientId === undefined)
    throw new ApiError(-1102, "Param 'orderListId' or 'listClientOrderId' must be sent, but both were empty/null!");
  const cancelId = params.id('newClientOrderId') || desk.exchange.state.makeClientId();
  params.checkAllRead();
  const list = desk.exchange.cancelList(account.id, name, cancelId);
  if (desk.exchange.ordersOf(list).some(isOpen)) throw new Error(`list ${list.id} is still open`);
  return cancelledList(desk, list.id, cancelId);
}
