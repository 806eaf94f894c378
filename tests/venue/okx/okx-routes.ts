import { type VenueOrder, isOpen, isTriggered } from '../core/order.ts';
import { Refusal } from '../core/refusal.ts';
import { parseUnits } from '../core/units.ts';
import { algoDetails, algoRows, amendAlgo, cancelAlgo, placeAlgo } from './okx-algos.ts';
import { OkxError } from './okx-error.ts';
import { type OkxDesk, type Values, findMarket } from './okx-desk.ts';
import type { OkxKey } from './okx-keys.ts';
import { balanceOf, billRows, configOf, leverageRows, positionRows, setLeverage } from './okx-contracts.ts';
import { OKX_MARKET_ROUTES } from './okx-market-routes.ts';
import { isAlgoAlone, okxOrderId, okxOrderJson, okxTradeJson, readOkxOrder, unitsOf } from './okx-order.ts';

/** A private endpoint: which right it needs, and the rows that it answers. */
interface PrivateRoute {
  readonly right: 'reading' | 'trading';
  readonly answer: (values: Values, desk: OkxDesk, key: OkxKey) => readonly unknown[];
}

const PAGE = 100;
const DAY_MS = 24 * 3_600_000;

export const PUBLIC_ROUTES: Readonly<Record<string, (values: Values, desk: OkxDesk) => readonly unknown[]>> = {
  'GET /api/v5/public/time': (_values, desk) => [{ ts: String(desk.clock.now()) }],
  ...OKX_MARKET_ROUTES,
};

export const PRIVATE_ROUTES: Readonly<Record<string, PrivateRoute>> = {
  'GET /api/v5/account/config': reading((_values, desk, key) => [configOf(desk, key)]),
  'GET /api/v5/account/positions': reading(positionRows),
  'GET /api/v5/account/bills': reading((values, desk, key) => pageOf(billRows(desk, key, 7 * DAY_MS), 'billId', 'ts', values)),
  'GET /api/v5/account/bills-archive': reading((values, desk, key) => pageOf(billRows(desk, key, 90 * DAY_MS), 'billId', 'ts', values)),
  'GET /api/v5/account/leverage-info': reading(leverageRows),
  'POST /api/v5/account/set-leverage': { right: 'trading', answer: setLeverage },
  'GET /api/v5/account/balance': reading((_values, desk, key) => [balanceOf(desk, key)]),
  'POST /api/v5/trade/order': { right: 'trading', answer: placeOrder },
  'POST /api/v5/trade/cancel-order': { right: 'trading', answer: cancelOrder },
  'POST /api/v5/trade/amend-order': { right: 'trading', answer: amendOrder },
  'POST /api/v5/trade/order-algo': { right: 'trading', answer: placeAlgo },
  'POST /api/v5/trade/cancel-algos': { right: 'trading', answer: cancelAlgo },
  'POST /api/v5/trade/amend-algos': { right: 'trading', answer: amendAlgo },
  'GET /api/v5/trade/order-algo': reading(algoDetails),
  'GET /api/v5/trade/orders-algo-pending': reading((values, desk, key) => algoRows(values, desk, key, true)),
  'GET /api/v5/trade/orders-algo-history': reading((values, desk, key) => algoRows(values, desk, key, false)),
  'POST /api/v5/trade/cancel-all-after': { right: 'trading', answer: cancelAllAfter },
  'GET /api/v5/trade/order': reading((values, desk, key) => {
    const { rules } = findMarket(desk, values.get('instId') ?? '');
    const found = namedOrders(desk, key.account, values).at(-1);
    if (!found || isForgotten(found, desk)) throw new Refusal('unknown order');
    return [okxOrderJson(found, rules)];
  }),
  'GET /api/v5/trade/orders-pending': reading((values, desk, key) =>
    orderRows(
      desk.exchange.state.openOrders(key.account).filter((order) => !isAlgoAlone(order)),
      values,
      desk,
    ),
  ),
  'GET /api/v5/trade/orders-history': reading((values, desk, key) => endedOrders(values, desk, key, 7 * DAY_MS)),
  'GET /api/v5/trade/orders-history-archive': reading((values, desk, key) => endedOrders(values, desk, key, 90 * DAY_MS)),
  'GET /api/v5/trade/fills': reading((values, desk, key) => fillRows(values, desk, key, 3 * DAY_MS)),
  'GET /api/v5/trade/fills-history': reading((values, desk, key) => fillRows(values, desk, key, 90 * DAY_MS)),
};

function reading(answer: PrivateRoute['answer']): PrivateRoute {
  return { right: 'reading', answer };
}

