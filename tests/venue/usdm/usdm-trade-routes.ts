import { ApiError } from '../binance/api-error.ts';
import type { Customer, Route } from '../binance/desk.ts';
import { readSide } from '../binance/order-request.ts';
import type { Params } from '../binance/params.ts';
import { isTriggered, type OrderRequest, type OrderType, type VenueOrder } from '../core/order.ts';
import { Refusal } from '../core/refusal.ts';
import { algoIdOf, contractOf, contractsById, isAlgoAlone, isTold, type UsdmDesk, usdmId } from './usdm-desk.ts';
import { usdmAlgoJson, usdmOrderJson } from './usdm-json.ts';

const CONDITIONAL: Readonly<Record<string, OrderType>> = {
  STOP: 'STOP_LOSS_LIMIT',
  STOP_MARKET: 'STOP_LOSS',
  TAKE_PROFIT: 'TAKE_PROFIT_LIMIT',
  TAKE_PROFIT_MARKET: 'TAKE_PROFIT',
};
const TIMES = ['GTC', 'IOC', 'FOK', 'GTX'] as const;
const NAME = /^[.A-Z:/a-z0-9_-]{1,36}$/u;

/** Endpoints of the futures that place and end orders. */
export function usdmTradeRoutes(desk: UsdmDesk): readonly Route[] {
  return [
    {
      endpoint: 'POST /fapi/v1/order',
      weight: 1,
      security: 'trade',
      orders: 1,
      answer: (params, _desk, customer) => place(desk, params, customer),
    },
    {
      endpoint: 'DELETE /fapi/v1/order',
      weight: 1,
      security: 'trade',
      answer: (params, _desk, customer) => cancel(desk, params, customer),
    },
    {
      endpoint: 'POST /fapi/v1/algoOrder',
      weight: 1,
      security: 'trade',
      orders: 1,
      answer: (params, _desk, customer) => placeAlgo(desk, params, customer),
    },
    {
      endpoint: 'DELETE /fapi/v1/algoOrder',
      weight: 1,
      security: 'trade',
      answer: (params, _desk, customer) => cancelAlgo(desk, params, customer),
    },
    {
      endpoint: 'POST /fapi/v1/countdownCancelAll',
      weight: 10,
      security: 'trade',
      answer: (params, _desk, customer) => countdown(desk, params, customer),
    },
  ];
}

function place(desk: UsdmDesk, params: Params, { account }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const side = readSide(params);
  const type = params.required('type');
  if (type in CONDITIONAL || type === 'TRAILING_STOP_MARKET')
    throw new ApiError(-4_120, 'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.');
  if (type !== 'LIMIT' && type !== 'MARKET') throw new ApiError(-1_116, 'Invalid orderType.');
  const time = params.choice('timeInForce', TIMES, new ApiError(-1_115, 'Invalid timeInForce.'));
  if (type === 'LIMIT' && time === undefined) params.required('timeInForce');
  if (type === 'MARKET') params.unwanted('timeInForce', 'price');
  const request: OrderRequest = {
    ...common(params, rules.name, nameIn(params, 'newClientOrderId')),
    side,
    type: type === 'LIMIT' && time === 'GTX' ? 'LIMIT_MAKER' : type,
    timeInForce: time === undefined || time === 'GTX' ? 'GTC' : time,
    price: type === 'LIMIT' ? params.requiredAmount('price') : 0n,
    stopPrice: 0n,
  };
  params.choice('newOrderRespType', ['ACK', 'RESULT'], new ApiError(-1_130, 'Invalid newOrderRespType.'));
  params.checkAllRead();
  return usdmOrderJson(desk.exchange.place(account.id, request), usdmId(rules));
}

function placeAlgo(desk: UsdmDesk, params: Params, { account }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const side = readSide(params);
  if (params.required('algoType') !== 'CONDITIONAL') throw new ApiError(-1_130, 'Invalid algoType.');
  const type = CONDITIONAL[params.required('type')];
  if (type === undefined) throw new ApiError(-1_116, 'Invalid orderType.');
  const limited = type.endsWith('_LIMIT');
  if (limited) params.choice('timeInForce', ['GTC'], new ApiError(-1_115, 'Invalid timeInForce.'));
  else params.unwanted('timeInForce', 'price');
  params.choice('workingType', ['CONTRACT_PRICE'], new ApiError(-1_130, 'Invalid workingType.'));
  const request: OrderRequest = {
    ...common(params, rules.name, nameIn(params, 'clientAlgoId')),
    side,
    type,
    timeInForce: 'GTC',
    price: limited ? params.requiredAmount('price') : 0n,
    stopPrice: params.requiredAmount('triggerPrice'),
  };
  params.checkAllRead();
  return usdmAlgoJson(desk.exchange.place(account.id, request), usdmId(rules));
}

