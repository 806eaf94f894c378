import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import type { SeenFill, SeenOrder, VenueHealth, VenueMessage, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import type { MessageFault } from '../venue/faults/fault-rules.ts';
import { isTriggered } from '../venue/core/order.ts';
import { okxAlgoId, okxOrderId } from '../venue/okx/okx-order.ts';
import { ENDPOINTS, MARKET_ORDER, STOP, STOP_ENDPOINTS, SYMBOL, Trading } from './fixtures/trading.ts';

const HOUR_MS = 3_600_000;
const { okx: ALGOS } = STOP_ENDPOINTS;
/** One that rests where its price has come: the market has fallen below its limit. */
const RESTS: Partial<VenueOrder> = { side: 'sell', type: 'stop-limit', price: '56000', trigger: '55000' };

let at: Trading;
beforeEach(async () => {
  at = await Trading.within('okx');
  await at.until(() => health()?.state === 'pushed');
});
afterEach(() => at.close());

const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const fills = (): SeenFill[] => at.heard.flatMap((message) => (message.kind === 'fill' ? [message.fill] : []));
const told = (): SeenOrder[] => at.heard.flatMap((message) => (message.kind === 'order' ? [message.order] : []));
const ended = () => told().filter(({ state }) => state !== 'working');
const internal = () => at.venue.exchange.state.ordersOf(at.trader).findLast(({ type }) => isTriggered(type))!;
const fall = (price = '54000') => at.control.run({ do: 'move price', symbol: 'BTCUSDT', price });
const ask = (order: Pick<VenueOrder, 'id'>, venueId: string | null = null) =>
  at.ask({ kind: 'ask', id: order.id, venueId, symbol: SYMBOL, since: at.clock!.now() - HOUR_MS }, 'found', 'absent', 'unanswered');
const cancel = (order: Pick<VenueOrder, 'id'>, venueId: string | null = null) =>
  at.ask({ kind: 'cancel', id: order.id, venueId, symbol: SYMBOL }, 'cancel-taken', 'cancel-refused', 'cancel-unknown');
const look = (since = 0) => at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since }, 'looked', 'look-failed');
const list = () => at.ask({ kind: 'list', number: 2, symbol: SYMBOL, since: at.clock!.now() - HOUR_MS }, 'listed', 'list-failed');

async function standing(fields: Partial<VenueOrder>): Promise<VenueOrder & { readonly venueId: string }> {
  const order = at.order(fields);
  const placed = await at.place(order);
  if (placed.kind !== 'placed') throw new Error(JSON.stringify(placed));
  return { ...order, venueId: placed.venueId };
}

async function leap(hours: number): Promise<void> {
  at.control.run({ do: 'set clock', offsetMs: hours * HOUR_MS });
  at.venue.cutConnections();
  await at.until(() => Math.abs(health()!.clockOffsetMs! - hours * HOUR_MS) < 1_000);
}

