import { beforeEach, describe, expect, it } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { START } from '../../core/matching/venue-fixture.ts';
import { SYMBOL, WINDOW, asks, at, fill, health, kinds, reset, seen, submitted, told } from './live-fixture.ts';

beforeEach(reset);

describe('an order that is sent', () => {
  it('goes in the venue’s units, and stands there when the venue says so', () => {
    const id = submitted({ type: 'stop-limit', lots: 1_500, limitTicks: 10_050, triggerTicks: 10_000 });
    expect(at.sent).toMatchObject([
      { kind: 'place', order: { id, symbol: SYMBOL, size: '1.5', price: '100.5', trigger: '100', quoteAmount: null } },
    ]);
    at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
    expect(told()).toMatchObject([{ kind: 'acknowledged', order: id }]);
  });

  it('is rejected by the venue’s word alone, and expires where no byte left', () => {
    const [a, b] = [submitted(), submitted()];
    at.tell({ kind: 'refused', id: a, reason: 'funds', problem: 'not enough' });
    at.tell({ kind: 'unsent', id: b, problem: 'no step of the market' });
    expect(told()).toMatchObject([
      { kind: 'rejected', order: a, reason: 'funds' },
      { kind: 'expired', order: b, reason: 'never-sent' },
    ]);
    expect(at.notes.join(' ')).toContain('not enough');
  });

  it('is in doubt when nothing is proven, is asked for once at a time, and never sent again', () => {
    const id = submitted();
    at.venue.query(id);
    // While it is on its way a question would prove nothing.
    expect(asks()).toBe(0);
    at.tell({ kind: 'unknown', id, problem: 'time-out' });
    expect(kinds()).toEqual(['no-answer']);
    at.venue.query(id);
    at.venue.query(id);
    expect(asks()).toBe(1);
    at.tell({ kind: 'unanswered', id, problem: 'busy' });
    at.clock.pass(499);
    expect(asks()).toBe(1);
    at.clock.pass(1);
    expect(asks()).toBe(2);
    at.tell({ kind: 'unanswered', id, problem: 'busy' });
    at.clock.pass(1_000);
    expect(asks()).toBe(3);
    expect(at.sent.filter(({ kind }) => kind === 'place')).toHaveLength(1);
    at.tell({ kind: 'found', order: { ...seen(id), id }, fills: [] });
    expect(told()).toMatchObject([{ kind: 'status', status: { state: 'working', fills: [] } }]);
  });

  it('was never seen only when it cannot arrive any more, by the venue’s clock', () => {
    const id = submitted();
    at.tell({ kind: 'unknown', id, problem: 'time-out' });
    at.venue.query(id);
    told();
    // Its clock is ahead by two seconds.
    at.tell({ kind: 'health', health: health({ clockOffsetMs: 2_000 }) });
    at.tell({ kind: 'absent', id, searched: [], time: START + 2_000 + WINDOW });
    expect(kinds()).toEqual([]);
    at.clock.pass(1);
    expect(asks()).toBe(2);
    at.tell({ kind: 'absent', id, searched: [], time: START + 2_001 + WINDOW });
    expect(told()).toMatchObject([{ kind: 'status', order: id, status: null }]);
  });

  it('was never seen only when its own signature is too old, where that is told', () => {
    const id = submitted();
    at.tell({ kind: 'unknown', id, problem: 'time-out', signedAt: START + 60_000 });
    at.venue.query(id);
    told();
    at.tell({ kind: 'absent', id, searched: [], time: START + 60_000 + WINDOW });
    expect(kinds()).toEqual([]);
    at.clock.pass(1);
    at.tell({ kind: 'absent', id, searched: [], time: START + 60_001 + WINDOW });
    expect(told()).toMatchObject([{ kind: 'status', order: id, status: null }]);
  });

  it.each([60_000, -60_000])('is not given up sooner because our clock was set by %i ms meanwhile', (by) => {
    at.tell({ kind: 'health', health: health() });
    const id = submitted();
    at.tell({ kind: 'unknown', id, problem: 'its process has gone' });
    at.venue.query(id);
    told();
    at.clock.sleep(by);
    // The last reading is told again, then there is a new one.
    at.tell({ kind: 'health', health: health({ limitUse: 0.1 }) });
    at.tell({ kind: 'health', health: health({ clockOffsetMs: -by }) });
    at.tell({ kind: 'absent', id, searched: [], time: START + WINDOW });
    expect(kinds()).toEqual([]);
    at.clock.pass(1);
    expect(asks()).toBe(2);
    at.tell({ kind: 'absent', id, searched: [], time: START + WINDOW + 1 });
    expect(told()).toMatchObject([{ kind: 'status', order: id, status: null }]);
  });

  it('is asked for again soon where an answer of before a sleep proves nothing', () => {
    const id = submitted();
    at.tell({ kind: 'unknown', id, problem: 'time-out' });
    at.venue.query(id);
    told();
    const time = at.clock.now();
    at.clock.sleep(3 * 3_600_000);
    at.tell({ kind: 'absent', id, searched: [], time });
    expect(kinds()).toEqual([]);
    at.clock.pass(WINDOW + 1);
    expect(asks()).toBe(2);
    at.tell({ kind: 'absent', id, searched: [], time: at.clock.now() });
    expect(told()).toMatchObject([{ kind: 'status', order: id, status: null }]);
  });

  it('that was seen before is not taken for never sent', () => {
    const id = submitted();
    at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
    at.venue.query(id);
    told();
    at.tell({ kind: 'absent', id, searched: [], time: START + 10 * WINDOW });
    expect(kinds()).toEqual([]);
    at.clock.pass(30_000);
    expect(asks()).toBe(2);
  });

  it('is asked for again where the answer took minutes, as through a sleep: what it says may be hours old', () => {
    const id = submitted();
    at.tell({ kind: 'unknown', id, problem: 'time-out' });
    at.venue.query(id);
    told();
    at.clock.pass(120_001);
    at.tell({ kind: 'found', order: { ...seen(id), id }, fills: [] });
    expect([kinds(), asks()]).toEqual([[], 1]);
    at.clock.pass(500);
    expect(asks()).toBe(2);
    at.tell({ kind: 'found', order: { ...seen(id), id }, fills: [] });
    expect(kinds()).toEqual(['status']);
  });

  describe('at a venue that forgets what was cancelled with nothing filled', () => {
    const FORGETS = 3_600_000;
    const absent = (id: ClientOrderId, ms: number) => {
      at.tell({ kind: 'absent', id, searched: [], time: START + ms, forgetsMs: FORGETS });
      const reports = told();
      at.clock.pass(30_000);
      return reports;
    };
    const standing = () => {
      const id = submitted();
      at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
      at.venue.query(id);
      told();
      return id;
    };

    it('it has ended so where the venue had the time to forget it, and says so twice', () => {
      const id = standing();
      expect(absent(id, FORGETS + 1)).toEqual([]);
      expect(asks()).toBe(2);
      expect(absent(id, FORGETS + 1)).toMatchObject([
        { kind: 'status', order: id, status: { state: 'cancelled', reason: 'venue', fills: [] } },
      ]);
      expect(asks()).toBe(2);
    });

    it('it is asked for on where it was shown too lately to be forgotten', () => {
      const id = standing();
      expect([absent(id, FORGETS), absent(id, FORGETS)]).toEqual([[], []]);
      at.tell({ kind: 'order', order: seen(id, { venueId: 'v1' }) });
      expect([absent(id, FORGETS + 60_000), absent(id, FORGETS + 60_000)]).toEqual([[], []]);
    });

    it('it is asked for on where some of it has filled', () => {
      const id = standing();
      at.tell({ kind: 'fill', fill: fill('t1', '0.004', { id, venueId: 'v1' }) });
      told();
      expect([absent(id, 3 * FORGETS), absent(id, 3 * FORGETS), absent(id, 3 * FORGETS)]).toEqual([[], [], []]);
    });
  });

  it('that turns out to work after its end is cancelled there', () => {
    const id = submitted();
    at.tell({ kind: 'unsent', id, problem: 'it waited' });
    at.tell({ kind: 'order', order: seen(id) });
    expect(at.sent.at(-1)).toMatchObject({ kind: 'cancel', id, venueId: 'v1' });
  });

  it('that is told to have filled whole before its end is told is not cancelled', () => {
    const id = submitted({ lots: 1_000 });
    at.tell({ kind: 'order', order: seen(id) });
    at.tell({ kind: 'fill', fill: fill('t1', '1', { id }) });
    at.tell({ kind: 'order', order: seen(id, { filled: '1' }) });
    at.tell({ kind: 'order', order: seen(id, { filled: '1', state: 'filled' }) });
    expect(kinds()).toEqual(['acknowledged', 'fill']);
    expect(at.sent.filter(({ kind }) => kind === 'cancel')).toEqual([]);
  });
});