function common(
  params: Params,
  symbol: string,
  clientId: string,
): Pick<OrderRequest, 'symbol' | 'clientId' | 'quantity' | 'quoteQuantity' | 'trailingDelta' | 'reduceOnly'> {
  if ((params.text('positionSide') ?? 'BOTH') !== 'BOTH')
    throw new ApiError(-4_061, "Order's position side does not match user's setting.");
  const reduceOnly = params.flag('reduceOnly');
  return { symbol, clientId, quantity: params.requiredAmount('quantity'), quoteQuantity: 0n, trailingDelta: 0, reduceOnly };
}

/** A customer's name of an order; empty where none was sent. */
function nameIn(params: Params, field: string): string {
  const name = params.text(field) ?? '';
  if (name !== '' && !NAME.test(name)) throw new ApiError(-4_015, 'Client order id is not valid.');
  return name;
}

/** Orders of a contract of an account that a book has seen, oldest first. */
export function plainOrders(desk: UsdmDesk, account: number, symbol: string): readonly VenueOrder[] {
  return desk.exchange.state.ordersOf(account).filter((order) => order.symbol === symbol && !isAlgoAlone(order));
}

/** The one that a request names; an open one counts before those that have ended. */
export function namedPlain(desk: UsdmDesk, account: number, params: Params): VenueOrder | undefined {
  const { rules } = contractOf(params, desk);
  const [orderId, name] = [params.whole('orderId'), params.text('origClientOrderId')];
  if (orderId === undefined && name === undefined)
    throw new ApiError(-1_102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
  return plainOrders(desk, account, rules.name).findLast((order) =>
    orderId === undefined ? order.clientId === name : order.id === orderId,
  );
}

/** Every order of an account that waits or has waited, oldest first. */
export function algosOf(desk: UsdmDesk, account: number): readonly VenueOrder[] {
  return desk.exchange.state.ordersOf(account).filter(({ type }) => isTriggered(type));
}

export function namedAlgo(desk: UsdmDesk, account: number, params: Params): VenueOrder | undefined {
  const [algoId, name] = [params.whole('algoId'), params.text('clientAlgoId')];
  if (algoId === undefined && name === undefined)
    throw new ApiError(-1_102, "Param 'clientAlgoId' or 'algoId' must be sent, but both were empty/null!");
  return algosOf(desk, account).findLast((order) => (algoId === undefined ? order.clientId === name : algoIdOf(order.id) === algoId));
}

function cancel(desk: UsdmDesk, params: Params, { account }: Customer): unknown {
  const order = namedPlain(desk, account.id, params);
  params.checkAllRead();
  if (order === undefined || !isTold(desk, order)) throw new Refusal('unknown order to cancel');
  const [ended] = desk.exchange.cancel(account.id, { symbol: order.symbol, orderId: order.id });
  return usdmOrderJson(ended!, params.required('symbol'));
}

function cancelAlgo(desk: UsdmDesk, params: Params, { account }: Customer): unknown {
  const order = namedAlgo(desk, account.id, params);
  params.checkAllRead();
  if (order === undefined || !isAlgoAlone(order)) throw new Refusal('unknown order to cancel');
  desk.exchange.cancel(account.id, { symbol: order.symbol, orderId: order.id });
  return { algoId: algoIdOf(order.id), clientAlgoId: order.clientId, code: '200', msg: 'success' };
}

function countdown(desk: UsdmDesk, params: Params, { account }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const ms = params.whole('countdownTime');
  if (ms === undefined) params.required('countdownTime');
  params.checkAllRead();
  desk.deadMan(rules.name).arm(account.id, ms ?? 0);
  return { symbol: usdmId(rules), countdownTime: String(ms) };
}

/** The name of a contract there. */
export function idOfContract(desk: UsdmDesk, symbol: string): string {
  return [...contractsById(desk)].find(([, { rules }]) => rules.name === symbol)?.[0] ?? symbol;
}