describe('when its price has come', () => {
  test('what it has placed is told as itself: its fills first, then its end', async () => {
    const order = await standing(STOP);
    fall();
    await at.until(() => ended().length === 1);
    expect(fills()).toMatchObject([
      { id: order.id, venueId: order.venueId, side: 'sell', size: '0.01', liquidity: 'taker', fees: [{ asset: 'USDT' }] },
    ]);
    expect(ended()).toMatchObject([
      { id: order.id, venueId: order.venueId, type: 'stop', trigger: '55000', state: 'filled', filled: '0.01', size: '0.01' },
    ]);
    const kinds = at.heard.map((message) => (message.kind === 'order' ? message.order.state : message.kind));
    expect(kinds.indexOf('fill')).toBeLessThan(kinds.indexOf('filled'));
    expect(new Set(told().map(({ venueId }) => venueId))).toEqual(new Set([order.venueId]));
  });

  test.each([
    ['our id alone', false],
    ['the venue’s', true],
  ])('a later start finds it, and all of its fills, by %s', async (_name, named) => {
    const order = await standing(STOP);
    fall();
    await at.settle(1_000);
    expect(await ask(order, named ? order.venueId : null)).toMatchObject({
      kind: 'found',
      order: { id: order.id, venueId: order.venueId, state: 'filled', filled: '0.01' },
      fills: [{ id: order.id, venueId: order.venueId, size: '0.01' }],
    });
  });

  test('a look tells its fills under its name, whoever looks, and the order that it has placed is known as its own', async () => {
    const order = await standing(STOP);
    const plain = await standing(MARKET_ORDER);
    fall();
    await at.settle(1_000);
    const mine = { id: order.id, venueId: order.venueId, side: 'sell' };
    expect(await look()).toMatchObject({ account: { openOrders: [], fills: [{ id: plain.id, venueId: plain.venueId }, mine] } });
    expect(await list()).toMatchObject({
      orders: [
        { id: plain.id, state: 'filled' },
        { id: order.id, venueId: order.venueId, state: 'filled' },
      ],
    });
    const placed = okxOrderId(internal().id);
    expect(await at.ask({ kind: 'identify', venueId: placed, symbol: SYMBOL }, 'identified', 'unidentified')).toMatchObject({
      kind: 'identified',
      order: { id: order.id, venueId: order.venueId },
    });
  });

  test('one with a limit rests under its name, fills in parts, and each part is told once', async () => {
    const order = await standing({ ...RESTS, size: '0.03' });
    fall('54900');
    await at.settle(500);
    expect(at.standing).toMatchObject([{ status: 'NEW', resting: true }]);
    const shown = {
      id: order.id,
      venueId: order.venueId,
      type: 'stop-limit',
      price: '56000',
      trigger: '55000',
      size: '0.03',
      state: 'working',
    };
    expect(await look()).toMatchObject({ account: { openOrders: [shown] } });
    for (const quantity of ['0.01', '0.02']) {
      at.control.run({ do: 'fill', orderId: internal().id, quantity });
      await at.settle(300);
    }
    await at.until(() => ended().length === 1);
    expect(fills().map(({ id, size }) => [id, size])).toEqual([
      [order.id, '0.01'],
      [order.id, '0.02'],
    ]);
    expect(ended()).toMatchObject([{ state: 'filled', filled: '0.03' }]);
  });

  test.each([
    ['our id', false],
    ['the venue’s', true],
  ])('a cancel by %s ends what it has placed', async (_name, named) => {
    const order = await standing({ ...RESTS, size: '0.03' });
    fall('54900');
    at.control.run({ do: 'fill', orderId: internal().id, quantity: '0.01' });
    await at.settle(500);
    expect(await cancel(order, named ? order.venueId : null)).toMatchObject({ kind: 'cancel-taken' });
    expect(at.standing).toMatchObject([{ status: 'CANCELED' }]);
    await at.until(() => ended().length === 1);
    expect(ended()).toMatchObject([{ id: order.id, state: 'cancelled', filled: '0.01' }]);
    expect(await cancel(order, order.venueId)).toMatchObject({ kind: 'cancel-refused' });
  });

  test('a cancel that comes too late says so, and nothing that has filled is lost', async () => {
    const order = await standing(STOP);
    fall();
    expect(await cancel(order, order.venueId)).toMatchObject({ kind: 'cancel-refused' });
    await at.until(() => ended().length === 1);
    expect([fills().length, ended()[0]!.state]).toEqual([1, 'filled']);
  });

  test('coins that are gone: it fails, and that is told as a refusal that comes late', async () => {
    const order = await standing(STOP);
    at.control.run({ do: 'transfer', account: 'trader', asset: 'BTC', amount: '-1' });
    fall();
    await at.until(() => ended().length === 1);
    expect(ended()).toMatchObject([{ id: order.id, state: 'rejected', filled: '0' }]);
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'rejected' }, fills: [] });
  });

  test('one that was made smaller there has not filled whole', async () => {
    const order = await standing({ ...STOP, size: '0.2' });
    const { id } = internal();
    fall();
    await at.settle(1_000);
    const time = String(at.clock!.now());
    const algo = {
      ...{
        instId: 'BTC-USDT',
        algoId: okxAlgoId(id),
        algoClOrdId: order.id,
        side: 'sell',
        ordType: 'conditional',
        sz: '0.3',
        state: 'effective',
      },
      ...{ slTriggerPx: '55000', slOrdPx: '-1', ordIdList: [okxOrderId(id)], cTime: time, uTime: time },
    };
    const body = JSON.stringify({ code: '0', data: [algo], msg: '' });
    at.venue.faults.add({
      surface: 'rest',
      endpoint: ALGOS.find,
      times: 9,
      fault: { kind: 'answer', status: 200, body, carriedOut: false },
    });
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'cancelled', filled: '0.2', size: '0.3' } });
  });

  test('while the venue does not say what it has placed, nothing is said of it', async () => {
    const order = await standing(STOP);
    const row = {
      ...{ instId: 'BTC-USDT', algoId: okxAlgoId(internal().id), algoClOrdId: order.id, side: 'sell', ordType: 'conditional', sz: '0.01' },
      ...{
        state: 'effective',
        slTriggerPx: '55000',
        slOrdPx: '-1',
        ordId: '',
        ordIdList: [],
        cTime: '1777982400000',
        uTime: '1777982400000',
      },
    };
    const answer = (data: object) => ({
      kind: 'answer' as const,
      status: 200,
      body: JSON.stringify({ code: '0', data: [data], msg: '' }),
      carriedOut: false,
    });
    at.venue.faults.add({ surface: 'rest', endpoint: ALGOS.find, fault: answer(row) });
    expect(await ask(order)).toMatchObject({ kind: 'unanswered' });
    const uTime = String(at.clock!.now());
    at.venue.faults.add({ surface: 'rest', endpoint: ALGOS.find, fault: answer({ ...row, ordIdList: ['77'], uTime }) });
    expect(await ask(order)).toMatchObject({ kind: 'unanswered' });
    const body = '{"code":"1","data":[{"algoId":"","sCode":"51416","sMsg":"Order has been triggered"}],"msg":""}';
    at.venue.faults.add({ surface: 'rest', endpoint: ALGOS.cancel, fault: { kind: 'answer', status: 200, body, carriedOut: false } });
    at.venue.faults.add({ surface: 'rest', endpoint: ALGOS.find, fault: answer(row) });
    expect(await cancel(order, order.venueId)).toMatchObject({ kind: 'cancel-unknown' });
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'working' } });
  });

  test('what it placed, was cancelled with nothing filled and is forgotten after two hours, has ended without a fill', async () => {
    const order = await standing(RESTS);
    fall('54900');
    await at.settle(300);
    expect(await cancel(order, order.venueId)).toMatchObject({ kind: 'cancel-taken' });
    await leap(3);
    expect(at.venue.log.of(ENDPOINTS.okx.find).length).toBeGreaterThan(0);
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'cancelled', filled: '0' }, fills: [] });
  });
});

