import { magnitude } from '../core/contract-position.ts';
import { openPositions } from '../core/contracts.ts';
import { type VenueOrder, isOpen } from '../core/order.ts';
import { Refusal } from '../core/refusal.ts';
import { unitsText } from '../core/units.ts';
import { digits } from '../kraken/exact-json.ts';
import {
  CONTRACT_ASSET,
  type Json,
  type KfDesk,
  type Values,
  findContract,
  iso,
  kfExecutionId,
  kfNumber,
  kfOrderId,
  kfSymbol,
} from './kf-desk.ts';
import { KfError, KfStatus, statusOf } from './kf-error.ts';
import type { KfKey } from './kf-keys.ts';
import { amount, fillType, isWaiting, openOrderJson, readKfOrder } from './kf-order.ts';

/** An endpoint of an account: which right it needs, and what it answers. */
interface PrivateRoute {
  readonly right: 'reading' | 'trading';
  readonly answer: (values: Values, desk: KfDesk, key: KfKey) => Json;
}

/** Digits of a mean price behind the point. */
const MEAN_DIGITS = 12;
/** For how long an ended order is told by its state, ms. */
const RECENT_MS = 5_000;
const FILLS = 100;
const SELF_FILL = 'selfFill';
const ROOT = '/derivatives/api/v3/';
const HISTORY = '/api/history/v3/';
const KEYS = '/api/auth/v1/api-keys/v3/';

export const PRIVATE_ROUTES: Readonly<Record<string, PrivateRoute>> = {
  [`POST ${ROOT}sendorder`]: trading(sendOrder),
  [`POST ${ROOT}editorder`]: trading(editOrder),
  [`POST ${ROOT}cancelorder`]: trading(cancelOrder),
  [`POST ${ROOT}cancelallordersafter`]: trading((values, desk, key) => {
    const seconds = Number(values.get('timeout') ?? Number.NaN);
    if (!Number.isSafeInteger(seconds) || seconds < 0) throw new KfError('invalidArgument: timeout');
    const strikes = desk.deadMan.arm(key.account, seconds * 1_000);
    return { status: { currentTime: iso(desk.clock.now()), triggerTime: strikes === null ? '0' : iso(strikes) } };
  }),
  [`GET ${ROOT}openorders`]: reading((_values, desk, key) => ({
    openOrders: contractOrders(desk, desk.exchange.state.openOrders(key.account)).map(([order, rules]) => openOrderJson(order, rules)),
  })),
  [`POST ${ROOT}orders/status`]: reading(orderStates),
  [`GET ${ROOT}fills`]: reading((_values, desk, { account }) => {
    const fills = desk.exchange.state.fillsOf(account).slice(-FILLS).reverse();
    return {
      fills: fills.map(({ order, fill }) => ({
        fill_id: `${desk.history.apart ? 'f' : ''}${kfExecutionId(order.symbol, fill.tradeId)}`,
        order_id: kfOrderId(order.id),
        ...(order.forced === null ? { cliOrdId: order.clientId } : {}),
        symbol: kfSymbol(desk.exchange.state.market(order.symbol).rules),
        side: order.side.toLowerCase(),
        size: kfNumber(fill.quantity),
        price: kfNumber(fill.price),
        fillTime: iso(fill.time),
        fillType: fillType(order, fill),
      })),
    };
  }),
  [`GET ${ROOT}accounts`]: reading((_values, desk, { account }) => ({ accounts: { flex: flexJson(desk, account) } })),
  [`GET ${ROOT}openpositions`]: reading((_values, desk, { account }) => ({ openPositions: positionsOf(desk, account) })),
  [`GET ${ROOT}leveragepreferences`]: reading((_values, desk, { account }) => ({
    leveragePreferences: [...(desk.leverages.get(account) ?? [])].map(([symbol, maxLeverage]) => ({ symbol, maxLeverage })),
  })),
  [`PUT ${ROOT}leveragepreferences`]: trading((values, desk, { account }) => {
    const symbol = kfSymbol(findContract(desk, values.get('symbol') ?? '').rules);
    const set = desk.leverages.get(account) ?? new Map<string, number>();
    desk.leverages.set(account, set);
    if (values.has('maxLeverage')) set.set(symbol, Number(values.get('maxLeverage')));
    else set.delete(symbol);
    return {};
  }),
  [`GET ${ROOT}pnlpreferences`]: reading((_values, desk, { account }) => ({
    preferences: [...(desk.paidIn.get(account) ?? [])].map(([symbol, pnlCurrency]) => ({ symbol, pnlCurrency })),
  })),
  [`GET ${KEYS}check`]: reading((_values, _desk, { key, account, rights }) => ({
    apiKey: key,
    accountUid: String(account),
    iiban: null,
    createdAt: iso(0),
    permissions: {
      general: rights.trading ? 'FULL_ACCESS' : rights.reading ? 'READ_ONLY' : 'NO_ACCESS',
      transfer: rights.withdrawals ? 'FULL_ACCESS' : 'NO_ACCESS',
    },
    allowedCidrBlock: null,
    allowedCidrBlocks: [],
  })),
  [`GET ${HISTORY}orders`]: reading((values, desk, key) => eventsOf('orders', values, desk, key)),
  [`GET ${HISTORY}triggers`]: reading((values, desk, key) => eventsOf('triggers', values, desk, key)),
  [`GET ${HISTORY}executions`]: reading((values, desk, key) => eventsOf('executions', values, desk, key)),
  [`GET ${HISTORY}account-log`]: reading((values, desk, { account }) => {
    const [since, from] = [Number(values.get('since') ?? 0), Number(values.get('from') ?? 0)];
    const rows = desk.history.logOf(account).filter(({ time, json }) => time >= since && Number(json['id']) >= from);
    const sorted = values.get('sort') === 'asc' ? rows : [...rows].reverse();
    return { accountUid: String(account), logs: sorted.slice(0, Number(values.get('count') ?? 500)).map(({ json }) => json) };
  }),
};

