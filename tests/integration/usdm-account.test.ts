import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unitsText } from '../venue/core/units.ts';
import { ONE_WAY } from '../venue/usdm/usdm-desk.ts';
import type { UsdmVenue } from '../venue/usdm/usdm-venue.ts';
import { MARKET_ORDER, USDM_ENDPOINTS, type Trading } from './fixtures/trading.ts';
import { HOUR_MS, PERPETUAL, ETHER, SOME, openedUsdm, usdmTools } from './fixtures/usdm.ts';

// What Binance's USD-M futures do by themselves: funding, closing, switches, and the key that an account is listened to with.

const SWITCH = 'POST /fapi/v1/countdownCancelAll';

let at: Trading;
const { health, fills, told, look, trade, standing } = usdmTools(() => at);

describe('what the venue itself does', () => {
  beforeEach(async () => {
    at = await openedUsdm();
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  test('funding is told at looks: of the contracts that are asked for, since an instant, signed as received', async () => {
    await trade('buy', '0.02', '60000');
    await at.place(at.order({ ...MARKET_ORDER, symbol: ETHER, side: 'sell', size: '1' }));
    at.control.run({ do: 'mark', symbol: PERPETUAL, price: '61500' });
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '0.0001' });
    at.control.run({ do: 'fund', symbol: ETHER, rate: '0.0002' });
    const [first] = at.venue.exchange.state.fundingOf(at.trader);
    // 0.02 x 61,500 x 0.0001.
    expect((await look()).funding).toEqual([{ symbol: PERPETUAL, amount: '-0.123', time: first!.time }]);
    const both = (await look(0, [PERPETUAL, ETHER])).funding!;
    expect(both.map(({ symbol }) => symbol).sort()).toEqual([PERPETUAL, ETHER].sort());
    at.control.run({ do: 'set clock', offsetMs: 192 * HOUR_MS });
    at.venue.cutConnections();
    await at.until(() => Math.abs(health()!.clockOffsetMs! - 192 * HOUR_MS) < 1_000);
    at.control.run({ do: 'fund', symbol: PERPETUAL, rate: '-0.0001' });
    const all = (await look()).funding!;
    expect(all.map(({ amount }) => amount)).toEqual(['-0.123', '0.123']);
    expect((await look(all[1]!.time)).funding).toMatchObject([{ amount: '0.123' }]);
  });

  test('what a contract on something else than coins is adjusted by is funding too', async () => {
    const now = at.clock!.now();
    const row = {
      symbol: 'BTCUSDT',
      incomeType: 'SPECIAL_FUNDING_FEE',
      income: '-0.50000000',
      asset: 'USDT',
      info: '',
      time: now,
      tranId: 7,
      tradeId: '',
    };
    const body = JSON.stringify([row, { ...row, symbol: 'XAUUSDT', tranId: 8 }]);
    at.venue.faults.add({
      surface: 'rest',
      endpoint: 'GET /fapi/v1/income',
      nth: 2,
      fault: { kind: 'answer', status: 200, body, carriedOut: false },
    });
    expect((await look(now)).funding).toEqual([{ symbol: PERPETUAL, amount: '-0.5', time: now }]);
    expect(at.venue.log.of('GET /fapi/v1/income').map(({ params }) => params['incomeType'])).toEqual(['FUNDING_FEE']);
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

  test('a liquidation of which its orders say nothing is known by the table of those', async () => {
    await trade('buy', '0.02', '60000');
    at.control.run({ do: 'liquidate', account: 'trader', symbol: PERPETUAL });
    const body = '{"code":-2013,"msg":"Order does not exist."}';
    at.venue.faults.add({
      surface: 'rest',
      endpoint: USDM_ENDPOINTS.find,
      times: 5,
      fault: { kind: 'answer', status: 400, body, carriedOut: false },
    });
    const seen = (await look()).fills.slice(1);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(({ id, liquidation }) => id === null && liquidation === true)).toBe(true);
  });

  test('its switches end orders of the session’s contracts, and none that waits for a price', async () => {
    await trade('buy', '0.02', '60000');
    const resting = await standing({ side: 'sell', price: '70000', size: '0.02', reduceOnly: true });
    const stop = await standing({ side: 'sell', type: 'stop', price: null, trigger: '55000', size: '0.02', reduceOnly: true });
    const before = at.clock!.now();
    const kept = await at.ask({ kind: 'keep-alive', ms: 10_000 }, 'kept-alive');
    expect(kept.problem).toBeNull();
    expect(kept.until! - before - 10_000).toBeLessThan(50);
    expect(at.venue.log.of(SWITCH).map(({ params }) => [params['symbol'], params['countdownTime']])).toEqual([
      ['BTCUSDT', '10000'],
      ['ETHUSDT', '10000'],
    ]);
    await at.settle(6_000);
    await at.ask({ kind: 'keep-alive', ms: 10_000 }, 'kept-alive');
    await at.settle(6_000);
    expect((await look()).openOrders).toHaveLength(2);
    await at.settle(5_000);
    await at.until(() => told().some(({ id, state }) => id === resting.id && state === 'cancelled'));
    expect((await look()).openOrders).toMatchObject([{ id: stop.id }]);
    expect(await at.ask({ kind: 'keep-alive', ms: 0 }, 'kept-alive')).toMatchObject({ until: null, problem: null });
  });

  test('a switch that it did not take is not believed', async () => {
    const body = '{"symbol":"ETHUSDT","countdownTime":"1"}';
    at.venue.faults.add({ surface: 'rest', endpoint: SWITCH, nth: 2, fault: { kind: 'answer', status: 200, body, carriedOut: false } });
    expect(await at.ask({ kind: 'keep-alive', ms: 10_000 }, 'kept-alive')).toMatchObject({ until: null, problem: SOME });
  });

  /** So long that the clocks have to be compared anew before anything is looked at. */
  async function passed(minutes: number): Promise<void> {
    await at.settle(minutes * 60_000);
    for (let looked = false; !looked;) {
      await at.settle(1_000);
      looked = (await at.ask({ kind: 'look', number: 1, symbols: [PERPETUAL], since: 0 }, 'looked', 'look-failed')).kind === 'looked';
    }
  }

  test('the key that it is listened to with is kept by looks, and a new one takes its place where it has ended', async () => {
    const keys = 'POST /fapi/v1/listenKey';
    expect(at.venue.log.of(keys)).toHaveLength(1);
    for (let minutes = 0; minutes < 90; minutes += 15) await passed(15);
    expect(health()).toMatchObject({ state: 'pushed' });
    const order = await standing({});
    await at.until(() => told().some(({ id }) => id === order.id));
    const { reconnects } = health()!;
    // It has gone without a word.
    const { users } = at.venue as UsdmVenue;
    const ended = users.create(at.trader);
    users.close(ended);
    await passed(25);
    await at.until(() => (health()?.reconnects ?? 0) > reconnects && health()?.state === 'pushed');
    const next = await standing({});
    await at.until(() => told().some(({ id }) => id === next.id));
    // And with one.
    at.control.run({ do: 'expire listen key', listenKey: users.create(at.trader) });
    await at.until(() => (health()?.reconnects ?? 0) > reconnects + 1 && health()?.state === 'pushed');
    const last = await standing({});
    await at.until(() => told().some(({ id }) => id === last.id));
  });

  test('positions that are held otherwise are not taken for what they are not', async () => {
    await trade('buy', '0.02', '60000');
    const { desk } = at.venue as UsdmVenue;
    desk.isolated.add(`${String(at.trader)} ${PERPETUAL}`);
    await expect(look()).rejects.toThrow('isolated margin');
    desk.isolated.clear();
    desk.kinds.set(at.trader, { ...ONE_WAY, dualSidePosition: true });
    await expect(look()).rejects.toThrow('hedge mode');
    desk.kinds.clear();
    expect((await look()).positions).toEqual([{ symbol: PERPETUAL, size: '0.02', cost: '1200' }]);
    expect(unitsText(at.venue.exchange.contracts.position(at.trader, PERPETUAL).size)).toBe('0.02000000');
  });
});
