import { beforeEach, describe, expect, test } from 'vitest';
import type { DirectSocket } from '../venue/direct-client.ts';
import type { MessageFault, RequestFault } from '../venue/faults/fault-rules.ts';
import { type SimulatedVenue, simulateVenue } from '../venue/simulated-venue.ts';

const SYMBOL = 'BTCUSDT';
const BUY = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '59000', quantity: '0.01' };
const TAKE = { ...BUY, price: '60100' };

let sim: SimulatedVenue;
beforeEach(() => {
  sim = simulateVenue();
});

function next(fault: RequestFault, endpoint = 'POST /api/v3/order'): void {
  sim.venue.faults.add({ surface: 'rest', endpoint, fault });
}

/** Every order that the venue has of the customer, as it really is. */
function orders(): string[] {
  return sim.venue.exchange.state.ordersOf(sim.trader).map((order) => `${order.clientId} ${order.status}`);
}

const place = (fields: Record<string, string> = {}) =>
  sim.client.sign('POST /api/v3/order', { ...BUY, newClientOrderId: 'one', ...fields });

describe('requests', () => {
  test.each([false, true])('lost on the way there: no order (silent: %s)', (silent) => {
    next({ kind: 'lose request', silent });
    expect(place().status).toBe(silent ? 'silent' : 'cut');
    sim.clock.pass(60_000);
    expect(orders()).toEqual([]);
    expect(place().status).toBe(200);
  });

  test.each([false, true])('lost on the way back: an order that nobody confirmed (silent: %s)', (silent) => {
    next({ kind: 'lose reply', silent });
    expect(place().status).toBe(silent ? 'silent' : 'cut');
    expect(orders()).toEqual(['one NEW']);
  });

  test('arrived twice: the second is refused while the first is open, and doubles it when it is not', () => {
    next({ kind: 'duplicate request', afterMs: 500 });
    expect(place().status).toBe(200);
    sim.clock.pass(500);
    expect(orders()).toEqual(['one NEW']);
    next({ kind: 'duplicate request', afterMs: 500 });
    expect(place({ newClientOrderId: 'two', price: TAKE.price, quantity: '0.001' }).json['status']).toBe('FILLED');
    sim.clock.pass(500);
    expect(orders()).toEqual(['one NEW', 'two FILLED', 'two FILLED']);
    expect(sim.venue.log.of('POST /api/v3/order').map((request) => request.code)).toEqual([0, -2010, 0, 0]);
  });

  test('late: too late for its window, or answered late while the stream has told already', () => {
    next({ kind: 'delay request', ms: 5_001 });
    const late = place();
    sim.clock.pass(5_001);
    expect([late.json['code'], orders()]).toEqual([-1021, []]);
    next({ kind: 'delay reply', ms: 3_000 });
    const socket = subscribed();
    const reply = place({ price: TAKE.price, quantity: '0.001' });
    sim.clock.pass(100);
    expect([reply.status, events(socket)]).toEqual(['silent', ['NEW', 'TRADE']]);
    sim.clock.pass(2_900);
    expect(reply.json['status']).toBe('FILLED');
  });

  test.each([
    [429, '{"code":-1003,"msg":"Too many requests"}', { 'Retry-After': '7' }],
    [418, '{"code":-1003,"msg":"IP banned"}', {}],
    [503, 'Service Unavailable', {}],
    [502, '<html><body>Bad Gateway</body></html>', { 'content-type': 'text/html' }],
    [200, '<html>', {}],
  ])('answered with %d %s, carried out or not', (status, body, headers) => {
    next({ kind: 'answer', status, body, headers, carriedOut: false });
    expect([place().text, orders()]).toEqual([body, []]);
    next({ kind: 'answer', status, body, headers, carriedOut: true });
    const reply = place();
    expect([reply.status, reply.text, orders()]).toEqual([status, body, ['one NEW']]);
    expect(reply.headers).toMatchObject(headers);
  });

  test('filled in part, whether it took or was taken from', () => {
    next({ kind: 'partial fill', percent: 40 });
    expect(place({ price: TAKE.price, quantity: '0.01' }).json).toMatchObject({ status: 'PARTIALLY_FILLED', executedQty: '0.00400000' });
    sim = simulateVenue();
    next({ kind: 'partial fill', percent: 25 });
    place({ quantity: '0.01' });
    expect(sim.client.sign('GET /api/v3/order', { symbol: SYMBOL, origClientOrderId: 'one' }).json).toMatchObject({
      status: 'PARTIALLY_FILLED',
      executedQty: '0.00250000',
    });
    const { bids, asks } = sim.venue.exchange.state.market(SYMBOL);
    expect(bids.best! < asks.best!).toBe(true);
  });

  test('filled before its cancel came', () => {
    place();
    next({ kind: 'cancel race' }, 'DELETE /api/v3/order');
    expect(sim.client.sign('DELETE /api/v3/order', { symbol: SYMBOL, origClientOrderId: 'one' }).json['code']).toBe(-2011);
    expect(orders()).toEqual(['one FILLED']);
  });

  test('strikes where it is told to, as often as it is told to', () => {
    sim.venue.faults.add({
      surface: 'rest',
      endpoint: 'GET /api/v3/*',
      symbol: 'ETHUSDT',
      nth: 2,
      times: 2,
      fault: { kind: 'lose request' },
    });
    const ask = (symbol: string) => sim.client.ask('GET /api/v3/ticker/price', { symbol }).status;
    expect([ask('BTCUSDT'), ask('ETHUSDT'), ask('ETHUSDT'), ask('ETHUSDT'), ask('ETHUSDT')]).toEqual([200, 200, 'cut', 'cut', 200]);
    expect(sim.control.run({ do: 'list faults' })).toMatchObject([{ seen: 4, struck: 2 }]);
    sim.control.run({ do: 'clear faults' });
    expect(sim.control.run({ do: 'list faults' })).toEqual([]);
    expect(() => sim.venue.faults.add({ surface: 'rest', fault: { kind: 'drop' } })).toThrow('cannot strike');
  });

  test('a frozen venue does nothing until it thaws, and then everything in its order', () => {
    const socket = subscribed();
    sim.control.run({ do: 'freeze', ms: 4_000 });
    const [first, second] = [place(), place({ newClientOrderId: 'two' })];
    sim.clock.pass(3_999);
    expect([first.status, second.status, orders()]).toEqual(['silent', 'silent', []]);
    sim.clock.pass(10);
    expect([first.status, second.status, orders()]).toEqual([200, 200, ['one NEW', 'two NEW']]);
    expect(events(socket)).toEqual(['NEW', 'NEW']);
    sim.control.run({ do: 'freeze' });
    const third = sim.client.ask('GET /api/v3/ping');
    sim.clock.pass(1_000_000);
    expect(third.status).toBe('silent');
    sim.control.run({ do: 'thaw' });
    expect(third.status).toBe(200);
  });

  test('requests of the websocket API go wrong as well', () => {
    const socket = sim.client.open('/ws-api/v3');
    const send = (id: number) =>
      socket.say({ id, method: 'order.place', params: sim.client.signedParams({ ...BUY, newClientOrderId: `n${id}` }) });
    sim.venue.faults.add({ surface: 'ws-api', endpoint: 'order.place', fault: { kind: 'lose reply', silent: true } });
    sim.venue.faults.add({
      surface: 'ws-api',
      endpoint: 'order.place',
      nth: 2,
      fault: { kind: 'answer', status: 500, body: '{"id":2,"status":500}', carriedOut: true },
    });
    sim.venue.faults.add({ surface: 'ws-api', endpoint: 'order.place', nth: 3, fault: { kind: 'lose reply' } });
    for (const id of [1, 2, 3]) send(id);
    expect([socket.heard, socket.ended, orders()]).toEqual([[{ id: 2, status: 500 }], 'cut', ['n1 NEW', 'n2 NEW', 'n3 NEW']]);
  });
});