function reading(answer: PrivateRoute['answer']): PrivateRoute {
  return { right: 'reading', answer };
}

function trading(answer: PrivateRoute['answer']): PrivateRoute {
  return { right: 'trading', answer };
}

function contractOrders({ exchange }: KfDesk, orders: readonly VenueOrder[]) {
  return orders.map((order) => [order, exchange.state.market(order.symbol).rules] as const).filter(([, { contract }]) => contract !== null);
}

/** An account's open order of that name: an id of the venue's counts before the customer's. */
export function namedOrder(desk: KfDesk, account: number, values: Values): VenueOrder | undefined {
  const id = values.get('order_id') ?? values.get('orderId');
  const name = values.get('cliOrdId');
  if (id === undefined && name === undefined) throw new KfError('requiredArgumentMissing');
  return desk.exchange.state
    .ordersOf(account)
    .findLast((order) => (id === undefined ? order.clientId === name : kfOrderId(order.id) === id));
}

/** A request that came after the end of its validity is not carried out. */
function demandInTime(values: Values, { clock }: KfDesk): void {
  const until = values.get('processBefore');
  if (until !== undefined && clock.now() > Date.parse(until)) throw new KfStatus('wouldProcessAfterSpecifiedTime');
}

function sendOrder(values: Values, desk: KfDesk, { account }: KfKey): Json {
  const received = { cliOrdId: values.get('cliOrdId'), receivedTime: iso(desk.clock.now()) };
  try {
    demandInTime(values, desk);
    const { rules } = findContract(desk, values.get('symbol') ?? '');
    const request = readKfOrder(rules, values);
    const taken = desk.exchange.state.ordersOf(account).some(({ clientId }) => request.clientId !== '' && clientId === request.clientId);
    if (taken) throw new Refusal('duplicate client id');
    if (request.type === 'MARKET') desk.fundTrade(request.symbol);
    const order = desk.exchange.place(account, request);
    // It has a number there all the same.
    if (isSelfFill(order)) return { sendStatus: { ...received, order_id: kfOrderId(order.id), status: SELF_FILL, orderEvents: [] } };
    const passing = request.type === 'MARKET' || request.timeInForce === 'IOC';
    if (passing && order.executed === 0n) throw new KfStatus('iocWouldNotExecute');
    return { sendStatus: { ...received, order_id: kfOrderId(order.id), status: 'placed', orderEvents: [] } };
  } catch (thrown) {
    if (thrown instanceof KfError) throw thrown;
    return { sendStatus: { ...received, status: statusOf(thrown), orderEvents: [] } };
  }
}

function editOrder(values: Values, desk: KfDesk, { account }: KfKey): Json {
  try {
    demandInTime(values, desk);
    const order = namedOrder(desk, account, values);
    if (!order || !isOpen(order)) throw new KfStatus('orderForEditNotFound');
    const wished = (name: string, word: string) => (values.has(name) ? amount(values.get(name), word) : null);
    const terms = {
      quantity: wished('size', 'invalidSize'),
      price: wished('limitPrice', 'invalidPrice'),
      stopPrice: wished('stopPrice', 'invalidPrice'),
    };
    if (wouldMeetOwn(desk, order, terms.price)) throw new KfStatus(SELF_FILL);
    desk.exchange.restate(account, order.id, terms);
    return { editStatus: { status: 'edited', orderId: kfOrderId(order.id), receivedTime: iso(desk.clock.now()), orderEvents: [] } };
  } catch (thrown) {
    if (thrown instanceof KfError) throw thrown;
    return { editStatus: { status: statusOf(thrown), orderEvents: [] } };
  }
}

/** It met an order of its own account before anything else. */
function isSelfFill({ expiry, executed }: VenueOrder): boolean {
  return expiry === 'SELF_TRADE' && executed === 0n;
}

