import type { DeadMan } from '../core/dead-man.ts';
import type { Exchange } from '../core/exchange.ts';
import type { Market } from '../core/market.ts';
import { type VenueOrder, isOpen } from '../core/order.ts';
import { Refusal } from '../core/refusal.ts';
import type { VenueNow } from '../core/state.ts';
import { parseUnits, unitsText } from '../core/units.ts';
import { dayFigures } from '../binance/market-json.ts';
import { KrakenError } from './kraken-error.ts';
import type { KrakenKey, KrakenKeys } from './kraken-keys.ts';
import { krakenOrderJson, krakenTradeJson, orderSentence, priceText, readKrakenOrder } from './kraken-order.ts';
import { assetId, assetName, digitsOf, orderTxid, pairAltName, pairId, tradeTxid, wireSymbol } from './names.ts';

/** What every endpoint works on. */
export interface KrakenDesk {
  readonly exchange: Exchange;
  readonly clock: VenueNow;
  readonly keys: KrakenKeys;
  readonly deadMan: DeadMan;
}

type Values = ReadonlyMap<string, string>;
type Answer = (values: Values, desk: KrakenDesk, key: KrakenKey) => unknown;

/** A private endpoint: what it costs and which right it needs. */
interface PrivateRoute {
  readonly cost: number;
  readonly right: 'reading' | 'trading';
  readonly answer: Answer;
}

export const PUBLIC_ROUTES: Readonly<Record<string, (values: Values, desk: KrakenDesk) => unknown>> = {
  Time: (_values, desk) => ({ unixtime: Math.floor(desk.clock.now() / 1_000), rfc1123: '' }),
  SystemStatus: (_values, desk) => ({ status: 'online', timestamp: iso(desk.clock.now()) }),
  Assets: (_values, desk) =>
    Object.fromEntries(
      assetsOf(desk).map((asset) => [
        assetId(asset),
        { aclass: 'currency', altname: assetName(asset), decimals: 8, display_decimals: 5, status: 'enabled' },
      ]),
    ),
  AssetPairs: (_values, desk) =>
    Object.fromEntries([...desk.exchange.state.markets.values()].map((market) => [pairId(market.rules), pairJson(market)])),
  Ticker: (values, desk) =>
    Object.fromEntries(chosen(values, desk).map((market) => [pairId(market.rules), tickerJson(market, desk.clock.now())])),
  Depth: (values, desk) => {
    const market = marketOf(values, desk);
    const count = Math.min(500, Number(values.get('count') ?? 100));
    const levels = (side: 'bids' | 'asks') =>
      market[side]
        .top(count)
        .map(({ price, total }) => [priceText(price, market.rules), unitsText(total), Math.floor(desk.clock.now() / 1_000)]);
    return { [pairId(market.rules)]: { asks: levels('asks'), bids: levels('bids') } };
  },
  Trades: (values, desk) => {
    const market = marketOf(values, desk);
    const rows = market.tape.trades
      .slice(-1_000)
      .map((trade) => [
        priceText(trade.price, market.rules),
        unitsText(trade.quantity),
        trade.time / 1_000,
        trade.buyerIsMaker ? 's' : 'b',
        'm',
        '',
        trade.id,
      ]);
    return { [pairId(market.rules)]: rows, last: String(desk.clock.now() * 1_000_000) };
  },
  OHLC: (values, desk) => {
    const market = marketOf(values, desk);
    const length = Number(values.get('interval') ?? 1) * 60_000;
    const text = (price: bigint) => priceText(price, market.rules);
    const bars = market.tape.joined(length, Number(values.get('since') ?? 0) * 1_000).slice(-720);
    const rows = bars.map((bar) => [
      bar.time / 1_000,
      text(bar.open),
      text(bar.high),
      text(bar.low),
      text(bar.close),
      text(bar.close),
      unitsText(bar.volume),
      bar.trades,
    ]);
    return { [pairId(market.rules)]: rows, last: bars.at(-2)?.time ?? 0 };
  },
};

