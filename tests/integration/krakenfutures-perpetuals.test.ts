import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SeenAccount, SeenFill, SeenOrder, VenueHealth, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { units, unitsText } from '../venue/core/units.ts';
import type { KfVenue } from '../venue/krakenfutures/kf-venue.ts';
import { MARKET_ORDER, Trading } from './fixtures/trading.ts';

// Perpetuals at Kraken Futures, counted in base units and paid in dollars: what its answers prove, and what its histories add.

const HOUR_MS = 3_600_000;
const PERPETUAL = 'BTC/USD:USD';
const ETHER = 'ETH/USD:USD';
const ROOT = '/derivatives/api/v3/';
const PLACE = `POST ${ROOT}sendorder`;
const EDIT = `POST ${ROOT}editorder`;
const CANCEL = `POST ${ROOT}cancelorder`;
const SOME = expect.any(String) as string;
const saying = (text: string) => expect.stringContaining(text) as string;

const venueOf = (): KfVenue => at.venue as KfVenue;
let at: Trading;
const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const fills = (): SeenFill[] => at.heard.flatMap((message) => (message.kind === 'fill' ? [message.fill] : []));
const told = (): SeenOrder[] => at.heard.flatMap((message) => (message.kind === 'order' ? [message.order] : []));
const wanted = (fields: Partial<VenueOrder> = {}) => at.order({ symbol: PERPETUAL, ...fields });
const position = () => at.venue.exchange.contracts.position(at.trader, PERPETUAL);
const sent = (endpoint: string) => at.venue.log.of(endpoint).at(-1)!.params;
const asked = (endpoint: string) => at.venue.log.of(endpoint).length;
const ask = ({ id }: Pick<VenueOrder, 'id'>, venueId: string | null = null, since = at.clock!.now() - HOUR_MS) =>
  at.ask({ kind: 'ask', id, venueId, symbol: PERPETUAL, since }, 'found', 'absent', 'unanswered');

async function look(since = 0, symbols: readonly string[] = [PERPETUAL]): Promise<SeenAccount> {
  const looked = await at.ask({ kind: 'look', number: 1, symbols, since }, 'looked', 'look-failed');
  if (looked.kind === 'look-failed') throw new Error(looked.problem);
  return looked.account;
}

/** Trades at a price: somebody stands there. */
async function trade(side: 'buy' | 'sell', size: string, price: string, fields: Partial<VenueOrder> = {}): Promise<VenueOrder> {
  at.control.run({ do: 'move price', symbol: PERPETUAL, price });
  at.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: side === 'buy' ? 'SELL' : 'BUY', price, quantity: '1' });
  const order = wanted({ ...MARKET_ORDER, side, size, ...fields });
  expect(await at.place(order)).toMatchObject({ kind: 'placed' });
  await at.until(() => told().some(({ id, state }) => id === order.id && state !== 'working'));
  return order;
}

async function standing(fields: Partial<VenueOrder>): Promise<VenueOrder & { readonly venueId: string }> {
  const order = wanted(fields);
  const placed = await at.place(order);
  if (placed.kind !== 'placed') throw new Error(JSON.stringify(placed));
  return { ...order, venueId: placed.venueId };
}

async function ready(): Promise<void> {
  at = await Trading.within('krakenfutures', undefined, {
    profile: 'krakenfutures',
    contracts: [
      { symbol: PERPETUAL, leverage: 5 },
      { symbol: ETHER, leverage: 10 },
    ],
  });
  await at.until(() => health()?.state === 'pushed');
}

