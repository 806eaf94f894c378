import { describe, expect, test } from 'vitest';
import { withPrintedNumbers } from '../../../../src-main/adapters/exchange-ccxt/printed-numbers.ts';
import { orderMarkets } from '../../../../src-main/adapters/exchange-ccxt/order-markets.ts';
import { RateLimiter } from '../../../../src-main/adapters/exchange-ccxt/rate-limiter.ts';
import { KRAKENFUTURES_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-book.ts';
import {
  KRAKENFUTURES_LIMITS,
  krakenFuturesCost,
  krakenFuturesShares,
} from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-costs.ts';
import { krakenFuturesStream } from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-stream.ts';
import { clientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

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

describe('what the feeds tell', () => {
  const order = {
    ...{ instrument: 'PF_DOGEUSD', time: NOW, last_update_time: NOW, qty: 100, filled: 0, limit_price: 0.07, stop_price: 0 },
    ...{ type: 'limit', order_id: 'v', cli_ord_id: ID, direction: 1, reduce_only: true },
  };
  const feed = 'open_orders_verbose';

  test('a connection tells of the account once both are subscribed', () => {
    const read = krakenFuturesStream(MARKETS);
    expect(read({ event: 'subscribed', feed })).toBeNull();
    expect(read({ event: 'subscribed', feed: 'ticker' })).toBeNull();
    expect(read({ event: 'subscribed', feed: 'fills' })).toEqual({ kind: 'subscribed' });
    expect(read({ event: 'alert', message: 'Already subscribed to feed, re-requesting' })).toBeNull();
    expect(read({ event: 'alert', message: 'Failed to subscribe to authenticated feed' })).toMatchObject({ kind: 'lost' });
    expect(read({ event: 'challenge', message: 'x' })).toBeNull();
    expect(() => read({ feed, is_cancel: 'perhaps' })).toThrow();
  });

  test('an order that rests is told whole, and as cancelled when it goes untouched', () => {
    const read = krakenFuturesStream(MARKETS);
    const seen = {
      id: ID,
      venueId: 'v',
      symbol: 'DOGE/USD:USD',
      side: 'sell',
      size: '100',
      price: '0.07',
      state: 'working',
      reduceOnly: true,
    };
    expect(read({ feed: `${feed}_snapshot`, orders: [order] })).toMatchObject({ orders: [seen], unclear: [] });
    const gone = { feed, order_id: 'v', is_cancel: true, reason: 'cancelled_by_user' };
    expect(read(gone)).toMatchObject({ orders: [{ ...seen, state: 'cancelled', filled: '0' }] });
    expect(read(gone)).toMatchObject({ orders: [], unclear: [{ venueId: 'v', symbol: 'DOGE/USD:USD', ended: true }] });
  });

  test('what has filled, waits, or was refused for another reason is asked for', () => {
    const read = krakenFuturesStream(MARKETS);
    const unclear = (more: object) => ({ orders: [], fills: [], unclear: [{ venueId: 'v', symbol: 'DOGE/USD:USD', ...more }] });
    read({ feed, order, is_cancel: false });
    expect(read({ feed: 'fills', fills: [{ instrument: 'PF_DOGEUSD', order_id: 'v' }] })).toMatchObject(unclear({}));
    expect(read({ feed, order, is_cancel: true, reason: 'cancelled_by_user' })).toMatchObject(unclear({ ended: true }));
    expect(read({ feed, order: { ...order, filled: 40, qty: 60 }, is_cancel: false })).toMatchObject(unclear({}));
    expect(read({ feed, order: { ...order, stop_price: 0.08 }, is_cancel: false })).toMatchObject(unclear({}));
    expect(read({ feed, order: { ...order, limit_price: 0.012345678901234567 }, is_cancel: false })).toMatchObject(unclear({}));
    expect(read({ feed, order, is_cancel: true, reason: 'stop_order_triggered' })).toEqual({ kind: 'told', ...unclear({}) });
    expect(read({ feed, order: { ...order, instrument: 'PI_XBTUSD' }, is_cancel: false })).toMatchObject({ orders: [], unclear: [] });
    expect(read({ feed: 'fills_snapshot', fills: [{}] })).toMatchObject({ orders: [], unclear: [] });
  });
});

describe('its book', () => {
  const read = (text: string) => KRAKENFUTURES_BOOK.read(withPrintedNumbers(text));

  test('begins with a whole one, and each change has the number after the one before', () => {
    const whole =
      '{"feed":"book_snapshot","product_id":"PF_DOGEUSD","timestamp":1612269825817,"seq":326072249,"tickSize":null,"bids":[{"price":0.07,"qty":6385}],"asks":[]}';
    expect(read(whole)).toEqual([
      {
        market: 'PF_DOGEUSD',
        frame: {
          ...{ kind: 'snapshot', venueTime: 1_612_269_825_817, checksum: -1, bids: [['0.07', '6385']], asks: [] },
          numbers: { first: 326_072_249, last: 326_072_249, previous: 326_072_248 },
        },
      },
    ]);
    const change =
      '{"feed":"book","product_id":"PF_DOGEUSD","side":"sell","seq":326072250,"price":0.0710,"qty":0,"timestamp":1612269953629}';
    expect(read(change)).toMatchObject([
      { frame: { kind: 'diff', bids: [], asks: [['0.0710', '0']], numbers: { previous: 326_072_249 } } },
    ]);
  });

  test('is not understood where a figure is none, and answers to subscriptions are no books', () => {
    expect(read('{"feed":"book","product_id":"PF_DOGEUSD","side":"none","seq":1,"price":1,"qty":1,"timestamp":1}')).toEqual([
      { market: 'PF_DOGEUSD', frame: null },
    ]);
    expect(read('{"event":"subscribed","feed":"book","product_id":"PF_DOGEUSD"}')).toBeNull();
    expect(read('{"feed":"ticker","product_id":"PF_DOGEUSD"}')).toBeNull();
  });
});

describe('the cost of a request', () => {
  test.each([
    ['private', 'POST', 'sendorder', {}, { weight: 10 }],
    ['private', 'POST', 'cancelallordersafter', {}, { weight: 25 }],
    ['private', 'GET', 'openorders', {}, { weight: 2 }],
    ['public', 'GET', 'tickers/{symbol}', {}, { weight: 1 }],
    ['history', 'GET', 'market/{symbol}/executions', {}, { weight: 1 }],
    ['history', 'GET', 'executions', {}, { weight: 0, history: 1 }],
    ['history', 'GET', 'account-log', { count: 25 }, { weight: 0, history: 1 }],
    ['history', 'GET', 'account-log', { count: 1_000 }, { weight: 0, history: 3 }],
    ['history', 'GET', 'account-log', {}, { weight: 0, history: 6 }],
  ])('%s %s %s %j', (api, method, path, ...[params, shares]) => {
    expect(krakenFuturesShares(krakenFuturesCost(api, method, path, params))).toEqual(shares);
  });

  test('a history that is asked for too much waits, and orders and cancels pass it', async () => {
    const clock = new SteppedClock(NOW);
    const limiter = new RateLimiter('Kraken Futures', KRAKENFUTURES_LIMITS, clock);
    const gone: string[] = [];
    const ask = (name: string, shares: object, urgency: 'question' | 'order' | 'cancel' | 'data') =>
      void limiter
        .turn({ weight: 0, orders: 0, urgency, ...shares })
        .then(() => gone.push(name))
        .catch(() => undefined);
    for (let pages = 0; pages < 100; pages += 1) ask('history', { history: 1 }, 'question');
    ask('order', { weight: 10 }, 'order');
    ask('look', { weight: 2 }, 'data');
    await Promise.resolve();
    const begun = gone.filter((name) => name === 'history').length;
    expect(begun).toBeLessThan(90);
    expect(begun).toBeGreaterThan(80);
    expect(gone.filter((name) => name !== 'history')).toEqual(['order', 'look']);
    // One comes back every six seconds.
    clock.pass(61_000);
    await Promise.resolve();
    expect(gone.filter((name) => name === 'history').length - begun).toBe(10);
    limiter.close();
  });
});
