import { beforeEach, describe, expect, test } from 'vitest';
import { ApiError } from '../venue/binance/api-error.ts';
import { Keys } from '../venue/binance/keys.ts';
import { Params } from '../venue/binance/params.ts';
import { DirectClient } from '../venue/direct-client.ts';
import { NOON, type SimulatedVenue, simulateVenue } from '../venue/simulated-venue.ts';

const SYMBOL = 'BTCUSDT';
const BUY = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '59000', quantity: '0.01' };

let sim: SimulatedVenue;
beforeEach(() => {
  sim = simulateVenue();
});

describe('who may ask', () => {
  // The key, the secret and both signatures are those of Binance's published examples.
  const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
  const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
  const rest = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
  const socket = `apiKey=${apiKey}&price=52000.00&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT&timeInForce=GTC&timestamp=1645423376532&type=LIMIT`;

  test.each([
    [rest, 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71', 1_499_827_319_559],
    [socket, 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24', 1_645_423_376_532],
  ])('the published signatures are right, in either case of letters, and no other', (payload, signature, now) => {
    const keys = new Keys({ now: () => now });
    const rights = { reading: true, trading: true, withdrawals: false };
    keys.add({ key: apiKey, secret, account: 1, rights, createdAt: 0 });
    const params = (signed: string) => new Params([...new URLSearchParams(payload), ['signature', signed]]);
    const key = keys.known(apiKey, 'trading');
    expect(() => keys.check(key, params(signature), payload)).not.toThrow();
    expect(() => keys.check(key, params(signature.toUpperCase()), payload)).not.toThrow();
    expect(() => keys.check(key, params(signature.replace('c', 'd')), payload)).toThrow(ApiError);
    expect(() => keys.check(key, params(signature), `${payload}0`)).toThrow('Signature');
  });

  test.each([
    ['no key at all', (): unknown => sim.client.request('GET /api/v3/account', 'timestamp=1&signature=00', undefined), 401, -2014],
    ['a key that nobody has', () => new DirectClient(sim.venue, { key: 'x'.repeat(64) }).sign('GET /api/v3/account'), 401, -2015],
    ['a wrong signature', () => new DirectClient(sim.venue, { secret: 'another' }).sign('GET /api/v3/account'), 400, -1022],
    ['a time too early', () => sim.client.sign('GET /api/v3/account', { timestamp: NOON - 5_001 }), 400, -1021],
    ['a time too late', () => sim.client.sign('GET /api/v3/account', { timestamp: NOON + 1_000 }), 400, -1021],
    ['a window too wide', () => sim.client.sign('GET /api/v3/account', { recvWindow: 60_001 }), 400, -1131],
    ['no such endpoint', () => sim.client.ask('GET /api/v3/nothing'), 404, -1020],
  ] as const)('refuses %s', (_what, ask, status, code) => {
    const reply = ask() as { status: number; json: Record<string, unknown> };
    expect([reply.status, reply.json['code']]).toEqual([status, code]);
  });

  test("takes what lies within the window, by the venue's own clock", () => {
    expect(sim.client.sign('GET /api/v3/account', { timestamp: NOON - 5_000 }).status).toBe(200);
    expect(sim.client.sign('GET /api/v3/account', { timestamp: NOON - 59_000, recvWindow: 60_000 }).status).toBe(200);
    expect(sim.client.sign('GET /api/v3/account', { timestamp: (NOON + 999) * 1_000 }).status).toBe(200);
    sim.control.run({ do: 'set clock', offsetMs: 60_000 });
    expect(sim.client.ask('GET /api/v3/time').json).toEqual({ serverTime: NOON + 60_000 });
    expect(sim.client.sign('GET /api/v3/account', { timestamp: NOON }).json['code']).toBe(-1021);
  });

  test('a key without the right to trade reads, and a revoked one does nothing', () => {
    const reader = { key: 'r'.repeat(64), secret: 's' };
    sim.control.run({ do: 'add key', account: 'trader', ...reader, rights: { trading: false, withdrawals: true } });
    const client = new DirectClient(sim.venue, reader);
    expect(client.sign('POST /api/v3/order', BUY).json['code']).toBe(-2015);
    expect(client.sign('GET /sapi/v1/account/apiRestrictions').json).toMatchObject({
      enableWithdrawals: true,
      enableSpotAndMarginTrading: false,
    });
    sim.control.run({ do: 'revoke key', key: reader.key });
    expect(client.sign('GET /api/v3/account').json['code']).toBe(-2015);
  });
});

describe('what orders are refused', () => {
  test.each([
    [{ symbol: 'NOPE' }, -1121, /Invalid symbol/u],
    [{ symbol: '' }, -1102, /'symbol'/u],
    [{ side: 'HOLD' }, -1117, /Invalid side/u],
    [{ type: 'ICEBERG' }, -1116, /Invalid orderType/u],
    [{ timeInForce: 'GTX' }, -1115, /Invalid timeInForce/u],
    [{ timeInForce: '' }, -1102, /'timeInForce'/u],
    [{ price: '' }, -1102, /'price'/u],
    [{ price: '-1' }, -1100, /'price'/u],
    [{ price: '59000.000000001' }, -1111, /'price' has too much precision/u],
    [{ price: '59000.001' }, -1013, /Filter failure: PRICE_FILTER/u],
    [{ quantity: '0.000001' }, -1013, /Filter failure: LOT_SIZE/u],
    [{ quantity: '0.00001' }, -1013, /Filter failure: NOTIONAL/u],
    [{ quantity: '3' }, -2010, /insufficient balance/u],
    [{ price: '11000' }, -1013, /Filter failure: PERCENT_PRICE_BY_SIDE/u],
    [{ newClientOrderId: 'a b' }, -1100, /newClientOrderId/u],
    [{ newClientOrderId: 'a'.repeat(37) }, -1100, /newClientOrderId/u],
    [{ stopPrice: '58000' }, -1106, /'stopPrice' sent when not required/u],
    [{ icebergQty: '0.001' }, -2010, /Iceberg/u],
    [{ selfTradePreventionMode: 'EXPIRE_TAKER' }, -1130, /selfTradePreventionMode/u],
    [{ colour: 'red' }, -1104, /read '8' parameter\(s\) but was sent '9'/u],
    [{ type: 'MARKET' }, -1106, /'timeInForce'/u],
    [{ type: 'LIMIT_MAKER', timeInForce: '', price: '61000' }, -2010, /immediately match/u],
    [{ type: 'STOP_LOSS_LIMIT' }, -1102, /'stopPrice' or 'trailingDelta'/u],
    [{ type: 'STOP_LOSS_LIMIT', stopPrice: '59000' }, -2010, /trigger immediately/u],
    [{ type: 'STOP_LOSS_LIMIT', trailingDelta: '5' }, -1013, /Filter failure: TRAILING_DELTA/u],
  ])('%j', (fields, code, message) => {
    const sent = Object.fromEntries(Object.entries({ ...BUY, ...fields }).filter(([, value]) => value !== ''));
    const before = JSON.stringify(sim.control.look());
    const reply = sim.client.sign('POST /api/v3/order', sent);
    expect([reply.status, reply.json]).toEqual([400, { code, msg: expect.stringMatching(message) }]);
    expect(JSON.stringify(sim.control.look())).toBe(before);
  });

  test('an id that is open, an order that is gone, one too many, a closed market', () => {
    const id = { newClientOrderId: 'same' };
    expect(sim.client.sign('POST /api/v3/order', { ...BUY, ...id }).status).toBe(200);
    expect(sim.client.sign('POST /api/v3/order', { ...BUY, ...id }).json).toEqual({ code: -2010, msg: 'Duplicate order sent.' });
    expect(sim.client.sign('DELETE /api/v3/order', { symbol: SYMBOL, origClientOrderId: 'same' }).json).toMatchObject({
      status: 'CANCELED',
      origClientOrderId: 'same',
    });
    expect(sim.client.sign('DELETE /api/v3/order', { symbol: SYMBOL, origClientOrderId: 'same' }).json['code']).toBe(-2011);
    expect(sim.client.sign('GET /api/v3/order', { symbol: SYMBOL, origClientOrderId: 'same' }).json).toMatchObject({ status: 'CANCELED' });
    expect(sim.client.sign('GET /api/v3/order', { symbol: SYMBOL, orderId: 1 }).json).toEqual({
      code: -2013,
      msg: 'Order does not exist.',
    });
    expect(sim.client.sign('POST /api/v3/order', { ...BUY, ...id }).status).toBe(200);
    sim.control.run({ do: 'open market', symbol: SYMBOL, open: false });
    expect(sim.client.sign('POST /api/v3/order', BUY).json).toMatchObject({ code: -2010, msg: 'Market is closed.' });
    sim.control.run({ do: 'open market', symbol: SYMBOL, open: true });
    sim.control.run({ do: 'transfer', account: 'trader', asset: 'USDT', amount: '1000000' });
    for (let sent = 1; sent < 200; sent += 1) {
      if (sent % 50 === 0) sim.clock.pass(10_000);
      expect(sim.client.sign('POST /api/v3/order', { ...BUY, quantity: '0.0002' }).status).toBe(200);
    }
    sim.clock.pass(10_000);
    expect(sim.client.sign('POST /api/v3/order', BUY).json).toMatchObject({ code: -1013, msg: 'Filter failure: MAX_NUM_ORDERS' });
    expect(sim.client.sign('DELETE /api/v3/openOrders', { symbol: SYMBOL }).json).toHaveLength(200);
    expect(sim.client.sign('DELETE /api/v3/openOrders', { symbol: SYMBOL }).json['code']).toBe(-2011);
  });

  test('a test order changes nothing and needs no coins', () => {
    const before = JSON.stringify(sim.control.look());
    expect(sim.client.sign('POST /api/v3/order/test', { ...BUY, quantity: '3' }).json).toEqual({});
    expect(sim.client.sign('POST /api/v3/order/test', { ...BUY, quantity: '0.0000001' }).json['code']).toBe(-1013);
    expect(JSON.stringify(sim.control.look())).toBe(before);
  });
});

describe('what answers look like', () => {
  test('acknowledged, as a result, in full', () => {
    const place = (form: string) =>
      sim.client.sign('POST /api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: '0.001', newOrderRespType: form })
        .json;
    expect(Object.keys(place('ACK'))).toEqual(['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime']);
    expect(place('RESULT')).toMatchObject({
      status: 'FILLED',
      executedQty: '0.00100000',
      cummulativeQuoteQty: '60.01200000',
      type: 'MARKET',
    });
    expect(place('RESULT')).not.toHaveProperty('fills');
    expect(place('FULL')['fills']).toEqual([
      { price: '60012.00000000', qty: '0.00100000', commission: '0.00000100', commissionAsset: 'BTC', tradeId: 4 },
    ]);
  });

  test('an order by amount of money takes no more than that, in whole steps', () => {
    const bought = sim.client.sign('POST /api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quoteOrderQty: '100' }).json;
    // 100 / 60,012 in steps of 0.00001.
    expect(bought).toMatchObject({
      origQty: '0.00166000',
      status: 'FILLED',
      cummulativeQuoteQty: '99.61992000',
      origQuoteOrderQty: '100.00000000',
    });
  });

  test('a fill or kill order that finds too little expires untouched; an immediate one keeps what it got', () => {
    const best = (sim.client.ask('GET /api/v3/depth', { symbol: SYMBOL, limit: 1 }).json['asks'] as string[][])[0]!;
    const quantity = (Number(best[1]) + 0.001).toFixed(5);
    const order = { ...BUY, price: best[0]!, quantity };
    expect(sim.client.sign('POST /api/v3/order', { ...order, timeInForce: 'FOK' }).json).toMatchObject({
      status: 'EXPIRED',
      executedQty: '0.00000000',
      expiryReason: 'UNFILLED_FOK_ORDER_EXPIRED',
    });
    expect(sim.client.sign('POST /api/v3/order', { ...order, timeInForce: 'IOC' }).json).toMatchObject({
      status: 'EXPIRED',
      executedQty: best[1],
      expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED',
    });
  });

  test('market data holds together', () => {
    for (let i = 0; i < 50; i += 1) {
      sim.clock.pass(5_000);
      sim.control.run({ do: 'step', symbol: SYMBOL, steps: 1 });
    }
    const ask = (endpoint: string, values = {}) => sim.client.ask(`GET /api/v3/${endpoint}`, { symbol: SYMBOL, ...values }).json;
    const trades = ask('trades') as unknown as { price: string; qty: string; id: number }[];
    const aggregates = ask('aggTrades') as unknown as { q: string; f: number; l: number }[];
    expect(aggregates.reduce((sum, each) => sum + Number(each.q), 0)).toBeCloseTo(
      trades.reduce((sum, each) => sum + Number(each.qty), 0),
      8,
    );
    expect(aggregates.map((each) => each.f).slice(1)).toEqual(aggregates.map((each) => each.l + 1).slice(0, -1));
    const minutes = ask('klines', { interval: '1m', startTime: NOON }) as unknown as string[][];
    const volume = minutes.reduce((sum, bar) => sum + Number(bar[5]), 0);
    expect(volume).toBeCloseTo(
      trades.reduce((sum, each) => sum + Number(each.qty), 0),
      8,
    );
    const five = ask('klines', { interval: '5m', startTime: NOON }) as unknown as string[][];
    expect([five[0]![2], five[0]![4]]).toEqual([
      minutes.map((bar) => bar[2]!).reduce((a, b) => (Number(a) > Number(b) ? a : b)),
      minutes.at(-1)![4],
    ]);
    expect(ask('ticker/24hr')).toMatchObject({ lastPrice: trades.at(-1)!.price, count: expect.any(Number) });
    expect(ask('ticker/bookTicker')['bidPrice']).toBe((ask('depth')['bids'] as string[][])[0]![0]);
    expect(Number(ask('avgPrice')['price'])).toBeCloseTo(60_000, -4);
    expect(sim.client.ask('GET /api/v3/klines', { symbol: SYMBOL, interval: '7m' }).json['code']).toBe(-1120);
    expect(sim.client.ask('GET /api/v3/ticker/price', { symbols: '["BTCUSDT","ETHUSDT"]' }).json).toHaveLength(2);
  });

  test('hundreds of markets, for those who search them', () => {
    const many = simulateVenue({ symbols: 400, pastMinutes: 5 });
    const symbols = many.client.ask('GET /api/v3/exchangeInfo').json['symbols'] as { symbol: string }[];
    expect(new Set(symbols.map((each) => each.symbol)).size).toBe(400);
    expect(many.client.ask('GET /api/v3/ticker/24hr').json).toHaveLength(400);
  });
});

describe('how much it lets through', () => {
  test('counts weight by the minute and address, refuses with a wait, and bans who goes on', () => {
    const info = () => sim.client.ask('GET /api/v3/exchangeInfo');
    expect(info().headers['x-mbx-used-weight-1m']).toBe('20');
    for (let i = 1; i < 300; i += 1) info();
    sim.clock.pass(12_400);
    const refused = info();
    expect([refused.status, refused.json['code'], refused.headers['retry-after']]).toEqual([429, -1003, '48']);
    expect(new DirectClient(sim.venue, { ip: '127.0.0.9' }).ask('GET /api/v3/ping').status).toBe(200);
    for (let i = 0; i < 9; i += 1) expect(info().status).toBe(429);
    expect([info().status, info().headers['retry-after']]).toEqual([418, '120']);
    sim.clock.pass(119_000);
    expect([info().status, info().headers['retry-after']]).toEqual([418, '1']);
    sim.clock.pass(1_000);
    expect(info().headers['x-mbx-used-weight-1m']).toBe('20');
    // The second ban is twice as long.
    for (let i = 0; i < 311; i += 1) info();
    expect(info().headers['retry-after']).toBe('240');
  });

  test.each([
    ['GET /api/v3/depth', { symbol: SYMBOL, limit: 100 }, 5],
    ['GET /api/v3/depth', { symbol: SYMBOL, limit: 500 }, 25],
    ['GET /api/v3/depth', { symbol: SYMBOL, limit: 1_000 }, 50],
    ['GET /api/v3/depth', { symbol: SYMBOL, limit: 5_000 }, 250],
    ['GET /api/v3/ticker/24hr', { symbol: SYMBOL }, 2],
    ['GET /api/v3/ticker/24hr', {}, 80],
    ['GET /api/v3/ticker/bookTicker', {}, 4],
    ['GET /api/v3/trades', { symbol: SYMBOL }, 25],
    ['GET /api/v3/account', {}, 20],
    ['GET /api/v3/openOrders', { symbol: SYMBOL }, 6],
    ['GET /api/v3/openOrders', {}, 80],
    ['GET /api/v3/order', { symbol: SYMBOL, orderId: 1 }, 4],
    ['GET /api/v3/rateLimit/order', {}, 40],
    ['POST /api/v3/order', BUY, 1],
  ])('%s %j weighs %d', (endpoint, values, weight) => {
    expect(sim.client.sign(endpoint, values).headers['x-mbx-used-weight-1m']).toBe(String(weight));
  });

  test('counts unfilled orders as the published examples do', () => {
    const counts = () => (sim.client.sign('GET /api/v3/rateLimit/order').json as unknown as { count: number }[]).map((each) => each.count);
    const place = (fields = {}) => sim.client.sign('POST /api/v3/order', { ...BUY, ...fields });
    // Takers: placed, placed and filled, placed, placed and filled.
    expect(place().headers['x-mbx-order-count-10s']).toBe('1');
    place({ price: '61000', quantity: '0.001' });
    expect(counts()).toEqual([1, 1]);
    for (let i = 0; i < 4; i += 1) place();
    expect(counts()).toEqual([5, 5]);
    // A first fill as maker gives back five, a second one nothing.
    const [first] = sim.venue.exchange.state.openOrders(sim.trader);
    sim.control.run({ do: 'fill', orderId: first!.id, quantity: '0.002' });
    expect(counts()).toEqual([0, 0]);
    place();
    sim.control.run({ do: 'fill', orderId: first!.id });
    expect(counts()).toEqual([1, 1]);
    sim.clock.pass(10_000);
    expect(counts()).toEqual([0, 1]);
  });

  test('refuses orders beyond the limit of ten seconds', () => {
    const small = simulateVenue({ limits: { ordersPerTenSeconds: 2 } });
    const place = () => small.client.sign('POST /api/v3/order', BUY);
    expect([place().status, place().status]).toEqual([200, 200]);
    const refused = place();
    expect([refused.status, refused.json['code'], refused.headers['retry-after']]).toEqual([429, -1015, '10']);
    small.clock.pass(10_000);
    expect(place().status).toBe(200);
  });
});