function subscribed(): DirectSocket {
  const socket = sim.client.open('/ws-api/v3');
  socket.say({ id: 1, method: 'userDataStream.subscribe.signature', params: sim.client.signedParams() });
  return socket;
}

function events(socket: DirectSocket): unknown[] {
  return socket.heard.flatMap((message) => {
    const event = message['event'] as Record<string, unknown> | undefined;
    return event?.['e'] === 'executionReport' ? [event['x']] : [];
  });
}

describe('messages', () => {
  const told = (fault: MessageFault, nth = 2): unknown[] => {
    const socket = subscribed();
    sim.venue.faults.add({ surface: 'user', endpoint: 'executionReport:*', nth, fault });
    for (const id of ['a', 'b', 'c']) {
      place({ newClientOrderId: id });
      sim.clock.pass(10);
    }
    sim.clock.pass(1_000);
    const ids = socket.heard.flatMap((message) => {
      const event = message['event'] as Record<string, unknown> | undefined;
      return event?.['e'] === 'executionReport' ? [event['c']] : [];
    });
    return socket.ended === null ? ids : [...ids, socket.ended];
  };

  test.each([
    [{ kind: 'drop' } as const, ['a', 'c']],
    [{ kind: 'duplicate' } as const, ['a', 'b', 'b', 'c']],
    [{ kind: 'delay', ms: 500 } as const, ['a', 'c', 'b']],
    [{ kind: 'cut' } as const, ['a', 'cut']],
  ])('%j of an account', (fault, expected) => {
    expect(told(fault)).toEqual(expected);
  });

  test('out of order: what is told after it comes first', () => {
    const socket = sim.client.open('/ws/btcusdt@trade');
    sim.venue.faults.add({ surface: 'stream', endpoint: 'btcusdt@trade', nth: 2, fault: { kind: 'reorder' } });
    for (let i = 0; i < 3; i += 1) {
      sim.control.run({ do: 'trade elsewhere', account: 'trader', symbol: SYMBOL, side: 'BUY', quantity: '0.001' });
      sim.clock.pass(10);
    }
    expect(socket.heard.map((message) => message['t'])).toEqual([1, 3, 2]);
  });

  test('a gap in the depth stream shows in its numbers', () => {
    const socket = sim.client.open('/ws/btcusdt@depth@100ms');
    sim.venue.faults.add({ surface: 'stream', endpoint: 'btcusdt@depth*', symbol: SYMBOL, nth: 3, times: 2, fault: { kind: 'drop' } });
    for (let i = 0; i < 8; i += 1) {
      sim.control.run({ do: 'trade elsewhere', account: 'trader', symbol: SYMBOL, side: 'BUY', quantity: '0.001' });
      sim.clock.pass(100);
    }
    const numbers = socket.heard.map((message) => [message['U'] as number, message['u'] as number] as const);
    const gaps = numbers.slice(1).filter(([first], place) => first !== numbers[place]![1] + 1);
    expect([numbers.length, gaps.length]).toEqual([6, 1]);
  });
});