export const PRIVATE_ROUTES: Readonly<Record<string, PrivateRoute>> = {
  BalanceEx: reading(1, (_values, desk, key) =>
    Object.fromEntries(
      [...desk.exchange.state.account(key.account).balances].map(([asset, { free, locked }]) => [
        assetId(asset),
        { balance: unitsText(free + locked), hold_trade: unitsText(locked) },
      ]),
    ),
  ),
  Balance: reading(1, (_values, desk, key) =>
    Object.fromEntries(
      [...desk.exchange.state.account(key.account).balances].map(([asset, { free, locked }]) => [assetId(asset), unitsText(free + locked)]),
    ),
  ),
  AddOrder: { cost: 0, right: 'trading', answer: addOrder },
  AmendOrder: { cost: 0, right: 'trading', answer: amendOrder },
  CancelOrder: { cost: 0, right: 'trading', answer: cancelOrder },
  CancelAll: { cost: 1, right: 'trading', answer: (_values, desk, key) => ({ count: desk.exchange.cancelAll(key.account).length }) },
  CancelAllOrdersAfter: { cost: 1, right: 'trading', answer: cancelAllAfter },
  OpenOrders: reading(1, (values, desk, key) => {
    const clientId = values.get('cl_ord_id');
    const open = desk.exchange.state.openOrders(key.account).filter((order) => clientId === undefined || order.clientId === clientId);
    return { open: ordersJson(open, desk, values) };
  }),
  ClosedOrders: reading(1, (values, desk, key) => {
    const clientId = values.get('cl_ord_id');
    const closed = desk.exchange.state
      .ordersOf(key.account)
      .filter((order) => !isOpen(order) && (clientId === undefined || order.clientId === clientId));
    return { closed: ordersJson([...closed].reverse().slice(...pageOf(values)), desk, values), count: closed.length };
  }),
  QueryOrders: reading(1, (values, desk, key) => {
    const wanted = new Set((values.get('txid') ?? '').split(','));
    const found = desk.exchange.state.ordersOf(key.account).filter((order) => wanted.has(orderTxid(order.id)));
    if (found.length === 0) throw new Refusal('unknown order');
    return ordersJson(found, desk, values);
  }),
  QueryTrades: reading(2, (values, desk, key) => {
    const wanted = new Set((values.get('txid') ?? '').split(','));
    const fills = desk.exchange.state.fillsOf(key.account);
    const named = fills.map(({ order, fill }) => ({ order, fill, txid: tradeTxid(order.symbol, fill.tradeId) }));
    const found = named.filter(({ txid }) => wanted.has(txid));
    return Object.fromEntries(found.map(({ order, fill, txid }) => [txid, krakenTradeJson(order, fill, rulesOf(order, desk))]));
  }),
  TradesHistory: reading(2, (values, desk, key) => {
    const [start, end] = [Number(values.get('start') ?? 0) * 1_000, Number(values.get('end') ?? 1e12) * 1_000];
    const fills = desk.exchange.state.fillsOf(key.account).filter(({ fill }) => fill.time > start && fill.time <= end);
    const rows = [...fills].reverse().slice(...pageOf(values));
    const trades = rows.map(
      ({ order, fill }) => [tradeTxid(order.symbol, fill.tradeId), krakenTradeJson(order, fill, rulesOf(order, desk))] as const,
    );
    return { trades: Object.fromEntries(trades), count: fills.length };
  }),
  TradeVolume: reading(1, (values, desk, key) => {
    const { rules } = marketOf(values, desk);
    const own = desk.exchange.state.account(key.account);
    const rate = (fee: bigint) => ({
      fee: unitsText(fee * 100n),
      minfee: '0.0000',
      maxfee: '0.4000',
      nextfee: null,
      nextvolume: null,
      tiervolume: '0.0000',
    });
    return {
      currency: 'ZUSD',
      volume: '0.0000',
      fees: { [pairId(rules)]: rate(own.taker) },
      fees_maker: { [pairId(rules)]: rate(own.maker) },
    };
  }),
  GetWebSocketsToken: reading(1, (_values, desk, key) => desk.keys.makeToken(key, desk.exchange.state.makeClientId())),
  GetApiKeyInfo: reading(1, (_values, _desk, key) => ({
    permissions: [
      ...(key.rights.reading ? ['query-funds', 'query-open-trades', 'query-closed-trades'] : []),
      ...(key.rights.trading ? ['modify-trades', 'close-trades'] : []),
      ...(key.rights.withdrawals ? ['withdraw-funds'] : []),
    ],
  })),
};

