import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VenueOrder, VenuePair, VenueRequest } from '../../src-main/ports/venue-orders.ts';
import type { RequestFault } from '../venue/faults/fault-rules.ts';
import { idOf, MARKET_ORDER, SYMBOL, Trading } from './fixtures/trading.ts';

const CREATED = ['placed', 'refused', 'unsent', 'unknown'] as const;
const CHANGED = ['amend-taken', 'amend-refused', 'amend-unknown'] as const;
const OCO = 'POST /api/v3/orderList/oco';
const REPLACE = 'POST /api/v3/order/cancelReplace';
const AMEND = 'POST /0/private/AmendOrder';
/** What a test lets happen to a request, and what is proven then. */
const FAULTS = [
  ['is lost on its way', { kind: 'lose request' }, false],
  ['is answered by nobody', { kind: 'lose reply' }, true],
  ['is answered with a 503 and carried out', { kind: 'answer', status: 503, body: '', carriedOut: true }, true],
  ['is answered with a 503 and not carried out', { kind: 'answer', status: 503, body: '', carriedOut: false }, false],
] as const;

let at: Trading;
afterEach(() => at.close());

const strike = (endpoint: string, fault: RequestFault) => at.control.run({ do: 'add fault', rule: { surface: 'rest', endpoint, fault } });
const exit = (fields: Partial<VenueOrder>): VenueOrder => at.order({ side: 'sell', ...fields });
const stop = (trigger = '55000', size = '0.01') => exit({ type: 'stop', price: null, trigger, size });
const target = (price = '65000', size = '0.01') => exit({ price, size });
const pairOf = (size = '0.01'): VenuePair => ({ list: idOf(900), stop: stop('55000', size), target: target('65000', size) });
const create = (request: VenueRequest) => at.ask(request, ...CREATED);
const replace = (old: VenueOrder, order: VenueOrder) => create({ kind: 'replace', old: { id: old.id, venueId: null }, order });
const ask = (order: VenueOrder) =>
  at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: SYMBOL, since: at.clock!.now() }, 'found', 'absent', 'unanswered');
const cancel = (order: VenueOrder) =>
  at.ask({ kind: 'cancel', id: order.id, venueId: null, symbol: SYMBOL }, 'cancel-taken', 'cancel-refused', 'cancel-unknown');
const list = () => at.ask({ kind: 'list', number: 4, symbol: SYMBOL, since: at.clock!.now() }, 'listed', 'list-failed');

