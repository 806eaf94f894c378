import { describe, expect, test } from 'vitest';
import { binanceStream } from '../../../../src-main/adapters/exchange-ccxt/venues/binance-stream.ts';
import { krakenName } from '../../../../src-main/adapters/exchange-ccxt/venues/kraken-ids.ts';
import { krakenStream } from '../../../../src-main/adapters/exchange-ccxt/venues/kraken-stream.ts';
import type { OrderMarkets } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import { clientOrderId } from '../../../../src-shared/kernel/ids.ts';

const MARKETS: OrderMarkets = { of: () => null, named: () => null, asset: (name) => name };
const ID = clientOrderId({ book: 'live', account: 'main', instrument: 'BTC/USD', origin: 'you', decision: '1', leg: 0 });

describe('binance', () => {
  const report = {
    ...{ e: 'executionReport', s: 'BTCUSDT', c: ID, C: '', S: 'BUY', o: 'LIMIT', q: '0.01000000', p: '59000.00000000', P: '0.00000000' },
    ...{ x: 'NEW', X: 'NEW', i: 7, z: '0.00000000', T: 1_777_982_400_000, l: '0', L: '0', n: '0', N: null, t: -1, m: false },
  };
  const read = (fields: object) => binanceStream(MARKETS)({ subscriptionId: 0, event: { ...report, ...fields } });

  test('an order is known by its own id, or in the message of its cancel by the id beside it', () => {
    expect(read({})).toMatchObject({ orders: [{ id: ID, venueId: '7', state: 'working', size: '0.01', price: '59000', trigger: null }] });
    expect(read({ c: 'web_cancel', C: ID, X: 'CANCELED', x: 'CANCELED' })).toMatchObject({ orders: [{ id: ID, state: 'cancelled' }] });
    expect(read({ c: 'web_1' })).toMatchObject({ orders: [{ id: null }] });
  });

  test('a trade without a commission has no fee; one below nothing is a rebate', () => {
    const trade = { x: 'TRADE', X: 'FILLED', z: '0.01', l: '0.01', L: '59000.10', t: 3 };
    expect(read(trade)).toMatchObject({ fills: [{ tradeId: '3', price: '59000.1', size: '0.01', liquidity: 'taker', fees: [] }] });
    expect(read({ ...trade, n: '-0.00002500', N: 'BNB', m: true })).toMatchObject({
      fills: [{ liquidity: 'maker', fees: [{ asset: 'BNB', amount: '-0.000025' }] }],
    });
  });

  test.each([{ q: 0.01 }, { X: 'NEWLY' }, { o: 'PEGGED' }, { z: 'x' }, { i: null }, { T: 'soon' }, { x: 'TRADE', L: undefined }])(
    '%j does not parse',
    (fields) => {
      expect(() => read(fields)).toThrow();
    },
  );

  test('what is not about orders is left to the library; an end of the stream is one', () => {
    const stream = binanceStream(MARKETS);
    expect(stream({ event: { e: 'outboundAccountPosition' } })).toBeNull();
    expect(stream({ id: 1, status: 200, result: { subscriptionId: 0 } })).toEqual({ kind: 'subscribed' });
    expect(stream({ event: { e: 'eventStreamTerminated', E: 1 } })).toMatchObject({ kind: 'lost' });
  });
});

describe('kraken', () => {
  const whole = {
    ...{ exec_type: 'pending_new', order_id: 'O1', cl_ord_id: krakenName(ID), symbol: 'BTC/USD', side: 'buy', order_type: 'limit' },
    ...{ order_status: 'pending_new', order_qty: 0.01, limit_price: 59_000.1, cum_qty: 0, timestamp: '2026-05-05T12:00:00.123456Z' },
  };
  const trade = {
    ...{ exec_type: 'trade', exec_id: 'T1', order_id: 'O1', order_status: 'partially_filled', last_qty: 0.004, last_price: 59_000.1 },
    ...{ liquidity_ind: 'm', fees: [{ asset: 'USD', qty: 0.59 }], cum_qty: 0.004, timestamp: '2026-05-05T12:00:01Z' },
  };
  const say = (sequence: number, ...data: readonly object[]) => ({ channel: 'executions', type: 'update', data, sequence });

  test('an order is told whole once, and then by what has changed', () => {
    const read = krakenStream(MARKETS);
    expect(read({ method: 'subscribe', success: true, result: {} })).toEqual({ kind: 'subscribed' });
    const time = Date.UTC(2026, 4, 5, 12, 0, 0, 123);
    expect(read(say(1, whole))).toMatchObject({ orders: [{ id: ID, venueId: 'O1', size: '0.01', filled: '0', price: '59000.1', time }] });
    expect(read(say(2, trade))).toMatchObject({
      orders: [{ filled: '0.004', state: 'working' }],
      fills: [{ tradeId: 'T1', id: ID, symbol: 'BTC/USD', size: '0.004', liquidity: 'maker', fees: [{ asset: 'USD', amount: '0.59' }] }],
    });
    const end = { exec_type: 'canceled', order_id: 'O1', order_status: 'canceled', cum_qty: 0.004, timestamp: '2026-05-05T12:00:02Z' };
    expect(read(say(3, end))).toMatchObject({ orders: [{ id: ID, side: 'buy', filled: '0.004', state: 'cancelled' }], fills: [] });
    expect(read({ channel: 'heartbeat' })).toBeNull();
  });

  test('a message that came twice says nothing new; one that is missing, a stranger and a refusal mean a new connection', () => {
    const read = krakenStream(MARKETS);
    read(say(1, whole));
    expect(read(say(1, whole))).toMatchObject({ orders: [] });
    expect(read(say(3, trade))).toMatchObject({ kind: 'lost' });
    expect(krakenStream(MARKETS)(say(1, trade))).toMatchObject({ kind: 'lost' });
    expect(read({ method: 'subscribe', success: false, error: 'ESession:Invalid session' })).toMatchObject({
      kind: 'lost',
      problem: 'ESession:Invalid session',
    });
    expect(read({ method: 'subscribe', success: false })).toMatchObject({ kind: 'lost' });
  });

  test('a figure with more digits than a double keeps is not taken: the order is asked for', () => {
    const read = krakenStream(MARKETS);
    const unclear = [{ venueId: 'O1', symbol: 'BTC/USD' }];
    expect(read(say(1, { ...whole, order_qty: 12_345_678.123_456_78 }))).toMatchObject({ orders: [], unclear });
    read(say(2, whole));
    expect(read(say(3, { ...trade, last_qty: 12_345_678.123_456_78 }))).toMatchObject({ fills: [], unclear });
    expect(read(say(4, { ...trade, fees: [{ asset: 'USD', qty: 1e21 }] }))).toMatchObject({ fills: [], unclear });
    expect(read(say(5, { ...trade, last_qty: 1e-8 }))).toMatchObject({ fills: [{ size: '0.00000001' }] });
  });

  test.each([{ order_status: 'odd' }, { order_type: 'odd' }, { side: 'both' }, { order_qty: '1' }, { timestamp: 'now' }])(
    '%j does not parse',
    (fields) => {
      expect(() => krakenStream(MARKETS)(say(1, { ...whole, ...fields }))).toThrow();
    },
  );
});
