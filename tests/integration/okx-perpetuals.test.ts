import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SeenAccount, SeenFill, SeenOrder, VenueHealth, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { units, unitsText } from '../venue/core/units.ts';
import type { AccountKind } from '../venue/okx/okx-desk.ts';
import type { OkxVenue } from '../venue/okx/okx-venue.ts';
import { ENDPOINTS, MARKET_ORDER, STOP_ENDPOINTS, Trading } from './fixtures/trading.ts';

// Perpetuals at OKX, counted in contracts of 0.01 BTC there and in BTC here, beside coins in one account.

const HOUR_MS = 3_600_000;
const PERPETUAL = 'BTC/USDT:USDT';
const ETHER = 'ETH/USDT:USDT';
const SOME = expect.any(String) as string;

const opened = (kind?: AccountKind, leverage = 5) =>
  Trading.within('okx', undefined, {
    profile: 'okx',
    contracts: [
      { symbol: PERPETUAL, leverage },
      { symbol: ETHER, leverage: 10 },
    ],
    before: (venue) => {
      const trader = [...venue.exchange.state.accounts.values()].find(({ name }) => name === 'trader')!;
      if (kind !== undefined) (venue as OkxVenue).desk.kinds.set(trader.id, kind);
    },
  });

let at: Trading;
const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const fills = (): SeenFill[] => at.heard.flatMap((message) => (message.kind === 'fill' ? [message.fill] : []));
const told = (): SeenOrder[] => at.heard.flatMap((message) => (message.kind === 'order' ? [message.order] : []));
const wanted = (fields: Partial<VenueOrder> = {}) => at.order({ symbol: PERPETUAL, ...fields });
const position = () => at.venue.exchange.contracts.position(at.trader, PERPETUAL);
const sent = (endpoint: string) => at.venue.log.of(endpoint).at(-1)!.params;

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

describe('before anything is traded', () => {
  afterEach(() => at.close());

  test('leverage is set where it is another one, and read back', async () => {
    at = await opened();
    const { contracts } = at.venue.exchange;
    expect([PERPETUAL, ETHER].map((symbol) => contracts.leverage(at.trader, symbol))).toEqual([5, 10]);
    // Ten is what the venue has at first: nothing was to be said of it.
    expect(at.venue.log.of('POST /api/v5/account/set-leverage').map(({ params }) => params)).toEqual([
      { instId: 'BTC-USDT-SWAP', lever: '5', mgnMode: 'cross' },
    ]);
    expect(at.venue.log.of('GET /api/v5/account/leverage-info')).toHaveLength(3);
  });

  test.each([
    [{ acctLv: '2', posMode: 'long_short_mode' }, /hedge mode/u],
    [{ acctLv: '1', posMode: 'net_mode' }, /spot mode; perpetuals need futures mode/u],
    [{ acctLv: '3', posMode: 'net_mode' }, /multi-currency margin mode/u],
    [{ acctLv: '4', posMode: 'net_mode' }, /portfolio margin mode/u],
    [{ acctLv: '7', posMode: 'net_mode' }, /not known here \(7\)/u],
  ])('an account that is %j is refused in words', async (kind, words) => {
    await expect(opened(kind)).rejects.toMatchObject({
      code: 'venue.refused',
      details: { problem: expect.stringMatching(words) as string },
    });
    at = await Trading.within('okx');
  });

  test('a leverage that the venue does not take is refused', async () => {
    await expect(opened(undefined, 101)).rejects.toMatchObject({ code: 'venue.refused' });
    at = await Trading.within('okx');
  });
});

