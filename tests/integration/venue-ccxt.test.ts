import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { units } from '../venue/core/units.ts';
import { type CcxtVenue, type CcxtOrder, call, ccxtAt, refusalOf } from '../venue/ccxt-at.ts';
import type { RequestFault } from '../venue/faults/fault-rules.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import { type StartedVenue, startVenue } from '../venue/start-venue.ts';

const MARKET = 'BTC/USDT';

let venue: StartedVenue;
let binance: CcxtVenue;
let account: number;
beforeAll(async () => {
  venue = await startVenue({ symbols: 2, pastMinutes: 120 });
  binance = await ccxtAt(venue.address);
  await binance.loadMarkets();
  account = venue.venue.desk.keys.known(FIRST_CUSTOMER.key, 'reading').account;
});
afterAll(async () => {
  await binance.close();
  await venue.stop();
});
beforeEach(() => {
  venue.venue.exchange.cancelAll(account);
  venue.control.run({ do: 'move price', symbol: 'BTCUSDT', price: '60000' });
  venue.control.run({ do: 'clear faults' });
  venue.control.run({ do: 'set clock', offsetMs: 0 });
  binance.options['timeDifference'] = 0;
  binance.timeout = 10_000;
});

type Extra = Readonly<Record<string, unknown>>;

function order(type: string, side: string, amount: number, more: { readonly price?: number } & Extra = {}): Promise<CcxtOrder> {
  const { price, ...params } = more;
  return call<CcxtOrder>(binance, 'createOrder', MARKET, type, side, amount, price, params);
}