describe('what is told of it', () => {
  const faults: readonly MessageFault[] = [
    { kind: 'drop' },
    { kind: 'duplicate' },
    { kind: 'delay', ms: 900 },
    { kind: 'reorder' },
    { kind: 'cut' },
  ];
  const cases = ['orders', 'orders-algo'].flatMap((endpoint) =>
    faults.flatMap((fault) => [1, 2].map((nth) => [endpoint, fault.kind, nth, fault] as const)),
  );

  test.each(cases)(
    'a message of %s that goes wrong (%s, number %d): its fill once, before its end',
    async (endpoint, _kind, nth, fault) => {
      at.venue.faults.add({ surface: 'user', endpoint, nth, fault });
      const order = await standing(STOP);
      await at.settle(50);
      fall();
      // What is told after what went wrong, so that something is.
      await at.place(at.order(MARKET_ORDER));
      await at.settle(4_000);
      const own = at.heard.filter(
        (message) =>
          (message.kind === 'fill' && message.fill.id === order.id) || (message.kind === 'order' && message.order.id === order.id),
      );
      const said = own.map((message) => (message.kind === 'order' ? message.order.state : message.kind));
      expect(said.filter((word) => word === 'fill').length).toBeLessThanOrEqual(1);
      if (said.includes('filled')) expect(said.indexOf('fill')).toBeLessThan(said.indexOf('filled'));
      // What was not told by then is told by a look, of which a connection that was made anew is the reason.
      else expect(health()!.reconnects > 0 || fault.kind === 'drop').toBe(true);
      expect(said).not.toContain('cancelled');
      expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'filled' }, fills: [{ size: '0.01' }] });
    },
  );

  test('two connections tell of an account, and both are made again', async () => {
    expect(at.venue.connections.account).toBe(2);
    at.venue.cutConnections();
    await at.until(() => health()!.reconnects === 1);
    const order = await standing(STOP);
    fall();
    await at.until(() => ended().length === 1);
    expect(ended()).toMatchObject([{ id: order.id, state: 'filled' }]);
  });
});

test('a process that opens the account later knows nothing of what was told, and finds all of it', async () => {
  const orders = [await standing(STOP), await standing({ ...RESTS, trigger: '50000', price: '49000' })];
  fall();
  await at.settle(500);
  const first = at.orders;
  const heard: VenueMessage[] = [];
  const later = await Trading.within('okx', at);
  try {
    later.orders.listen((message) => void heard.push(message));
    for (const { id } of orders) later.orders.send({ kind: 'ask', id, venueId: null, symbol: SYMBOL, since: at.clock!.now() - HOUR_MS });
    later.orders.send({ kind: 'look', number: 5, symbols: [SYMBOL], since: at.clock!.now() - HOUR_MS });
    await later.until(() => heard.filter(({ kind }) => kind === 'found' || kind === 'looked').length === 3);
  } finally {
    await later.close();
  }
  expect(later.orders).not.toBe(first);
  expect(later.orders).toBeInstanceOf(CcxtOrders);
  const found = heard.flatMap((message) => (message.kind === 'found' ? [message] : []));
  expect(found).toContainEqual(
    expect.objectContaining({ order: expect.objectContaining({ id: orders[0]!.id, state: 'filled' }) as unknown }),
  );
  expect(found).toContainEqual(
    expect.objectContaining({ order: expect.objectContaining({ id: orders[1]!.id, state: 'working' }) as unknown }),
  );
  expect(heard).toContainEqual(
    expect.objectContaining({
      kind: 'looked',
      account: expect.objectContaining({
        fills: [expect.objectContaining({ id: orders[0]!.id, venueId: orders[0]!.venueId }) as unknown],
        openOrders: [expect.objectContaining({ id: orders[1]!.id, venueId: orders[1]!.venueId }) as unknown],
      }) as unknown,
    }),
  );
});