/** An account's orders of that name, oldest first: an id of the venue's counts before the customer's. */
export function namedOrders(desk: OkxDesk, account: number, values: Values): readonly VenueOrder[] {
  const { ordId = '', clOrdId = '' } = Object.fromEntries(values) as Readonly<Record<string, string | undefined>>;
  if (ordId === '' && clOrdId === '') throw new OkxError('51003', 'Either client order ID or order ID is required.');
  const orders = desk.exchange.state.ordersOf(account).filter((order) => !isAlgoAlone(order));
  return orders.filter((order) => (ordId === '' ? !isTriggered(order.type) && order.clientId === clOrdId : okxOrderId(order.id) === ordId));
}

function placeOrder(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const { rules } = findMarket(desk, values.get('instId') ?? '');
  const order = desk.exchange.place(key.account, readOkxOrder(rules, values));
  return [{ clOrdId: order.clientId, ordId: okxOrderId(order.id), tag: '', ts: String(desk.clock.now()), sCode: '0', sMsg: '' }];
}

function cancelOrder(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const order = namedOrders(desk, key.account, values).findLast(isOpen);
  if (!order) throw new Refusal('unknown order to cancel');
  desk.exchange.cancel(key.account, { symbol: order.symbol, orderId: order.id });
  return [{ clOrdId: order.clientId, ordId: okxOrderId(order.id), ts: String(desk.clock.now()), sCode: '0', sMsg: '' }];
}

function amendOrder(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const order = namedOrders(desk, key.account, values).findLast(isOpen);
  if (!order) throw new OkxError('51503', 'Your order has already been filled or canceled.', { ofOrder: true });
  const wished = (name: string) => {
    const amount = values.has(name) ? parseUnits(values.get(name)!) : null;
    if (typeof amount === 'string' || amount === 0n) throw new OkxError('51000', `Parameter ${name} error`, { ofOrder: true });
    return amount;
  };
  const size = wished('newSz');
  const { rules } = desk.exchange.state.market(order.symbol);
  desk.exchange.restate(key.account, order.id, {
    quantity: size === null ? null : unitsOf(rules, size),
    price: wished('newPx'),
    stopPrice: null,
  });
  return [{ clOrdId: order.clientId, ordId: okxOrderId(order.id), reqId: '', ts: String(desk.clock.now()), sCode: '0', sMsg: '' }];
}

function cancelAllAfter(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const seconds = Number(values.get('timeOut') ?? Number.NaN);
  if (!Number.isSafeInteger(seconds) || (seconds !== 0 && (seconds < 10 || seconds > 120)))
    throw new OkxError('51000', 'Parameter timeOut error', { status: 400 });
  const strikes = desk.deadMan.arm(key.account, seconds * 1_000);
  return [{ tag: '', triggerTime: strikes === null ? '0' : String(strikes), ts: String(desk.clock.now()) }];
}

/** A page of orders, newest first. */
function orderRows(orders: readonly VenueOrder[], values: Values, desk: OkxDesk): readonly unknown[] {
  const rows = [...orders].reverse().map((order) => okxOrderJson(order, desk.exchange.state.market(order.symbol).rules));
  return pageOf(rows, 'ordId', 'cTime', values);
}

/** One that was cancelled with nothing filled is forgotten after two hours. */
function isForgotten(order: VenueOrder, desk: OkxDesk): boolean {
  return !isOpen(order) && order.executed === 0n && order.updatedAt < desk.clock.now() - 2 * 3_600_000;
}

/** Ended orders of so many ms. */
function endedOrders(values: Values, desk: OkxDesk, key: OkxKey, keptMs: number): readonly unknown[] {
  if (values.get('instType') === undefined) throw new OkxError('50014', 'Parameter instType can not be empty', { status: 400 });
  const from = desk.clock.now() - keptMs;
  const kept = desk.exchange.state
    .ordersOf(key.account)
    .filter((order) => !isOpen(order) && !isAlgoAlone(order) && !isForgotten(order, desk) && order.updatedAt >= from);
  return orderRows(kept, values, desk);
}

function fillRows(values: Values, desk: OkxDesk, key: OkxKey, keptMs: number): readonly unknown[] {
  const { state } = desk.exchange;
  const rows = state
    .fillsOf(key.account)
    .map(({ order, fill }, place) => ({ time: fill.time, json: okxTradeJson(order, fill, state.market(order.symbol).rules, place) }))
    .filter(({ time }) => time >= desk.clock.now() - keptMs)
    .map(({ json }) => json);
  return pageOf(rows.reverse(), 'billId', 'ts', values);
}

/** What is asked for of rows that stand newest first. */
function pageOf(rows: readonly Record<string, unknown>[], idName: string, timeName: string, values: Values): readonly unknown[] {
  const after = values.get('after');
  const from = Number(values.get('begin') ?? 0);
  return rows
    .filter((row) => ['instId', 'instType', 'ordId', 'type'].every((name) => !values.has(name) || row[name] === values.get(name)))
    .filter((row) => Number(row[timeName]) >= from && (after === undefined || BigInt(String(row[idName])) < BigInt(after)))
    .slice(0, Math.min(PAGE, Number(values.get('limit') ?? PAGE)));
}