describe('a perpetual', () => {
  beforeEach(async () => {
    at = await opened();
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  test('is bought, sold and turned: sizes in base units, and what each fill settled', async () => {
    await trade('buy', '0.02', '60000');
    expect(sent(ENDPOINTS.okx.place)).toMatchObject({
      instId: 'BTC-USDT-SWAP',
      tdMode: 'cross',
      posSide: 'net',
      sz: '2',
      ordType: 'market',
    });
    expect(Object.keys(sent(ENDPOINTS.okx.place))).not.toEqual(expect.arrayContaining(['tgtCcy']));
    await trade('sell', '0.005', '62000');
    await trade('sell', '0.035', '61000');
    expect(fills().map(({ side, size, price, profit, fees }) => [side, size, price, profit, fees])).toEqual([
      ['buy', '0.02', '60000', '0', [{ asset: 'USDT', amount: '1.2' }]],
      // 0.005 x 2,000, and then 0.015 x 1,000 before 0.02 are sold short.
      ['sell', '0.005', '62000', '10', [{ asset: 'USDT', amount: '0.31' }]],
      ['sell', '0.035', '61000', '15', [{ asset: 'USDT', amount: '2.135' }]],
    ]);
    expect(unitsText(position().size)).toBe('-0.02000000');
    const { positions, fills: seen, balances } = await look();
    expect(positions).toEqual([{ symbol: PERPETUAL, size: '-0.02', cost: '-1220' }]);
    expect(seen.map(({ profit }) => profit)).toEqual(['0', '10', '15']);
    // 100,000 + 25 - 3.645; the short holds margin, which is no other money.
    const usdt = balances.find(({ asset }) => asset === 'USDT')!;
    expect(Number(usdt.free) + Number(usdt.used)).toBeCloseTo(100_021.355, 6);
    // 1,220 by five.
    expect(usdt.used).toBe('244');
  });

  test('that gains or loses without being closed leaves the balance as it is', async () => {
    await trade('buy', '0.5', '60000');
    for (const price of ['66000', '51000']) {
      at.control.run({ do: 'mark', symbol: PERPETUAL, price });
      const usdt = (await look()).balances.find(({ asset }) => asset === 'USDT')!;
      expect(Number(usdt.free) + Number(usdt.used)).toBe(99_970);
    }
    expect((await look()).positions).toEqual([{ symbol: PERPETUAL, size: '0.5', cost: '30000' }]);
  });

  test('is dearer than what there is: refused for want of money', async () => {
    at.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'SELL', price: '60000', quantity: '20' });
    expect(await at.place(wanted({ ...MARKET_ORDER, size: '15' }))).toMatchObject({ kind: 'refused', reason: 'funds' });
  });

  test('takes no size between its steps and no amount of money', async () => {
    expect(await at.place(wanted({ size: '0.00015' }))).toMatchObject({
      kind: 'unsent',
      problem: expect.stringContaining('0.0001') as string,
    });
    expect(await at.place(wanted({ ...MARKET_ORDER, size: null, quoteAmount: '100' }))).toMatchObject({
      kind: 'unsent',
      problem: `An order of ${PERPETUAL} has a size and no quote amount.`,
    });
    expect(at.standing).toHaveLength(0);
  });

  test('has orders that rest, beside those of coins: listed, shown at a look, found, given other terms, cancelled', async () => {
    const order = await standing({ size: '0.03' });
    const coin = at.order();
    await at.place(coin);
    const shown = { id: order.id, venueId: order.venueId, symbol: PERPETUAL, size: '0.03', filled: '0', state: 'working' };
    expect((await look()).openOrders.map(({ id, symbol, size }) => [id, symbol, size])).toEqual([
      [order.id, PERPETUAL, '0.03'],
      [coin.id, 'BTC/USDT', '0.01'],
    ]);
    const since = at.clock!.now() - HOUR_MS;
    expect(await at.ask({ kind: 'list', number: 1, symbol: PERPETUAL, since }, 'listed')).toMatchObject({ orders: [shown] });
    const ask = () => at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: PERPETUAL, since }, 'found', 'absent', 'unanswered');
    expect(await ask()).toMatchObject({ kind: 'found', order: shown, fills: [] });
    const terms = { type: 'limit', size: '0.05', price: '58000', trigger: null } as const;
    await at.ask({ kind: 'amend', id: order.id, venueId: order.venueId, symbol: PERPETUAL, ...terms }, 'amend-unknown');
    // Its yes is a promise; what the order shows is the proof.
    expect(sent('POST /api/v5/trade/amend-order')).toMatchObject({ newSz: '5', newPx: '58000' });
    expect(await ask()).toMatchObject({ order: { size: '0.05', price: '58000' } });
    await at.ask({ kind: 'cancel', id: order.id, venueId: null, symbol: PERPETUAL }, 'cancel-taken');
    expect(await ask()).toMatchObject({ order: { state: 'cancelled' } });
    expect((await look()).openOrders).toMatchObject([{ id: coin.id }]);
  });

  test('fills in parts, each told once in base units', async () => {
    const order = await standing({ size: '0.05', price: '59000' });
    const { id } = at.venue.exchange.state.openOrders(at.trader)[0]!;
    at.control.run({ do: 'fill', orderId: id, quantity: '0.02' });
    at.control.run({ do: 'fill', orderId: id, quantity: '0.03' });
    await at.until(() => told().some(({ state }) => state === 'filled'));
    expect(fills().map(({ id: own, size, liquidity }) => [own, size, liquidity])).toEqual([
      [order.id, '0.02', 'maker'],
      [order.id, '0.03', 'maker'],
    ]);
    expect(told().at(-1)).toMatchObject({ size: '0.05', filled: '0.05' });
  });
});