test('the market is moved, filled and thinned from outside, and every coin stays', () => {
  const totals = () => (sim.control.look() as { totals: unknown }).totals;
  const before = totals();
  place();
  sim.control.run({ do: 'move price', symbol: SYMBOL, price: '58900' });
  expect(orders()).toEqual(['one FILLED']);
  expect(sim.client.ask('GET /api/v3/ticker/price', { symbol: SYMBOL }).json['price']).toBe('58900.00000000');
  sim.control.run({ do: 'add liquidity', symbol: SYMBOL, side: 'SELL', price: '58905', quantity: '5' });
  expect((sim.client.ask('GET /api/v3/depth', { symbol: SYMBOL, limit: 5 }).json['asks'] as string[][])[0]).toEqual([
    '58905.00000000',
    '5.00000000',
  ]);
  const elsewhere = sim.control.run({
    do: 'trade elsewhere',
    account: 'trader',
    symbol: SYMBOL,
    side: 'SELL',
    quantity: '0.1',
    price: '66000',
  }) as { orderId: number };
  expect(sim.client.sign('GET /api/v3/openOrders').json).toHaveLength(1);
  sim.control.run({ do: 'cancel elsewhere', account: 'trader', symbol: SYMBOL, orderId: elsewhere.orderId });
  sim.control.run({ do: 'walk', stepMs: 100 });
  sim.clock.pass(10_000);
  sim.control.run({ do: 'walk', stepMs: 0 });
  expect(totals()).toEqual(before);
  sim.control.run({ do: 'allow trading', account: 'trader', allowed: false });
  expect(place().json['msg']).toMatch(/may not place/u);
});
