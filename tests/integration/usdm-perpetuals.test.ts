import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { units } from '../venue/core/units.ts';
import { type AccountKind, ONE_WAY } from '../venue/usdm/usdm-desk.ts';
import type { UsdmVenue } from '../venue/usdm/usdm-venue.ts';
import { MARKET_ORDER, USDM_ENDPOINTS, USDM_STOP_ENDPOINTS, type Trading } from './fixtures/trading.ts';
import { HOUR_MS, PERPETUAL, ETHER, SOME, openedUsdm, usdmTools } from './fixtures/usdm.ts';

// Perpetuals at Binance's USD-M futures, which are a venue of their own: other hosts, other money, other numbers.

let at: Trading;
const { health, fills, told, wanted, sent, look, ask, trade, standing, numberOf } = usdmTools(() => at);

describe('before anything is traded', () => {
  afterEach(() => at.close());

  test('leverage is set where it is another one, and read back', async () => {
    at = await openedUsdm();
    const { contracts } = at.venue.exchange;
    expect([PERPETUAL, ETHER].map((symbol) => contracts.leverage(at.trader, symbol))).toEqual([5, 10]);
    // Ten is what the venue has at first: nothing was to be said of it.
    expect(at.venue.log.of('POST /fapi/v1/leverage').map(({ params }) => [params['symbol'], params['leverage']])).toEqual([
      ['BTCUSDT', '5'],
    ]);
    expect(at.venue.log.of('POST /fapi/v1/marginType')).toHaveLength(0);
    expect(at.venue.log.of('GET /fapi/v1/symbolConfig')).toHaveLength(3);
  });

  test('a contract on margin of its own is put on the one margin', async () => {
    at = await openedUsdm((venue, trader) => void venue.desk.isolated.add(`${String(trader)} ${ETHER}`));
    expect((at.venue as UsdmVenue).desk.isolated.size).toBe(0);
    expect(sent('POST /fapi/v1/marginType')).toMatchObject({ symbol: 'ETHUSDT', marginType: 'CROSSED' });
  });

  test.each<readonly [Partial<AccountKind>, RegExp]>([
    [{ dualSidePosition: true }, /hedge mode/u],
    [{ multiAssetsMargin: true }, /multi-assets mode/u],
    [{ canTrade: false }, /may not trade futures/u],
  ])('an account that is %j is refused in words', async (kind, words) => {
    await expect(openedUsdm((venue, trader) => void venue.desk.kinds.set(trader, { ...ONE_WAY, ...kind }))).rejects.toMatchObject({
      code: 'venue.refused',
      details: { problem: expect.stringMatching(words) as string },
    });
    at = await openedUsdm();
  });

  test('a leverage that the venue does not take is refused, and so is its yes that is none', async () => {
    await expect(openedUsdm(undefined, 101)).rejects.toMatchObject({ code: 'venue.refused' });
    const yes = { status: 200, body: '{"leverage":5,"maxNotionalValue":"1000000","symbol":"BTCUSDT"}', carriedOut: false } as const;
    await expect(
      openedUsdm((venue) => {
        venue.faults.add({ surface: 'rest', endpoint: 'POST /fapi/v1/leverage', fault: { kind: 'answer', ...yes } });
      }),
    ).rejects.toMatchObject({ details: { problem: `${PERPETUAL} stands at a leverage of 10 and not of 5` } });
    at = await openedUsdm();
  });

  test('what is open on isolated margin cannot be changed: it is said', async () => {
    const before = (venue: UsdmVenue, trader: number) => {
      const place = { symbol: PERPETUAL, side: 'BUY', type: 'MARKET', timeInForce: 'GTC', quantity: units('0.01') } as const;
      venue.exchange.place(trader, { ...place, quoteQuantity: 0n, price: 0n, stopPrice: 0n, trailingDelta: 0, clientId: '' });
      venue.desk.isolated.add(`${String(trader)} ${PERPETUAL}`);
    };
    await expect(openedUsdm(before)).rejects.toMatchObject({
      code: 'venue.refused',
      details: { problem: expect.stringContaining('Margin type cannot be changed') as string },
    });
    at = await openedUsdm();
  });
});

