import { describe, expect, test } from 'vitest';
import { orderMarkets } from '../../../../src-main/adapters/exchange-ccxt/order-markets.ts';
import { KRAKENFUTURES_CONTRACTS, krakenFuturesTerms } from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-contracts.ts';
import { KRAKENFUTURES_ORDERS } from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-orders.ts';
import { FIGURE } from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-parts.ts';
import {
  krakenFuturesEditRefusal,
  krakenFuturesRefusal,
} from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-refusals.ts';
import type { ProtocolCalls, Reading } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import type { ContractCalls } from '../../../../src-main/adapters/exchange-ccxt/venues/venue-rules.ts';
import { clientOrderId } from '../../../../src-shared/kernel/ids.ts';

const NOW = 1_786_478_124_251;
const ID = clientOrderId({ book: 'live', account: 'main', instrument: 'DOGE/USD:USD', origin: 'you', decision: '1', leg: 0 });
const PERPETUAL = { spot: false, swap: true, linear: true, settle: 'USD', contractSize: '1', quote: 'USD', info: {} };
const MARKETS = orderMarkets(
  {
    doge: { ...PERPETUAL, id: 'PF_DOGEUSD', symbol: 'DOGE/USD:USD', base: 'DOGE', precision: { price: '0.00001', amount: '1' } },
    inverse: {
      ...{ ...PERPETUAL, linear: false, settle: 'BTC' },
      ...{ id: 'PI_XBTUSD', symbol: 'BTC/USD:BTC', base: 'BTC', precision: { price: '0.5', amount: '1' } },
    },
  },
  (name) => (name === 'XBT' ? 'BTC' : name),
);
const DOGE = MARKETS.of('DOGE/USD:USD')!;

/** A venue that answers each of its calls as is said here. */
function reading(answers: Readonly<Record<string, unknown>>): Reading & { readonly asked: string[] } {
  const asked: string[] = [];
  const exchange = new Proxy({} as ProtocolCalls, {
    get: (_, name: string) => (first: unknown) => {
      if (name === 'nonce') return NOW;
      const call = name === 'request' ? String(first) : name;
      asked.push(call);
      return Promise.resolve(answers[call] ?? { result: 'success', elements: [], logs: [], openOrders: [], orders: [], fills: [] });
    },
  });
  return { exchange, markets: MARKETS, ask: async (question, parse) => parse(await question()), asked };
}

describe('a figure', () => {
  test.each([
    [0.070914, '0.070914'],
    ['9392.749993345933', '9392.749993345933'],
    [1e-10, '0.0000000001'],
    ['1.5e-7', '0.00000015'],
    ['-2E3', '-2000'],
    ['0.0500', '0.05'],
  ])('%s is read without a loss', (told, figure) => {
    expect(FIGURE.parse(told)).toBe(figure);
  });

  test.each([Number.NaN, '', 'nothing', '1.', '0x10', null])('%s is none', (told) => {
    expect(FIGURE.safeParse(told).success).toBe(false);
  });
});

