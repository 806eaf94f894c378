import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { SeenFill, SeenOrder, VenueHealth } from '../../src-main/ports/venue-orders.ts';
import type { MessageFault } from '../venue/faults/fault-rules.ts';
import { ENDPOINTS, MARKET_ORDER, SYMBOL, Trading } from './fixtures/trading.ts';
import { PROTOCOLS } from '../venue/protocols.ts';

describe.each(PROTOCOLS)('%s', (protocol) => {
  let at: Trading;
  beforeEach(async () => {
    at = await Trading.within(protocol);
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  const health = () =>
    at.heard.findLast((message): message is { kind: 'health'; health: VenueHealth } => message.kind === 'health')?.health;
  const fills = (): SeenFill[] => at.heard.flatMap((message) => (message.kind === 'fill' ? [message.fill] : []));
  const orders = (): SeenOrder[] => at.heard.flatMap((message) => (message.kind === 'order' ? [message.order] : []));
  const ended = () => orders().filter(({ state }) => state !== 'working');

  /** What the venue's own books say of the account's fills. */
  function truth(): object[] {
    return at.venue.exchange.state
      .fillsOf(at.trader)
      .map(({ fill }) => ({ size: Number(fill.quantity) / 1e8, price: Number(fill.price) / 1e8 }));
  }

  test('fills come before the end of their order, with what was taken for them', async () => {
    const order = at.order(MARKET_ORDER);
    const placed = await at.place(order);
    await at.until(() => ended().length === 1);
    const asset = protocol === 'kraken' ? 'USDT' : 'BTC';
    expect(fills()).toMatchObject([{ id: order.id, symbol: SYMBOL, side: 'buy', size: '0.01', liquidity: 'taker', fees: [{ asset }] }]);
    expect(Number(fills()[0]!.fees[0]!.amount)).toBeCloseTo(protocol === 'kraken' ? 0.6 : 0.00001, 2);
    expect(ended()).toMatchObject([{ id: order.id, state: 'filled', filled: '0.01' }]);
    expect(placed).toMatchObject({ venueId: ended()[0]!.venueId });
    const kinds = at.heard.map(({ kind }) => kind);
    expect(kinds.indexOf('fill')).toBeLessThan(
      at.heard.findIndex((message) => message.kind === 'order' && message.order.state === 'filled'),
    );
    expect(fills().map(({ size, price }) => ({ size: Number(size), price: Number(price) }))).toEqual(truth());
  });

  const faults: readonly MessageFault[] = [
    { kind: 'drop' },
    { kind: 'duplicate' },
    { kind: 'delay', ms: 900 },
    { kind: 'reorder' },
    { kind: 'cut' },
  ];

  test.each(faults.flatMap((fault) => [2, 3, 4].map((nth) => [fault.kind, nth, fault] as const)))(
    'message that goes wrong: %s at %d; each fill once, and all of them before the end',
    async (_kind, nth, fault) => {
      at.venue.faults.add({ surface: 'user', endpoint: ENDPOINTS[protocol].report, nth, fault });
      const order = at.order({ size: '0.03' });
      await at.place(order);
      const internal = () => at.venue.exchange.state.ordersOf(at.trader)[0]!.id;
      for (const quantity of ['0.01', '0.01', '0.01']) {
        at.control.run({ do: 'fill', orderId: internal(), quantity });
        await at.settle(20);
      }
      // What is told after what went wrong, so that something is.
      await at.place(at.order(MARKET_ORDER));
      await at.settle(3_000);
      const keys = fills().map(({ tradeId }) => tradeId);
      expect(new Set(keys).size).toBe(keys.length);
      const end = at.heard.findIndex(
        (message) => message.kind === 'order' && message.order.id === order.id && message.order.state === 'filled',
      );
      const before = at.heard.slice(0, end < 0 ? undefined : end);
      const sum = before.reduce(
        (total, message) => (message.kind === 'fill' && message.fill.id === order.id ? total.add(Decimal.parse(message.fill.size)) : total),
        Decimal.ZERO,
      );
      if (end >= 0) expect(sum.toString()).toBe('0.03');
      // What was not told by then is told by a look, of which a connection that was made anew is the reason.
      if (end < 0) expect(health()!.reconnects + health()!.garbled > 0 || fault.kind === 'drop').toBe(true);
      const found = await at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: SYMBOL, since: at.clock!.now() }, 'found');
      expect(found.fills.map(({ size }) => size)).toEqual(['0.01', '0.01', '0.01']);
    },
  );

  test('a connection that breaks is made again, and is said to have been', async () => {
    const heard = at.heard.length;
    at.venue.cutConnections();
    await at.until(() => health()!.reconnects === 1);
    const states = at.heard.slice(heard).flatMap((message) => (message.kind === 'health' ? [message.health.state] : []));
    expect(states).toContain('asked');
    expect(health()).toMatchObject({ state: 'pushed', problem: null, reconnects: 1 });
    const order = at.order(MARKET_ORDER);
    await at.place(order);
    await at.until(() => ended().length === 1);
    expect(fills()).toMatchObject([{ id: order.id }]);
  });

  test('a venue that does not answer at all is silent, and heard again later', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: ENDPOINTS[protocol].time, times: 2, fault: { kind: 'lose request' } });
    at.venue.cutConnections();
    await at.until(() => health()!.state === 'silent');
    expect(health()!.problem).not.toBeNull();
    await at.until(() => health()!.state === 'pushed');
  });

  test('a subscription that is not answered is given up and asked for again', async () => {
    at.venue.faults.add({
      surface: 'ws-api',
      endpoint: protocol === 'binance' ? 'userDataStream.subscribe.signature' : 'subscribe',
      fault: { kind: 'lose reply', silent: true },
    });
    at.venue.cutConnections();
    await at.until(() => health()!.problem?.includes('subscription') === true);
    await at.until(() => health()!.reconnects === 1);
  });

  test('what others do with the account is told without an id of ours', async () => {
    at.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', side: 'SELL', quantity: '0.1', price: '66000' });
    await at.until(() => orders().length > 0);
    expect(orders()[0]).toMatchObject({ id: null, symbol: SYMBOL, side: 'sell', price: '66000', state: 'working' });
    const looked = await at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since: 0 }, 'looked');
    expect(looked.account.openOrders).toMatchObject([{ id: null, size: '0.1' }]);
    const identify = (venueId: string) => at.ask({ kind: 'identify', venueId, symbol: SYMBOL }, 'identified', 'unidentified');
    expect(await identify(orders()[0]!.venueId)).toMatchObject({ kind: 'identified', order: { id: null, price: '66000' } });
    const own = at.order();
    const placed = await at.place(own);
    expect(await identify(placed.kind === 'placed' ? placed.venueId : '')).toMatchObject({ kind: 'identified', order: { id: own.id } });
    expect(await identify('77')).toMatchObject({ kind: 'unidentified', venueId: '77' });
  });

  test('orders end at the venue when they are not kept alive, where the venue has a switch', async () => {
    expect(at.orders.deadMansSwitch).toBe(protocol !== 'binance');
    await at.place(at.order());
    const keep = (ms: number) => at.ask({ kind: 'keep-alive', ms }, 'kept-alive');
    const kept = await keep(10_000);
    if (protocol === 'binance') {
      expect(kept).toMatchObject({ until: null, problem: expect.stringContaining('no switch') as string });
      return;
    }
    expect(kept.problem).toBeNull();
    await at.settle(8_000);
    expect(await keep(10_000)).toMatchObject({ problem: null });
    await at.settle(8_000);
    expect(at.standing).toMatchObject([{ status: 'NEW' }]);
    await at.settle(4_000);
    expect(at.standing).toMatchObject([{ status: 'CANCELED' }]);
    await at.until(() => ended().length === 1);
    await at.place(at.order());
    await keep(5_000);
    expect(await keep(0)).toEqual({ kind: 'kept-alive', until: null, problem: null });
    await at.settle(20_000);
    expect(at.standing.at(-1)).toMatchObject({ status: 'NEW' });
    at.venue.faults.add({
      surface: 'rest',
      endpoint: {
        kraken: 'POST /0/private/CancelAllOrdersAfter',
        okx: 'POST /api/v5/trade/cancel-all-after',
        hyperliquid: 'POST /exchange scheduleCancel',
      }[protocol],
      fault: { kind: 'lose request' },
    });
    expect((await keep(5_000)).problem).not.toBeNull();
  });
});
