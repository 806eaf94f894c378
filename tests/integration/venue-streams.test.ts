import { beforeEach, describe, expect, test } from 'vitest';
import { DirectClient, type DirectSocket } from '../venue/direct-client.ts';
import { type SimulatedVenue, simulateVenue } from '../venue/simulated-venue.ts';

const SYMBOL = 'BTCUSDT';
const BUY = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '59000', quantity: '0.01' };

let sim: SimulatedVenue;
beforeEach(() => {
  sim = simulateVenue();
});

function walk(steps: number, ms = 137): void {
  for (let i = 0; i < steps; i += 1) {
    sim.control.run({ do: 'step', symbol: SYMBOL, steps: 1 });
    sim.clock.pass(ms);
  }
}

describe('market streams', () => {
  test('single and combined, subscribed and left, listed and asked', () => {
    const socket = sim.client.open('/ws/btcusdt@trade');
    socket.say({ method: 'SUBSCRIBE', params: ['btcusdt@bookTicker', 'ethusdt@depth@100ms'], id: 1 });
    socket.say({ method: 'LIST_SUBSCRIPTIONS', id: 'two' });
    socket.say({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade', 'btcusdt@bookTicker'], id: 3 });
    sim.clock.pass(1_000);
    socket.say({ method: 'SET_PROPERTY', params: ['combined', true], id: 4 });
    sim.control.run({ do: 'step', symbol: 'ETHUSDT', steps: 1 });
    sim.clock.pass(200);
    socket.say('{');
    socket.say({ method: 'LEAVE', id: 5 });
    expect(socket.heard).toEqual([
      { result: null, id: 1 },
      { result: ['btcusdt@trade', 'btcusdt@bookTicker', 'ethusdt@depth@100ms'], id: 'two' },
      { result: null, id: 3 },
      { result: null, id: 4 },
      { stream: 'ethusdt@depth@100ms', data: expect.objectContaining({ e: 'depthUpdate', s: 'ETHUSDT' }) },
      { error: expect.objectContaining({ code: 3 }) },
      { error: expect.objectContaining({ code: 2 }), id: 5 },
    ]);
    const combined = sim.client.open('/stream?streams=btcusdt@trade/btcusdt@aggTrade');
    sim.control.run({ do: 'trade elsewhere', account: 'trader', symbol: SYMBOL, side: 'BUY', quantity: '0.001' });
    sim.clock.pass(1);
    expect(combined.heard.map((message) => message['stream'])).toEqual(['btcusdt@trade', 'btcusdt@aggTrade']);
  });

  test.each(['btcusdt@depth@100ms', 'btcusdt@depth'])("a book kept by the published procedure from %s is the venue's own", (stream) => {
    const socket = sim.client.open(`/ws/${stream}`);
    walk(30);
    const snapshot = sim.client.ask('GET /api/v3/depth', { symbol: SYMBOL, limit: 5_000 }).json;
    walk(60);
    sim.clock.pass(1_000);
    const sides = { b: new Map(snapshot['bids'] as [string, string][]), a: new Map(snapshot['asks'] as [string, string][]) };
    let last = snapshot['lastUpdateId'] as number;
    const first = socket.heard.find((event) => (event['u'] as number) > last)!;
    expect(first['U']).toBeLessThanOrEqual(last + 1);
    for (const event of socket.heard) {
      if ((event['u'] as number) <= last) continue;
      if (event !== first) expect(event['U']).toBe(last + 1);
      last = event['u'] as number;
      for (const side of ['b', 'a'] as const)
        for (const [price, size] of event[side] as [string, string][]) {
          if (Number(size) === 0) sides[side].delete(price);
          else sides[side].set(price, size);
        }
    }
    const now = sim.client.ask('GET /api/v3/depth', { symbol: SYMBOL, limit: 5_000 }).json;
    expect(last).toBe(now['lastUpdateId']);
    expect([...sides.b].sort(([a], [b]) => Number(b) - Number(a))).toEqual(now['bids']);
    expect([...sides.a].sort(([a], [b]) => Number(a) - Number(b))).toEqual(now['asks']);
  });

  test('bars grow, close, and begin anew; tickers tell of what traded', () => {
    const socket = sim.client.open('/ws/btcusdt@kline_1m');
    const tickers = sim.client.open('/ws/btcusdt@ticker');
    const all = sim.client.open('/ws/!miniTicker@arr');
    walk(70, 1_000);
    const bars = socket.heard.map((message) => message['k'] as Record<string, unknown>);
    const closed = bars.filter((bar) => bar['x'] === true);
    expect(closed).toHaveLength(1);
    const asked = sim.client.ask('GET /api/v3/klines', { symbol: SYMBOL, interval: '1m', limit: 2 }).json as unknown as unknown[][];
    expect([closed[0]!['t'], closed[0]!['o'], closed[0]!['h'], closed[0]!['l'], closed[0]!['c'], closed[0]!['v']]).toEqual(
      asked[0]!.slice(0, 6),
    );
    expect(bars.at(-1)!['t']).toBe(asked[1]![0]);
    expect(tickers.heard.at(-1)).toMatchObject({ e: '24hrTicker', s: SYMBOL, c: bars.at(-1)!['c'] });
    expect((all.heard[0] as unknown as { s: string }[]).map((each) => each.s)).toContain(SYMBOL);
    expect((all.heard.at(-1) as unknown as { s: string }[]).map((each) => each.s)).toEqual([SYMBOL]);
    const top = sim.client.open('/ws/btcusdt@depth5@100ms');
    sim.clock.pass(100);
    expect(top.heard[0]!['bids']).toHaveLength(5);
  });

  test('a stream that nobody listens to costs nothing, and none is left when a connection ends', () => {
    const socket = sim.client.open('/stream?streams=btcusdt@trade/btcusdt@depth/ethusdt@kline_5m/nothing@all');
    const other = sim.client.open('/ws/btcusdt@trade');
    expect([sim.venue.hub.size, sim.venue.connections]).toEqual([3, { stream: 2, account: 0 }]);
    socket.close();
    expect(sim.venue.hub.size).toBe(1);
    expect(sim.venue.cutConnections()).toBe(1);
    expect([other.ended, sim.venue.hub.size, sim.venue.connections]).toEqual(['cut', 0, { stream: 0, account: 0 }]);
  });

  test('who does not answer a ping, talks too much or stays a day is shown out', () => {
    const silent = sim.client.open('/ws/btcusdt@trade');
    const alive = sim.client.open('/ws/btcusdt@trade');
    for (let i = 0; i < 4; i += 1) {
      sim.clock.pass(20_000);
      alive.pong();
    }
    expect([silent.ended, alive.ended, alive.pings]).toEqual(['closed', null, 4]);
    for (let i = 0; i < 5; i += 1) alive.say({ method: 'LIST_SUBSCRIPTIONS', id: i });
    expect(alive.ended).toBe('closed');
    const long = sim.client.open('/ws/btcusdt@trade');
    for (let hour = 0; hour < 24 * 180; hour += 1) {
      sim.clock.pass(20_000);
      long.pong();
    }
    expect(long.ended).toBe('closed');
  });
});

describe('what an account is told', () => {
  function subscribed(): DirectSocket {
    const socket = sim.client.open('/ws-api/v3');
    socket.say({ id: 'a', method: 'userDataStream.subscribe.signature', params: sim.client.signedParams() });
    expect(socket.heard.splice(0)).toMatchObject([{ id: 'a', status: 200, result: { subscriptionId: 0 } }]);
    return socket;
  }

  test("an order's whole life with what it did to the balances, on a socket that takes orders too", () => {
    const socket = subscribed();
    const { timeInForce: _none, price: _no, ...market } = { ...BUY, type: 'MARKET', quantity: '0.001' };
    socket.say({ id: 'b', method: 'order.place', params: sim.client.signedParams({ ...market, newClientOrderId: 'mine' }) });
    sim.clock.pass(5);
    const [answer, ...events] = socket.heard;
    expect(answer).toMatchObject({
      id: 'b',
      status: 200,
      result: { status: 'FILLED', clientOrderId: 'mine' },
      rateLimits: expect.any(Array),
    });
    expect(events.map((message) => (message['event'] as Record<string, unknown>)['e'])).toEqual([
      'executionReport',
      'outboundAccountPosition',
      'executionReport',
      'outboundAccountPosition',
    ]);
    expect(events[2]).toMatchObject({
      subscriptionId: 0,
      event: { x: 'TRADE', X: 'FILLED', l: '0.00100000', L: '60012.00000000', n: '0.00000100', N: 'BTC', m: false, c: 'mine' },
    });
    expect(events[3]).toMatchObject({
      event: {
        B: [
          { a: 'BTC', f: '1.00099900', l: '0.00000000' },
          { a: 'USDT', f: '99939.98800000', l: '0.00000000' },
        ],
      },
    });
  });

  test('a cancel by its own id, a transfer, an order that another app placed', () => {
    const socket = subscribed();
    const placed = sim.client.sign('POST /api/v3/order', { ...BUY, newClientOrderId: 'mine' });
    sim.client.sign('DELETE /api/v3/order', { symbol: SYMBOL, orderId: placed.json['orderId'] as number, newClientOrderId: 'end' });
    sim.control.run({ do: 'transfer', account: 'trader', asset: 'BTC', amount: '-0.5' });
    sim.control.run({
      do: 'trade elsewhere',
      account: 'trader',
      symbol: SYMBOL,
      side: 'SELL',
      quantity: '0.002',
      price: '70000',
      clientId: 'phone',
    });
    sim.clock.pass(5);
    const events = socket.heard
      .map((message) => message['event'] as Record<string, unknown>)
      .filter((event) => event['e'] !== 'outboundAccountPosition');
    expect(events).toMatchObject([
      { x: 'NEW', c: 'mine', C: '' },
      { x: 'CANCELED', c: 'end', C: 'mine' },
      { e: 'balanceUpdate', a: 'BTC', d: '-0.50000000' },
      { x: 'NEW', c: 'phone', p: '70000.00000000' },
    ]);
  });

  test('requests that are wrong, limits that are hidden, subscriptions that end', () => {
    const socket = subscribed();
    socket.say('[');
    socket.say({ id: 1, method: 'nothing' });
    socket.say({ id: 2, method: 'time', params: { returnRateLimits: false } });
    socket.say({ id: 3, method: 'account.status', params: { ...sim.client.signedParams(), signature: 'ff' } });
    socket.say({ id: 4, method: 'userDataStream.subscribe.signature', params: sim.client.signedParams() });
    socket.say({ id: 5, method: 'order.status', params: sim.client.signedParams({ symbol: SYMBOL, orderId: 1 }) });
    socket.say({ id: 6, method: 'session.subscriptions' });
    socket.say({ id: 7, method: 'userDataStream.unsubscribe' });
    socket.say({ id: 8, method: 'v3/ping' });
    expect(socket.heard).toMatchObject([
      { id: null, status: 400, error: { code: -1135 } },
      { id: 1, status: 400, error: { code: -1020 } },
      { id: 2, status: 200 },
      { id: 3, status: 400, error: { code: -1022 } },
      { id: 4, status: 400, error: { code: -2035 } },
      { id: 5, status: 400, error: { code: -2013 } },
      { id: 6, status: 200, result: [{ subscriptionId: 0 }] },
      { subscriptionId: 0, event: { e: 'eventStreamTerminated' } },
      { id: 7, status: 200 },
      { id: 8, status: 200, result: {} },
    ]);
    expect(socket.heard[2]).not.toHaveProperty('rateLimits');
    sim.client.sign('POST /api/v3/order', BUY);
    sim.clock.pass(5);
    expect(socket.heard).toHaveLength(10);
  });

  test('a listen key lives an hour at a time, and says when it ends', () => {
    const key = sim.client.ask('POST /api/v3/userDataStream').json['listenKey'] as string;
    const socket = sim.client.open(`/ws/${key}`);
    sim.clock.pass(59 * 60_000);
    expect(sim.client.ask('PUT /api/v3/userDataStream', { listenKey: key }).json).toEqual({});
    const later = sim.client.open(`/ws/${key}`);
    sim.client.sign('POST /api/v3/order', BUY);
    sim.clock.pass(5);
    expect(later.heard.map((event) => event['e'])).toEqual(['executionReport', 'outboundAccountPosition']);
    expect(socket.ended).toBe('closed');
    sim.control.run({ do: 'expire listen key', listenKey: key });
    expect(later.heard.at(-1)).toMatchObject({ e: 'listenKeyExpired', listenKey: key });
    expect(sim.client.ask('PUT /api/v3/userDataStream', { listenKey: key }).json['code']).toBe(-1125);
    expect(sim.client.ask('DELETE /api/v3/userDataStream', { listenKey: key }).json['code']).toBe(-1125);
  });

  test('a banned address is not let in by a socket either', () => {
    sim.control.run({ do: 'ban', ms: 5_000 });
    const socket = sim.client.open('/ws-api/v3');
    sim.clock.pass(0);
    expect([socket.ended, sim.client.ask('GET /api/v3/ping').status]).toEqual(['closed', 418]);
    expect(new DirectClient(sim.venue, { ip: '127.0.0.2' }).ask('GET /api/v3/ping').status).toBe(200);
  });
});

test('the same seed and the same calls give the same bytes', () => {
  const run = (seed: number) => {
    const one = simulateVenue({ seed, stepMs: 250 });
    const socket = one.client.open('/stream?streams=btcusdt@depth@100ms/btcusdt@trade/ethusdt@kline_1m');
    const user = one.client.open('/ws-api/v3');
    user.say({ id: 1, method: 'userDataStream.subscribe.signature', params: one.client.signedParams() });
    one.control.run({ do: 'add fault', rule: { surface: 'stream', endpoint: 'btcusdt@trade', nth: 3, fault: { kind: 'reorder' } } });
    const replies = ['59990', '60010', '60400'].map((price) => {
      one.clock.pass(4_000);
      return one.client.sign('POST /api/v3/order', { ...BUY, price }).text;
    });
    one.clock.pass(4_000);
    return JSON.stringify([replies, socket.heard, user.heard, one.control.look()]);
  };
  expect(run(7)).toBe(run(7));
  expect(run(7)).not.toBe(run(8));
});
