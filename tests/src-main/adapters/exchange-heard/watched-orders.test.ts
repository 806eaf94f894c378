import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { START } from '../../core/matching/venue-fixture.ts';
import { WINDOW, at, fill, health, looked, opened, reset, seen, submitted, told } from './live-fixture.ts';

beforeEach(reset);

const lines = (id: ClientOrderId) => at.venue.trail(id)?.lines.map(({ time, code, details }) => [time - START, code, details]);
const outlook = (id: ClientOrderId) => at.venue.trail(id)?.outlook;

describe('the evidence of an order', () => {
  it('is what was asked, what came back and when, in words that the venue used', () => {
    const id = submitted();
    expect(outlook(id)).toEqual({ awaits: { kind: 'sending' }, neverSentFrom: null, shown: false });
    at.clock.pass(1_500);
    at.tell({ kind: 'unknown', id, problem: 'time-out after 1.5 s' });
    at.venue.query(id);
    expect(outlook(id)).toMatchObject({ awaits: { kind: 'answer' } });
    at.clock.pass(80);
    at.tell({ kind: 'unanswered', id, problem: 'busy' });
    at.clock.pass(500);
    at.tell({ kind: 'absent', id, searched: ['its id', 'open orders'], time: START + 2_050 });
    expect(lines(id)).toEqual([
      [0, 'asked.place', {}],
      [1_500, 'venue.unknown', { problem: 'time-out after 1.5 s' }],
      [1_500, 'asked.ask', {}],
      [1_580, 'venue.unanswered', { problem: 'busy' }],
      [2_080, 'asked.ask', {}],
      [2_080, 'venue.absent', { searched: 'its id, open orders' }],
    ]);
    expect(at.venue.trail(id)?.lines.at(-1)?.venueTime).toBe(START + 2_050);
  });

  it('says when it is asked again and from when on "not found" is believed, and that is when it is', () => {
    const id = submitted();
    at.clock.pass(1_500);
    at.tell({ kind: 'unknown', id, problem: 'time-out' });
    at.venue.query(id);
    at.tell({ kind: 'absent', id, searched: ['open orders'], time: START + 1_500 });
    const believed = START + 1_500 + WINDOW;
    expect(outlook(id)).toEqual({ awaits: { kind: 'next', at: believed + 1 }, neverSentFrom: believed, shown: false });
    told();
    at.clock.pass(WINDOW);
    expect(outlook(id)).toMatchObject({ awaits: { kind: 'next' } });
    at.clock.pass(1);
    expect(outlook(id)).toMatchObject({ awaits: { kind: 'answer' } });
    at.tell({ kind: 'absent', id, searched: ['open orders'], time: at.clock.now() });
    expect(told()).toMatchObject([{ kind: 'status', status: null }]);
    expect(outlook(id)).toBeNull();
  });

  it('of one that the venue has shown names no time at which it would count as never sent', () => {
    const id = submitted({ type: 'limit', limitTicks: 10_000 });
    at.tell({ kind: 'placed', id, venueId: 'v7', time: START + 3 });
    expect(at.venue.trail(id)).toMatchObject({ venueId: 'v7', outlook: { awaits: { kind: 'news' }, neverSentFrom: null, shown: true } });
    at.venue.cancel(id, 'user');
    at.tell({ kind: 'cancel-unknown', id, problem: 'time-out' });
    expect(lines(id)?.map(([, code]) => code)).toEqual(['asked.place', 'venue.placed', 'asked.cancel', 'venue.cancel-unknown']);
    expect(outlook(id)).toMatchObject({ awaits: { kind: 'next', at: START + 1_000 }, shown: true });
  });

  it('joins what was told by the venue’s number alone, and is kept of one that was made elsewhere', () => {
    opened();
    const id = submitted();
    at.tell({ kind: 'fill', fill: fill('t1', '0.4', { venueId: 'v9' }) });
    at.tell({ kind: 'placed', id, venueId: 'v9', time: START });
    expect(lines(id)).toEqual([
      [0, 'asked.place', {}],
      [0, 'venue.placed', { number: 'v9' }],
      [0, 'venue.fill', { size: '0.4', price: '100' }],
    ]);
    at.tell({ kind: 'order', order: seen(null, { venueId: 'theirs', type: 'limit', price: '90', filled: '0' }) });
    const [adopted] = told().filter(({ kind }) => kind === 'adopted');
    const made = adopted?.kind === 'adopted' ? adopted.order : id;
    expect(at.venue.trail(made)).toMatchObject({ venueId: 'theirs', lines: [{ code: 'venue.told', details: { state: 'working' } }] });
    expect(at.venue.trail('o'.padEnd(26, '1') as ClientOrderId)).toBeNull();
  });

  it('keeps the first lines and the newest, and counts what it leaves out', () => {
    const id = submitted();
    at.tell({ kind: 'unknown', id, problem: 'time-out' });
    for (let count = 0; count < 200; count += 1) at.tell({ kind: 'unanswered', id, problem: `no ${count}` });
    const trail = at.venue.trail(id);
    expect(trail?.lines).toHaveLength(80);
    expect(trail?.leftOut).toBe(122);
    expect(trail?.lines[0]?.code).toBe('asked.place');
    expect(trail?.lines.at(-1)?.details).toEqual({ problem: 'no 199' });
  });
});

