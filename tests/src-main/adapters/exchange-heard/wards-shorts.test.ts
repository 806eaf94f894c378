import { describe, expect, test } from 'vitest';
import { adoptedOrder, venueOrderOf } from '../../../../src-main/adapters/exchange-heard/live-terms.ts';
import type { SeenOrder, VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import type { AccountId, VenueId } from '../../../../src-shared/kernel/ids.ts';
import { instrument, START } from '../../core/matching/venue-fixture.ts';
import {
  BINANCE,
  CONTRACT,
  FUTURES,
  KRAKEN,
  SYMBOL,
  amend,
  bracket,
  clock,
  filled,
  last,
  of,
  open,
  order,
  placed,
  quote,
  seen,
  sent,
  stopOf,
  targetOf,
  tell,
  told,
  venue,
} from './wards-kit.ts';

/** Legs that buy a short back. */
const BACK = { side: 'buy', reduceOnly: true } as const;
const stopAbove = () => stopOf('stop', { ...BACK, triggerTicks: 11_000 });
const targetBelow = (limitTicks = 9_000, lots = 10) => targetOf('target', { ...BACK, limitTicks, lots });

describe('the exits of a short', () => {
  test('are a pair that buys and only reduces, once the entry has sold', () => {
    open(BINANCE, CONTRACT);
    const [stop, target] = [stopAbove(), targetBelow()];
    bracket(stop, target);
    expect(of('place')[0]!.order).toMatchObject({ side: 'sell', type: 'market' });
    expect(of('place')[0]!.order.reduceOnly).toBeUndefined();
    const { pair } = of('place-pair')[0]!;
    expect([pair.stop, pair.target]).toMatchObject([
      { side: 'buy', type: 'stop', size: '0.01', trigger: '110', reduceOnly: true },
      { side: 'buy', type: 'limit', size: '0.01', price: '90', reduceOnly: true },
    ]);
    placed(pair.stop);
    tell({ kind: 'fill', fill: filled(pair.stop, '0.01', 's1') });
    tell({ kind: 'order', order: seen(pair.target, { state: 'expired' }) });
    clock.pass(500);
    expect(told()).toMatchObject([
      { kind: 'fill', order: stop.id, remaining: 0 },
      { kind: 'cancelled', order: target.id, reason: 'oco' },
    ]);
  });

  test('a target that is kept here is bought when the best ask has come down to it, whatever the bid is', () => {
    open(KRAKEN, CONTRACT);
    const [stop, near, far] = [stopAbove(), targetBelow(9_500, 4), targetBelow(9_000, 6)];
    bracket(stop, far, near);
    const [, { order: first }] = of('place') as [unknown, Extract<VenueRequest, { kind: 'place' }>];
    expect(first).toMatchObject({ type: 'stop', side: 'buy', size: '0.01' });
    placed(first);
    quote('94', '95.01');
    expect(of('amend')).toEqual([]);
    quote('94', '95');
    // The nearer one is the higher one: its lots come from the stop.
    expect(last()).toMatchObject({ kind: 'amend', id: first.id, size: '0.006' });
    tell({ kind: 'amend-taken', id: first.id });
    expect(last()).toMatchObject({
      kind: 'place',
      order: { side: 'buy', type: 'limit', price: '95', size: '0.004', timeInForce: 'ioc', reduceOnly: true },
    });
  });

  test('a stop that the best ask has passed is bought back at market, and one that it has not waits', () => {
    open(KRAKEN, CONTRACT);
    quote('100', '109.99');
    bracket(stopAbove());
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'stop', trigger: '110', side: 'buy' } });
    open(KRAKEN, CONTRACT);
    quote('100', '110');
    bracket(stopAbove());
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'market', trigger: null, side: 'buy', size: '0.01', reduceOnly: true } });
  });

  test.each([
    ['where one order takes another one’s place', BINANCE],
    ['where both stand for an instant', FUTURES],
    ['where terms change in place', KRAKEN],
  ])('one that goes at market is waited for, whatever else arrives meanwhile: %s', (_where, exits) => {
    open(exits, CONTRACT);
    quote('100', '110');
    const entry = order({ side: 'sell', type: 'limit', limitTicks: 10_000 }, 'entry');
    for (const each of [entry, stopAbove()]) venue.submit(each);
    clock.pass(1);
    const opening = of('place')[0]!.order;
    placed(opening);
    tell({ kind: 'fill', fill: filled(opening, '0.004', 'e1') });
    told();
    const first = of('place')[1]!.order;
    expect(first).toMatchObject({ type: 'market', side: 'buy', size: '0.004' });
    placed(first);
    tell({ kind: 'fill', fill: filled(opening, '0.006', 'e2') });
    told();
    expect(last()).toMatchObject({ kind: 'place', order: { id: first.id } });
    tell({ kind: 'fill', fill: filled(first, '0.004', 's1') });
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'market', side: 'buy', size: '0.006' } });
  });

  test('where both stand for an instant a stop is ended before what takes at once is sent, and gets other terms beside itself', () => {
    open(FUTURES, CONTRACT);
    quote('100', '105');
    const [stop, target] = [stopAbove(), targetBelow()];
    bracket(stop, target);
    const first = of('place')[1]!.order;
    placed(first);
    amend(stop, 1, { triggerTicks: 11_500 });
    const { order: second } = of('replace')[0]!;
    expect(second).toMatchObject({ type: 'stop', trigger: '115' });
    placed(second);
    quote('89', '90');
    expect(last()).toMatchObject({ kind: 'cancel', id: second.id });
    tell({ kind: 'cancel-taken', id: second.id });
    tell({ kind: 'order', order: seen(second, { state: 'cancelled' }) });
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'limit', price: '90', size: '0.01', timeInForce: 'ioc' } });

    open(FUTURES, CONTRACT);
    const passed = stopAbove();
    bracket(passed);
    const resting = of('place')[1]!.order;
    placed(resting);
    quote('106', '107');
    amend(passed, 1, { triggerTicks: 10_700 });
    expect(last()).toMatchObject({ kind: 'cancel', id: resting.id });
    tell({ kind: 'cancel-taken', id: resting.id });
    tell({ kind: 'order', order: seen(resting, { state: 'cancelled' }) });
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'market', size: '0.01', reduceOnly: true } });
  });

  test('what both have filled, that stood for an instant, is booked: the rest as of an order that nobody here has made', () => {
    open(FUTURES, CONTRACT);
    venue.resume({ openOrders: [], endedOrders: [] }, { since: START - 1_000, openedAt: START - 500 });
    const stop = stopAbove();
    bracket(stop);
    const first = of('place')[1]!.order;
    placed(first);
    told();
    amend(stop, 1, { triggerTicks: 11_500 });
    const { order: second } = of('replace')[0]!;
    placed(second);
    tell({ kind: 'fill', fill: filled(first, '0.01', 's1') });
    expect(told()).toMatchObject([{ kind: 'amended' }, { kind: 'fill', order: stop.id, remaining: 0 }]);
    tell({ kind: 'fill', fill: filled(second, '0.007', 's2') });
    expect(told()).toEqual([]);
    expect(of('identify')).toMatchObject([{ venueId: `v-${second.id}` }]);
    tell({ kind: 'identified', order: seen(second, { state: 'filled', size: '0.007', filled: '0.007', reduceOnly: true }) });
    const [adopted, rest] = told();
    expect(adopted).toMatchObject({ kind: 'adopted', made: { origin: 'elsewhere', side: 'buy', lots: 7 } });
    expect(rest).toMatchObject({ kind: 'fill', remaining: 0, fill: { lots: 7 } });
    expect(rest).toMatchObject({ order: adopted!.order });
    // It is told once, however often it is heard.
    tell({ kind: 'fill', fill: filled(second, '0.007', 's2') });
    expect(told()).toEqual([]);
    expect(of('identify')).toHaveLength(1);
  });

  test('without a known ask nothing is due and nothing has been passed', () => {
    open(KRAKEN, CONTRACT);
    bracket(stopAbove(), targetBelow());
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'stop' } });
  });

  test('other terms are put in the place of the old ones, still only reducing', () => {
    open(BINANCE, CONTRACT);
    const stop = stopAbove();
    bracket(stop);
    placed(of('place')[1]!.order);
    told();
    amend(stop, 1, { triggerTicks: 10_500 });
    expect(of('replace')).toMatchObject([{ order: { side: 'buy', trigger: '105', reduceOnly: true } }]);
  });

  test('a fee in the base coin takes nothing from what a contract has to protect', () => {
    open(KRAKEN, CONTRACT);
    const entry = order({ side: 'sell' }, 'entry');
    for (const each of [entry, stopAbove()]) venue.submit(each);
    clock.pass(1);
    const [request] = of('place');
    placed(request!.order);
    tell({ kind: 'fill', fill: { ...filled(request!.order, '0.01', 'e1'), fees: [{ asset: 'BTC', amount: '0.001' }] } });
    told();
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'stop', size: '0.01' } });
  });

  test('of a coin nothing is bought back: it cannot be owed', () => {
    open(BINANCE);
    for (const each of [order({ side: 'sell' }, 'entry'), stopAbove()]) venue.submit(each);
    clock.pass(1);
    expect(sent).toEqual([]);
    expect(told().flatMap((report) => (report.kind === 'acknowledged' || !('reason' in report) ? [] : [report.reason]))).toEqual([
      'never-sent',
      'parent-ended',
    ]);
  });
});

