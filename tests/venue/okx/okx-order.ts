import { type Fill, type OrderRequest, type VenueOrder, isLimited, isTriggered } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { ONE, parseUnits, unitsText } from '../core/units.ts';
import { OkxError } from './okx-error.ts';

type Json = Record<string, unknown>;
type Kind = Pick<OrderRequest, 'type' | 'timeInForce'>;

const KINDS: Readonly<Record<string, Kind>> = {
  market: { type: 'MARKET', timeInForce: 'GTC' },
  limit: { type: 'LIMIT', timeInForce: 'GTC' },
  post_only: { type: 'LIMIT_MAKER', timeInForce: 'GTC' },
  ioc: { type: 'LIMIT', timeInForce: 'IOC' },
  fok: { type: 'LIMIT', timeInForce: 'FOK' },
};

/** Reads a body such as `{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"2","sz":"1"}`. */
export function readOkxOrder(rules: SymbolRules, values: ReadonlyMap<string, string>): OrderRequest {
  const kind = KINDS[values.get('ordType') ?? ''];
  if (!kind) throw bad('ordType');
  if (values.get('tdMode') !== 'cash') throw bad('tdMode');
  const side = values.get('side');
  if (side !== 'buy' && side !== 'sell') throw bad('side');
  const clientId = values.get('clOrdId') ?? '';
  if (!/^[A-Za-z0-9]{0,32}$/u.test(clientId)) throw bad('clOrdId');
  const market = kind.type === 'MARKET';
  const target = market ? (values.get('tgtCcy') ?? (side === 'buy' ? 'quote_ccy' : 'base_ccy')) : 'base_ccy';
  if (target !== 'base_ccy' && target !== 'quote_ccy') throw bad('tgtCcy');
  const size = amount(values.get('sz'), 'sz');
  return {
    symbol: rules.name,
    side: side === 'buy' ? 'BUY' : 'SELL',
    ...kind,
    quantity: target === 'base_ccy' ? size : 0n,
    quoteQuantity: target === 'quote_ccy' ? size : 0n,
    price: market ? 0n : amount(values.get('px'), 'px'),
    stopPrice: 0n,
    trailingDelta: 0,
    clientId,
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

/** The pair, such as `BTC-USDT`. */
export function instId({ base, quote }: SymbolRules): string {
  return `${base}-${quote}`;
}

/** An amount without the noughts at its end. */
export function okxText(amountInUnits: bigint): string {
  return unitsText(amountInUnits).replace(/\.?0+$/u, '');
}

/** OKX's ids are long numbers. */
export function okxOrderId(id: number): string {
  return String(2_000_000_000_000_000_000n + BigInt(id));
}

/** Ids of orders that wait for a price are counted by themselves. */
export function okxAlgoId(id: number): string {
  return String(1_000_000_000_000_000_000n + BigInt(id));
}

/** It waits for its price, or ended while it did: the book has never seen it. */
export function isAlgoAlone({ type, workingAt }: Pick<VenueOrder, 'type' | 'workingAt'>): boolean {
  return isTriggered(type) && workingAt < 0;
}

export function okxOrderType({ type, timeInForce }: VenueOrder): string {
  if (isTriggered(type)) return isLimited(type) ? 'limit' : 'market';
  return Object.entries(KINDS).find(([, kind]) => kind.type === type && kind.timeInForce === timeInForce)?.[0] ?? 'limit';
}

const STATES: Readonly<Record<VenueOrder['status'], string>> = {
  NEW: 'live',
  PARTIALLY_FILLED: 'partially_filled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'canceled',
};

/** Why an order ended, by OKX's numbers. */
function cancelSource({ status, expiry }: VenueOrder): string {
  if (status === 'CANCELED') return '1';
  if (status !== 'EXPIRED') return '';
  return expiry === 'REJECTED' ? '31' : expiry === 'UNFILLED_FOK_ORDER_EXPIRED' ? '13' : '14';
}

/** An order as queries and the stream tell it. */
export function okxOrderJson(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  const last = order.fills.at(-1);
  const byMoney = order.quoteQuantity > 0n;
  const fee = order.fills.reduce((sum, fill) => sum + fill.commission, 0n);
  // What an order has placed that had waited names that one, and has no name of its own.
  const waited = isTriggered(order.type);
  return {
    accFillSz: okxText(order.executed),
    algoClOrdId: waited ? order.clientId : '',
    algoId: waited ? okxAlgoId(order.id) : '',
    attachAlgoOrds: [],
    avgPx: order.executed === 0n ? '' : okxText((order.executedQuote * ONE) / order.executed),
    cTime: String(order.createdAt),
    cancelSource: cancelSource(order),
    category: 'normal',
    ccy: '',
    clOrdId: waited ? '' : order.clientId,
    fee: okxText(-fee),
    feeCcy: order.side === 'BUY' ? rules.base : rules.quote,
    fillPx: last ? okxText(last.price) : '',
    fillSz: last ? okxText(last.quantity) : '0',
    fillTime: last ? String(last.time) : '',
    instId: instId(rules),
    instType: 'SPOT',
    lever: '',
    ordId: okxOrderId(order.id),
    ordType: okxOrderType(order),
    pnl: '0',
    posSide: '',
    px: order.price > 0n ? okxText(order.price) : '',
    rebate: '0',
    rebateCcy: order.side === 'BUY' ? rules.quote : rules.base,
    reduceOnly: 'false',
    side: order.side.toLowerCase(),
    source: waited ? '7' : '',
    state: STATES[order.status],
    sz: okxText(byMoney ? order.quoteQuantity : order.quantity),
    tag: '',
    tdMode: 'cash',
    tgtCcy: okxOrderType(order) === 'market' ? (byMoney ? 'quote_ccy' : 'base_ccy') : '',
    tradeId: last ? String(last.tradeId) : '',
    uTime: String(order.updatedAt),
  };
}

/** What the stream tells of an order: only a message of a trade names one. */
export function okxOrderPush(order: Readonly<VenueOrder>, fill: Fill | null, rules: SymbolRules): Json {
  return {
    ...okxOrderJson(order, rules),
    amendResult: '',
    code: '0',
    execType: fill === null ? '' : fill.maker ? 'M' : 'T',
    fillFee: fill === null ? '0' : okxText(-fill.commission),
    fillFeeCcy: fill?.commissionAsset ?? '',
    fillPx: fill === null ? '' : okxText(fill.price),
    fillSz: fill === null ? '0' : okxText(fill.quantity),
    fillTime: fill === null ? '' : String(fill.time),
    msg: '',
    reqId: '',
    tradeId: fill === null ? '' : String(fill.tradeId),
  };
}

/** One execution as the history answers it; `place` is where it stands in the account's own. */
export function okxTradeJson(order: VenueOrder, fill: Fill, rules: SymbolRules, place: number): Json {
  return {
    billId: String(3_000_000_000_000_000_000n + BigInt(place)),
    clOrdId: isTriggered(order.type) ? '' : order.clientId,
    execType: fill.maker ? 'M' : 'T',
    fee: okxText(-fill.commission),
    feeCcy: fill.commissionAsset,
    fillPx: okxText(fill.price),
    fillSz: okxText(fill.quantity),
    fillTime: String(fill.time),
    instId: instId(rules),
    instType: 'SPOT',
    ordId: okxOrderId(order.id),
    posSide: '',
    side: order.side.toLowerCase(),
    subType: '1',
    tag: '',
    tradeId: String(fill.tradeId),
    ts: String(fill.time),
  };
}