function reading(cost: number, answer: Answer): PrivateRoute {
  return { cost, right: 'reading', answer };
}

/** RFC 3339. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

/** A request that comes after the time that it names itself is not carried out. */
function checkDeadline(values: Values, { clock }: KrakenDesk): void {
  const deadline = values.get('deadline');
  if (deadline !== undefined && clock.now() > Date.parse(deadline)) throw new KrakenError('EService:Deadline elapsed');
}

function addOrder(values: Values, desk: KrakenDesk, key: KrakenKey): unknown {
  checkDeadline(values, desk);
  const { rules } = marketOf(values, desk);
  const text = (name: string) => values.get(name) ?? '';
  const request = readKrakenOrder(rules, {
    type: text('ordertype'),
    side: text('type'),
    volume: text('volume'),
    price: text('price'),
    price2: text('price2'),
    timeInForce: text('timeinforce'),
    flags: text('oflags').split(','),
    clientId: text('cl_ord_id'),
  });
  if (text('validate') === 'true') {
    desk.exchange.check(key.account, request);
    return { descr: { order: '' } };
  }
  const order = desk.exchange.place(key.account, request);
  return { descr: { order: orderSentence(order, rules) }, txid: [orderTxid(order.id)] };
}

/** Other terms of an order that stands, in one step. */
function amendOrder(values: Values, desk: KrakenDesk, key: KrakenKey): unknown {
  checkDeadline(values, desk);
  const [txid, clientId] = [values.get('txid'), values.get('cl_ord_id')];
  const order = desk.exchange.state
    .openOrders(key.account)
    .find((each) => orderTxid(each.id) === txid || (clientId !== undefined && each.clientId === clientId));
  if (order === undefined) throw new Refusal('unknown order');
  const wish = (name: string): bigint | null => {
    const text = values.get(name);
    if (text === undefined) return null;
    const parsed = parseUnits(text);
    if (typeof parsed === 'string' || parsed === 0n) throw new KrakenError(`EGeneral:Invalid arguments:${name}`);
    return parsed;
  };
  desk.exchange.restate(key.account, order.id, {
    quantity: wish('order_qty'),
    price: wish('limit_price'),
    stopPrice: wish('trigger_price'),
  });
  return { amend_id: `AMEND-${String(order.id)}-${String(order.amends)}` };
}

/** Ends the order that is named by the venue's id or by the customer's. */
export function cancelNamed(
  desk: KrakenDesk,
  account: number,
  name: { readonly txid?: string | undefined; readonly clientId?: string | undefined },
): VenueOrder[] {
  const { state } = desk.exchange;
  const found = state
    .openOrders(account)
    .filter((order) => orderTxid(order.id) === name.txid || (name.clientId !== undefined && order.clientId === name.clientId));
  if (found.length === 0) throw new Refusal('unknown order to cancel');
  return found.flatMap((order) => desk.exchange.cancel(account, { symbol: order.symbol, orderId: order.id }));
}

function cancelOrder(values: Values, desk: KrakenDesk, key: KrakenKey): unknown {
  return { count: cancelNamed(desk, key.account, { txid: values.get('txid'), clientId: values.get('cl_ord_id') }).length };
}