describe('the account’s log', () => {
  const order = { uid: 'order', tradeable: 'PF_DOGEUSD', direction: 'Sell', clientId: ID };
  const executed = (uid: string, more: object = {}) => ({
    timestamp: NOW,
    event: {
      execution: { execution: { uid, order, timestamp: NOW, quantity: '100', price: '0.0709140000', executionType: 'taker', ...more } },
    },
  });
  const size = { asset: 'pf_dogeusd', old_balance: 100, new_balance: 0, fee: null, realized_funding: null };
  const row = (id: number, execution: string | null, more: object = {}) => ({
    ...{
      id,
      execution,
      date: '2026-08-11T19:55:24.251Z',
      contract: 'pf_dogeusd',
      info: 'futures trade',
      asset: 'usd',
      margin_account: 'flex',
    },
    ...{ fee: 0.0035, realized_funding: null, old_balance: 0.0077, new_balance: 0 },
    ...more,
  });
  const trades = (elements: readonly object[], logs: readonly object[]) =>
    KRAKENFUTURES_ORDERS.trades(reading({ historyGetExecutions: { elements }, historyGetAccountLog: { logs } }), DOGE, { since: 0 });

  test('says what a fill settled as it was booked, whatever its fee would have come to', async () => {
    expect(await trades([executed('a')], [row(8, 'a', size), row(9, 'a')])).toEqual([
      {
        ...{ tradeId: 'a', venueId: 'order', symbol: 'DOGE/USD:USD', side: 'sell', price: '0.070914', size: '100', liquidity: 'taker' },
        // 0 less 0.0077, and the fee of 0.0035 put back.
        ...{ time: NOW, id: ID, fees: [{ asset: 'USD', amount: '0.0035' }], profit: '-0.0042' },
      },
    ]);
  });

  test('holds funding that came due with a trade apart from its profit, and says a forced one', async () => {
    const funded = row(4, 'a', { realized_funding: '-0.0002', info: 'futures liquidation', old_balance: 1, new_balance: 0.9 });
    const [trade] = await trades([executed('a')], [funded]);
    // 0.9 less 1 is -0.1; 0.0035 and 0.0002 put back.
    expect(trade).toMatchObject({ profit: '-0.0963', liquidation: true });
    const funding = (logs: readonly object[]) => KRAKENFUTURES_CONTRACTS.funding(reading({ historyGetAccountLog: { logs } }), [DOGE], 0);
    const hourly = row(5, null, { info: 'funding rate change', fee: 0, realized_funding: 0.0003, date: '2026-09-17T12:00:00.000Z' });
    const other = row(6, null, { contract: 'pf_ethusd', realized_funding: 7 });
    expect(await funding([funded, row(7, null, { ...size, realized_funding: 3 }), other, hourly])).toEqual([
      { symbol: 'DOGE/USD:USD', amount: '-0.0002', time: Date.UTC(2026, 7, 11, 19, 55, 24, 251) },
      { symbol: 'DOGE/USD:USD', amount: '0.0003', time: Date.UTC(2026, 8, 17, 12) },
    ]);
  });

  test('tells fills of one instant in the order in which they were booked', async () => {
    const rows = [row(2, 'first'), row(5, 'second')];
    expect((await trades([executed('second'), executed('first')], rows)).map(({ tradeId }) => tradeId)).toEqual(['first', 'second']);
  });

  test('that shows a row after one that was booked later is read anew, once a minute', async () => {
    const shown = [row(9, 'b')];
    const asked = { log: 0, now: NOW };
    const exchange = new Proxy({} as ProtocolCalls, {
      get: (_, name: string) => (params: { readonly from?: number } | undefined) => {
        if (name === 'nonce') return asked.now;
        if (name === 'historyGetExecutions') return Promise.resolve({ elements: [executed('a'), executed('b')] });
        if (name !== 'historyGetAccountLog') return Promise.resolve({ result: 'success', fills: [] });
        asked.log += 1;
        return Promise.resolve({ logs: shown.filter(({ id }) => id >= (params?.from ?? 0)) });
      },
    });
    const look = () => {
      const one: Reading = { exchange, markets: MARKETS, ask: async (question, parse) => parse(await question()) };
      return KRAKENFUTURES_ORDERS.trades(one, DOGE, { since: 0 });
    };
    await expect(look()).rejects.toThrow('has not booked the trade a yet');
    shown.unshift(row(8, 'a'));
    asked.log = 0;
    asked.now += 59_999;
    await expect(look()).rejects.toThrow('has not booked the trade a yet');
    expect(asked.log).toBe(1);
    asked.now += 1;
    expect((await look()).map(({ tradeId }) => tradeId)).toEqual(['a', 'b']);
    expect(asked.log).toBe(3);
  });

  test('that has not booked a trade yet leaves the question open; one in another currency is refused', async () => {
    await expect(trades([executed('a')], [])).rejects.toThrow('has not booked the trade a yet');
    await expect(trades([executed('a')], [row(1, 'a', { asset: 'eur' })])).rejects.toMatchObject({ code: 'venue.refused' });
    await expect(trades([executed('a')], [row(1, 'a'), row(2, 'a')])).rejects.toMatchObject({ code: 'venue.garbled' });
  });
});

