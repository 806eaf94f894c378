import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SeenFill, SeenOrder, VenueHealth, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { isTriggered } from '../venue/core/order.ts';
import { okxAlgoId } from '../venue/okx/okx-order.ts';
import { STOP, STOP_ENDPOINTS, SYMBOL, Trading } from './fixtures/trading.ts';

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
const ask = (order: Pick<VenueOrder, 'id'>, venueId: string | null = null) =>
  at.ask({ kind: 'ask', id: order.id, venueId, symbol: SYMBOL, since: at.clock!.now() - HOUR_MS }, 'found', 'absent', 'unanswered');
const cancel = (order: Pick<VenueOrder, 'id'>, venueId: string | null = null) =>
  at.ask({ kind: 'cancel', id: order.id, venueId, symbol: SYMBOL }, 'cancel-taken', 'cancel-refused', 'cancel-unknown');
const look = (since = 0) => at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since }, 'looked', 'look-failed');
const list = (since = at.clock!.now() - HOUR_MS) => at.ask({ kind: 'list', number: 2, symbol: SYMBOL, since }, 'listed', 'list-failed');

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

describe('an order that waits for a price', () => {
  test('has an id of its own kind, is told by its own channel, and holds no coins', async () => {
    const order = await standing(STOP);
    expect(order.venueId).toBe(`algo-${okxAlgoId(internal().id)}`);
    await at.until(() => told().length > 0);
    const shown = {
      id: order.id,
      venueId: order.venueId,
      type: 'stop',
      side: 'sell',
      size: '0.01',
      filled: '0',
      price: null,
      trigger: '55000',
    };
    expect(told()).toMatchObject([{ ...shown, state: 'working' }]);
    expect(await look()).toMatchObject({
      account: {
        openOrders: [{ ...shown, state: 'working' }],
        balances: expect.arrayContaining([{ asset: 'BTC', free: '1', used: '0' }]) as unknown,
      },
    });
    expect(await list()).toMatchObject({ orders: [{ ...shown, state: 'working' }] });
    expect(at.venue.log.of(ALGOS.place)).toMatchObject([
      { params: { algoClOrdId: order.id, slTriggerPx: '55000', slOrdPx: '-1', sz: '0.01' } },
    ]);
  });

  test.each([
    ['under our id', false],
    ['under the venue’s', true],
  ])('is cancelled %s, and its end is told without asking', async (_name, named) => {
    const order = await standing(STOP);
    expect(await cancel(order, named ? order.venueId : null)).toMatchObject({ kind: 'cancel-taken' });
    await at.until(() => ended().length === 1);
    expect(ended()).toMatchObject([{ id: order.id, venueId: order.venueId, state: 'cancelled', filled: '0' }]);
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'cancelled' }, fills: [] });
    expect(await cancel(order, named ? order.venueId : null)).toMatchObject({ kind: 'cancel-refused' });
  });

  test.each([
    ['a stop above the market to sell', { ...STOP, trigger: '61000' }],
    ['a stop below the market to buy', { ...STOP, side: 'buy' as const, trigger: '59000' }],
    ['a take-profit below the market to sell', { ...STOP, type: 'take-profit' as const, trigger: '59000' }],
    ['a take-profit above the market to buy', { ...STOP, type: 'take-profit' as const, side: 'buy' as const, trigger: '61000' }],
  ])('%s is refused: its price has come already', async (_name, fields) => {
    expect(await at.place(at.order(fields))).toMatchObject({
      kind: 'refused',
      reason: 'venue',
      problem: expect.stringContaining('trigger price cannot be') as string,
    });
    expect(at.standing).toEqual([]);
  });

  test('what it places works until it is cancelled, so one that would go at once is not sent', async () => {
    expect(await at.place(at.order({ ...RESTS, timeInForce: 'ioc' }))).toMatchObject({
      kind: 'unsent',
      problem: expect.stringContaining('IOC') as string,
    });
    expect(at.venue.log.of(ALGOS.place)).toEqual([]);
  });

  test('is taken for five seconds after its signing, and no longer', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: ALGOS.place, fault: { kind: 'delay request', ms: 4_900 } });
    expect(await at.place(at.order(STOP))).toMatchObject({ kind: 'placed' });
    at.venue.faults.add({ surface: 'rest', endpoint: ALGOS.place, fault: { kind: 'delay request', ms: 5_100 } });
    expect(await at.place(at.order(STOP))).toMatchObject({ kind: 'refused', problem: expect.stringContaining('Timestamp') as string });
    at.venue.faults.add({ surface: 'rest', endpoint: ALGOS.place, fault: { kind: 'lose reply', silent: true } });
    const unknown = await at.place(at.order(STOP));
    expect(unknown).toMatchObject({ kind: 'unknown' });
    // The proof counts from when it was signed, not from the time that was written into it.
    const sent = at.venue.log.of(ALGOS.place).at(-1)!.at;
    expect(Math.abs((unknown.kind === 'unknown' ? unknown.signedAt! : 0) - sent)).toBeLessThan(1_000);
  });

  test('the dead man’s switch leaves it there', async () => {
    await standing(STOP);
    await at.place(at.order());
    await at.ask({ kind: 'keep-alive', ms: 10_000 }, 'kept-alive');
    await at.settle(12_000);
    expect(at.standing).toMatchObject([
      { status: 'NEW', type: 'STOP_LOSS' },
      { status: 'CANCELED', type: 'LIMIT' },
    ]);
  });

  test('more than a page of them is read whole', async () => {
    for (let count = 0; count < 103; count += 1) {
      const { id } = at.venue.exchange.place(at.trader, {
        ...{ symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS', timeInForce: 'GTC', quantity: 1_000_000n, quoteQuantity: 0n, price: 0n },
        ...{ stopPrice: 5_000_000_000_000n, trailingDelta: 0, clientId: '' },
      });
      at.venue.exchange.cancel(at.trader, { symbol: 'BTCUSDT', orderId: id });
    }
    const listed = await list();
    expect(listed.kind === 'listed' ? new Set(listed.orders.map(({ venueId }) => venueId)).size : 0).toBe(103);
    expect(at.venue.log.of(ALGOS.closed)).toHaveLength(4);
    // What came before the beginning is not read page after page.
    await leap(3);
    expect(await list(at.clock!.now() + 2 * HOUR_MS)).toMatchObject({ orders: [] });
    expect(at.venue.log.of(ALGOS.closed)).toHaveLength(7);
  });

  test('one that was made elsewhere is shown with its terms, and is nobody’s of ours', async () => {
    at.venue.exchange.place(at.trader, {
      ...{ symbol: 'BTCUSDT', side: 'SELL', type: 'TAKE_PROFIT_LIMIT', timeInForce: 'GTC', quantity: 1_000_000n, quoteQuantity: 0n },
      ...{ price: 6_490_000_000_000n, stopPrice: 6_500_000_000_000n, trailingDelta: 0, clientId: 'byapp' },
    });
    const shown = { id: null, type: 'take-profit', side: 'sell', price: '64900', trigger: '65000', state: 'working' };
    await at.until(() => told().length > 0);
    expect(told()).toMatchObject([shown]);
    expect(await look()).toMatchObject({ account: { openOrders: [shown] } });
    at.control.run({ do: 'move price', symbol: 'BTCUSDT', price: '66000' });
    await at.until(() => fills().length > 0);
    expect(fills()).toMatchObject([{ id: null, venueId: told()[0]!.venueId }]);
  });
});
