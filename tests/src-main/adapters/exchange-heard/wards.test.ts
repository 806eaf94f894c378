import { beforeEach, describe, expect, test } from 'vitest';
import { linkName } from '../../../../src-main/core/exits/link-ids.ts';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import {
  WINDOW,
  BINANCE,
  KRAKEN,
  clock,
  sent,
  notes,
  tell,
  venue,
  open,
  told,
  order,
  EXIT,
  stopOf,
  targetOf,
  last,
  of,
  placed,
  seen,
  filled,
  bracket,
  amend,
  quote,
} from './wards-kit.ts';

describe('at a venue that takes pairs and puts orders in place of others', () => {
  beforeEach(() => open(BINANCE));

  test('exits are sent as a pair when the entry is booked, and the end of one is the end of both', () => {
    const [stop, target] = [stopOf(), targetOf()];
    bracket(stop, target);
    const [{ pair }] = of('place-pair') as [Extract<VenueRequest, { kind: 'place-pair' }>];
    expect([pair.stop, pair.target]).toMatchObject([
      { type: 'stop', size: '0.01', trigger: '90' },
      { type: 'limit', size: '0.01', price: '110' },
    ]);
    expect([linkName(pair.stop.id), linkName(pair.target.id)]).toEqual([linkName(stop.id), linkName(target.id)]);
    placed(pair.stop);
    tell({ kind: 'order', order: seen(pair.stop, { state: 'expired' }) });
    tell({ kind: 'fill', fill: filled(pair.target, '0.01', 't1') });
    tell({ kind: 'order', order: seen(pair.target, { state: 'filled', filled: '0.01' }) });
    expect(told()).toMatchObject([
      { kind: 'fill', order: target.id, remaining: 0 },
      { kind: 'cancelled', order: stop.id, reason: 'oco' },
    ]);
    expect(of('place')).toHaveLength(1);
  });

  test('what arrives in parts is covered by a stop that grows in place', () => {
    const entry = order({ side: 'buy', type: 'limit', limitTicks: 10_000 }, 'entry');
    const [stop, target] = [stopOf(), targetOf()];
    for (const each of [entry, stop, target]) venue.submit(each);
    clock.pass(1);
    placed(of('place')[0]!.order);
    tell({ kind: 'fill', fill: filled(of('place')[0]!.order, '0.004', 'e1') });
    told();
    const first = of('place')[1]!.order;
    expect(first).toMatchObject({ type: 'stop', size: '0.004' });
    placed(first);
    tell({ kind: 'fill', fill: { ...filled(of('place')[0]!.order, '0.006', 'e2'), fees: [{ asset: 'BTC', amount: '0.0001' }] } });
    told();
    // A fee in coins takes a whole lot of what is for sale.
    expect(last()).toMatchObject({ kind: 'replace', old: { id: first.id }, order: { type: 'stop', size: '0.009' } });
  });

  test('other terms of the stop: a stop takes the pair’s place, and the target is kept here until the market is there', () => {
    const [stop, target] = [stopOf(), targetOf()];
    bracket(stop, target);
    const { pair } = of('place-pair')[0]!;
    placed(pair.stop);
    amend(stop, 1, { triggerTicks: 9_500 });
    const change = of('replace')[0]!;
    expect(change).toMatchObject({ old: { id: pair.stop.id }, order: { trigger: '95', size: '0.01' } });
    placed(change.order);
    expect(told()).toMatchObject(
      [
        { kind: 'acknowledged' },
        { kind: 'acknowledged' },
        { kind: 'amended', order: stop.id, number: 1, terms: { triggerTicks: 9_500 } },
      ].slice(2),
    );
    amend(target, 1, { limitTicks: 12_000 });
    expect(told()).toMatchObject([{ kind: 'amended', order: target.id }]);
    quote('121');
    const take = of('replace')[1]!;
    expect(take).toMatchObject({ old: { id: change.order.id }, order: { type: 'limit', price: '120', size: '0.01', timeInForce: 'ioc' } });
    placed(take.order);
    tell({ kind: 'fill', fill: filled(take.order, '0.004', 't1') });
    tell({ kind: 'order', order: seen(take.order, { state: 'expired', filled: '0.004' }) });
    // What it did not take is covered again.
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'stop', size: '0.006', trigger: '95' } });
  });

  test('terms that the venue does not take: the old ones hold, and are placed again where the old order has gone', () => {
    const stop = stopOf();
    bracket(stop);
    const first = of('place')[1]!.order;
    placed(first);
    told();
    amend(stop, 1, { triggerTicks: 9_900 });
    const { order: other } = of('replace')[0]!;
    tell({ kind: 'refused', id: other.id, reason: 'venue', problem: 'it would trigger at once' });
    expect(last()).toMatchObject({ kind: 'ask', id: first.id });
    tell({ kind: 'found', order: seen(first, { state: 'cancelled' }), fills: [] });
    expect(told()).toMatchObject([{ kind: 'amend-refused', order: stop.id, number: 1, reason: 'too-late' }]);
    expect(notes.at(-1)).toMatch(/would trigger/u);
    clock.pass(1_001);
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'stop', trigger: '90', size: '0.01' } });
  });

  test('a replacement of which nobody knows is asked for, then the order that it was to replace; never sent again', () => {
    const stop = stopOf();
    bracket(stop);
    const first = of('place')[1]!.order;
    placed(first);
    told();
    amend(stop, 1, { triggerTicks: 9_500 });
    const { order: other } = of('replace')[0]!;
    tell({ kind: 'unknown', id: other.id, problem: 'p' });
    expect(last()).toMatchObject({ kind: 'ask', id: other.id });
    tell({ kind: 'unanswered', id: other.id, problem: 'p' });
    clock.pass(500);
    tell({ kind: 'absent', id: other.id, searched: [], time: clock.now() });
    clock.pass(WINDOW + 1);
    expect(last()).toMatchObject({ kind: 'ask', id: other.id });
    tell({ kind: 'absent', id: other.id, searched: [], time: clock.now() });
    expect(last()).toMatchObject({ kind: 'ask', id: first.id });
    tell({ kind: 'found', order: seen(first), fills: [] });
    expect(told()).toMatchObject([{ kind: 'amend-refused', reason: 'never-sent' }]);
    expect(of('replace')).toHaveLength(1);
  });

  test('one that stands there after all is found', () => {
    const stop = stopOf();
    bracket(stop);
    placed(of('place')[1]!.order);
    told();
    amend(stop, 1, { triggerTicks: 9_500 });
    const { order: other } = of('replace')[0]!;
    tell({ kind: 'unknown', id: other.id, problem: 'p' });
    tell({ kind: 'found', order: seen(other), fills: [] });
    expect(told()).toMatchObject([{ kind: 'amended', order: stop.id }]);
  });

  test('exits that are refused are tried again, a person is told, and a pair is not tried twice', () => {
    bracket(stopOf(), targetOf());
    tell({ kind: 'refused', id: of('place-pair')[0]!.pair.stop.id, reason: 'venue', problem: 'the prices are not correct' });
    expect(notes).toMatchObject([/tried again/u]);
    clock.pass(1_001);
    expect(last()).toMatchObject({ kind: 'place', order: { type: 'stop' } });
    tell({ kind: 'refused', id: of('place')[1]!.order.id, reason: 'minimum', problem: 'too small' });
    clock.pass(60_000);
    expect([of('place').length, notes.length]).toEqual([2, 2]);
  });

  test('exits of two positions that are refused wait each for itself: one refusal is no reason to try the other', () => {
    const inOther = (each: ApprovedOrder): ApprovedOrder => ({ ...each, group: { ...each.group!, id: 'c' } });
    bracket(stopOf());
    const entry = inOther(order({ side: 'buy' }, 'entry'));
    for (const each of [entry, inOther(stopOf())]) venue.submit(each);
    clock.pass(1);
    const bought = of('place').at(-1)!.order;
    placed(bought);
    tell({ kind: 'fill', fill: filled(bought, '0.01', 'e2') });
    told();
    const stops = () => of('place').filter(({ order: { type } }) => type === 'stop');
    const refused = new Set<string>();
    for (let turn = 0; turn < 50; turn += 1) {
      for (const { order: each } of stops()) {
        if (refused.has(each.id)) continue;
        refused.add(each.id);
        tell({ kind: 'refused', id: each.id, reason: 'funds', problem: 'nothing is free' });
      }
      clock.pass(10);
    }
    // Each is tried again after a second.
    expect(stops()).toHaveLength(2);
    clock.pass(1_000);
    expect(stops()).toHaveLength(4);
  });

  test('an order of its own gets other terms by another order in its place', () => {
    const limit = order({ side: 'buy', type: 'limit', limitTicks: 9_000 });
    venue.submit(limit);
    placed(of('place')[0]!.order);
    told();
    amend(limit, 1, { limitTicks: 9_100, lots: 12 });
    const { order: other } = of('replace')[0]!;
    expect(other).toMatchObject({ price: '91', size: '0.012', side: 'buy' });
    placed(other);
    tell({ kind: 'order', order: seen(of('place')[0]!.order, { state: 'cancelled' }) });
    expect(told()).toMatchObject([{ kind: 'amended', terms: { lots: 12, limitTicks: 9_100 } }]);
    tell({ kind: 'fill', fill: filled(other, '0.005', 'x1') });
    expect(told()).toMatchObject([{ kind: 'fill', order: limit.id, remaining: 7 }]);
    amend(limit, 2, { limitTicks: 9_200, lots: 12 });
    expect(told()).toMatchObject([{ kind: 'amend-refused', number: 2, reason: 'filled-beyond' }]);
    venue.cancel(limit.id, 'user');
    expect(last()).toMatchObject({ kind: 'cancel', id: other.id });
    tell({ kind: 'cancel-taken', id: other.id });
    tell({ kind: 'order', order: seen(other, { state: 'cancelled', filled: '0.005' }) });
    clock.pass(500);
    expect(told()).toMatchObject([{ kind: 'cancelled', order: limit.id, reason: 'user' }]);
  });

  test('one that has begun to fill, has ended or is unknown keeps its terms', () => {
    const limit = order({ side: 'buy', type: 'limit', limitTicks: 9_000 });
    amend(limit, 1, { limitTicks: 9_100 });
    venue.submit(limit);
    amend(limit, 2, { limitTicks: 9_100 });
    placed(of('place')[0]!.order);
    tell({ kind: 'fill', fill: filled(of('place')[0]!.order, '0.005', 'x1') });
    amend(limit, 3, { limitTicks: 9_100 });
    expect(told().flatMap((report) => (report.kind === 'amend-refused' ? [report.reason] : []))).toEqual([
      'ended',
      'unsupported',
      'filled-beyond',
    ]);
  });

  test('an order that went with its replacement refused has ended', () => {
    const limit = order({ side: 'buy', type: 'limit', limitTicks: 9_000 });
    venue.submit(limit);
    placed(of('place')[0]!.order);
    told();
    amend(limit, 1, { limitTicks: 9_100 });
    tell({ kind: 'refused', id: of('replace')[0]!.order.id, reason: 'funds', problem: 'p' });
    tell({ kind: 'found', order: seen(of('place')[0]!.order, { state: 'cancelled' }), fills: [] });
    expect(told()).toMatchObject([
      { kind: 'amend-refused', reason: 'funds' },
      { kind: 'cancelled', order: limit.id },
    ]);
  });

  test('one that the venue has forgotten with its other terms was cancelled with nothing filled', () => {
    const limit = order({ side: 'buy', type: 'limit', limitTicks: 9_000 });
    venue.submit(limit);
    placed(of('place')[0]!.order);
    amend(limit, 1, { limitTicks: 9_100 });
    const { id } = of('replace')[0]!.order;
    placed(of('replace')[0]!.order);
    told();
    tell({ kind: 'cancel-refused', id, problem: 'Unknown order sent.' });
    clock.pass(500);
    const asked = of('ask').length;
    const absent = () => tell({ kind: 'absent', id, searched: [], time: clock.now() + 3_600_001, forgetsMs: 3_600_000 });
    absent();
    expect(told()).toEqual([]);
    clock.pass(30_000);
    expect(of('ask')).toHaveLength(asked + 1);
    absent();
    expect(told()).toMatchObject([{ kind: 'cancelled', order: limit.id, reason: 'venue' }]);
  });

  test('one that had expired when other terms were asked for has expired, not been cancelled', () => {
    const limit = order({ side: 'buy', type: 'limit', limitTicks: 9_000, timeInForce: 'fok' });
    venue.submit(limit);
    placed(of('place')[0]!.order);
    told();
    amend(limit, 1, { limitTicks: 9_100 });
    tell({ kind: 'refused', id: of('replace')[0]!.order.id, reason: 'venue', problem: 'Unknown order sent.' });
    tell({ kind: 'found', order: seen(of('place')[0]!.order, { state: 'expired' }), fills: [] });
    expect(told()).toMatchObject([
      { kind: 'amend-refused', reason: 'too-late' },
      { kind: 'expired', order: limit.id, reason: 'fok' },
    ]);
  });

  test.each([
    [
      'orders that open and exclude each other',
      () => [order({ type: 'limit', limitTicks: 9_000 }, 'oco'), order({ type: 'stop', triggerTicks: 11_000 }, 'oco')],
    ],
    ['a trailing stop', () => [order({ side: 'buy' }, 'entry'), order({ ...EXIT, type: 'trailing-stop', trailTicks: 10 }, 'stop')]],
  ])('%s: nothing is sent', (_name, orders) => {
    for (const each of orders()) venue.submit(each);
    clock.pass(1);
    expect(sent).toEqual([]);
    expect(
      told()
        .filter(({ kind }) => kind !== 'acknowledged')
        .map(({ kind }) => kind),
    ).not.toEqual([]);
    expect(notes.join()).toMatch(/kept on paper only/u);
  });
});

