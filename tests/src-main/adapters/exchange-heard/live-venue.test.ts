import { beforeEach, describe, expect, it } from 'vitest';
import { ELSEWHERE } from '../../../../src-shared/domain/order.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import type { LedgerOrder } from '../../../../src-main/ports/ledger.ts';
import { START, instrument, order as made } from '../../core/matching/venue-fixture.ts';
import { SYMBOL, WINDOW, at, fill, health, kinds, looked, open, opened, reset, seen, submitted, told } from './live-fixture.ts';

beforeEach(reset);

describe('a look at the account', () => {
  it('is one at a time, and a new account opens with what a second one shows alike', () => {
    at.venue.look();
    at.venue.look();
    expect(at.sent).toHaveLength(1);
    looked();
    at.clock.pass(500);
    looked({ balances: [{ asset: 'USD', free: '91', used: '10' }] });
    at.clock.pass(500);
    looked({ balances: [{ asset: 'USD', free: '91', used: '10' }] });
    const events = told();
    expect(events).toMatchObject([{ settled: false }, { settled: false }, { settled: true }]);
    expect(events[2]?.kind === 'account' && events[2].balances.map(({ amount }) => amount.toString())).toEqual(['101']);
    expect(at.venue.link.lookedAt).toBe(at.clock.now());
  });

  it('opens no account while something is filled that it may not show', () => {
    at.venue.look();
    looked();
    at.clock.pass(500);
    const from = at.clock.now();
    at.tell({ kind: 'order', order: seen(null) });
    at.tell({ kind: 'fill', fill: fill('t1', '1') });
    // What it holds was read before that.
    looked({ from, to: from });
    at.clock.pass(500);
    looked();
    at.clock.pass(2_000);
    at.venue.look();
    looked();
    expect(told().flatMap((event) => (event.kind === 'account' ? [event.settled] : []))).toEqual([false, false, false, true]);
  });

  it('is made again at once after a connection was lost, or something was not understood', () => {
    at.tell({ kind: 'health', health: health() });
    expect(at.sent).toHaveLength(0);
    at.tell({ kind: 'health', health: health({ reconnects: 1 }) });
    expect(at.sent).toMatchObject([{ kind: 'look' }]);
    at.tell({ kind: 'look-failed', number: 1, problem: 'busy' });
    expect(at.notes).toHaveLength(1);
    at.tell({ kind: 'health', health: health({ reconnects: 1, garbled: 1 }) });
    expect(at.sent).toHaveLength(2);
  });

  it('is no look where it went on for minutes, as through a sleep: its parts are of different times', () => {
    opened();
    at.venue.look();
    const from = at.clock.now();
    at.clock.pass(120_001);
    const asked = at.sent.length;
    looked({ from, to: at.clock.now() });
    expect(kinds()).toEqual([]);
    expect(at.notes.at(-1)).toMatch(/reading it took 120 s/u);
    at.venue.look();
    expect(at.sent.slice(asked)).toMatchObject([{ kind: 'look', number: 2 }]);
    looked();
    expect(kinds()).toEqual(['account']);
  });

  it('asks for orders that it does not show any more, and is not settled meanwhile', () => {
    opened();
    const id = submitted();
    at.tell({ kind: 'placed', id, venueId: 'v1', time: START });
    at.venue.look();
    looked();
    expect(at.sent.at(-1)).toMatchObject({ kind: 'ask', id });
    expect(told().at(-1)).toMatchObject({ kind: 'account', settled: false });
  });

  it('is not settled when something was filled just before it', () => {
    opened();
    const id = submitted();
    at.tell({ kind: 'fill', fill: fill('t1', '1', { id }) });
    at.clock.pass(500);
    at.venue.look();
    looked({ fills: [fill('t1', '1', { time: START })] });
    expect(told().at(-1)).toMatchObject({ settled: false });
    at.clock.pass(5_000);
    at.venue.look();
    looked({ fills: [fill('t1', '1', { time: START })] });
    expect(told().at(-1)).toMatchObject({ settled: true });
  });
});