/** At another price an order of the book would meet one of its own account first. */
function wouldMeetOwn({ exchange }: KfDesk, order: VenueOrder, price: bigint | null): boolean {
  if (price === null || isWaiting(order)) return false;
  const against = exchange.state.market(order.symbol).against(order.side);
  return against.crosses(price) && against.first?.account === order.account;
}

function cancelOrder(values: Values, desk: KfDesk, { account }: KfKey): Json {
  const order = namedOrder(desk, account, values);
  if (!order || !isOpen(order)) return { cancelStatus: { status: order?.status === 'FILLED' ? 'filled' : 'notFound', orderEvents: [] } };
  desk.exchange.cancel(account, { symbol: order.symbol, orderId: order.id });
  return { cancelStatus: { status: 'cancelled', order_id: kfOrderId(order.id), receivedTime: iso(desk.clock.now()), orderEvents: [] } };
}

function orderStates(values: Values, desk: KfDesk, { account }: KfKey): Json {
  const names = (values.get('cliOrdIds') ?? '').split(',');
  const recent = desk.exchange.state
    .ordersOf(account)
    .filter((order) => names.includes(order.clientId) && (isOpen(order) || order.updatedAt > desk.clock.now() - RECENT_MS));
  return {
    orders: recent.map((order) => ({
      order: { type: 'ORDER', orderId: kfOrderId(order.id), cliOrdId: order.clientId, filled: kfNumber(order.executed) },
      status: isOpen(order) ? 'ENTERED_BOOK' : order.status === 'FILLED' ? 'FULLY_EXECUTED' : 'CANCELLED',
      updateReason: null,
      error: null,
    })),
  };
}

function flexJson({ exchange, collateral }: KfDesk, account: number): Json {
  const { free, locked } = exchange.state.account(account).balance(CONTRACT_ASSET);
  const coins = Object.entries(collateral.get(account) ?? {}).map(([name, quantity]) => [name, { quantity: digits(quantity) }] as const);
  const used = kfNumber(exchange.contracts.used(account, CONTRACT_ASSET));
  return {
    type: 'multiCollateralMarginAccount',
    currencies: { [CONTRACT_ASSET]: { quantity: kfNumber(free + locked) }, ...Object.fromEntries(coins) },
    initialMargin: used,
    initialMarginWithOrders: used,
    maintenanceMargin: 0,
    balanceValue: kfNumber(free + locked),
    portfolioValue: kfNumber(exchange.contracts.equity(account, CONTRACT_ASSET)),
    collateralValue: kfNumber(free + locked),
    pnl: kfNumber(exchange.contracts.equity(account, CONTRACT_ASSET) - free),
    unrealizedFunding: 0,
    availableMargin: kfNumber(exchange.contracts.available(account, CONTRACT_ASSET)),
    marginEquity: kfNumber(exchange.contracts.equity(account, CONTRACT_ASSET)),
  };
}

function positionsOf({ exchange, clock, leverages }: KfDesk, account: number): readonly Json[] {
  return openPositions(exchange.state.account(account)).map(([symbol, { size, cost }]) => {
    const name = kfSymbol(exchange.state.market(symbol).rules);
    const leverage = leverages.get(account)?.get(name);
    return {
      side: size > 0n ? 'long' : 'short',
      symbol: name,
      price: digits(meanPrice(cost, size)),
      fillTime: iso(clock.now()),
      size: kfNumber(magnitude(size)),
      unrealizedFunding: 0,
      pnlCurrency: CONTRACT_ASSET,
      ...(leverage === undefined ? {} : { maxFixedLeverage: leverage }),
    };
  });
}

function meanPrice(cost: bigint, size: bigint): string {
  const text = ((magnitude(cost) * 10n ** BigInt(MEAN_DIGITS)) / magnitude(size)).toString().padStart(MEAN_DIGITS + 1, '0');
  return `${text.slice(0, -MEAN_DIGITS)}.${text.slice(-MEAN_DIGITS)}`.replace(/\.?0+$/u, '');
}

/** A page of events, with a token for the next where there is one. */
function eventsOf(kind: 'orders' | 'triggers' | 'executions', values: Values, desk: KfDesk, { account }: KfKey): Json {
  const since = Number(values.get('since') ?? 0);
  const events = desk.history
    .of(kind, account)
    .filter(({ time, tradeable }) => time >= since && (!values.has('tradeable') || tradeable === values.get('tradeable')));
  const sorted = values.get('sort') === 'asc' ? events : [...events].reverse();
  const from = Number(values.get('continuation_token') ?? 0);
  const count = Number(values.get('count') ?? 1_000);
  const elements = sorted
    .slice(from, from + count)
    .map(({ time, event }, place) => ({ uid: unitsText(BigInt(from + place)), timestamp: time, event }));
  const more = from + count < sorted.length ? { continuationToken: String(from + count) } : {};
  return { accountUid: String(account), len: elements.length, elements, ...more };
}