describe('reduce only at a venue', () => {
  const exit = order({ side: 'buy', reduceOnly: true });
  const contract = instrument(0, CONTRACT);

  test('is said of a contract, where the order is, and never of a coin', () => {
    expect(venueOrderOf(exit, contract).reduceOnly).toBe(true);
    expect('reduceOnly' in venueOrderOf(order({ side: 'sell' }), contract)).toBe(false);
    expect('reduceOnly' in venueOrderOf(order({ side: 'sell', reduceOnly: true }), instrument())).toBe(false);
  });

  test('is taken over with an order that was made elsewhere', () => {
    const account = { book: 'live', account: 'mine' as AccountId, venue: 'SIM' as VenueId } as const;
    const shown: SeenOrder = {
      ...{ id: null, venueId: '7', symbol: SYMBOL, side: 'buy', type: 'limit', size: '0.01', filled: '0', price: '90', trigger: null },
      ...{ state: 'working', time: 1 },
    };
    const taken = (over: Partial<SeenOrder>, of = contract) =>
      adoptedOrder({ ...shown, ...over }, of, { account, opening: false })?.reduceOnly;
    expect([taken({ reduceOnly: true }), taken({}), taken({ reduceOnly: true }, instrument())]).toEqual([true, false, false]);
  });
});