describe('what an answer proves', () => {
  const sent = (status: string) => ({ result: 'success', sendStatus: { status } });
  test.each([
    ['insufficientAvailableFunds', 'funds'],
    ['wouldCauseLiquidation', 'funds'],
    ['postWouldExecute', 'post-only'],
    ['wouldNotReducePosition', 'reduce-only'],
    ['iocWouldNotExecute', 'ioc'],
    ['tooManySmallOrders', 'minimum'],
    ['outsidePriceCollar', 'venue'],
  ])('%s is a refusal', (status, reason) => {
    expect(krakenFuturesRefusal(200, sent(status))).toEqual({ reason, problem: status, clock: false });
  });

  test.each<readonly [number, unknown]>([
    [200, sent('clientOrderIdAlreadyExist')],
    [200, sent('placed')],
    [200, sent('constructor')],
    [503, sent('invalidSize')],
    [200, { result: 'error', error: 'apiLimitExceeded' }],
    [200, { result: 'error', error: 'Server Error' }],
    [500, { result: 'error', errors: [{ code: 92, message: 'INSUFFICIENT_MARGIN' }] }],
    [200, { result: 'error', errors: [{ code: 11, message: 'invalid order type' }] }],
    [200, null],
  ])('%s %j proves nothing', (status, body) => {
    expect(krakenFuturesRefusal(status, body)).toBeNull();
  });

  test('the end of validity says that clocks differ', () => {
    expect(krakenFuturesRefusal(200, sent('wouldProcessAfterSpecifiedTime'))).toMatchObject({ clock: true });
    const edited = (status: string) => krakenFuturesEditRefusal(200, { result: 'success', editStatus: { status } });
    expect(edited('wouldProcessAfterSpecifiedTime')).toMatchObject({ clock: true });
    expect(edited('orderForEditNotFound')).toMatchObject({ reason: 'venue', problem: 'orderForEditNotFound' });
    expect([edited('edited'), edited('other'), krakenFuturesEditRefusal(502, {})]).toEqual([null, null, null]);
    expect(krakenFuturesEditRefusal(200, { result: 'error', error: 'authenticationError' })).toMatchObject({ reason: 'venue' });
  });

  test('a placing that names another order is none', () => {
    const placed = (more: object) =>
      KRAKENFUTURES_ORDERS.placed({ result: 'success', sendStatus: { status: 'placed', order_id: 'v', ...more } }, ID);
    expect(placed({})).toEqual({ venueId: 'v', time: null });
    expect(placed({ cliOrdId: ID, receivedTime: '2026-08-11T19:55:24.251Z' })).toEqual({
      venueId: 'v',
      time: Date.UTC(2026, 7, 11, 19, 55, 24, 251),
    });
    expect(() => placed({ cliOrdId: 'other' })).toThrow();
    expect(KRAKENFUTURES_ORDERS.cancelled(200, { result: 'success', cancelStatus: { status: 'filled' } })).toBe('unknown-order');
    expect(KRAKENFUTURES_ORDERS.cancelled(500, { result: 'success', cancelStatus: { status: 'cancelled' } })).toBeNull();
  });
});