describe('a perpetual', () => {
  beforeEach(async () => {
    at = await openedUsdm();
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  test('is bought, sold and turned, with what each fill settled', async () => {
    const first = await trade('buy', '0.02', '60000');
    expect(sent(USDM_ENDPOINTS.place)).toMatchObject({
      ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.02', newClientOrderId: first.id, recvWindow: '3000' },
    });
    await trade('sell', '0.005', '62000');
    await trade('sell', '0.035', '61000');
    expect(fills().map(({ side, size, price, profit, fees }) => [side, size, price, profit, fees])).toEqual([
      ['buy', '0.02', '60000', '0', [{ asset: 'USDT', amount: '1.2' }]],
      // 0.005 x 2,000, and then 0.015 x 1,000 before 0.02 are sold short.
      ['sell', '0.005', '62000', '10', [{ asset: 'USDT', amount: '0.31' }]],
      ['sell', '0.035', '61000', '15', [{ asset: 'USDT', amount: '2.135' }]],
    ]);
    const { positions, fills: seen, balances } = await look();
    expect(positions).toEqual([{ symbol: PERPETUAL, size: '-0.02', cost: '-1220' }]);
    expect(seen.map(({ id, profit }) => [id, profit])).toEqual(fills().map(({ id, profit }) => [id, profit]));
    // 100,000 + 25 - 3.645, of which the short needs 1,220 by five.
    expect(balances).toEqual([{ asset: 'USDT', free: '99777.355', used: '244' }]);
  });

  test('that gains or loses without being closed leaves the balance as it is', async () => {
    await trade('buy', '0.5', '60000');
    for (const price of ['66000', '51000']) {
      at.control.run({ do: 'mark', symbol: PERPETUAL, price });
      const [usdt] = (await look()).balances;
      expect(Number(usdt!.free) + Number(usdt!.used)).toBe(99_970);
      expect((await look()).positions).toEqual([{ symbol: PERPETUAL, size: '0.5', cost: '30000' }]);
    }
  });

  test.each<readonly [string, Partial<VenueOrder>, string]>([
    ['for want of money', { ...MARKET_ORDER, size: '15' }, 'funds'],
    ['as too small', { size: '0.0001', price: '40000' }, 'minimum'],
    ['as one that would take', { postOnly: true, price: '66000' }, 'post-only'],
    ['as one whose price is there', { type: 'stop', price: null, trigger: '59000' }, 'venue'],
    ['where nothing is to be reduced', { reduceOnly: true }, 'reduce-only'],
  ])('is refused %s', async (_name, fields, reason) => {
    at.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'SELL', price: '60000', quantity: '20' });
    const order = wanted(fields);
    expect(await at.place(order)).toMatchObject({ kind: 'refused', reason, problem: SOME });
    expect(at.venue.exchange.state.openOrders(at.trader)).toEqual([]);
  });

  test('takes no size between its steps, and no amount of money', async () => {
    expect(await at.place(wanted({ size: '0.00015' }))).toMatchObject({
      kind: 'unsent',
      problem: expect.stringContaining('0.0001') as string,
    });
    expect(await at.place(wanted({ ...MARKET_ORDER, size: null, quoteAmount: '100' }))).toMatchObject({ kind: 'unsent' });
    expect(at.standing).toHaveLength(0);
  });

  test('has orders that rest: listed, shown at a look, found, cancelled', async () => {
    const order = await standing({ size: '0.03', postOnly: true });
    expect(sent(USDM_ENDPOINTS.place)).toMatchObject({ type: 'LIMIT', timeInForce: 'GTX', price: '59000', quantity: '0.03' });
    const shown = { id: order.id, venueId: order.venueId, symbol: PERPETUAL, size: '0.03', filled: '0', state: 'working' };
    expect((await look()).openOrders).toMatchObject([shown]);
    const since = at.clock!.now() - HOUR_MS;
    expect(await at.ask({ kind: 'list', number: 1, symbol: PERPETUAL, since }, 'listed')).toMatchObject({ orders: [shown] });
    expect(await ask(order)).toMatchObject({ kind: 'found', order: shown, fills: [] });
    const cancel = () => at.ask({ kind: 'cancel', id: order.id, venueId: null, symbol: PERPETUAL }, 'cancel-taken', 'cancel-refused');
    expect(await cancel()).toMatchObject({ kind: 'cancel-taken' });
    expect(await ask(order)).toMatchObject({ order: { state: 'cancelled' } });
    expect(await cancel()).toMatchObject({ kind: 'cancel-refused' });
  });

  test('that takes what is there at once ends with the rest', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: USDM_ENDPOINTS.place, fault: { kind: 'partial fill', percent: 40 } });
    const order = wanted({ size: '0.01', price: '60500', timeInForce: 'ioc' });
    expect(await at.place(order)).toMatchObject({ kind: 'placed' });
    await at.until(() => told().some(({ id, state }) => id === order.id && state === 'expired'));
    expect(told().findLast(({ id }) => id === order.id)).toMatchObject({ size: '0.01', filled: '0.004' });
    expect(sent(USDM_ENDPOINTS.place)).toMatchObject({ timeInForce: 'IOC' });
  });

  test('fills in parts, each told once', async () => {
    const order = await standing({ size: '0.05', price: '59000' });
    for (const quantity of ['0.02', '0.03']) at.control.run({ do: 'fill', orderId: numberOf(order), quantity });
    await at.until(() => told().some(({ state }) => state === 'filled'));
    expect(fills().map(({ id, size, liquidity }) => [id, size, liquidity])).toEqual([
      [order.id, '0.02', 'maker'],
      [order.id, '0.03', 'maker'],
    ]);
    expect(told().at(-1)).toMatchObject({ size: '0.05', filled: '0.05' });
  });
});

