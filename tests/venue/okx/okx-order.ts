import { type Fill, type OrderRequest, type VenueOrder, isLimited, isTriggered } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { ONE, parseUnits, units, unitsText } from '../core/units.ts';
import { OkxError } from './okx-error.ts';

/** Base units of one contract, by the base asset, as OKX has them. */
const CONTRACTS: Readonly<Record<string, bigint>> = {
  BTC: units('0.01'),
  ETH: units('0.1'),
  SOL: units('1'),
  XRP: units('100'),
  DOGE: units('1000'),
};

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
  checkHeld(rules, values);
  const side = values.get('side');
  if (side !== 'buy' && side !== 'sell') throw bad('side');
  const clientId = values.get('clOrdId') ?? '';
  if (!/^[A-Za-z0-9]{0,32}$/u.test(clientId)) throw bad('clOrdId');
  const market = kind.type === 'MARKET';
  const coins = market && rules.contract === null;
  const target = coins ? (values.get('tgtCcy') ?? (side === 'buy' ? 'quote_ccy' : 'base_ccy')) : 'base_ccy';
  if (target !== 'base_ccy' && target !== 'quote_ccy') throw bad('tgtCcy');
  const size = amount(values.get('sz'), 'sz');
  return {
    symbol: rules.name,
    side: side === 'buy' ? 'BUY' : 'SELL',
    ...kind,
    quantity: target === 'base_ccy' ? unitsOf(rules, size) : 0n,
    quoteQuantity: target === 'quote_ccy' ? size : 0n,
    price: market ? 0n : amount(values.get('px'), 'px'),
    stopPrice: 0n,
    trailingDelta: 0,
    clientId,
    reduceOnly: values.get('reduceOnly') === 'true',
  };
}

/** Coins go on cash, contracts on cross margin as one net position. */
export function checkHeld({ contract }: SymbolRules, values: ReadonlyMap<string, string>): void {
  if (values.get('tdMode') !== (contract === null ? 'cash' : 'cross')) throw bad('tdMode');
  if ((values.get('posSide') ?? 'net') !== 'net') throw bad('posSide');
}

/** Base units of one contract; one of a coin. */
export function contractOf({ base, contract }: SymbolRules): bigint {
  return contract === null ? ONE : CONTRACTS[base]!;
}

/** Base units of a size as it is sent. */
export function unitsOf(rules: SymbolRules, size: bigint): bigint {
  return (size * contractOf(rules)) / ONE;
}

/** A size as it is told: in contracts where the market is one of contracts. */
export function okxSz(rules: SymbolRules, quantity: bigint): string {
  return okxText((quantity * ONE) / contractOf(rules));
}

export function instType({ contract }: SymbolRules): 'SPOT' | 'SWAP' {
  return contract === null ? 'SPOT' : 'SWAP';
}

/** How its orders are held. */
export function heldJson({ contract }: SymbolRules, reduceOnly: boolean): Json {
  return { tdMode: contract === null ? 'cash' : 'cross', posSide: contract === null ? '' : 'net', reduceOnly: String(reduceOnly) };
}

function amount(text: string | undefined, name: string): bigint {
  const parsed = parseUnits(text ?? '');
  if (typeof parsed === 'string' || parsed === 0n) throw bad(name);
  return parsed;
}

function bad(name: string): OkxError {
  return new OkxError('51000', `Parameter ${name} error`, { ofOrder: true });
}

/** The pair, such as `BTC-USDT`, or its perpetual, `BTC-USDT-SWAP`. */
export function instId({ base, quote, contract }: SymbolRules): string {
  return `${base}-${quote}${contract === null ? '' : '-SWAP'}`;
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

/** Why an order is there, and how bills number its trades. */
const CATEGORIES = { normal: 'normal', liquidation: 'full_liquidation', adl: 'adl' } as const;
const SUB_TYPES = { normal: { BUY: '1', SELL: '2' }, liquidation: { BUY: '106', SELL: '107' }, adl: { BUY: '127', SELL: '128' } } as const;

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
  const [fee, profit] = [
    order.fills.reduce((sum, fill) => sum + fill.commission, 0n),
    order.fills.reduce((sum, fill) => sum + fill.profit, 0n),
  ];
  // What an order has placed that had waited names that one, and has no name of its own.
  const waited = isTriggered(order.type);
  return {
    accFillSz: okxSz(rules, order.executed),
    algoClOrdId: waited ? order.clientId : '',
    algoId: waited ? okxAlgoId(order.id) : '',
    attachAlgoOrds: [],
    avgPx: order.executed === 0n ? '' : okxText((order.executedQuote * ONE) / order.executed),
    cTime: String(order.createdAt),
    cancelSource: cancelSource(order),
    category: CATEGORIES[order.forced ?? 'normal'],
    ccy: '',
    clOrdId: waited ? '' : order.clientId,
    fee: okxText(-fee),
    feeCcy: rules.contract?.settle ?? (order.side === 'BUY' ? rules.base : rules.quote),
    fillPx: last ? okxText(last.price) : '',
    fillSz: last ? okxSz(rules, last.quantity) : '0',
    fillTime: last ? String(last.time) : '',
    instId: instId(rules),
    instType: instType(rules),
    lever: '',
    ordId: okxOrderId(order.id),
    ordType: okxOrderType(order),
    pnl: okxText(profit),
    ...heldJson(rules, order.reduceOnly),
    px: order.price > 0n ? okxText(order.price) : '',
    rebate: '0',
    rebateCcy: order.side === 'BUY' ? rules.quote : rules.base,
    side: order.side.toLowerCase(),
    source: waited ? '7' : '',
    state: STATES[order.status],
    sz: byMoney ? okxText(order.quoteQuantity) : okxSz(rules, order.quantity),
    tag: '',
    tgtCcy: okxOrderType(order) === 'market' && rules.contract === null ? (byMoney ? 'quote_ccy' : 'base_ccy') : '',
    tradeId: order.forced === null ? (last ? String(last.tradeId) : '') : '0',
    uTime: String(order.updatedAt),
  };
}

/** A trade's number; of the venue's own orders it is below nought. */
function tradeIdOf({ forced }: Pick<VenueOrder, 'forced'>, { tradeId }: Fill): string {
  return String(forced === null ? tradeId : -tradeId);
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
    fillPnl: fill === null ? '0' : okxText(fill.profit),
    fillPx: fill === null ? '' : okxText(fill.price),
    fillSz: fill === null ? '0' : okxSz(rules, fill.quantity),
    fillTime: fill === null ? '' : String(fill.time),
    msg: '',
    reqId: '',
    tradeId: fill === null ? (order.forced === null ? '' : '0') : tradeIdOf(order, fill),
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
    fillPnl: okxText(fill.profit),
    fillPx: okxText(fill.price),
    fillSz: okxSz(rules, fill.quantity),
    fillTime: String(fill.time),
    instId: instId(rules),
    instType: instType(rules),
    ordId: okxOrderId(order.id),
    posSide: rules.contract === null ? '' : 'net',
    side: order.side.toLowerCase(),
    subType: SUB_TYPES[order.forced ?? 'normal'][order.side],
    tag: '',
    tradeId: tradeIdOf(order, fill),
    ts: String(fill.time),
  };
}