describe('the talk with a venue', () => {
  it('times answers alone, by a clock that does not jump, and counts what failed', () => {
    const ids = Array.from({ length: 100 }, () => {
      const id = submitted();
      at.clock.pass(7);
      at.tell({ kind: 'placed', id, venueId: id, time: START });
      return id;
    });
    const slow = submitted();
    at.clock.pass(300);
    at.tell({ kind: 'refused', id: slow, reason: 'funds', problem: 'too little' });
    const lost = submitted();
    at.clock.pass(9_000);
    at.tell({ kind: 'unknown', id: lost, problem: 'time-out' });
    const { times, counts } = at.venue.talk;
    expect(times).toEqual({ place: { count: 101, lastMs: 300, p50Ms: 7, p99Ms: 7 }, cancel: null, ask: null, look: null });
    expect(counts).toMatchObject({ placed: 100, refused: 1, unknown: 1, unsent: 0 });
    at.venue.cancel(ids[0]!, 'user');
    at.clock.pass(12);
    at.tell({ kind: 'cancel-refused', id: ids[0]!, problem: 'no such order' });
    expect(at.venue.talk).toMatchObject({ times: { cancel: { count: 1, p50Ms: 12, p99Ms: 12 } }, counts: { cancelsRefused: 1 } });
  });

  it('counts its figures over the newest two hundred', () => {
    for (let count = 1; count <= 300; count += 1) {
      const id = submitted();
      at.clock.pass(count);
      at.tell({ kind: 'placed', id, venueId: id, time: START });
    }
    // 101 to 300 ms: the hundredth of them is 200, the 198th 298.
    expect(at.venue.talk.times.place).toEqual({ count: 200, lastMs: 300, p50Ms: 200, p99Ms: 298 });
  });

  it('knows when anything was heard, what was told unasked, and why a look failed', () => {
    expect(at.venue.talk).toMatchObject({ heardAt: null, toldAt: null, lookProblem: null });
    at.tell({ kind: 'health', health: health() });
    expect(at.venue.talk.heardAt).toBeNull();
    at.venue.look();
    at.clock.pass(40);
    at.tell({ kind: 'look-failed', number: 1, problem: 'busy' });
    expect(at.venue.talk).toMatchObject({
      heardAt: START + 40,
      lookProblem: 'busy',
      counts: { looks: 0, looksFailed: 1 },
      times: { look: null },
    });
    at.venue.look();
    at.clock.pass(60);
    looked();
    expect(at.venue.talk).toMatchObject({ lookProblem: null, counts: { looks: 1 }, times: { look: { p50Ms: 60 } } });
    at.clock.pass(5);
    at.tell({ kind: 'fill', fill: fill('t1', '1') });
    expect(at.venue.talk).toMatchObject({ heardAt: START + 105, toldAt: START + 105 });
  });

  it('follows the dead man’s switch: what was taken holds although the next request is not', () => {
    at.venue.keepAlive(60_000);
    expect(at.venue.talk.deadMansSwitch).toEqual({ askedAt: START, answeredAt: null, until: null, problem: null });
    at.clock.pass(30);
    at.tell({ kind: 'kept-alive', until: START + 60_000, problem: null });
    at.clock.pass(20_000);
    at.venue.keepAlive(60_000);
    at.tell({ kind: 'kept-alive', until: null, problem: 'busy' });
    expect(at.venue.talk.deadMansSwitch).toEqual({
      askedAt: START + 20_030,
      answeredAt: START + 20_030,
      until: START + 60_000,
      problem: 'busy',
    });
    at.venue.keepAlive(0);
    at.tell({ kind: 'kept-alive', until: null, problem: null });
    expect(at.venue.talk.deadMansSwitch).toMatchObject({ until: null, problem: null });
  });
});