describe('a perpetual', () => {
  beforeEach(ready);
  afterEach(() => at.close());

  test('is bought, sold and turned, and each fill tells what it settled', async () => {
    const now = at.clock!.now();
    await trade('buy', '0.02', '60000');
    expect(sent(PLACE)).toMatchObject({ symbol: 'PF_XBTUSD', side: 'buy', orderType: 'mkt', size: '0.02', cliOrdId: SOME });
    // The end of its validity goes with it.
    const until = Date.parse(sent(PLACE)['processBefore']!);
    expect(until).toBeGreaterThan(now + 4_000);
    expect(until).toBeLessThan(at.clock!.now() + 6_000);
    await trade('sell', '0.005', '62000');
    await trade('sell', '0.035', '61000');
    expect(fills().map(({ side, size, price, profit, fees }) => [side, size, price, profit, fees])).toEqual([
      ['buy', '0.02', '60000', '0', [{ asset: 'USD', amount: '1.2' }]],
      // 0.005 x 2,000, and then 0.015 x 1,000 before 0.02 are sold short.
      ['sell', '0.005', '62000', '10', [{ asset: 'USD', amount: '0.31' }]],
      ['sell', '0.035', '61000', '15', [{ asset: 'USD', amount: '2.135' }]],
    ]);
    expect(unitsText(position().size)).toBe('-0.02000000');
    const { positions, fills: seen, balances } = await look();
    expect(positions).toEqual([{ symbol: PERPETUAL, size: '-0.02', cost: '-1220' }]);
    expect(seen.map(({ profit }) => profit)).toEqual(['0', '10', '15']);
    const dollars = balances.find(({ asset }) => asset === 'USD')!;
    expect(Number(dollars.free) + Number(dollars.used)).toBeCloseTo(100_021.355, 6);
  });

  test('is turned by one order at several prices of one instant: what each of them settled is told in their order', async () => {
    await trade('buy', '0.02', '60000');
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '61000' });
    for (const price of ['60999', '60998', '60997'])
      at.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price, quantity: '0.0001' });
    const order = wanted({ ...MARKET_ORDER, side: 'sell', size: '0.2' });
    await at.place(order);
    await at.until(() => told().some(({ id, state }) => id === order.id && state === 'filled'));
    const own = fills().filter(({ id }) => id === order.id);
    expect(own.length).toBeGreaterThan(2);
    expect(own.map(({ price }) => Number(price))).toEqual(own.map(({ price }) => Number(price)).sort((a, b) => b - a));
    let [left, sum] = [0.02, 0];
    for (const { size, price, profit } of own) {
      const closed = Math.min(left, Number(size));
      left -= closed;
      sum += Number(profit);
      expect(Number(profit)).toBeCloseTo(closed * (Number(price) - 60_000), 6);
    }
    expect(sum).toBeGreaterThan(0);
    expect((await look()).fills.slice(1).map(({ tradeId }) => tradeId)).toEqual(own.map(({ tradeId }) => tradeId));
  });

  test('that gains or loses without being closed leaves the balance as it is; other collateral is told as what it is', async () => {
    venueOf().desk.collateral.set(at.trader, { XBT: '0.25' });
    await trade('buy', '0.5', '60000');
    for (const price of ['66000', '51000']) {
      at.control.run({ do: 'mark', symbol: PERPETUAL, price });
      const { balances } = await look();
      const dollars = balances.find(({ asset }) => asset === 'USD')!;
      expect(Number(dollars.free) + Number(dollars.used)).toBe(99_970);
      expect(balances.find(({ asset }) => asset === 'BTC')).toEqual({ asset: 'BTC', free: '0.25', used: '0' });
    }
  });

  test.each<readonly [string, Partial<VenueOrder>, string]>([
    ['dearer than what there is', { ...MARKET_ORDER, size: '18' }, 'funds'],
    ['that may only rest and would take', { price: '99000', postOnly: true }, 'post-only'],
    ['that may only reduce where there is nothing', { reduceOnly: true }, 'reduce-only'],
    ['that takes at once where nobody stands', { price: '40000', timeInForce: 'ioc' }, 'ioc'],
  ])('an order %s is refused by the venue’s own word', async (_name, fields, reason) => {
    at.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'SELL', price: '60000', quantity: '20' });
    expect(await at.place(wanted(fields))).toMatchObject({ kind: 'refused', reason });
  });

  test('takes no size between its steps, no amount of money and no order that fills whole or not at all', async () => {
    expect(await at.place(wanted({ size: '0.00015' }))).toMatchObject({ kind: 'unsent', problem: saying('0.0001') });
    expect(await at.place(wanted({ ...MARKET_ORDER, size: null, quoteAmount: '100' }))).toMatchObject({ kind: 'unsent' });
    expect(await at.place(wanted({ timeInForce: 'fok' }))).toMatchObject({ kind: 'unsent' });
    expect(at.standing).toHaveLength(0);
  });

  test('has orders that rest: listed, shown at a look, found, given another price, cancelled', async () => {
    const order = await standing({ size: '0.03' });
    const shown = { id: order.id, venueId: order.venueId, symbol: PERPETUAL, size: '0.03', filled: '0', state: 'working' };
    expect((await look()).openOrders).toMatchObject([shown]);
    const since = at.clock!.now() - HOUR_MS;
    expect(await at.ask({ kind: 'list', number: 1, symbol: PERPETUAL, since }, 'listed')).toMatchObject({ orders: [shown] });
    expect(await ask(order)).toMatchObject({ kind: 'found', order: shown, fills: [] });
    const change = { kind: 'amend', id: order.id, venueId: order.venueId, symbol: PERPETUAL, type: 'limit', trigger: null } as const;
    // Whether another size counts what has filled, nobody says there.
    expect(await at.ask({ ...change, size: '0.05', price: null }, 'amend-refused')).toMatchObject({ problem: saying('Nothing was sent') });
    expect(asked(EDIT)).toBe(0);
    // The same size is no other one, and is not said.
    await at.ask({ ...change, size: '0.03', price: '58500' }, 'amend-unknown');
    expect(sent(EDIT)).toEqual({ orderId: order.venueId, limitPrice: '58500', processBefore: SOME });
    await at.ask({ ...change, size: null, price: '58000' }, 'amend-unknown');
    expect(sent(EDIT)).toEqual({ orderId: order.venueId, limitPrice: '58000', processBefore: SOME });
    expect(await ask(order)).toMatchObject({ order: { size: '0.03', price: '58000' } });
    await at.ask({ kind: 'cancel', id: order.id, venueId: null, symbol: PERPETUAL }, 'cancel-taken');
    expect(sent(CANCEL)).toEqual({ cliOrdId: order.id, processBefore: SOME });
    await at.until(() => told().some(({ id, state }) => id === order.id && state === 'cancelled'));
    expect(await ask(order, order.venueId)).toMatchObject({ order: { state: 'cancelled', size: '0.03', filled: '0' } });
    expect(await at.ask({ kind: 'cancel', id: order.id, venueId: order.venueId, symbol: PERPETUAL }, 'cancel-refused')).toMatchObject({
      problem: saying('knows no such open order'),
    });
    expect(await at.ask({ ...change, size: null, price: '57000' }, 'amend-refused')).toMatchObject({
      problem: saying('orderForEditNotFound'),
    });
  });

  test('fills in parts, each told once, and what a cancel leaves is told with what had filled', async () => {
    const order = await standing({ size: '0.05', price: '59000' });
    const { id } = at.venue.exchange.state.openOrders(at.trader)[0]!;
    at.control.run({ do: 'fill', orderId: id, quantity: '0.02' });
    await at.until(() => fills().length === 1);
    at.control.run({ do: 'fill', orderId: id, quantity: '0.01' });
    await at.until(() => fills().length === 2);
    expect(fills().map(({ id: own, size, liquidity }) => [own, size, liquidity])).toEqual([
      [order.id, '0.02', 'maker'],
      [order.id, '0.01', 'maker'],
    ]);
    await at.ask({ kind: 'cancel', id: order.id, venueId: order.venueId, symbol: PERPETUAL }, 'cancel-taken');
    await at.until(() => told().some(({ state }) => state === 'cancelled'));
    expect(told().at(-1)).toMatchObject({ size: '0.05', filled: '0.03', state: 'cancelled' });
  });
});