function cancelAllAfter(values: Values, desk: KrakenDesk, key: KrakenKey): unknown {
  const seconds = Number(values.get('timeout') ?? Number.NaN);
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > 86_400) throw new KrakenError('EGeneral:Invalid arguments:timeout');
  const strikes = desk.deadMan.arm(key.account, seconds * 1_000);
  return { currentTime: iso(desk.clock.now()), triggerTime: strikes === null ? '0' : iso(strikes) };
}

function ordersJson(orders: readonly VenueOrder[], desk: KrakenDesk, values: Values): Record<string, unknown> {
  const withTrades = values.get('trades')?.toLowerCase() === 'true';
  return Object.fromEntries(orders.map((order) => [orderTxid(order.id), krakenOrderJson(order, rulesOf(order, desk), withTrades)]));
}

/** The fifty rows of a page, newest first. */
function pageOf(values: Values): [number, number] {
  const from = Number(values.get('ofs') ?? 0);
  return [from, from + 50];
}

function rulesOf(order: VenueOrder, desk: KrakenDesk): Market['rules'] {
  return desk.exchange.state.market(order.symbol).rules;
}

function assetsOf(desk: KrakenDesk): string[] {
  return [...new Set([...desk.exchange.state.markets.values()].flatMap(({ rules }) => [rules.base, rules.quote]))];
}

/** The market of a pair by any of its names. */
export function marketNamed(desk: KrakenDesk, name: string): Market | undefined {
  return [...desk.exchange.state.markets.values()].find(({ rules }) =>
    [pairId(rules), pairAltName(rules), wireSymbol(rules)].includes(name),
  );
}

/** As `marketNamed`; throws where there is none. */
export function findMarket(desk: KrakenDesk, name: string): Market {
  const found = marketNamed(desk, name);
  if (!found) throw new KrakenError('EQuery:Unknown asset pair');
  return found;
}

function marketOf(values: Values, desk: KrakenDesk): Market {
  return findMarket(desk, values.get('pair') ?? '');
}

function chosen(values: Values, desk: KrakenDesk): Market[] {
  const named = values.get('pair');
  return named === undefined ? [...desk.exchange.state.markets.values()] : named.split(',').map((name) => findMarket(desk, name));
}

function pairJson({ rules, open }: Market): unknown {
  return {
    altname: pairAltName(rules),
    wsname: `${assetName(rules.base)}/${assetName(rules.quote)}`,
    aclass_base: 'currency',
    base: assetId(rules.base),
    aclass_quote: 'currency',
    quote: assetId(rules.quote),
    lot: 'unit',
    cost_decimals: 8,
    pair_decimals: digitsOf(rules.tick),
    lot_decimals: digitsOf(rules.step),
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, 0.4]],
    fees_maker: [[0, 0.25]],
    fee_volume_currency: 'ZUSD',
    ordermin: unitsText(rules.minQuantity),
    costmin: unitsText(rules.minNotional),
    tick_size: priceText(rules.tick, rules),
    status: open ? 'online' : 'cancel_only',
  };
}

function tickerJson(market: Market, now: number): unknown {
  const day = dayFigures(market, now);
  const text = (price: bigint) => priceText(price, market.rules);
  const [bid, ask, last] = [market.bids.top(1)[0], market.asks.top(1)[0], market.tape.trades.at(-1)];
  const twice = (value: unknown) => [value, value];
  return {
    a: [text(ask?.price ?? 0n), '1', unitsText(ask?.total ?? 0n)],
    b: [text(bid?.price ?? 0n), '1', unitsText(bid?.total ?? 0n)],
    c: [text(day.last), unitsText(last?.quantity ?? 0n)],
    v: twice(unitsText(day.volume)),
    p: twice(text(day.last)),
    t: twice(day.trades),
    l: twice(text(day.low)),
    h: twice(text(day.high)),
    o: text(day.open),
  };
}