describe('an order that is looked for', () => {
  const event = (kind: string, more: object = {}, time = NOW - 61_000) => ({
    timestamp: time,
    event: {
      [kind]: {
        [kind === 'OrderUpdated' ? 'newOrder' : 'order']: {
          ...{ uid: 'v', tradeable: 'PF_DOGEUSD', direction: 'Buy', quantity: '0', filled: '100', limitPrice: '0.07', orderType: 'IoC' },
          ...{ clientId: ID, reduceOnly: false, lastUpdateTimestamp: time, ...more },
        },
      },
    },
  });
  const find = (answers: Readonly<Record<string, unknown>>, venueId: string | null = null) =>
    KRAKENFUTURES_ORDERS.find(reading(answers), DOGE, { name: venueId === null ? ID : null, venueId });
  const orders = (...elements: readonly object[]) => ({ historyGetOrders: { elements } });

  test.each([
    ['OrderPlaced', {}, 'filled', '100', '100'],
    ['OrderUpdated', { quantity: '40', filled: '60' }, 'cancelled', '100', '60'],
    ['OrderCancelled', { quantity: '40', filled: '60' }, 'cancelled', '100', '60'],
    ['OrderCancelled', { quantity: '0', filled: '0' }, 'cancelled', '0', '0'],
    ['OrderRejected', { quantity: '100', filled: '0' }, 'rejected', '100', '0'],
    // Its rest would have met the account's own order.
    ['OrderRejected', { quantity: '70', filled: '30' }, 'cancelled', '100', '30'],
  ])('is what its newest event says: %s %j', async (kind, more, ...[state, size, filled]) => {
    expect(await find(orders(event(kind, more)))).toMatchObject({ id: ID, venueId: 'v', state, size, filled, price: '0.07' });
  });

  test.each([0, 40])('and that is not open any more is not told as working before its end is (%s filled)', async (filled) => {
    const part = { quantity: String(100 - filled), filled: String(filled), orderType: 'Limit' };
    await expect(find(orders(event('OrderPlaced', part)))).rejects.toThrow('does not tell yet');
    await expect(find(orders(event('OrderUpdated', part)), 'v')).rejects.toThrow('does not tell yet');
  });

  test('and that takes at once is not told while its history may be behind', async () => {
    const part = { quantity: '40', filled: '60' };
    await expect(find(orders(event('OrderUpdated', part, NOW - 1_000)))).rejects.toThrow('does not tell yet');
  });

  test('whose price has come is what it placed; without that the question stays open', async () => {
    const waited = {
      historyGetTriggers: {
        elements: [event('OrderTriggerActivated', { quantity: '100', triggerOptions: { triggerPrice: '0.08', triggerSide: 'Above' } })],
      },
    };
    await expect(find(waited)).rejects.toThrow('does not tell yet');
    expect(await find({ ...waited, ...orders(event('OrderPlaced')) })).toMatchObject({ state: 'filled' });
    const since = await KRAKENFUTURES_ORDERS.ordersSince(reading({ ...waited, ...orders(event('OrderPlaced')) }), DOGE, 0);
    expect(since).toMatchObject([{ type: 'stop-limit', trigger: '0.08', state: 'filled' }]);
  });

  test('is unanswered where it was seen and no event tells of it, and absent where nothing knows it', async () => {
    const status = { 'orders/status': { result: 'success', orders: [{ order: { cliOrdId: ID } }] } };
    await expect(find(status)).rejects.toThrow('does not tell yet');
    const fill = {
      fill_id: 'f',
      side: 'buy',
      fillType: 'taker',
      order_id: 'v',
      symbol: 'PF_DOGEUSD',
      size: 1,
      price: 0.07,
      fillTime: '2026-08-11T19:55:24.251Z',
      cliOrdId: ID,
    };
    await expect(find({ privateGetFills: { result: 'success', fills: [fill] } })).rejects.toThrow('does not tell yet');
    expect(await find({})).toBeNull();
    expect(await find({}, 'v')).toBeNull();
    const named = reading({});
    await KRAKENFUTURES_ORDERS.find(named, DOGE, { name: ID, venueId: null });
    expect(named.asked).toEqual(['privateGetOpenorders', 'privateGetFills', 'orders/status', 'historyGetOrders', 'historyGetTriggers']);
  });

  test('is unanswered for a minute after it was seen last, although nothing else shows it any more', async () => {
    const status = { orders: [{ order: { cliOrdId: ID } }], now: NOW };
    const { exchange, ...rest } = reading({});
    const forgetting = new Proxy(exchange, {
      get: (target, name: keyof ProtocolCalls) => {
        if (name === 'nonce') return () => status.now;
        if (name === 'request') return () => Promise.resolve({ result: 'success', orders: status.orders });
        return target[name];
      },
    });
    const again = () => KRAKENFUTURES_ORDERS.find({ ...rest, exchange: forgetting }, DOGE, { name: ID, venueId: null });
    await expect(again()).rejects.toThrow('does not tell yet');
    Object.assign(status, { orders: [], now: NOW + 60_000 });
    await expect(again()).rejects.toThrow('does not tell yet');
    status.now += 1;
    expect(await again()).toBeNull();
  });

  test('that no event tells of is looked for through all of the history once, and then in what has come since', async () => {
    const params: unknown[] = [];
    let now = NOW;
    const { exchange, ...rest } = reading({});
    const noting = new Proxy(exchange, {
      get: (target, name: keyof ProtocolCalls) => {
        if (name === 'nonce') return () => now;
        if (name !== 'historyGetOrders') return target[name];
        return (of: unknown) => {
          params.push(of);
          // The answer comes after a sleep of three hours.
          now += 3 * 3_600_000;
          return target.historyGetOrders(of as never);
        };
      },
    });
    const unknown = { ...rest, exchange: noting };
    for (let times = 0; times < 2; times += 1) await KRAKENFUTURES_ORDERS.find(unknown, DOGE, { name: null, venueId: 'nobody' });
    expect(params).toMatchObject([{ sort: 'desc' }, { since: NOW - 60_000 }]);
    expect(params[0]).not.toHaveProperty('since');
  });

  test('is one of these contracts: what is paid in its coin is not looked at', async () => {
    const row = {
      ...{ order_id: 'v', side: 'buy', orderType: 'take_profit', filledSize: 0, reduceOnly: true, stopPrice: 0.08 },
      lastUpdateTime: '2026-08-11T19:55:24.251Z',
    };
    const open = await KRAKENFUTURES_ORDERS.open(
      reading({
        privateGetOpenorders: {
          result: 'success',
          openOrders: [
            { ...row, symbol: 'PI_XBTUSD' },
            { ...row, symbol: 'pf_dogeusd' },
          ],
        },
      }),
      null,
    );
    // Of one that closes whatever is held then, no size is told.
    expect(open).toMatchObject([{ symbol: 'DOGE/USD:USD', type: 'take-profit', size: '0', trigger: '0.08', price: null, id: null }]);
  });
});