describe('whatever goes wrong with a request', () => {
  beforeEach(async () => {
    at = await openedUsdm();
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  const answers = (status: number, body: string) => {
    at.venue.faults.clear();
    at.venue.faults.add({ surface: 'rest', endpoint: USDM_ENDPOINTS.place, fault: { kind: 'answer', status, body, carriedOut: false } });
  };
  const error = (code: number, msg: string) => JSON.stringify({ code, msg });

  test.each<readonly [string, number, string, string]>([
    ['it does not know', 503, error(-1_000, 'Unknown error, please check your request or try again later.'), 'unknown'],
    ['it is not there', 503, error(-1_001, 'Service Unavailable.'), 'refused'],
    ['too much is asked of it', 503, error(-1_008, 'Request throttled by system-level protection.'), 'refused'],
    ['a gate before it is not there', 503, '<html>Service Unavailable.</html>', 'unknown'],
    ['its engine did not answer in time', 408, error(-1_007, 'Timeout waiting for response from backend server.'), 'unknown'],
    ['the id is there already', 400, error(-4_116, 'ClientOrderId is duplicated.'), 'unknown'],
    ['it comes too late for its engine', 400, error(-5_028, 'Timestamp for this request is outside of the ME recvWindow.'), 'refused'],
    ['an order waits elsewhere', 400, error(-4_120, 'Order type not supported for this endpoint.'), 'refused'],
    ['nothing that is known', 400, error(-9_999, 'Something.'), 'unknown'],
  ])('the venue says that %s', async (_name, status, body, kind) => {
    answers(status, body);
    const order = wanted();
    expect(await at.place(order)).toMatchObject({ kind, id: order.id });
    at.venue.faults.clear();
    expect(await ask(order)).toMatchObject({ kind: 'absent', forgetsMs: 73 * HOUR_MS });
    expect(at.venue.log.of(USDM_ENDPOINTS.place)).toHaveLength(0);
  });

  test.each([USDM_ENDPOINTS.place, USDM_STOP_ENDPOINTS.place])(
    'an answer of %s that is lost leaves an order that is found by its name',
    async (endpoint) => {
      const stops = endpoint === USDM_STOP_ENDPOINTS.place;
      at.venue.faults.add({ surface: 'rest', endpoint, fault: { kind: 'lose reply' } });
      const order = wanted(stops ? { side: 'sell', type: 'stop', price: null, trigger: '55000' } : {});
      expect(await at.place(order)).toMatchObject({ kind: 'unknown', id: order.id, signedAt: expect.any(Number) as number });
      expect(await ask(order)).toMatchObject({ kind: 'found', order: { id: order.id, state: 'working' } });
      expect(at.venue.log.of(endpoint)).toHaveLength(1);
    },
  );

  test('what was lost on the way is nowhere, in none of its tables', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: USDM_ENDPOINTS.place, fault: { kind: 'lose request' } });
    const order = wanted();
    expect(await at.place(order)).toMatchObject({ kind: 'unknown' });
    at.venue.log.clear();
    expect(await ask(order)).toMatchObject({ kind: 'absent', searched: expect.arrayContaining(['trades']) as string[] });
    const asked = at.venue.log.all().map(({ endpoint }) => endpoint);
    for (const table of [USDM_ENDPOINTS, USDM_STOP_ENDPOINTS])
      expect(asked).toEqual(expect.arrayContaining([table.find, table.open, table.closed, table.trades]));
  });

  test('what was cancelled with nothing filled is forgotten three days after it came, and what filled is not', async () => {
    const order = await standing({});
    await at.ask({ kind: 'cancel', id: order.id, venueId: order.venueId, symbol: PERPETUAL }, 'cancel-taken');
    const bought = await trade('buy', '0.01', '60000');
    at.control.run({ do: 'set clock', offsetMs: 240 * HOUR_MS });
    at.venue.cutConnections();
    await at.until(() => Math.abs(health()!.clockOffsetMs! - 240 * HOUR_MS) < 1_000);
    expect(await ask(order)).toMatchObject({ kind: 'absent' });
    // Its trade is older than a week: that week is looked for.
    expect(await ask(bought)).toMatchObject({ kind: 'found', order: { state: 'filled' }, fills: [{ size: '0.01' }] });
    expect((await look()).fills).toHaveLength(1);
  });
});
