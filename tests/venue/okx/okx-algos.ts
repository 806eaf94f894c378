import { type OrderRequest, type OrderType, type VenueOrder, isLimited, isOpen, isTriggered } from '../core/order.ts';
import { Refusal } from '../core/refusal.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { parseUnits } from '../core/units.ts';
import { type OkxDesk, type Values, findMarket } from './okx-desk.ts';
import { OkxError } from './okx-error.ts';
import type { OkxKey } from './okx-keys.ts';
import { checkHeld, heldJson, instId, instType, isAlgoAlone, okxAlgoId, okxOrderId, okxSz, okxText, unitsOf } from './okx-order.ts';

type Json = Readonly<Record<string, unknown>>;

const AT_MARKET = '-1';
/** The word for a trigger that the market has reached already, by what it is and its side. */
const REACHED: Readonly<Record<string, readonly [string, string]>> = {
  'tp buy': ['51277', 'TP trigger price cannot be higher than the last price.'],
  'sl buy': ['51278', 'SL trigger price cannot be lower than the last price.'],
  'tp sell': ['51279', 'TP trigger price cannot be lower than the last price.'],
  'sl sell': ['51280', 'SL trigger price cannot be higher than the last price.'],
};

/** Reads a body such as `{"instId":"BTC-USDT","tdMode":"cash","side":"sell","ordType":"conditional","sz":"1","slTriggerPx":"2","slOrdPx":"-1"}`. */
function readAlgo(rules: SymbolRules, values: Values): OrderRequest {
  if (values.get('ordType') !== 'conditional') throw bad('ordType');
  checkHeld(rules, values);
  const side = values.get('side');
  if (side !== 'buy' && side !== 'sell') throw bad('side');
  const clientId = values.get('algoClOrdId') ?? '';
  if (!/^[A-Za-z0-9]{0,32}$/u.test(clientId)) throw bad('algoClOrdId');
  const leg = values.has('slTriggerPx') ? 'sl' : 'tp';
  if ((values.get(`${leg}TriggerPxType`) ?? 'last') !== 'last')
    throw new OkxError('51415', 'Spot trading only supports last', { ofOrder: true });
  const price = values.get(`${leg}OrdPx`) ?? '';
  const limited = price !== AT_MARKET;
  if (!limited && side === 'buy' && rules.contract === null && values.get('tgtCcy') !== 'base_ccy') throw bad('tgtCcy');
  const base: OrderType = leg === 'sl' ? 'STOP_LOSS' : 'TAKE_PROFIT';
  return {
    symbol: rules.name,
    side: side === 'buy' ? 'BUY' : 'SELL',
    type: limited ? `${base}_LIMIT` : base,
    timeInForce: 'GTC',
    quantity: unitsOf(rules, amount(values.get('sz'), 'sz')),
    quoteQuantity: 0n,
    price: limited ? amount(price, `${leg}OrdPx`) : 0n,
    stopPrice: amount(values.get(`${leg}TriggerPx`), `${leg}TriggerPx`),
    trailingDelta: 0,
    clientId,
    reduceOnly: values.get('reduceOnly') === 'true',
  };
}

function amount(text: string | undefined, name: string): bigint {
  const parsed = parseUnits(text ?? '');
  if (typeof parsed === 'string' || parsed === 0n) throw bad(name);
  return parsed;
}

function bad(name: string): OkxError {
  return new OkxError('51000', `Parameter ${name} error`, { ofOrder: true });
}

/** Every order of an account that waits or has waited, oldest first. */
function algosOf(desk: OkxDesk, account: number): readonly VenueOrder[] {
  return desk.exchange.state.ordersOf(account).filter(({ type }) => isTriggered(type));
}

/** The one of that name; an id of the venue's counts before the customer's. */
export function namedAlgo(desk: OkxDesk, account: number, values: Values): VenueOrder | undefined {
  const [algoId = '', name = ''] = [values.get('algoId'), values.get('algoClOrdId')];
  if (algoId === '' && name === '') throw new OkxError('51000', 'Either parameter algoId or algoClOrdId is required');
  return algosOf(desk, account).findLast((order) => (algoId === '' ? order.clientId === name : okxAlgoId(order.id) === algoId));
}

function stateOf(order: VenueOrder): string {
  if (!isAlgoAlone(order)) return 'effective';
  if (isOpen(order)) return 'live';
  return order.status === 'CANCELED' ? 'canceled' : 'order_failed';
}

