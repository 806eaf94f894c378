import { describe, expect, test } from 'vitest';
import type { OrderMarket, OrderMarkets } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import { USDM_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/binance-book.ts';
import { usdmCancelled } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-cancels.ts';
import { usdmContractTerms } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-contracts.ts';
import { usdmRefusal } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-refusals.ts';
import { usdmPlaced } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-request.ts';
import { usdmStream } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-stream.ts';
import type { ContractCalls } from '../../../../src-main/adapters/exchange-ccxt/venues/venue-rules.ts';

// Messages as Binance publishes them for its USD-M futures.

const BTC: OrderMarket = {
  ...{ symbol: 'BTC/USDT:USDT', id: 'BTCUSDT', names: ['BTCUSDT'], base: 'BTC', quote: 'USDT' },
  ...{ priceStep: '0.1', sizeStep: '0.001', quoteStep: '0.01', contract: { settle: 'USDT', size: '1' } },
};
const MARKETS: OrderMarkets = {
  of: (symbol) => (symbol === BTC.symbol ? BTC : null),
  named: (name) => (name === BTC.id ? BTC : null),
  asset: (name) => name,
};
const OURS = 'o3bz6yz5qk8v6p0t9r4m2n1x7c';
const NOTHING = { kind: 'told', orders: [], fills: [], unclear: [] };
const read = usdmStream(MARKETS);

const REPORT = {
  ...{
    s: 'BTCUSDT',
    c: OURS,
    S: 'SELL',
    o: 'MARKET',
    f: 'GTC',
    q: '0.001',
    p: '0',
    ap: '0',
    sp: '0',
    x: 'TRADE',
    X: 'FILLED',
    i: 8_886_774,
  },
  ...{ l: '0.001', z: '0.001', L: '60000.10', N: 'BNB', n: '0.00004', T: 1_568_879_465_651, t: 77, b: '0', a: '9.91', m: false, R: true },
  ...{ wt: 'CONTRACT_PRICE', ot: 'MARKET', ps: 'BOTH', cp: false, rp: '-1.50000000', pP: false, V: 'EXPIRE_TAKER', pm: 'NONE', gtd: 0 },
};
const update = (o: object = {}) => ({ e: 'ORDER_TRADE_UPDATE', E: 1, T: 1, o: { ...REPORT, ...o } });
const WAITING = {
  ...{ caid: `w-${OURS}`, aid: 2_148_719, at: 'CONDITIONAL', o: 'STOP_MARKET', s: 'BTCUSDT', S: 'SELL', ps: 'BOTH', f: 'GTC', q: '0.01' },
  ...{ X: 'NEW', ai: '', ap: '0.00000', aq: '0.00000', act: '0', tp: '58000', p: '0', V: 'EXPIRE_MAKER', wt: 'CONTRACT_PRICE', R: true },
};
const algo = (o: object = {}) => ({ e: 'ALGO_UPDATE', T: 1_750_515_742_297, E: 1, o: { ...WAITING, ...o } });

describe('the stream of an account', () => {
  test('tells of a trade and of what the order has become by it', () => {
    expect(read(update())).toEqual({
      kind: 'told',
      orders: [
        {
          ...{ id: OURS, venueId: '8886774', symbol: 'BTC/USDT:USDT', side: 'sell', type: 'market', size: '0.001', filled: '0.001' },
          ...{ price: null, trigger: null, state: 'filled', time: 1_568_879_465_651, reduceOnly: true },
        },
      ],
      fills: [
        {
          ...{ tradeId: '77', venueId: '8886774', symbol: 'BTC/USDT:USDT', side: 'sell', price: '60000.1', size: '0.001' },
          ...{ liquidity: 'taker', fees: [{ asset: 'BNB', amount: '0.00004' }], time: 1_568_879_465_651, id: OURS, profit: '-1.5' },
        },
      ],
      unclear: [],
    });
    // Nothing was taken for it, and nothing is said of that.
    const { N: _N, n: _n, ...free } = REPORT;
    expect(read({ ...update(), o: free })).toMatchObject({ fills: [{ fees: [] }] });
    expect(read(update({ x: 'NEW', X: 'NEW', l: '0', z: '0', t: 0 }))).toMatchObject({
      orders: [{ state: 'working', filled: '0' }],
      fills: [],
    });
  });

  test.each([
    ['autoclose-1568879465651', 'CALCULATED'],
    ['adl_autoclose', 'TRADE'],
    ['settlement_autoclose-1', 'TRADE'],
  ])('tells what the venue closed itself by its trades, and as nobody’s order: %s', (c, x) => {
    const forced = { c, o: 'LIQUIDATION', X: 'NEW', R: false };
    expect(read(update({ ...forced, x }))).toMatchObject({ fills: [{ id: null, liquidation: true }], orders: [], unclear: [] });
    expect(read(update({ ...forced, x: 'NEW', l: '0', z: '0', t: 0 }))).toEqual(NOTHING);
  });

  test('tells a trade of what a waiting order placed as that order’s, whose end is asked for', () => {
    const venueId = `algo-w-${OURS}`;
    const placed = { c: `w-${OURS}`, ot: 'STOP_MARKET' };
    expect(read(update(placed))).toMatchObject({
      orders: [],
      fills: [{ id: OURS, venueId }],
      unclear: [{ venueId, symbol: 'BTC/USDT:USDT', ended: true }],
    });
    expect(read(update({ ...placed, X: 'PARTIALLY_FILLED' }))).toMatchObject({ orders: [], fills: [{ id: OURS, venueId }], unclear: [] });
  });

  test('tells of orders that wait', () => {
    const venueId = `algo-w-${OURS}`;
    expect(read(algo())).toEqual({
      ...NOTHING,
      orders: [
        {
          ...{
            id: OURS,
            venueId,
            symbol: 'BTC/USDT:USDT',
            side: 'sell',
            type: 'stop',
            size: '0.01',
            filled: '0',
            price: null,
            trigger: '58000',
          },
          ...{ state: 'working', time: 1_750_515_742_297, reduceOnly: true },
        },
      ],
    });
    expect(read(algo({ X: 'CANCELED', caid: 'web_1' }))).toMatchObject({
      orders: [{ id: null, venueId: 'algo-web_1', state: 'cancelled' }],
    });
    expect(read(algo({ X: 'EXPIRED' }))).toMatchObject({ orders: [{ state: 'expired' }] });
    expect(read(algo({ X: 'REJECTED', rm: 'Reduce Only reject' }))).toMatchObject({ orders: [{ state: 'rejected' }] });
    expect(read(algo({ X: 'TRIGGERED', ai: '9' }))).toEqual({ ...NOTHING, unclear: [{ venueId, symbol: 'BTC/USDT:USDT' }] });
    expect(read(algo({ X: 'FINISHED', ai: '9' }))).toEqual({ ...NOTHING, unclear: [{ venueId, symbol: 'BTC/USDT:USDT', ended: true }] });
  });

  test('leaves out other contracts and what looks tell, and says when it ends', () => {
    for (const s of ['BTCUSDT_261225', 'BTCUSD_PERP']) {
      expect(read(update({ s }))).toEqual(NOTHING);
      expect(read(algo({ s }))).toEqual(NOTHING);
    }
    for (const e of ['ACCOUNT_UPDATE', 'MARGIN_CALL', 'ACCOUNT_CONFIG_UPDATE', 'TRADE_LITE']) expect(read({ e })).toEqual(NOTHING);
    expect(read({ e: 'listening' })).toEqual({ kind: 'subscribed' });
    expect(read({ e: 'listenKeyExpired', listenKey: 'x' })).toMatchObject({ kind: 'lost' });
    expect(read({ e: 'somethingNew' })).toBeNull();
    expect(read([1])).toBeNull();
  });

  test.each([update({ X: 'PAUSED' }), update({ o: 'ODD' }), update({ q: 'many' }), algo({ X: 'WORKING' }), { e: 'ORDER_TRADE_UPDATE' }])(
    'does not take what it does not know: %#',
    (message) => {
      expect(() => read(message)).toThrow();
    },
  );
});

describe('what an answer proves', () => {
  test.each([
    [400, -2_019, 'funds'],
    [400, -2_018, 'funds'],
    [400, -2_022, 'reduce-only'],
    [400, -4_164, 'minimum'],
    [400, -4_003, 'minimum'],
    [400, -5_021, 'fok'],
    [400, -5_022, 'post-only'],
    [400, -2_021, 'venue'],
    [400, -4_120, 'venue'],
    [401, -2_015, 'venue'],
    [503, -1_008, 'venue'],
  ])('%d %d: refused, %s', (status, code, reason) => {
    expect(usdmRefusal(status, { code, msg: 'No.' })).toEqual({ reason, problem: 'No.', clock: false });
  });

  test.each([-1_021, -5_028])('%d: the clock differs', (code) => {
    expect(usdmRefusal(400, { code, msg: 'Late.' })).toEqual({ reason: 'venue', problem: 'Late.', clock: true });
  });

  test.each([
    [400, { code: -4_116, msg: 'ClientOrderId is duplicated.' }],
    [400, { code: -1_000, msg: 'An unknown error occured while processing the request.' }],
    [400, { code: -1_006, msg: 'Execution status unknown.' }],
    [400, { code: -1_007, msg: 'Timeout.' }],
    [408, { code: -1_102, msg: 'Timeout.' }],
    [418, { code: -1_102, msg: 'Banned.' }],
    [429, { code: -1_102, msg: 'Too many.' }],
    [500, { code: -1_102, msg: 'Broken.' }],
    [503, { code: -1_000, msg: 'Unknown error, please check your request or try again later.' }],
    [503, { code: -1_001, msg: 'Service Unavailable. Or so.' }],
    [400, 'no table'],
  ])('%d %j proves nothing', (status, body) => {
    expect(usdmRefusal(status, body)).toBeNull();
  });

  test('that its service is not there proves that nothing was done', () => {
    expect(usdmRefusal(503, { code: 0, msg: 'Service Unavailable.' })).toMatchObject({ reason: 'venue' });
  });

  test('a placing is believed under our own name alone', () => {
    const plain = { orderId: 5, clientOrderId: OURS, updateTime: 7, status: 'NEW' };
    expect(usdmPlaced(plain, OURS)).toEqual({ venueId: '5', time: 7 });
    expect(usdmPlaced({ algoId: 9, clientAlgoId: `w-${OURS}`, createTime: 8 }, OURS)).toEqual({ venueId: `algo-w-${OURS}`, time: 8 });
    expect(usdmPlaced({ algoId: 9, clientAlgoId: `w-${OURS}` }, OURS)).toMatchObject({ time: null });
    for (const other of [{ ...plain, clientOrderId: 'x' }, { algoId: 9, clientAlgoId: OURS }, { code: 200 }])
      expect(() => usdmPlaced(other, OURS)).toThrow();
  });

  test('a cancel', () => {
    expect(usdmCancelled(200, { orderId: 5, status: 'CANCELED' })).toBe('taken');
    expect(usdmCancelled(200, { algoId: 5, clientAlgoId: 'x', code: '200', msg: 'success' })).toBe('taken');
    expect(usdmCancelled(200, { symbol: 'BTCUSDT', algoStatus: 'EXPIRED', actualOrderId: '' })).toBe('unknown-order');
    expect(usdmCancelled(200, { symbol: 'BTCUSDT', algoStatus: 'TRIGGERING', actualOrderId: '' })).toBeNull();
    expect(usdmCancelled(200, {})).toBeNull();
    expect(usdmCancelled(400, { code: -2_011, msg: 'Unknown order sent.' })).toBe('unknown-order');
    expect(usdmCancelled(400, { code: -1_021, msg: 'Late.' })).toBeNull();
    expect(usdmCancelled(503, { code: -2_011, msg: 'Unknown order sent.' })).toBeNull();
  });
});

test('a change of the book names the one before', () => {
  const message = { e: 'depthUpdate', E: 5, T: 4, s: 'BTCUSDT', U: 157, u: 160, pu: 149, b: [['0.0024', '10']], a: [] };
  expect(USDM_BOOK.read(message)).toMatchObject([
    { market: 'BTCUSDT', frame: { kind: 'diff', numbers: { first: 157, last: 160, previous: 149 } } },
  ]);
  const { pu: _, ...coins } = message;
  expect(USDM_BOOK.read(coins)).toEqual([{ market: 'BTCUSDT', frame: null }]);
  expect(USDM_BOOK.read({ ...message, u: 1 })).toEqual([{ market: 'BTCUSDT', frame: null }]);
  expect(USDM_BOOK.read({ e: 'aggTrade' })).toBeNull();
  expect(USDM_BOOK.whole!.read({ lastUpdateId: 9, E: 1, T: 1, bids: [['1', '2']], asks: [] })).toMatchObject({
    kind: 'snapshot',
    numbers: { last: 9 },
  });
});

test('margin as it is published to everybody', async () => {
  const info = { maintMarginPercent: '2.5000', requiredMarginPercent: '5.0000', liquidationFee: '0.012500' };
  const none = {} as ContractCalls;
  expect(await usdmContractTerms(none, { info })).toEqual({
    ...{ maxLeverage: 20, maintenanceMargin: '0.025', liquidationFee: '0.0125' },
    tiers: [{ from: '0', rate: '0.025', leverage: 20 }],
  });
  expect(() => usdmContractTerms(none, { info: {} })).toThrow(expect.objectContaining({ code: 'venue.garbled' }) as Error);
});