describe('what is made elsewhere', () => {
  it('is taken over while it works, with an id that is always the same', () => {
    opened();
    at.tell({ kind: 'order', order: seen(null, { type: 'limit', price: '99' }) });
    const [adopted] = told();
    expect(adopted).toMatchObject({ kind: 'adopted', made: { origin: ELSEWHERE, lots: 1_000, limitTicks: 9_900 } });
    at.venue = open();
    opened();
    at.tell({ kind: 'order', order: seen(null, { type: 'limit', price: '99' }) });
    expect(told()).toMatchObject([{ order: adopted?.kind === 'adopted' ? adopted.order : '' }]);
  });

  it('is asked for when a fill of it comes first; then its fills are booked, once', () => {
    opened();
    at.tell({ kind: 'fill', fill: fill('t1', '1') });
    at.tell({ kind: 'fill', fill: fill('t1', '1') });
    expect(at.sent).toMatchObject([{ kind: 'identify', venueId: 'v1' }]);
    at.tell({ kind: 'unidentified', venueId: 'v1', problem: 'busy' });
    at.clock.pass(2_000);
    expect(at.sent).toHaveLength(2);
    at.tell({ kind: 'identified', order: seen(null, { state: 'filled', filled: '1' }) });
    expect(told()).toMatchObject([{ kind: 'adopted' }, { kind: 'fill', remaining: 0, fill: { id: 't1-buy' } }]);
  });

  it('is taken over with its size: while a venue calls its size what it has filled so far, it waits', () => {
    opened();
    at.tell({ kind: 'order', order: seen(null, { size: '0' }) });
    at.tell({ kind: 'fill', fill: fill('t1', '1') });
    at.tell({ kind: 'order', order: seen(null, { size: '1', filled: '1' }) });
    at.tell({ kind: 'identified', order: seen(null, { size: '1', filled: '1' }) });
    at.tell({ kind: 'fill', fill: fill('t2', '0.5') });
    expect(kinds()).toEqual([]);
    at.clock.pass(2_000);
    expect(at.sent.map(({ kind }) => kind)).toEqual(['identify', 'identify']);
    at.tell({ kind: 'identified', order: seen(null, { size: '1.5', state: 'filled', filled: '1.5' }) });
    expect(told()).toMatchObject([
      { kind: 'adopted', made: { lots: 1_500 } },
      { kind: 'fill', fill: { id: 't1-buy' } },
      { kind: 'fill', remaining: 0, fill: { id: 't2-buy' } },
    ]);
  });

  it('is nothing new where it was booked, or was there before the account was opened', () => {
    opened();
    at.booked.add(`${instrument().id} t1-buy`);
    at.tell({ kind: 'fill', fill: fill('t1', '1') });
    at.tell({ kind: 'fill', fill: fill('t2', '1', { time: START - 501 }) });
    at.tell({ kind: 'fill', fill: fill('t3', '1', { symbol: 'DOGE/USD' }) });
    at.tell({ kind: 'order', order: seen(null, { state: 'filled', filled: '1' }) });
    expect([at.sent, kinds()]).toEqual([[], []]);
  });

  it('turns out to be ours where the venue says so', () => {
    opened();
    const id = submitted();
    at.tell({ kind: 'unknown', id, problem: 'time-out' });
    at.tell({ kind: 'fill', fill: fill('t1', '1') });
    at.tell({ kind: 'identified', order: seen(id, { state: 'filled', filled: '1' }) });
    expect(told()).toMatchObject([{ kind: 'no-answer' }, { kind: 'fill', order: id, remaining: 0 }]);
  });

  it('counts from its opening on: what an order had filled before is in the balances', () => {
    at.tell({ kind: 'order', order: seen(null, { type: 'limit', price: '99', filled: '0.3' }) });
    expect(told()).toMatchObject([{ kind: 'adopted', made: { lots: 700 } }]);
  });

  it('is not taken over a second time where the ledger has the order', () => {
    opened();
    at.tell({ kind: 'order', order: seen(null) });
    const [first] = told();
    at.recorded.add(first?.kind === 'adopted' ? first.order : '');
    at.venue = open();
    opened();
    at.tell({ kind: 'order', order: seen(null) });
    expect(kinds()).toEqual([]);
  });
});