/** An order that waits as queries and the stream tell it. */
export function okxAlgoJson(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  const state = stateOf(order);
  const placed = state === 'effective';
  const loss = order.type.startsWith('STOP_LOSS');
  const price = isLimited(order.type) ? okxText(order.price) : AT_MARKET;
  const own = { TriggerPx: okxText(order.stopPrice), TriggerPxType: 'last', OrdPx: price };
  const leg = (name: string, has: boolean) => Object.entries(own).map(([field, value]) => [name + field, has ? value : ''] as const);
  return {
    actualPx: placed && price !== AT_MARKET ? price : '',
    actualSide: placed ? (loss ? 'sl' : 'tp') : '',
    actualSz: placed ? okxSz(rules, order.quantity) : '0',
    algoClOrdId: order.clientId,
    algoId: okxAlgoId(order.id),
    attachAlgoOrds: [],
    cTime: String(order.createdAt),
    clOrdId: '',
    failCode: state === 'order_failed' ? '51008' : '',
    instId: instId(rules),
    instType: instType(rules),
    last: '',
    ordId: placed ? okxOrderId(order.id) : '',
    ordIdList: placed ? [okxOrderId(order.id)] : [],
    ordPx: '',
    ordType: 'conditional',
    ...heldJson(rules, order.reduceOnly),
    posSide: 'net',
    side: order.side.toLowerCase(),
    ...Object.fromEntries([...leg('sl', loss), ...leg('tp', !loss)]),
    state,
    sz: okxSz(rules, order.quantity),
    tag: '',
    tgtCcy: price === AT_MARKET && order.side === 'BUY' && rules.contract === null ? 'base_ccy' : '',
    triggerPx: '',
    triggerPxType: '',
    triggerTime: placed ? String(order.workingAt) : '',
    // Its own last change: what became of what it has placed is told of that.
    uTime: String(placed ? order.workingAt : order.updatedAt),
  };
}

function resultOf(order: VenueOrder): Json {
  return { algoClOrdId: order.clientId, algoId: okxAlgoId(order.id), clOrdId: '', sCode: '0', sMsg: '', tag: '' };
}

export function placeAlgo(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const { rules } = findMarket(desk, values.get('instId') ?? '');
  const request = readAlgo(rules, values);
  return [resultOf(reachedAs(request, () => desk.exchange.place(key.account, request)))];
}

/** A trigger that the market has reached already is refused by a word of its own. */
function reachedAs<Value>({ type, side }: Pick<OrderRequest, 'type' | 'side'>, act: () => Value): Value {
  try {
    return act();
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || (thrown.reason !== 'would trigger' && thrown.reason !== 'duplicate client id')) throw thrown;
    if (thrown.reason === 'duplicate client id') throw new OkxError('51065', 'algoClOrdId already exists.', { ofOrder: true });
    const [code, message] = REACHED[`${type.startsWith('STOP_LOSS') ? 'sl' : 'tp'} ${side.toLowerCase()}`]!;
    throw new OkxError(code, message, { ofOrder: true });
  }
}

export function cancelAlgo(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const order = namedAlgo(desk, key.account, values);
  if (!order || !isOpen(order) || !isAlgoAlone(order)) throw new Refusal('unknown order to cancel');
  desk.exchange.cancel(key.account, { symbol: order.symbol, orderId: order.id });
  return [resultOf(order)];
}

export function amendAlgo(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const order = namedAlgo(desk, key.account, values);
  if (!order || !isOpen(order) || !isAlgoAlone(order))
    throw new OkxError('51527', 'Order modification unsuccessful. The stop order does not exist.', { ofOrder: true });
  const leg = order.type.startsWith('STOP_LOSS') ? 'Sl' : 'Tp';
  if (values.has(`new${leg === 'Sl' ? 'Tp' : 'Sl'}TriggerPx`))
    throw new OkxError('51526', 'Take profit/Stop loss conditions cannot be added to or removed from stop orders.', { ofOrder: true });
  const wished = (name: string) => (values.has(name) && values.get(name) !== AT_MARKET ? amount(values.get(name), name) : null);
  const size = wished('newSz');
  const { rules } = desk.exchange.state.market(order.symbol);
  const wish = {
    quantity: size === null ? null : unitsOf(rules, size),
    price: wished(`new${leg}OrdPx`),
    stopPrice: wished(`new${leg}TriggerPx`),
  };
  reachedAs(order, () => desk.exchange.restate(key.account, order.id, wish));
  return [{ algoClOrdId: order.clientId, algoId: okxAlgoId(order.id), reqId: '', sCode: '0', sMsg: '' }];
}

export function algoDetails(values: Values, desk: OkxDesk, key: OkxKey): readonly unknown[] {
  const found = namedAlgo(desk, key.account, values);
  if (!found) throw new Refusal('unknown order');
  return [jsonOf(desk, found)];
}

/** Those that wait, or those that ended in a state; this venue has one kind of them. */
export function algoRows(values: Values, desk: OkxDesk, { account }: OkxKey, pending: boolean): readonly unknown[] {
  const kinds = (values.get('ordType') ?? '').split(',');
  if (!kinds.every((kind) => ['conditional', 'oco', 'trigger'].includes(kind)) || (kinds.length > 1 && kinds.includes('trigger')))
    throw new OkxError('51000', 'Parameter ordType error', { status: 400 });
  const state = pending ? 'live' : values.get('state');
  if (state === undefined && !values.has('algoId'))
    throw new OkxError('51602', 'Either order status or order ID is required.', { status: 400 });
  const after = values.get('after');
  const orders = kinds.includes('conditional') ? [...algosOf(desk, account)].reverse() : [];
  return orders
    .map((order) => jsonOf(desk, order))
    .filter((row) => row['state'] === state && ['instId', 'instType'].every((name) => !values.has(name) || row[name] === values.get(name)))
    .filter((row) => after === undefined || BigInt(String(row['algoId'])) < BigInt(after))
    .slice(0, Math.min(100, Number(values.get('limit') ?? 100)));
}

function jsonOf(desk: OkxDesk, order: VenueOrder): Json {
  return okxAlgoJson(order, desk.exchange.state.market(order.symbol).rules);
}
