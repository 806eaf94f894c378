import { describe, expect, test } from 'vitest';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { LedgerOrder } from '../../../../src-main/ports/ledger.ts';
import type { SeenOrder, VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import { termsOf } from '../../../../src-shared/domain/order.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { START } from '../../core/matching/venue-fixture.ts';
import {
  SYMBOL,
  WINDOW,
  BINANCE,
  clock,
  sent,
  tell,
  venue,
  open,
  told,
  order,
  stopOf,
  targetOf,
  last,
  of,
  placed,
  seen,
  filled,
  bracket,
} from './wards-kit.ts';

describe('after a restart', () => {
  const left = (made: ApprovedOrder, over: Partial<LedgerOrder> = {}): LedgerOrder => ({
    ...{ order: made, state: 'acknowledged', filledLots: 0, cancelReason: null, amendments: 0, pending: null, fillIds: [] },
    group: { entryLots: 10, legLots: 0, endedLots: 0 },
    ...over,
  });
  const resume = (...openOrders: LedgerOrder[]) => {
    open(BINANCE);
    venue.resume({ openOrders, endedOrders: [] }, { since: START - 1_000, openedAt: START - 500 });
    for (const { order: one } of openOrders) venue.query(one.id);
    const look = of('look')[0]!;
    tell({ kind: 'look-failed', number: look.number, problem: 'p' });
    clock.pass(WINDOW + 1);
  };
  const listed = (...orders: SeenOrder[]) =>
    tell({ kind: 'listed', number: (last() as { number: number }).number, orders, time: clock.now() + 1 });

  test('exits that stand there are found by their ids, and nothing is sent', () => {
    open(BINANCE);
    const [stop, target] = [stopOf(), targetOf()];
    bracket(stop, target);
    const { pair } = of('place-pair')[0]!;
    resume(left(stop), left(target));
    expect(last()).toMatchObject({ kind: 'list', symbol: SYMBOL });
    tell({ kind: 'list-failed', number: (last() as { number: number }).number, problem: 'p' });
    clock.pass(1_000);
    listed(seen(pair.stop), seen(pair.target));
    expect(told()).toMatchObject([
      { kind: 'status', order: stop.id, status: { state: 'working', fills: [] } },
      { kind: 'status', order: target.id, status: { state: 'working' } },
    ]);
    expect(sent.every(({ kind }) => kind === 'list' || kind === 'look')).toBe(true);
  });

  test('a list that was read through a sleep is read again: what stood there before it may have gone', () => {
    open(BINANCE);
    const [stop, target] = [stopOf(), targetOf()];
    bracket(stop, target);
    const { pair } = of('place-pair')[0]!;
    resume(left(stop), left(target));
    const { number } = last() as { number: number };
    clock.pass(120_001);
    tell({ kind: 'listed', number, orders: [seen(pair.stop), seen(pair.target)], time: clock.now() });
    expect(told()).toEqual([]);
    clock.pass(1_000);
    listed();
    expect(of('place-pair')).toHaveLength(1);
  });

  test('a list that was answered before the machine slept is asked for again soon, not when as long has passed once more', () => {
    open(BINANCE);
    const stop = stopOf();
    bracket(stop);
    resume(left(stop));
    const { number } = last() as { number: number };
    const time = clock.now() + 1;
    clock.sleep(3 * 3_600_000);
    tell({ kind: 'listed', number, orders: [], time });
    expect(of('list')).toHaveLength(1);
    clock.pass(WINDOW + 1);
    expect(of('list')).toHaveLength(2);
    listed();
    expect(last()).toMatchObject({ kind: 'place', order: { side: 'sell' } });
  });

  test('what is missing is placed again, and terms that were asked for are known', () => {
    open(BINANCE);
    const [stop, other] = [stopOf(), targetOf()];
    const pending = { terms: { ...termsOf(stop), triggerTicks: 9_500 }, since: utcMs(START) };
    resume(left(stop, { amendments: 1, pending }), left(other));
    listed();
    expect(of('place-pair')).toMatchObject([{ pair: { stop: { trigger: '90' } } }]);
    placed(of('place-pair')[0]!.pair.stop);
    expect(told()).toMatchObject([{ status: { amendment: 1, amendRefusal: 'never-sent' } }, { status: { amendRefusal: null } }]);
  });

  test.each([
    ['another size that was taken', { lots: 5 }, { size: '0.005' }, true],
    ['another size that was not', { lots: 5 }, {}, false],
    ['a larger size that was not', { lots: 20 }, {}, false],
    ['another price that was taken', { triggerTicks: 9_500 }, { trigger: '95' }, true],
    ['another price that was not', { triggerTicks: 9_500 }, {}, false],
  ])('what stands there says which terms hold: %s', (_, terms, shows, taken) => {
    open(BINANCE);
    const stop = stopOf();
    bracket(stop);
    const first = of('place')[1]!.order;
    const asked = { ...termsOf(stop), ...terms };
    resume(left(stop, { amendments: 1, pending: { terms: asked, since: utcMs(START) } }));
    listed(seen(first, shows));
    const status = { amendment: 1, amendRefusal: taken ? null : 'never-sent', terms: taken ? asked : termsOf(stop) };
    expect(told()).toMatchObject([{ kind: 'status', order: stop.id, status }]);
    expect(sent.every(({ kind }) => kind === 'list' || kind === 'look')).toBe(true);
  });

  test('an order of its own whose terms were changed, and that stands nowhere, was cancelled where it had been shown, and else never sent', () => {
    open(BINANCE);
    const limit = () => order({ side: 'buy', type: 'limit', limitTicks: 9_000 });
    const [shown, unproven] = [limit(), limit()];
    resume(left(shown, { amendments: 1, group: null }), left(unproven, { state: 'in-doubt', amendments: 1, group: null }));
    listed();
    const all = told();
    const reports = all.filter(({ order: id }) => id === unproven.id);
    expect(all.find(({ order: id }) => id === shown.id)).toMatchObject({ kind: 'cancelled', reason: 'venue' });
    expect(reports[0]).toMatchObject({ kind: 'status', status: null });
    expect(reports.map(({ kind }) => kind)).not.toContain('acknowledged');
    expect(of('place')).toEqual([]);
  });

  test('what was sold while nobody ran is told, and only the rest is covered', () => {
    open(BINANCE);
    const stop = stopOf();
    bracket(stop);
    const first = of('place')[1]!.order;
    resume(left(stop));
    listed(seen(first, { filled: '0.004', state: 'cancelled' }));
    expect(last()).toMatchObject({ kind: 'ask', id: first.id });
    tell({ kind: 'found', order: seen(first, { filled: '0.004', state: 'cancelled' }), fills: [filled(first, '0.004', 'x9')] });
    expect(last()).toMatchObject({ kind: 'place', order: { size: '0.006' } });
    placed((last() as Extract<VenueRequest, { kind: 'place' }>).order);
    expect(told().map(({ kind }) => kind)).toEqual(['fill', 'status']);
  });

  test('no id is sent again that an earlier run has used, though the venue had refused it and its other order is gone', () => {
    open(BINANCE);
    const [stop, target] = [{ ...stopOf(), decidedAt: utcMs(START - WINDOW) }, targetOf()];
    bracket(stop, target);
    const { pair } = of('place-pair')[0]!;
    tell({ kind: 'refused', id: pair.stop.id, reason: 'venue', problem: 'p' });
    resume(left(target));
    listed();
    expect(of('place').map(({ order: { id } }) => id)).not.toContain(pair.target.id);
    expect(of('place')).toMatchObject([{ order: { price: '110' } }]);
  });
});