describe('margin', () => {
  const level = (from: number, initialMargin: number, maintenanceMargin: number) => ({
    numNonContractUnits: from,
    initialMargin,
    maintenanceMargin,
  });
  const terms = (info: object) => krakenFuturesTerms({} as ContractCalls, { taker: 0.0005, info });

  test('is by the stricter table of those that are published', async () => {
    const marginLevels = [level(0, 0.02, 0.01), level(2_000_000, 0.04, 0.02), level(2_000_000, 0.05, 0.03), level(3_000_000, 0.05, 0.01)];
    expect(await terms({ marginLevels })).toEqual({
      ...{ maxLeverage: 50, maintenanceMargin: '0.01', liquidationFee: '0.0005' },
      tiers: [
        { from: '0', rate: '0.01', leverage: 50 },
        { from: '2000000', rate: '0.02', leverage: 25 },
      ],
    });
    expect(await terms({ marginLevels, retailMarginLevels: [level(0, 0.3, 0.15)] })).toEqual({
      ...{ maxLeverage: 3, maintenanceMargin: '0.15', liquidationFee: '0.0005' },
    });
  });

  test('that is not published is not guessed', async () => {
    await expect(async () => terms({})).rejects.toMatchObject({ code: 'venue.garbled' });
    await expect(async () => terms({ marginLevels: [] })).rejects.toMatchObject({ code: 'venue.garbled' });
  });

  test('of a wallet that there is not is refused in words', async () => {
    const without = reading({ privateGetAccounts: { result: 'success', accounts: { cash: {} } } });
    await expect(KRAKENFUTURES_CONTRACTS.prepare(without, [])).rejects.toMatchObject({ code: 'venue.refused' });
  });
});