describe('fills and ends', () => {
  it('tells each fill once, whatever tells it, with what is left', () => {
    const id = submitted({ lots: 1_000 });
    at.tell({ kind: 'order', order: seen(id) });
    at.tell({ kind: 'fill', fill: fill('t1', '0.4', { id }) });
    at.tell({ kind: 'fill', fill: fill('t1', '0.4') });
    at.tell({ kind: 'fill', fill: fill('t2', '0.6') });
    at.tell({ kind: 'order', order: seen(id, { state: 'filled', filled: '1' }) });
    expect(told()).toMatchObject([
      { kind: 'acknowledged' },
      { kind: 'fill', remaining: 600, fill: { id: 't1-buy', ticks: 10_000, lots: 400 } },
      { kind: 'fill', remaining: 0, fill: { id: 't2-buy', lots: 600 } },
    ]);
  });

  it('that may only reduce has ended with less where its venue made it smaller, told or asked for', () => {
    const ids = [submitted({ reduceOnly: true, side: 'sell' }), submitted({ reduceOnly: true, side: 'sell' })] as const;
    for (const [place, id] of ids.entries()) at.tell({ kind: 'placed', id, venueId: `v${String(place + 1)}`, time: START });
    const filled = { side: 'sell', type: 'market', size: '0.4', filled: '0.4', state: 'filled' } as const;
    const own = (id: ClientOrderId, place: number) => fill(`t${String(place)}`, '0.4', { id, venueId: `v${String(place)}`, side: 'sell' });
    at.tell({ kind: 'fill', fill: own(ids[0], 1) });
    at.tell({ kind: 'order', order: seen(ids[0], { ...filled, venueId: 'v1' }) });
    at.tell({ kind: 'found', order: { ...seen(ids[1], { ...filled, venueId: 'v2' }), id: ids[1] }, fills: [own(ids[1], 2)] });
    expect(told().slice(2)).toMatchObject([
      { kind: 'fill', order: ids[0], remaining: 600 },
      { kind: 'cancelled', order: ids[0], reason: 'reduce-only' },
      { kind: 'status', order: ids[1], status: { state: 'cancelled', reason: 'reduce-only', fills: [{ lots: 400 }] } },
    ]);
  });

  it('asks for the whole story where an end tells more than its fills', () => {
    const id = submitted({ lots: 1_000 });
    at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
    at.tell({ kind: 'fill', fill: fill('t1', '0.4', { id }) });
    told();
    at.tell({ kind: 'order', order: seen(id, { state: 'cancelled', filled: '0.7' }) });
    expect(kinds()).toEqual([]);
    expect(asks()).toBe(1);
    at.tell({
      kind: 'found',
      order: { ...seen(id, { state: 'cancelled', filled: '0.7' }), id },
      fills: [fill('t1', '0.4'), fill('t2', '0.3')],
    });
    expect(told()).toMatchObject([{ kind: 'status', status: { state: 'cancelled', fills: [{ id: 't1-buy' }, { id: 't2-buy' }] } }]);
    // A fill that comes late is told all the same.
    at.tell({ kind: 'fill', fill: fill('t3', '0.1') });
    expect(told()).toMatchObject([{ kind: 'fill', fill: { id: 't3-buy' } }]);
  });

  it.each([
    ['cancelled', {}, 'user', 'cancelled', 'user'],
    ['cancelled', {}, null, 'cancelled', 'venue'],
    ['expired', { timeInForce: 'ioc' }, null, 'expired', 'ioc'],
    ['expired', {}, null, 'expired', 'venue'],
    ['rejected', { postOnly: true }, null, 'rejected', 'post-only'],
  ] as const)('ends as %s %o after a cancel for %s', (...[state, over, asked, kind, reason]) => {
    const id = submitted(over);
    at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
    if (asked !== null) at.venue.cancel(id, asked);
    at.tell({ kind: 'order', order: seen(id, { state }) });
    expect(told().at(-1)).toMatchObject({ kind, reason });
  });

  it('whose rest is refused after some of it has traded is cancelled', () => {
    const first = submitted({ lots: 1_000 });
    at.tell({ kind: 'placed', id: first, venueId: 'v1', time: START });
    at.tell({ kind: 'fill', fill: fill('t1', '0.4', { id: first }) });
    at.tell({ kind: 'order', order: seen(first, { state: 'rejected', filled: '0.4' }) });
    expect(told().at(-1)).toMatchObject({ kind: 'cancelled', reason: 'venue' });
    const asked = submitted({ lots: 1_000 });
    at.venue.query(asked);
    at.tell({
      kind: 'found',
      order: { ...seen(asked, { state: 'rejected', filled: '0.3', venueId: 'v2' }), id: asked },
      fills: [fill('t2', '0.3', { venueId: 'v2' })],
    });
    expect(told().at(-1)).toMatchObject({ kind: 'status', status: { state: 'cancelled', reason: 'venue', fills: [{ id: 't2-buy' }] } });
  });

  it('asks after a cancel whose end is not told', () => {
    const id = submitted();
    at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
    at.venue.cancel(id, 'user');
    expect(at.sent.at(-1)).toMatchObject({ kind: 'cancel', id, venueId: 'v1' });
    at.tell({ kind: 'cancel-taken', id });
    at.clock.pass(999);
    expect(asks()).toBe(0);
    at.clock.pass(1);
    expect(asks()).toBe(1);
  });

  it('holds the newest fill of an order by amount until it is known whether it is the last', () => {
    const id = submitted({ quoteAmount: Decimal.parse('100') });
    at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
    at.tell({ kind: 'fill', fill: fill('t1', '0.4') });
    expect(kinds()).toEqual(['acknowledged']);
    at.tell({ kind: 'fill', fill: fill('t2', '0.6') });
    expect(told()).toMatchObject([{ kind: 'fill', fill: { id: 't1-buy' }, remaining: 1 }]);
    at.tell({ kind: 'order', order: seen(id, { state: 'filled', filled: '1' }) });
    expect(told()).toMatchObject([{ kind: 'fill', fill: { id: 't2-buy' }, remaining: 0 }]);
  });

  it('says what was taken for a fill, and what it is worth', () => {
    const id = submitted();
    at.tell({
      kind: 'fill',
      fill: fill('t1', '1', {
        id,
        fees: [
          { asset: 'BTC', amount: '0.001' },
          { asset: 'BNB', amount: '0.2' },
        ],
      }),
    });
    const [report] = told();
    expect(report).toMatchObject({ fill: { paid: [{ asset: 'BTC' }, { asset: 'BNB' }] } });
    expect(report?.kind === 'fill' && report.fill.fee.toString()).toBe('0.1');
  });

  it('books no fill whose figures are none of the market’s', () => {
    const id = submitted();
    at.tell({ kind: 'fill', fill: fill('t1', '0.00005', { id }) });
    expect(kinds()).toEqual([]);
    expect(at.venue.market.garbled).toBe(1);
  });
});