describe('an order that waits for a price', () => {
  beforeEach(ready);
  afterEach(() => at.close());

  test('sells the position when its price has come, under the same id', async () => {
    await trade('buy', '0.02', '60000');
    const stop = await standing({ side: 'sell', type: 'stop', price: null, trigger: '58000', size: '0.02', reduceOnly: true });
    expect(sent(PLACE)).toMatchObject({ orderType: 'stp', stopPrice: '58000', triggerSignal: 'last', reduceOnly: 'true' });
    expect(Object.keys(sent(PLACE))).not.toContain('limitPrice');
    expect((await look()).openOrders).toMatchObject([
      { id: stop.id, type: 'stop', size: '0.02', trigger: '58000', price: null, reduceOnly: true },
    ]);
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '57990' });
    await at.until(() => told().some(({ id, state }) => id === stop.id && state === 'filled'));
    const own = fills().filter(({ id }) => id === stop.id);
    expect(own.every(({ venueId }) => venueId === stop.venueId)).toBe(true);
    expect(own.reduce((sum, { size }) => sum + units(size), 0n)).toBe(units('0.02'));
    const earned = own.reduce((sum, { profit }) => sum + Number(profit), 0);
    const value = own.reduce((sum, { size, price }) => sum + Number(size) * Number(price), 0);
    expect(earned).toBeCloseTo(value - 1_200, 8);
    expect((await look()).positions).toEqual([]);
  });

  test('above a short is a stop and below it a take-profit, with other terms where they are asked for', async () => {
    await trade('sell', '0.02', '60000');
    const stop = await standing({ side: 'buy', type: 'stop-limit', price: '64000', trigger: '63000', size: '0.02', reduceOnly: true });
    const target = await standing({ side: 'buy', type: 'take-profit', price: '57000', trigger: '57500', size: '0.02', reduceOnly: true });
    expect(sent(PLACE)).toMatchObject({ orderType: 'take_profit', stopPrice: '57500', limitPrice: '57000' });
    await at.ask(
      {
        kind: 'amend',
        id: stop.id,
        venueId: stop.venueId,
        symbol: PERPETUAL,
        type: 'stop-limit',
        size: '0.01',
        price: null,
        trigger: '62500',
      },
      'amend-unknown',
    );
    expect((await look()).openOrders.map(({ id, type, size, trigger, price }) => [id, type, size, trigger, price]).sort()).toEqual(
      [
        [stop.id, 'stop-limit', '0.01', '62500', '64000'],
        [target.id, 'take-profit', '0.02', '57500', '57000'],
      ].sort(),
    );
    // Among ended ones they are told apart by the side of their price.
    for (const { id, venueId } of [stop, target]) await at.ask({ kind: 'cancel', id, venueId, symbol: PERPETUAL }, 'cancel-taken');
    expect(await ask(stop, stop.venueId)).toMatchObject({ order: { type: 'stop-limit', state: 'cancelled', trigger: '62500' } });
    expect(await ask(target, target.venueId)).toMatchObject({ order: { type: 'take-profit', state: 'cancelled', price: '57000' } });
  });
});