describe('ccxt as it is installed, over REST', () => {
  test("loads the markets with their rules, and the account's coins", async () => {
    expect(binance.markets[MARKET]).toMatchObject({
      id: 'BTCUSDT',
      precision: { price: 0.01, amount: 0.00001 },
      limits: { cost: { min: 5 } },
    });
    expect(await call(binance, 'fetchBalance')).toMatchObject({ total: { USDT: 100_000, BTC: 1, ETH: 10 }, free: { BTC: 1 } });
    expect(await call(binance, 'fetchTradingFee', MARKET)).toMatchObject({ maker: 0.001, taker: 0.001 });
    expect(await call(binance, 'sapiGetAccountApiRestrictions')).toMatchObject({ enableWithdrawals: false, enableReading: true });
    venue.venue.offsetMs = -30_000;
    expect(Math.abs((await call<number>(binance, 'loadTimeDifference')) - 30_000)).toBeLessThan(5_000);
  });

  test('reads the market', async () => {
    const book = await call<{ bids: number[][]; asks: number[][]; nonce: number }>(binance, 'fetchOrderBook', MARKET, 5);
    expect([book.bids.length, book.asks.length, book.bids[0]![0]! < book.asks[0]![0]!]).toEqual([5, 5, true]);
    await order('market', 'buy', 0.001);
    expect((await call<unknown[]>(binance, 'fetchTrades', MARKET)).at(-1)).toMatchObject({
      amount: 0.001,
      price: book.asks[0]![0],
      side: 'buy',
    });
    expect(await call(binance, 'fetchTicker', MARKET)).toMatchObject({ last: book.asks[0]![0], bid: book.bids[0]![0] });
    const bars = await call<number[][]>(binance, 'fetchOHLCV', MARKET, '5m');
    expect([bars.length > 20, bars.at(-1)![4]]).toEqual([true, book.asks[0]![0]]);
  });

  test.each([
    ['limit', 'buy', 0.01, { price: 59_000 }, { status: 'open', type: 'limit', timeInForce: 'GTC' }],
    ['limit', 'buy', 0.01, { price: 61_000, timeInForce: 'IOC' }, { status: 'closed', filled: 0.01 }],
    ['limit', 'buy', 0.01, { price: 59_000, timeInForce: 'FOK' }, { status: 'expired', filled: 0 }],
    ['limit', 'sell', 0.01, { price: 61_000, postOnly: true }, { status: 'open', info: { type: 'LIMIT_MAKER' } }],
    ['market', 'buy', 0.01, {}, { status: 'closed', filled: 0.01, average: 60_012, fees: [{ currency: 'BTC', cost: 0.00001 }] }],
    ['market', 'buy', 0.01, { cost: 120.5 }, { status: 'closed', filled: 0.002, cost: 120.024 }],
    ['market', 'sell', 0.01, {}, { status: 'closed', fees: [{ currency: 'USDT' }] }],
    ['market', 'sell', 0.01, { stopLossPrice: 59_000 }, { status: 'open', triggerPrice: 59_000, info: { type: 'STOP_LOSS' } }],
    ['limit', 'sell', 0.01, { price: 58_900, stopLossPrice: 59_000 }, { status: 'open', info: { type: 'STOP_LOSS_LIMIT' } }],
    ['market', 'sell', 0.01, { takeProfitPrice: 62_000 }, { status: 'open', info: { type: 'TAKE_PROFIT' } }],
    ['limit', 'sell', 0.01, { price: 62_100, takeProfitPrice: 62_000 }, { status: 'open', info: { type: 'TAKE_PROFIT_LIMIT' } }],
    ['market', 'sell', 0.01, { trailingPercent: 1, stopLossOrTakeProfit: 'stopLoss' }, { status: 'open', info: { trailingDelta: 100 } }],
  ] as const)('places a %s %s of %d with %j', async (...[type, side, amount, more, expected]) => {
    expect(await order(type, side, amount, more)).toMatchObject(expected);
  });

  test("an order's life: found by its own id, listed, filled in part, changed, cancelled", async () => {
    const placed = await order('limit', 'buy', 0.01, { price: 59_000, clientOrderId: 'mine-1' });
    expect(placed).toMatchObject({ clientOrderId: 'mine-1', filled: 0, remaining: 0.01 });
    venue.control.run({ do: 'fill', orderId: Number(placed.id), quantity: '0.004' });
    expect(await call(binance, 'fetchOrder', undefined, MARKET, { clientOrderId: 'mine-1' })).toMatchObject({
      id: placed.id,
      status: 'open',
      filled: 0.004,
      average: 59_000,
    });
    expect(await call(binance, 'fetchOpenOrders', MARKET)).toMatchObject([{ id: placed.id }]);
    expect(await call(binance, 'fetchMyTrades', MARKET, undefined, undefined, { orderId: placed.id })).toMatchObject([
      { order: placed.id, price: 59_000, amount: 0.004, takerOrMaker: 'maker', fee: { currency: 'BTC' } },
    ]);
    const changed = await call<CcxtOrder>(binance, 'editOrder', placed.id, MARKET, 'limit', 'buy', 0.02, 58_000);
    expect(changed).toMatchObject({ status: 'open', price: 58_000 });
    expect(await call(binance, 'cancelOrder', changed.id, MARKET)).toMatchObject({ status: 'canceled' });
    expect((await call<unknown[]>(binance, 'fetchOrders', MARKET)).slice(-2)).toMatchObject([
      { status: 'canceled', filled: 0.004 },
      { status: 'canceled', filled: 0 },
    ]);
    await order('limit', 'buy', 0.01, { price: 59_000 });
    expect(await call(binance, 'cancelAllOrders', MARKET)).toHaveLength(1);
  });

  test('a pair of which one ends the other', async () => {
    const legs = {
      aboveType: 'LIMIT_MAKER',
      abovePrice: '61000',
      belowType: 'STOP_LOSS_LIMIT',
      belowStopPrice: '59000',
      belowPrice: '58900',
      belowTimeInForce: 'GTC',
    };
    await call(binance, 'privatePostOrderListOco', { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.01', ...legs });
    expect(await call(binance, 'fetchOpenOrders', MARKET)).toHaveLength(2);
    venue.control.run({ do: 'move price', symbol: 'BTCUSDT', price: '61200' });
    expect((await call<unknown[]>(binance, 'fetchOrders', MARKET)).slice(-2)).toMatchObject([
      { status: 'expired', type: 'limit' },
      { status: 'closed', average: 61_000 },
    ]);
  });
});

describe("the class of ccxt's error", () => {
  const buy = () => order('limit', 'buy', 0.01, { price: 59_000, clientOrderId: 'one' });

  test.each([
    ['too little money', 'InsufficientFunds', -2010, () => order('limit', 'buy', 5, { price: 59_000 })],
    ['an id that is open', 'InvalidOrder', -2010, async () => [await buy(), await buy()]],
    ['an order that is not there, to cancel', 'OrderNotFound', -2011, () => call(binance, 'cancelOrder', '7', MARKET)],
    ['an order that is not there, to look at', 'OrderNotFound', -2013, () => call(binance, 'fetchOrder', '7', MARKET)],
    ['a maker that would take', 'OrderImmediatelyFillable', -2010, () => order('limit', 'buy', 0.01, { price: 61_000, postOnly: true })],
    ['a stop that is there already', 'OrderImmediatelyFillable', -2010, () => order('market', 'sell', 0.01, { stopLossPrice: 61_000 })],
    [
      'less than a lot',
      'InvalidOrder',
      -1013,
      () => call(binance, 'privatePostOrder', { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.000001' }),
    ],
    ['too little value', 'BadRequest', -1013, () => order('limit', 'buy', 0.00002, { price: 59_000 })],
    ['no such market', 'BadSymbol', -1121, () => call(binance, 'privateGetOpenOrders', { symbol: 'NOPE' })],
  ] as const)('%s: %s', async (_what, name, code, ask) => {
    const refusal = await refusalOf(ask());
    expect([refusal.name, venue.venue.log.all().at(-1)!.code]).toEqual([name, code]);
  });

  test.each([
    ['an unknown key', 'AuthenticationError', { key: 'k'.repeat(64) }],
    ['a wrong secret', 'AuthenticationError', { secret: 'wrong' }],
  ])('%s: %s', async (_what, name, keys) => {
    const other = await ccxtAt(venue.address, { ...keys, config: { options: { fetchCurrencies: false, fetchMargins: false } } });
    expect((await refusalOf(call(other, 'fetchBalance'))).name).toBe(name);
  });

  test('a clock that is wrong', async () => {
    venue.venue.offsetMs = 60_000;
    expect((await refusalOf(call(binance, 'fetchBalance'))).name).toBe('InvalidNonce');
    venue.venue.offsetMs = -60_000;
    expect((await refusalOf(call(binance, 'fetchBalance'))).name).toBe('InvalidNonce');
  });

  test.each<readonly [string, string, RequestFault, number]>([
    [
      '429',
      'DDoSProtection',
      { kind: 'answer', status: 429, body: '{"code":-1003,"msg":"Too many"}', headers: { 'retry-after': '9' }, carriedOut: false },
      0,
    ],
    ['418', 'DDoSProtection', { kind: 'answer', status: 418, body: '{"code":-1003,"msg":"banned"}', carriedOut: false }, 0],
    ['503 though carried out', 'ExchangeNotAvailable', { kind: 'answer', status: 503, body: 'away', carriedOut: true }, 1],
    ['502 with a page', 'ExchangeNotAvailable', { kind: 'answer', status: 502, body: '<html>Bad Gateway</html>', carriedOut: false }, 0],
    ['a request that is lost', 'NetworkError', { kind: 'lose request' }, 0],
    ['a reply that is lost', 'NetworkError', { kind: 'lose reply' }, 1],
    ['silence', 'RequestTimeout', { kind: 'lose reply', silent: true }, 1],
  ])('%s: %s, sent once and never again', async (_what, name, fault, there) => {
    binance.timeout = 300;
    venue.venue.faults.add({ surface: 'rest', endpoint: 'POST /api/v3/order', fault });
    expect((await refusalOf(buy())).name).toBe(name);
    expect(venue.venue.faults.list()).toMatchObject([{ seen: 1, struck: 1 }]);
    expect(await call(binance, 'fetchOpenOrders', MARKET)).toHaveLength(there);
  });
});

describe('ccxt as it is installed, over websockets', () => {
  test('keeps the book that the venue has, while it moves', async () => {
    venue.venue.walk(30);
    const watch = () => call<{ bids: number[][]; asks: number[][]; nonce: number }>(binance, 'watchOrderBook', MARKET);
    let book = await watch();
    for (let i = 0; i < 4; i += 1) book = await watch();
    venue.venue.walk(0);
    const market = venue.venue.exchange.state.market('BTCUSDT');
    while (book.nonce < market.updateId) book = await watch();
    const top = (levels: readonly number[][]) =>
      levels.slice(0, 10).map(([price, size]) => [units(price!.toFixed(8)), units(size!.toFixed(8))]);
    expect(top(book.bids)).toEqual(market.bids.top(10).map(({ price, total }) => [price, total]));
    expect(top(book.asks)).toEqual(market.asks.top(10).map(({ price, total }) => [price, total]));
  });

  test('tells of orders and balances, of what was done here and elsewhere', async () => {
    const [orders, balance] = [call<CcxtOrder[]>(binance, 'watchOrders'), call(binance, 'watchBalance')];
    // On the same line, so that its answer comes after that of the subscription.
    await call(binance, 'fetchBalanceWs');
    await order('limit', 'buy', 0.01, { price: 59_000, clientOrderId: 'here' });
    expect(await orders).toMatchObject([{ clientOrderId: 'here', status: 'open' }]);
    expect(await balance).toMatchObject({ USDT: { used: 590 } });
    const trades = call(binance, 'watchMyTrades');
    venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', side: 'SELL', quantity: '0.002', clientId: 'phone' });
    expect(await trades).toMatchObject([{ side: 'sell', amount: 0.002, fee: { currency: 'USDT' } }]);
  });

  test('places and cancels on the websocket, and reads prints and tickers', async () => {
    const placed = await call<CcxtOrder>(binance, 'createOrderWs', MARKET, 'limit', 'buy', 0.01, 59_000);
    expect(placed.status).toBe('open');
    expect(await call(binance, 'cancelOrderWs', placed.id, MARKET)).toMatchObject({ status: 'canceled' });
    expect((await refusalOf(call(binance, 'createOrderWs', MARKET, 'limit', 'buy', 5, 59_000))).name).toBe('InsufficientFunds');
    venue.venue.walk(30);
    const [trades, ticker] = await Promise.all([
      call<unknown[]>(binance, 'watchTrades', MARKET),
      call<{ last: number }>(binance, 'watchTicker', MARKET),
    ]);
    venue.venue.walk(0);
    expect([trades.length > 0, ticker.last > 0]).toEqual([true, true]);
  });

  test('a connection that breaks is an error of the watching call', async () => {
    await call(binance, 'watchOrderBook', MARKET);
    const watched = refusalOf(call(binance, 'watchOrderBook', MARKET));
    venue.venue.cutConnections('stream');
    expect((await watched).name).toBe('NetworkError');
  });
});