describe('at a venue that changes orders where they stand', () => {
  beforeEach(() => open(KRAKEN));

  test('the stop rests and takes other terms in place; unknown ones are proven by what the order shows', () => {
    const [stop, target] = [stopOf(), targetOf()];
    bracket(stop, target);
    const first = of('place')[1]!.order;
    expect(first).toMatchObject({ type: 'stop', size: '0.01' });
    placed(first);
    told();
    amend(stop, 1, { triggerTicks: 9_500 });
    expect(last()).toMatchObject({ kind: 'amend', id: first.id, size: '0.01', trigger: '95' });
    tell({ kind: 'amend-unknown', id: first.id, problem: 'p' });
    tell({ kind: 'found', order: seen(first), fills: [] });
    clock.pass(WINDOW + 1);
    expect(told()).toEqual([]);
    tell({ kind: 'found', order: seen(first), fills: [] });
    expect(told()).toMatchObject([{ kind: 'amend-refused', reason: 'never-sent' }]);
    amend(stop, 2, { triggerTicks: 9_600 });
    tell({ kind: 'amend-unknown', id: first.id, problem: 'p' });
    tell({ kind: 'found', order: seen(first, { trigger: '96' }), fills: [] });
    expect(told()).toMatchObject([{ kind: 'amended', number: 2 }]);
    amend(stop, 3, { triggerTicks: 9_700 });
    tell({ kind: 'amend-taken', id: first.id });
    expect(told()).toMatchObject([{ kind: 'amended', number: 3 }]);
  });

  test('a target that the market comes to: the stop goes for an instant, and what was not taken is covered again', () => {
    bracket(stopOf(), targetOf('target', { lots: 4 }));
    const first = of('place')[1]!.order;
    placed(first);
    quote('111');
    expect(last()).toMatchObject({ kind: 'amend', id: first.id, size: '0.006' });
    tell({ kind: 'amend-taken', id: first.id });
    const take = of('place')[2]!.order;
    expect(take).toMatchObject({ type: 'limit', price: '110', size: '0.004', timeInForce: 'ioc' });
    placed(take);
    tell({ kind: 'order', order: seen(take, { state: 'expired' }) });
    expect(last()).toMatchObject({ kind: 'amend', id: first.id, size: '0.01' });
  });

  test('a stop that the market has passed when it is to be placed goes at market', () => {
    quote('85');
    bracket(stopOf());
    expect(of('place')[1]!.order).toMatchObject({ type: 'market', size: '0.01', trigger: null });
  });

  test('what is told to be gone without being asked is placed again', () => {
    bracket(stopOf());
    const first = of('place')[1]!.order;
    placed(first);
    tell({ kind: 'order', order: seen(first, { state: 'cancelled' }) });
    expect(of('place')).toHaveLength(3);
    expect(of('place')[2]!.order).toMatchObject({ type: 'stop', size: '0.01' });
    expect(of('place')[2]!.order.id).not.toBe(first.id);
  });

  test('an order of its own takes other terms where it stands, also when a part of it has filled', () => {
    const limit = order({ side: 'buy', type: 'limit', limitTicks: 9_000 });
    venue.submit(limit);
    const first = of('place')[0]!.order;
    placed(first);
    tell({ kind: 'fill', fill: filled(first, '0.004', 'x1') });
    told();
    amend(limit, 1, { limitTicks: 9_100 });
    tell({ kind: 'found', order: seen(first, { filled: '0.004' }), fills: [filled(first, '0.004', 'x1')] });
    expect(told().map(({ kind }) => kind)).toContain('amend-refused');
  });
});

test('where this program keeps no stop at the venue, a position is not opened that would stand without it', () => {
  open(null);
  const entry = order({ side: 'buy' }, 'entry');
  for (const each of [entry, stopOf(), targetOf()]) venue.submit(each);
  clock.pass(1);
  expect(sent).toEqual([]);
  const ended = told().filter(({ kind }) => kind === 'expired' || kind === 'cancelled');
  expect(ended).toHaveLength(3);
  expect(ended[0]).toMatchObject({ kind: 'expired', order: entry.id, reason: 'never-sent' });
  expect(notes.join()).toContain('keeps no stop at the venue');
});