const sumsOf = (balances: readonly { readonly asset: string; readonly free: string; readonly used: string }[]) =>
  balances.map(({ asset, free, used }) => [asset, Number(free) + Number(used)]);

describe('what the venue itself does', () => {
  beforeEach(ready);
  afterEach(() => at.close());

  test('funding is told at looks: of the contracts that are asked for, since an instant, signed as received', async () => {
    await trade('buy', '0.02', '60000');
    await at.place(at.order({ ...MARKET_ORDER, symbol: ETHER, side: 'sell', size: '1' }));
    at.control.run({ do: 'mark', symbol: PERPETUAL, price: '61500' });
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '0.0001' });
    at.control.run({ do: 'fund', symbol: ETHER, rate: '0.0002' });
    const first = at.venue.exchange.state.fundingOf(at.trader);
    // 0.02 x 61,500 x 0.0001.
    expect((await look()).funding).toEqual([{ symbol: PERPETUAL, amount: '-0.123', time: first[0]!.time }]);
    const both = (await look(0, [PERPETUAL, ETHER])).funding!;
    expect(both.map(({ symbol }) => symbol).sort()).toEqual([PERPETUAL, ETHER].sort());
    await at.settle(70_000);
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '-0.0001' });
    expect((await look()).funding!.map(({ amount }) => amount)).toEqual(['-0.123', '0.123']);
    expect((await look(at.clock!.now())).funding).toMatchObject([{ amount: '0.123' }]);
  });

  test('funding that brings the dollars back to what they once were is told as well', async () => {
    const anHourAgo = () => at.clock!.now() - HOUR_MS;
    const before = (await look(anHourAgo())).balances;
    await at.settle(5_000);
    const sold = at.order({ ...MARKET_ORDER, symbol: PERPETUAL, side: 'sell', size: '0.02' });
    await at.place(sold);
    const { fills } = (await ask(sold)) as { readonly fills: readonly { readonly price: string }[] };
    at.control.run({ do: 'mark', symbol: PERPETUAL, price: fills[0]!.price });
    // As much as the fee was.
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '0.001' });
    const after = await look(anHourAgo());
    expect(after.funding).toHaveLength(1);
    expect(sumsOf(after.balances)).toEqual(sumsOf(before));
  });

  test('looks ask the history for nothing while nothing happens, and on from what is known where something has', async () => {
    const dear = ['executions', 'account-log', 'orders', 'triggers'].map((name) => `GET /api/history/v3/${name}`);
    const counts = () => dear.map(asked);
    for (let trades = 0; trades < 14; trades += 1) await trade('buy', '0.001', '60000');
    expect((await look(0, [PERPETUAL, ETHER])).fills).toHaveLength(14);
    const pages = at.venue.log.of(dear[1]!).map(({ params }) => [params['count'], params['from']]);
    expect(pages).toContainEqual(['1000', '26']);
    const quiet = counts();
    expect((await look(0, [PERPETUAL, ETHER])).fills).toHaveLength(14);
    expect((await look()).fills).toHaveLength(14);
    expect(counts()).toEqual(quiet);
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '0.0001' });
    expect((await look()).funding).toHaveLength(1);
    expect(counts()).toEqual([quiet[0], quiet[1]! + 1, ...quiet.slice(2)]);
    // Nothing moves money that is not booked yet: it is asked for until it is.
    venueOf().desk.history.lagMs = 5_000;
    await at.settle(100);
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '0.0002' });
    expect((await look()).funding).toHaveLength(1);
    await at.settle(6_000);
    expect((await look()).funding).toHaveLength(2);
    const settled = counts();
    await look();
    expect(counts()).toEqual(settled);
    // An order that fills costs a page of the log and no other.
    venueOf().desk.history.lagMs = 0;
    await trade('sell', '0.001', '60000');
    await look();
    expect(counts()).toEqual([settled[0], settled[1]! + 1, ...settled.slice(2)]);
  });

  test('fills that the log names by other ids are told once all the same, by those of the history', async () => {
    venueOf().desk.history.apart = true;
    await trade('buy', '0.02', '60000');
    const before = await look();
    await trade('sell', '0.005', '62000');
    await trade('sell', '0.015', '61000');
    expect(fills().map(({ profit }) => profit)).toEqual(['0', '10', '15']);
    const after = await look();
    expect([before.fills.length, after.fills.length]).toEqual([1, 3]);
    expect(after.fills.map(({ tradeId }) => tradeId)).toEqual(fills().map(({ tradeId }) => tradeId));
    expect(after.positions).toEqual([]);
  });

  test('a fill that the stream never told is found at the next look', async () => {
    await trade('buy', '0.02', '60000');
    await look();
    at.venue.faults.add({ surface: 'user', endpoint: 'fills', fault: { kind: 'drop' }, times: 5 });
    at.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'SELL', quantity: '0.001' });
    await at.settle(100);
    const { fills: seen } = await look();
    expect(seen).toHaveLength(2);
    expect(seen.at(-1)).toMatchObject({ side: 'sell', size: '0.001' });
  });

  test('a liquidation is told with its mark and without a name of ours', async () => {
    await trade('buy', '0.02', '60000');
    await standing({ side: 'sell', price: '70000', size: '0.02', reduceOnly: true });
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '50000' });
    at.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price: '50000', quantity: '1' });
    at.control.run({ do: 'liquidate', account: 'trader', symbol: PERPETUAL, quantity: '0.005', forced: 'adl' });
    at.control.run({ do: 'liquidate', account: 'trader', symbol: PERPETUAL });
    await at.until(() => fills().length === 3);
    const marked = { id: null, liquidation: true, side: 'sell', price: '50000' };
    const rest = fills()
      .slice(1)
      .toSorted((a, b) => Number(a.size) - Number(b.size));
    expect(rest).toMatchObject([
      { ...marked, size: '0.005', profit: '-50' },
      { ...marked, size: '0.015', profit: '-150' },
    ]);
    expect(fills()[0]).not.toHaveProperty('liquidation');
    const { fills: seen, positions, openOrders } = await look();
    expect(seen.filter(({ liquidation }) => liquidation === true)).toHaveLength(2);
    expect([positions, openOrders]).toEqual([[], []]);
  });

  test('its dead man’s switch ends every order, and is taken back', async () => {
    await trade('buy', '0.02', '60000');
    const resting = await standing({ side: 'sell', price: '70000', size: '0.02', reduceOnly: true });
    const now = at.clock!.now();
    const armed = await at.ask({ kind: 'keep-alive', ms: 10_000 }, 'kept-alive');
    expect(armed.problem).toBeNull();
    expect(Math.abs(armed.until! - now - 10_000)).toBeLessThan(1_000);
    expect(await at.ask({ kind: 'keep-alive', ms: 0 }, 'kept-alive')).toMatchObject({ until: null, problem: null });
    await at.settle(11_000);
    expect((await look()).openOrders).toMatchObject([{ id: resting.id }]);
    await at.ask({ kind: 'keep-alive', ms: 10_000 }, 'kept-alive');
    await at.settle(11_000);
    await at.until(() => told().some(({ id, state }) => id === resting.id && state === 'cancelled'));
    expect((await look()).openOrders).toEqual([]);
  });

  test('what is done in the venue’s own application is told: an order without a name of ours and its fills', async () => {
    at.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'SELL', quantity: '0.02' });
    await at.until(() => fills().length > 0);
    expect(fills()[0]).toMatchObject({ id: null, side: 'sell', profit: '0' });
    at.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'BUY', quantity: '0.01', price: '50000' });
    await at.until(() => told().some(({ id, price, state }) => id === null && price === '50000' && state === 'working'));
    expect((await look()).openOrders).toMatchObject([{ id: null, price: '50000', size: '0.01' }]);
  });
});