describe('a pair at Binance', () => {
  beforeEach(async () => {
    at = await Trading.within('binance');
  });

  test('stands there as two orders under our ids, and ending one ends both', async () => {
    const pair = pairOf();
    expect(await create({ kind: 'place-pair', pair })).toMatchObject({ kind: 'placed', id: pair.stop.id });
    expect(at.standing).toMatchObject([
      { clientId: pair.stop.id, type: 'STOP_LOSS', status: 'NEW', stopPrice: 5_500_000_000_000n },
      { clientId: pair.target.id, type: 'LIMIT_MAKER', status: 'NEW', price: 6_500_000_000_000n },
    ]);
    expect(await list()).toMatchObject({ kind: 'listed', number: 4, orders: [{ id: pair.stop.id }, { id: pair.target.id }] });
    expect(await cancel(pair.target)).toMatchObject({ kind: 'cancel-taken' });
    expect(at.standing.map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED']);
    expect(await ask(pair.stop)).toMatchObject({ kind: 'found', order: { state: 'cancelled', filled: '0' } });
  });

  test('one leg that fills ends the other, also before the answer is there', async () => {
    const pair = pairOf();
    strike(OCO, { kind: 'delay reply', ms: 400 });
    const created = create({ kind: 'place-pair', pair });
    await at.until(() => at.standing.length === 2);
    at.control.run({ do: 'move price', symbol: 'BTCUSDT', price: '66000' });
    expect(await created).toMatchObject({ kind: 'placed' });
    expect(await ask(pair.target)).toMatchObject({ kind: 'found', order: { state: 'filled', filled: '0.01' } });
    expect(await ask(pair.stop)).toMatchObject({ kind: 'found', order: { state: 'expired', filled: '0' } });
  });

  test.each([
    ['coins that are not there', () => pairOf('5'), 'refused'],
    ['a stop above the market', () => ({ ...pairOf(), stop: stop('61000') }), 'refused'],
    ['a size finer than the steps', () => ({ ...pairOf(), stop: stop('55000', '0.000000001') }), 'unsent'],
  ] as const)('%s: neither stands there', async (_name, pair, kind) => {
    expect(await create({ kind: 'place-pair', pair: pair() })).toMatchObject({ kind });
    expect(at.standing).toEqual([]);
  });

  test.each(FAULTS)('one that %s is unknown, and asking proves what became of it', async (_name, fault, carriedOut) => {
    const pair = pairOf();
    strike(OCO, fault);
    expect(await create({ kind: 'place-pair', pair })).toMatchObject({ kind: 'unknown' });
    for (const leg of [pair.stop, pair.target]) expect((await ask(leg)).kind).toBe(carriedOut ? 'found' : 'absent');
    expect(at.venue.log.of(OCO)).toHaveLength(carriedOut ? 1 : 0);
  });

  test('becomes a stop in one request: there is no instant without one', async () => {
    const pair = pairOf();
    await create({ kind: 'place-pair', pair });
    const other = stop('57000');
    expect(await replace(pair.stop, other)).toMatchObject({ kind: 'placed', id: other.id });
    expect(at.standing.map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED', 'NEW']);
  });
});

describe('an order in another one’s place at Binance', () => {
  beforeEach(async () => {
    at = await Trading.within('binance');
  });

  test('stands there, and the old one has ended without a fill', async () => {
    const [old, other] = [target(), target('66000', '0.02')];
    await at.place(old);
    expect(await replace(old, other)).toMatchObject({ kind: 'placed' });
    expect(at.standing).toMatchObject([{ status: 'CANCELED' }, { status: 'NEW', clientId: other.id, price: 6_600_000_000_000n }]);
  });

  test('is refused where the old one has begun to fill, has ended, or never was; nothing has changed then', async () => {
    const [old, other] = [target('60500', '0.5'), target('66000', '0.5')];
    await at.place(old);
    at.control.run({ do: 'fill', orderId: at.venue.exchange.state.ordersOf(at.trader)[0]!.id, quantity: '0.1' });
    expect(await replace(old, other)).toMatchObject({ kind: 'refused' });
    expect(at.standing).toMatchObject([{ status: 'PARTIALLY_FILLED' }]);
    expect(await replace(stop(), other)).toMatchObject({ kind: 'refused' });
    expect(at.standing).toHaveLength(1);
  });

  test('is refused where it would trigger at once; the old one is gone, which asking tells', async () => {
    const [old, other] = [stop('55000'), stop('61000')];
    await at.place(old);
    expect(await replace(old, other)).toMatchObject({ kind: 'refused', reason: 'venue' });
    expect(await ask(old)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
    expect(await ask(other)).toMatchObject({ kind: 'absent' });
  });

  test.each(FAULTS)('one that %s is unknown, and asking for both proves what became of them', async (_name, fault, carriedOut) => {
    const [old, other] = [stop('55000'), stop('56000')];
    await at.place(old);
    strike(REPLACE, fault);
    expect(await replace(old, other)).toMatchObject({ kind: 'unknown' });
    expect((await ask(other)).kind).toBe(carriedOut ? 'found' : 'absent');
    expect(await ask(old)).toMatchObject({ order: { state: carriedOut ? 'cancelled' : 'working' } });
    expect(at.venue.log.of(REPLACE)).toHaveLength(carriedOut ? 1 : 0);
  });
});

/** Where and how a venue is asked for other terms; OKX's yes is a promise, which the order has to keep. */
const AMENDS = {
  kraken: { of: AMEND, ofStops: AMEND, yes: 'amend-taken' },
  okx: { of: 'POST /api/v5/trade/amend-order', ofStops: 'POST /api/v5/trade/amend-algos', yes: 'amend-unknown' },
} as const;

describe.each(['kraken', 'okx'] as const)('other terms at %s', (protocol) => {
  const { of, ofStops, yes } = AMENDS[protocol];
  const amend = (order: VenueOrder, terms: Partial<Pick<VenueOrder, 'size' | 'price' | 'trigger'>>, venueId: string | null = null) =>
    at.ask(
      { kind: 'amend', id: order.id, venueId, symbol: SYMBOL, type: order.type, size: null, price: null, trigger: null, ...terms },
      ...CHANGED,
    );
  beforeEach(async () => {
    at = await Trading.within(protocol);
    await at.until(() => at.heard.some((message) => message.kind === 'health' && message.health.state === 'pushed'));
  });

  test('are taken where the order stands: it keeps its ids', async () => {
    const [one, other] = [target(), stop()];
    const [oneThere, otherThere] = [await at.place(one), await at.place(other)];
    expect(await amend(one, { size: '0.02', price: '66000' })).toMatchObject({ kind: yes, id: one.id });
    expect(await amend(other, { trigger: '56000' })).toMatchObject({ kind: yes, id: other.id });
    expect(at.standing).toMatchObject([
      { status: 'NEW', quantity: 2_000_000n, price: 6_600_000_000_000n },
      { status: 'NEW', quantity: 1_000_000n, stopPrice: 5_600_000_000_000n },
    ]);
    expect(await ask(one)).toMatchObject({ kind: 'found', order: { size: '0.02', price: '66000', state: 'working' } });
    expect(await ask(other)).toMatchObject({ kind: 'found', order: { size: '0.01', trigger: '56000', state: 'working' } });
    await at.settle(500);
    expect(at.heard).toContainEqual({ kind: 'order', order: expect.objectContaining({ id: other.id, trigger: '56000' }) as unknown });
    const idOfThe = (placed: Awaited<ReturnType<typeof at.place>>) => (placed.kind === 'placed' ? placed.venueId : null);
    expect(await amend(one, { size: '0.03' }, idOfThe(oneThere))).toMatchObject({ kind: yes });
    expect(await amend(other, { size: '0.04' }, idOfThe(otherThere))).toMatchObject({ kind: yes });
    expect(at.standing).toMatchObject([{ quantity: 3_000_000n }, { quantity: 4_000_000n, stopPrice: 5_600_000_000_000n }]);
  });

  test('of each kind that waits keep it of that kind', async () => {
    const profit = exit({ type: 'take-profit', price: null, trigger: '65000' });
    const limited = exit({ type: 'stop-limit', price: '54900', trigger: '55000' });
    for (const order of [profit, limited]) await at.place(order);
    expect(await amend(profit, { trigger: '66000' })).toMatchObject({ kind: yes });
    expect(await amend(limited, { trigger: '54000', price: '53900', size: '0.02' })).toMatchObject({ kind: yes });
    expect(await ask(profit)).toMatchObject({ order: { type: 'take-profit', trigger: '66000', price: null, size: '0.01' } });
    expect(await ask(limited)).toMatchObject({ order: { type: 'stop-limit', trigger: '54000', price: '53900', size: '0.02' } });
  });

  test('are refused for an order that has ended, for coins that are not there, and for figures that are too fine', async () => {
    const order = target();
    await at.place(order);
    expect(await amend(order, { size: '3' })).toMatchObject({ kind: 'amend-refused' });
    expect(await amend(order, { price: '65000.000001' })).toMatchObject({ kind: 'amend-refused' });
    await cancel(order);
    expect(await amend(order, { price: '66000' })).toMatchObject({ kind: 'amend-refused' });
    expect(at.standing).toMatchObject([{ status: 'CANCELED', quantity: 1_000_000n, price: 6_500_000_000_000n }]);
    const waiting = stop();
    await at.place(waiting);
    // A trigger that the market has reached already: Kraken's word for that is not known.
    expect((await amend(waiting, { trigger: '61000' })).kind).toBe(protocol === 'okx' ? 'amend-refused' : 'amend-unknown');
    await cancel(waiting);
    expect(await amend(waiting, { trigger: '56000' })).toMatchObject({ kind: 'amend-refused' });
    expect(at.standing).toMatchObject([{}, { status: 'CANCELED', stopPrice: 5_500_000_000_000n }]);
  });

  test.each(FAULTS)('a request for them that %s is unknown, and asking proves which terms hold', async (_name, fault, carriedOut) => {
    const order = stop();
    await at.place(order);
    strike(ofStops, fault);
    expect(await amend(order, { trigger: '56000' })).toMatchObject({ kind: 'amend-unknown' });
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { trigger: carriedOut ? '56000' : '55000' } });
    const limit = target();
    await at.place(limit);
    strike(of, fault);
    expect(await amend(limit, { price: '66000' })).toMatchObject({ kind: 'amend-unknown' });
    expect(await ask(limit)).toMatchObject({ kind: 'found', order: { price: carriedOut ? '66000' : '65000' } });
  });
});

test('a request for other terms that reaches OKX more than five seconds after its signing changes nothing', async () => {
  at = await Trading.within('okx');
  const [waiting, limit] = [stop(), target()];
  for (const each of [waiting, limit]) await at.place(each);
  const terms = { size: '0.02', price: null, trigger: null };
  for (const [order, endpoint] of [
    [waiting, AMENDS.okx.ofStops],
    [limit, AMENDS.okx.of],
  ] as const) {
    strike(endpoint, { kind: 'delay request', ms: 5_100 });
    const told = await at.ask({ kind: 'amend', id: order.id, venueId: null, symbol: SYMBOL, type: order.type, ...terms }, ...CHANGED);
    expect(told).toMatchObject({ kind: 'amend-refused' });
  }
  expect(at.standing).toMatchObject([{ quantity: 1_000_000n }, { quantity: 1_000_000n }]);
});

test.each(['binance', 'kraken', 'okx'] as const)('%s says what it does not do, and sends nothing', async (protocol) => {
  at = await Trading.within(protocol);
  expect(at.orders.exits).toEqual(protocol === 'binance' ? { pairs: true, changes: 'anew' } : { pairs: false, changes: 'in-place' });
  if (protocol !== 'binance') {
    expect(await create({ kind: 'place-pair', pair: pairOf() })).toMatchObject({ kind: 'unsent' });
    expect(await replace(stop(), stop())).toMatchObject({ kind: 'unsent' });
  } else
    expect(
      await at.ask(
        { kind: 'amend', id: idOf(1), venueId: null, symbol: SYMBOL, type: 'limit', size: '1', price: null, trigger: null },
        ...CHANGED,
      ),
    ).toMatchObject({ kind: 'amend-refused' });
  expect(await at.place(at.order(MARKET_ORDER))).toMatchObject({ kind: 'placed' });
  expect(at.standing).toHaveLength(1);
});
