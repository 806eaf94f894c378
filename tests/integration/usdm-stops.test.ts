import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { units } from '../venue/core/units.ts';
import { USDM_STOP_ENDPOINTS, type Trading } from './fixtures/trading.ts';
import { HOUR_MS, PERPETUAL, openedUsdm, usdmTools } from './fixtures/usdm.ts';

// Orders that wait for a price at Binance's USD-M futures: a service of its own keeps them, and places ordinary ones.

let at: Trading;
const { health, fills, told, wanted, sent, look, ask, trade, standing, numberOf } = usdmTools(() => at);

describe('an order that waits for a price', () => {
  beforeEach(async () => {
    at = await openedUsdm();
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  const OPENS: Partial<VenueOrder> = { side: 'sell', type: 'stop', price: null, trigger: '58000', size: '0.02' };
  const STOP_LOSS: Partial<VenueOrder> = { ...OPENS, reduceOnly: true };
  const cancel = (id: VenueOrder['id'], venueId: string | null) =>
    at.ask({ kind: 'cancel', id, venueId, symbol: PERPETUAL }, 'cancel-taken', 'cancel-refused', 'cancel-unknown');

  test('sells the position when its price has come, as one order under one name', async () => {
    await trade('buy', '0.02', '60000');
    const stop = await standing(STOP_LOSS);
    expect(sent(USDM_STOP_ENDPOINTS.place)).toMatchObject({
      ...{ symbol: 'BTCUSDT', side: 'SELL', algoType: 'CONDITIONAL', type: 'STOP_MARKET', triggerPrice: '58000', quantity: '0.02' },
      ...{ reduceOnly: 'true', workingType: 'CONTRACT_PRICE', clientAlgoId: `w-${stop.id}` },
    });
    expect((await look()).openOrders).toMatchObject([{ id: stop.id, symbol: PERPETUAL, size: '0.02', trigger: '58000', reduceOnly: true }]);
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '57990' });
    await at.until(() => told().some(({ id, state }) => id === stop.id && state === 'filled'));
    const own = fills().filter(({ id }) => id === stop.id);
    expect(own.every(({ venueId }) => venueId === stop.venueId)).toBe(true);
    expect(own.reduce((sum, { size }) => sum + units(size), 0n)).toBe(units('0.02'));
    const { positions, fills: seen } = await look();
    expect(positions).toEqual([]);
    expect(seen.filter(({ id }) => id === stop.id)).toMatchObject(own.map(({ tradeId, size, venueId }) => ({ tradeId, size, venueId })));
    for (const venueId of [null, stop.venueId])
      expect(await ask(stop, venueId)).toMatchObject({
        kind: 'found',
        order: { venueId: stop.venueId, state: 'filled', filled: '0.02' },
        fills: own,
      });
    // By the number under which its trades are told it is the same order.
    const venueId = String(numberOf(stop));
    expect(await at.ask({ kind: 'identify', venueId, symbol: PERPETUAL }, 'identified')).toMatchObject({
      order: { id: stop.id, venueId: stop.venueId },
    });
  });

  test('with a price rests in the book then, is one among the open ones, and can be cancelled there', async () => {
    await trade('sell', '0.02', '60000');
    const stop = await standing({ side: 'buy', type: 'stop-limit', price: '60500', trigger: '61000', size: '0.02', reduceOnly: true });
    expect(sent(USDM_STOP_ENDPOINTS.place)).toMatchObject({ type: 'STOP', price: '60500', timeInForce: 'GTC', triggerPrice: '61000' });
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '61200' });
    await at.settle(200);
    const shown = {
      id: stop.id,
      venueId: stop.venueId,
      type: 'stop-limit',
      price: '60500',
      trigger: '61000',
      filled: '0',
      state: 'working',
    };
    expect((await look()).openOrders).toMatchObject([shown]);
    const since = at.clock!.now() - HOUR_MS;
    expect(
      (await at.ask({ kind: 'list', number: 1, symbol: PERPETUAL, since }, 'listed')).orders.filter(({ id }) => id === stop.id),
    ).toMatchObject([shown]);
    at.control.run({ do: 'fill', orderId: numberOf(stop), quantity: '0.005' });
    await at.until(() => fills().some(({ id }) => id === stop.id));
    expect(await cancel(stop.id, stop.venueId)).toMatchObject({ kind: 'cancel-taken' });
    await at.until(() => told().some(({ id, state }) => id === stop.id && state === 'cancelled'));
    expect(told().findLast(({ id }) => id === stop.id)).toMatchObject({ filled: '0.005', venueId: stop.venueId });
  });

  test.each([true, false])('is cancelled while it waits, by its name there (%s) or by ours alone', async (named) => {
    const stop = await standing(OPENS);
    const venueId = named ? stop.venueId : null;
    expect(await cancel(stop.id, venueId)).toMatchObject({ kind: 'cancel-taken' });
    await at.until(() => told().some(({ id, state }) => id === stop.id && state === 'cancelled'));
    expect(await cancel(stop.id, venueId)).toMatchObject({ kind: 'cancel-refused' });
    expect(await cancel(wanted().id, null)).toMatchObject({ kind: 'cancel-refused' });
  });

  test('and takes a profit, of either kind', async () => {
    await trade('sell', '0.02', '60000');
    const target = { side: 'buy', type: 'take-profit', trigger: '57500', size: '0.02', reduceOnly: true } as const;
    await standing({ ...target, price: null });
    expect(sent(USDM_STOP_ENDPOINTS.place)).toMatchObject({ type: 'TAKE_PROFIT_MARKET' });
    await standing({ ...target, price: '57600' });
    expect(sent(USDM_STOP_ENDPOINTS.place)).toMatchObject({ type: 'TAKE_PROFIT', price: '57600' });
    expect((await look()).openOrders.map(({ type, price }) => [type, price])).toEqual([
      ['take-profit', null],
      ['take-profit', '57600'],
    ]);
  });

  test('stays when the position is gone, and comes to nothing when its price comes', async () => {
    await trade('buy', '0.02', '60000');
    const stop = await standing(STOP_LOSS);
    await trade('sell', '0.02', '61000', { reduceOnly: true });
    expect((await look()).openOrders).toMatchObject([{ id: stop.id, state: 'working' }]);
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '57990' });
    await at.until(() => told().some(({ id, state }) => id === stop.id && state === 'rejected'));
    expect((await look()).positions).toEqual([]);
  });

  describe('that gets other terms', () => {
    const DELETE = USDM_STOP_ENDPOINTS.cancel;
    let old: VenueOrder & { readonly venueId: string };
    beforeEach(async () => {
      await trade('buy', '0.02', '60000');
      old = await standing(STOP_LOSS);
      at.venue.log.clear();
    });
    const replaced = async (fields: Partial<VenueOrder> = {}) => {
      const order = wanted({ ...STOP_LOSS, trigger: '58500', ...fields });
      const named = { id: old.id, venueId: old.venueId };
      return [order, await at.ask({ kind: 'replace', old: named, order }, 'placed', 'refused', 'unsent', 'unknown')] as const;
    };
    const stands = async () => (await look()).openOrders.map(({ id, trigger }) => [id, trigger]);

    test('is ended once the other one is there', async () => {
      const [order, answer] = await replaced();
      expect(answer).toMatchObject({ kind: 'placed', id: order.id });
      expect(at.venue.log.all().map(({ endpoint }) => endpoint)).toEqual([USDM_STOP_ENDPOINTS.place, DELETE]);
      await at.until(() => told().some(({ id, state }) => id === old.id && state === 'cancelled'));
      expect(await stands()).toEqual([[order.id, '58500']]);
    });

    test('stays as it is where the other one is refused, or could open something', async () => {
      const [, refused] = await replaced({ trigger: '60500' });
      expect(refused).toMatchObject({ kind: 'refused', reason: 'venue' });
      const opening = wanted({ ...OPENS, trigger: '58500' });
      const named = { id: old.id, venueId: old.venueId };
      expect(await at.ask({ kind: 'replace', old: named, order: opening }, 'unsent', 'placed')).toMatchObject({
        kind: 'unsent',
        problem: expect.stringContaining('only orders that reduce') as string,
      });
      expect(at.venue.log.of(DELETE)).toHaveLength(0);
      expect(await stands()).toEqual([[old.id, '58000']]);
    });

    test('stands beside it where its end was not heard: the other one is there for sure', async () => {
      at.venue.faults.add({ surface: 'rest', endpoint: DELETE, fault: { kind: 'lose request' } });
      const [order, answer] = await replaced();
      expect(answer).toMatchObject({ kind: 'placed', id: order.id });
      expect(await stands()).toEqual([
        [old.id, '58000'],
        [order.id, '58500'],
      ]);
    });

    test('stays while nobody knows whether the other one is there', async () => {
      at.venue.faults.add({ surface: 'rest', endpoint: USDM_STOP_ENDPOINTS.place, fault: { kind: 'lose reply' } });
      const [order, answer] = await replaced();
      expect(answer).toMatchObject({ kind: 'unknown', id: order.id });
      expect(await stands()).toHaveLength(2);
    });
  });

  test('is not believed to have ended while what it placed is not told', async () => {
    const stop = await standing(OPENS);
    const shown = {
      ...{ algoId: 5, clientAlgoId: `w-${stop.id}`, algoType: 'CONDITIONAL', orderType: 'STOP_MARKET', symbol: 'BTCUSDT', side: 'SELL' },
      ...{
        quantity: '0.02',
        triggerPrice: '58000',
        price: '0',
        reduceOnly: false,
        createTime: at.clock!.now(),
        updateTime: at.clock!.now(),
      },
    };
    const says = (more: object) => {
      at.venue.faults.clear();
      const body = JSON.stringify({ ...shown, ...more });
      at.venue.faults.add({
        surface: 'rest',
        endpoint: USDM_STOP_ENDPOINTS.find,
        times: 5,
        fault: { kind: 'answer', status: 200, body, carriedOut: false },
      });
    };
    says({ algoStatus: 'TRIGGERING', actualOrderId: '' });
    expect(await ask(stop, stop.venueId)).toMatchObject({ kind: 'found', order: { state: 'working' } });
    expect(await cancel(stop.id, stop.venueId)).toMatchObject({ kind: 'cancel-taken' });
    says({ algoStatus: 'TRIGGERING', actualOrderId: '' });
    expect(await cancel(stop.id, stop.venueId)).toMatchObject({ kind: 'cancel-unknown' });
    for (const more of [{ actualOrderId: '' }, { actualOrderId: '777' }]) {
      says({ algoStatus: 'FINISHED', ...more });
      expect(await ask(stop, stop.venueId)).toMatchObject({ kind: 'unanswered' });
    }
  });

  test('of somebody else has ended when it has placed another, which is an order of its own', async () => {
    await trade('buy', '0.02', '60000');
    const place = { symbol: PERPETUAL, side: 'SELL', type: 'STOP_LOSS', timeInForce: 'GTC', quantity: units('0.02') } as const;
    const more = { quoteQuantity: 0n, price: 0n, stopPrice: units('58000'), trailingDelta: 0, clientId: 'web_1', reduceOnly: true };
    const { id } = at.venue.exchange.place(at.trader, { ...place, ...more });
    await at.until(() => told().some(({ venueId }) => venueId === 'algo-web_1'));
    expect((await look()).openOrders).toMatchObject([{ id: null, venueId: 'algo-web_1', type: 'stop', trigger: '58000' }]);
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '57990' });
    await at.until(() => told().some(({ venueId, state }) => venueId === 'algo-web_1' && state === 'cancelled'));
    await at.until(() => told().some(({ venueId, state }) => venueId === String(id) && state === 'filled'));
    const { fills: seen, openOrders } = await look();
    expect(
      seen.slice(1).every(({ id: own, venueId, liquidation }) => own === null && venueId === String(id) && liquidation === undefined),
    ).toBe(true);
    expect(openOrders).toEqual([]);
  });
});