describe('an order that may only reduce', () => {
  beforeEach(async () => {
    at = await opened();
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  test('is refused where there is nothing to reduce, and on the side that adds', async () => {
    const reduce = { reduceOnly: true } as const;
    expect(await at.place(wanted(reduce))).toMatchObject({
      kind: 'refused',
      reason: 'reduce-only',
      problem: expect.stringContaining('position') as string,
    });
    await trade('sell', '0.02', '60000');
    expect(await at.place(wanted({ ...reduce, side: 'sell', price: '65000' }))).toMatchObject({ kind: 'refused', reason: 'reduce-only' });
    expect(sent(ENDPOINTS.okx.place)).toMatchObject({ reduceOnly: 'true' });
  });

  test('is made as small as what is held, and says so', async () => {
    await trade('buy', '0.02', '60000');
    const order = await trade('sell', '0.05', '61000', { reduceOnly: true });
    expect(told().findLast(({ id }) => id === order.id)).toMatchObject({ size: '0.02', filled: '0.02', state: 'filled', reduceOnly: true });
    expect((await look()).positions).toEqual([]);
  });

  test('as a stop sells the position when its price has come', async () => {
    await trade('buy', '0.02', '60000');
    const stop = await standing({ side: 'sell', type: 'stop', price: null, trigger: '58000', size: '0.02', reduceOnly: true });
    expect(sent(STOP_ENDPOINTS.okx.place)).toMatchObject({
      tdMode: 'cross',
      posSide: 'net',
      reduceOnly: 'true',
      sz: '2',
      slTriggerPx: '58000',
    });
    expect((await look()).openOrders).toMatchObject([{ id: stop.id, symbol: PERPETUAL, size: '0.02', trigger: '58000', reduceOnly: true }]);
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '57990' });
    await at.until(() => told().some(({ id, state }) => id === stop.id && state === 'filled'));
    const own = fills().filter(({ id }) => id === stop.id);
    expect(own.every(({ venueId }) => venueId === stop.venueId)).toBe(true);
    expect(own.reduce((sum, { size }) => sum + units(size), 0n)).toBe(units('0.02'));
    // What was paid for it less what it cost.
    const earned = own.reduce((sum, { profit }) => sum + Number(profit), 0);
    const value = own.reduce((sum, { size, price }) => sum + Number(size) * Number(price), 0);
    expect(earned).toBeCloseTo(value - 1_200, 8);
    expect((await look()).positions).toEqual([]);
  });

  test('as a bought stop and a take-profit closes a short, and is meant in contracts', async () => {
    await trade('sell', '0.02', '60000');
    const stop = await standing({ side: 'buy', type: 'stop', price: null, trigger: '63000', size: '0.02', reduceOnly: true });
    expect(Object.keys(sent(STOP_ENDPOINTS.okx.place))).not.toContain('tgtCcy');
    const target = await standing({ side: 'buy', type: 'take-profit', price: '57000', trigger: '57500', size: '0.02', reduceOnly: true });
    await at.ask(
      { kind: 'amend', id: stop.id, venueId: stop.venueId, symbol: PERPETUAL, type: 'stop', size: '0.01', price: null, trigger: '62500' },
      'amend-unknown',
    );
    expect((await look()).openOrders.map(({ id, size, trigger, price }) => [id, size, trigger, price]).sort()).toEqual(
      [
        [stop.id, '0.01', '62500', null],
        [target.id, '0.02', '57500', '57000'],
      ].sort(),
    );
  });

  test('that waits stays when the position is gone, and comes to nothing when its price comes', async () => {
    await trade('buy', '0.02', '60000');
    const stop = await standing({ side: 'sell', type: 'stop', price: null, trigger: '58000', size: '0.02', reduceOnly: true });
    await trade('sell', '0.02', '61000', { reduceOnly: true });
    expect((await look()).openOrders).toMatchObject([{ id: stop.id, state: 'working' }]);
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '57990' });
    await at.until(() => told().some(({ id, state }) => id === stop.id && state === 'rejected'));
    expect((await look()).positions).toEqual([]);
  });

  test('that rests ends with the position', async () => {
    await trade('buy', '0.02', '60000');
    const target = await standing({ side: 'sell', price: '70000', size: '0.02', reduceOnly: true });
    await trade('sell', '0.02', '61000', { reduceOnly: true });
    await at.until(() => told().some(({ id, state }) => id === target.id && state === 'cancelled'));
  });
});