describe('a start', () => {
  const known = (over: Partial<LedgerOrder> = {}): LedgerOrder => ({
    ...{ order: made(), state: 'submitted', filledLots: 0, cancelReason: null, group: null, amendments: 0, pending: null, fillIds: [] },
    ...over,
  });

  it('believes that an order was never sent only when what left until now cannot arrive any more', () => {
    const order = known();
    opened({ openOrders: [order] });
    at.venue.query(order.order.id);
    at.tell({ kind: 'absent', id: order.order.id, searched: [], time: START + WINDOW });
    expect(kinds()).toEqual([]);
    at.clock.pass(1);
    at.tell({ kind: 'absent', id: order.order.id, searched: [], time: START + WINDOW + 1 });
    expect(told()).toMatchObject([{ status: null }]);
  });

  it('does not take an order for never sent that the ledger knew as working', () => {
    const order = known({ state: 'acknowledged' });
    opened({ openOrders: [order] });
    at.venue.query(order.order.id);
    at.tell({ kind: 'absent', id: order.order.id, searched: [], time: START + 100 * WINDOW });
    expect(kinds()).toEqual([]);
  });

  it('tells no fill again that is booked, and every one that is not, of ended orders too', () => {
    const working = known({ state: 'partially-filled', filledLots: 400, fillIds: ['t1-buy'] });
    const ended = known({ state: 'cancelled', filledLots: 0 });
    opened({ openOrders: [working], endedOrders: [ended] });
    const { id } = working.order;
    at.tell({ kind: 'fill', fill: fill('t1', '0.4', { id }) });
    at.tell({ kind: 'fill', fill: fill('t2', '0.6', { id }) });
    at.tell({ kind: 'fill', fill: fill('t3', '0.5', { id: ended.order.id, venueId: 'v2' }) });
    expect(told()).toMatchObject([
      { order: id, remaining: 0, fill: { id: 't2-buy' } },
      { order: ended.order.id, fill: { id: 't3-buy' } },
    ]);
  });
});

describe('beside orders', () => {
  it('does not change orders, and says so', () => {
    const id = submitted();
    at.venue.amend({ order: id, number: 1, terms: {} } as never);
    expect(told()).toMatchObject([{ kind: 'amend-refused', number: 1, reason: 'unsupported' }]);
  });

  it('keeps the dead man’s switch in view, and the end of the way', () => {
    at.venue.keepAlive(60_000);
    expect(at.sent).toEqual([{ kind: 'keep-alive', ms: 60_000 }]);
    at.tell({ kind: 'kept-alive', until: START + 60_000, problem: null });
    expect(at.venue.link).toMatchObject({ heldUntil: START + 60_000, switchAsked: false });
    at.venue.keepAlive(0);
    expect(at.venue.link.switchAsked).toBe(true);
    // What it refused leaves the switch as it was.
    at.tell({ kind: 'kept-alive', until: null, problem: 'refused' });
    expect([at.venue.link.heldUntil, at.venue.link.switchAsked, at.notes.length]).toEqual([START + 60_000, false, 1]);
    at.venue.keepAlive(0);
    at.tell({ kind: 'kept-alive', until: null, problem: null });
    expect(at.venue.link.heldUntil).toBeNull();
    const sent = at.sent.length;
    at.tell({ kind: 'ended', problem: 'it died' });
    expect(at.venue.link.ended).toBe('it died');
    at.venue.look();
    expect(at.sent).toHaveLength(sent);
    at.venue.close();
  });

  it('tells prices at the time at which they were heard', () => {
    at.venue.market.hear({ kind: 'quote', symbol: SYMBOL, bid: '99', bidSize: '1', ask: '101', askSize: '1' }, at.clock.now());
    expect(at.venue.next(utcMs(START))).toMatchObject({ kind: 'quote', bidTicks: 9_900 });
    expect(at.venue.quotesAt()).toHaveLength(1);
    expect(at.venue.history(0, '1m', utcMs(START), 5).length).toBe(0);
    at.venue.subscribe(0, '1m');
    expect(at.venue.placeOf(0, '5m')).toBeGreaterThan(at.venue.placeOf(0, '1m'));
  });
});
