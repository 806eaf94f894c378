import { type ExpiryReason, type OrderRequest, type OrderType, type VenueOrder, isTriggered } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { ONE, parseUnits, unitsText } from '../core/units.ts';
import { KrakenError } from './kraken-error.ts';
import { digitsOf, orderTxid, pairAltName, tradeTxid } from './names.ts';

const TYPES: Readonly<Record<string, OrderType>> = {
  limit: 'LIMIT',
  market: 'MARKET',
  'stop-loss': 'STOP_LOSS',
  'stop-loss-limit': 'STOP_LOSS_LIMIT',
  'take-profit': 'TAKE_PROFIT',
  'take-profit-limit': 'TAKE_PROFIT_LIMIT',
};

/** What both ways of placing an order say. */
export interface KrakenOrderFields {
  readonly type: string;
  readonly side: string;
  readonly volume: string;
  /** Of a limit order its limit; of one that waits its trigger. */
  readonly price: string;
  /** Of an order that waits: its limit. */
  readonly price2: string;
  readonly timeInForce: string;
  readonly flags: readonly string[];
  readonly clientId: string;
}

export function readKrakenOrder(rules: SymbolRules, fields: KrakenOrderFields): OrderRequest {
  const named = TYPES[fields.type];
  if (!named) throw new KrakenError('EGeneral:Invalid arguments:ordertype');
  if (fields.side !== 'buy' && fields.side !== 'sell') throw new KrakenError('EGeneral:Invalid arguments:type');
  const postOnly = fields.flags.includes('post');
  const byMoney = fields.flags.includes('viqc');
  const volume = amount(fields.volume, 'volume');
  const waits = isTriggered(named);
  const time = fields.timeInForce === '' ? 'GTC' : fields.timeInForce.toUpperCase();
  if (time !== 'GTC' && time !== 'IOC' && time !== 'FOK') throw new KrakenError('EGeneral:Invalid arguments:timeinforce');
  if (!/^[A-Za-z0-9-]{0,36}$/u.test(fields.clientId)) throw new KrakenError('EGeneral:Invalid arguments:cl_ord_id');
  const limited = named.endsWith('LIMIT');
  return {
    symbol: rules.name,
    side: fields.side === 'buy' ? 'BUY' : 'SELL',
    type: postOnly && named === 'LIMIT' ? 'LIMIT_MAKER' : named,
    timeInForce: limited ? time : 'GTC',
    quantity: byMoney ? 0n : volume,
    quoteQuantity: byMoney ? volume : 0n,
    price: limited ? amount(waits ? fields.price2 : fields.price, 'price') : 0n,
    stopPrice: waits ? amount(fields.price, 'price') : 0n,
    trailingDelta: 0,
    clientId: fields.clientId,
  };
}

function amount(text: string, name: string): bigint {
  const parsed = parseUnits(text);
  if (typeof parsed === 'string' || parsed === 0n) throw new KrakenError(`EGeneral:Invalid arguments:${name}`);
  return parsed;
}

/** Kraken's word for an order's type. */
export function krakenType({ type }: VenueOrder): string {
  if (type === 'LIMIT_MAKER') return 'limit';
  return Object.entries(TYPES).find(([, own]) => own === type)?.[0] ?? 'limit';
}

export function krakenStatus(order: VenueOrder): 'open' | 'pending' | 'closed' | 'canceled' | 'expired' {
  if (order.status === 'CANCELED') return 'canceled';
  if (order.status === 'EXPIRED') return 'expired';
  if (order.status === 'FILLED') return 'closed';
  return order.workingAt < 0 ? 'pending' : 'open';
}

export function endReason(reason: ExpiryReason | null): string {
  return reason === null ? 'User requested' : reason === 'INSUFFICIENT_LIQUIDITY' ? 'Insufficient liquidity' : 'Order expired';
}

/** Amount with as many digits as its market writes. */
export function priceText(price: bigint, rules: SymbolRules): string {
  const cut = 8 - digitsOf(rules.tick);
  return cut === 0 ? unitsText(price) : unitsText(price).slice(0, -cut).replace(/\.$/u, '');
}

export function averagePrice(order: VenueOrder): bigint {
  return order.executed === 0n ? 0n : (order.executedQuote * ONE) / order.executed;
}

export function feeOf(order: VenueOrder): bigint {
  return order.fills.reduce((sum, fill) => sum + fill.commission, 0n);
}

/** The sentence that says what an order is. */
export function orderSentence(order: VenueOrder, rules: SymbolRules): string {
  const what = `${order.side.toLowerCase()} ${unitsText(order.quantity)} ${pairAltName(rules)} @`;
  const limit = priceText(order.price, rules);
  switch (order.type) {
    case 'MARKET':
      return `${what} market`;
    case 'LIMIT':
    case 'LIMIT_MAKER':
      return `${what} limit ${limit}`;
    case 'STOP_LOSS':
    case 'TAKE_PROFIT':
      return `${what} ${krakenType(order).replace('-', ' ')} ${priceText(order.stopPrice, rules)}`;
    case 'STOP_LOSS_LIMIT':
    case 'TAKE_PROFIT_LIMIT':
      return `${what} ${krakenType(order).replace('-limit', '').replace('-', ' ')} ${priceText(order.stopPrice, rules)} -> limit ${limit}`;
  }
}

/** An order as queries answer it. */
export function krakenOrderJson(order: VenueOrder, rules: SymbolRules, withTrades: boolean): Record<string, unknown> {
  const waits = isTriggered(order.type);
  const open = order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
  return {
    refid: null,
    userref: null,
    cl_ord_id: order.clientId,
    status: krakenStatus(order),
    opentm: order.createdAt / 1_000,
    starttm: 0,
    expiretm: 0,
    ...(open ? {} : { closetm: order.updatedAt / 1_000, reason: order.status === 'FILLED' ? null : endReason(order.expiry) }),
    descr: {
      pair: pairAltName(rules),
      type: order.side.toLowerCase(),
      ordertype: krakenType(order),
      price: priceText(waits ? order.stopPrice : order.price, rules),
      price2: priceText(waits ? order.price : 0n, rules),
      leverage: 'none',
      order: orderSentence(order, rules),
      close: '',
    },
    vol: unitsText(order.quantity),
    vol_exec: unitsText(order.executed),
    cost: unitsText(order.executedQuote),
    fee: unitsText(feeOf(order)),
    price: priceText(averagePrice(order), rules),
    stopprice: priceText(0n, rules),
    limitprice: priceText(0n, rules),
    misc: '',
    oflags: order.type === 'LIMIT_MAKER' ? 'fciq,post' : 'fciq',
    ...(withTrades ? { trades: order.fills.map((fill) => tradeTxid(order.symbol, fill.tradeId)) } : {}),
  };
}

/** One execution as the history answers it. */
export function krakenTradeJson(order: VenueOrder, fill: VenueOrder['fills'][number], rules: SymbolRules): Record<string, unknown> {
  return {
    ordertxid: orderTxid(order.id),
    postxid: '',
    pair: pairAltName(rules),
    time: fill.time / 1_000,
    type: order.side.toLowerCase(),
    ordertype: krakenType(order),
    price: priceText(fill.price, rules),
    cost: unitsText(fill.quote),
    fee: unitsText(fill.commission),
    vol: unitsText(fill.quantity),
    margin: '0.00000',
    misc: '',
    trade_id: fill.tradeId,
    maker: fill.maker,
  };
}