describe('what the venue itself does', () => {
  beforeEach(async () => {
    at = await opened();
    await at.until(() => health()?.state === 'pushed');
  });
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
    expect(Number(both.find(({ symbol }) => symbol === ETHER)!.amount)).toBeGreaterThan(0);
    // A week and a day later the first is in the older table alone.
    at.control.run({ do: 'set clock', offsetMs: 192 * HOUR_MS });
    at.venue.cutConnections();
    await at.until(() => Math.abs(health()!.clockOffsetMs! - 192 * HOUR_MS) < 1_000);
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '-0.0001' });
    const all = (await look()).funding!;
    expect(all.map(({ amount }) => amount)).toEqual(['-0.123', '0.123']);
    const archives = at.venue.log.of('GET /api/v5/account/bills-archive').length;
    expect((await look(all[1]!.time)).funding).toMatchObject([{ amount: '0.123' }]);
    expect(at.venue.log.of('GET /api/v5/account/bills-archive')).toHaveLength(archives);
  });

  test('a liquidation is told with its mark and without a name of ours, on the stream and at a look', async () => {
    await trade('buy', '0.02', '60000');
    await standing({ side: 'sell', price: '70000', size: '0.02', reduceOnly: true });
    at.control.run({ do: 'move price', symbol: PERPETUAL, price: '50000' });
    at.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price: '50000', quantity: '1' });
    at.control.run({ do: 'liquidate', account: 'trader', symbol: PERPETUAL, quantity: '0.005', forced: 'adl' });
    at.control.run({ do: 'liquidate', account: 'trader', symbol: PERPETUAL });
    await at.until(() => fills().length === 3);
    const marked = { id: null, liquidation: true, side: 'sell', price: '50000' };
    expect(fills().slice(1)).toMatchObject([
      { ...marked, size: '0.005', profit: '-50' },
      { ...marked, size: '0.015', profit: '-150' },
    ]);
    expect(fills()[0]).not.toHaveProperty('liquidation');
    const { fills: seen, positions, openOrders } = await look();
    expect(seen.map(({ tradeId, liquidation }) => [tradeId, liquidation])).toEqual(
      fills().map(({ tradeId, liquidation }) => [tradeId, liquidation]),
    );
    expect([positions, openOrders]).toEqual([[], []]);
  });

  test('its dead man’s switch ends orders of contracts too, and none that waits for a price', async () => {
    await trade('buy', '0.02', '60000');
    const resting = await standing({ side: 'sell', price: '70000', size: '0.02', reduceOnly: true });
    const stop = await standing({ side: 'sell', type: 'stop', price: null, trigger: '55000', size: '0.02', reduceOnly: true });
    expect(await at.ask({ kind: 'keep-alive', ms: 10_000 }, 'kept-alive')).toMatchObject({ problem: null });
    await at.settle(11_000);
    await at.until(() => told().some(({ id, state }) => id === resting.id && state === 'cancelled'));
    expect((await look()).openOrders).toMatchObject([{ id: stop.id }]);
  });

  test('an order that was lost on the way is asked for, of contracts as of coins', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: ENDPOINTS.okx.place, fault: { kind: 'lose reply' } });
    const order = wanted({ ...MARKET_ORDER, side: 'sell', size: '0.01' });
    expect(await at.place(order)).toMatchObject({ kind: 'unknown', id: order.id, problem: SOME });
    const since = at.clock!.now() - HOUR_MS;
    expect(await at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: PERPETUAL, since }, 'found', 'absent')).toMatchObject({
      kind: 'found',
      order: { id: order.id, size: '0.01', filled: '0.01', state: 'filled' },
    });
  });
});
