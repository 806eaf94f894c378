import { describe, expect, it } from 'vitest';
import type { GroupRole } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { checkZeroSums } from '../../../../src-main/core/accounting/zero-sums.ts';
import { funded, intent } from './engine-kit.ts';

const LIMIT = { type: 'limit', limitTicks: 10_000 } as const;

describe('execution reports', () => {
  it('books a fill exactly: balances, position, postings, state, and how far the price was off', () => {
    const kit = funded();
    const id = kit.order();
    kit.ack(id);
    const answer = kit.fill(id, 10_000, { price: 100.5 });
    const [fill] = answer.of('fill');
    expect(fill).toMatchObject({ instrument: 0, origin: 'you', side: 'buy', realised: null, slippageBps: 50 });
    expect(fill?.notional.toString()).toBe('10.05');
    checkZeroSums(fill?.postings ?? []);
    expect(answer.states).toEqual(['filled']);
    expect([kit.balance(), kit.balance('BTC'), kit.held()]).toEqual(['99989.85', '0.1', 10_000]);
    expect(kit.engine.account.equity()).toBeCloseTo(99_999.85, 9);
    expect(kit.engine.account.exactEquity().toString()).toBe('99999.85');
  });

  it('realises on a sale the share of the cost that was sold', () => {
    const kit = funded();
    kit.buy(10_000);
    const id = kit.order({ side: 'sell', lots: 4_000, reduceOnly: true });
    const [fill] = kit.fill(id, 4_000, { price: 110 }).of('fill');
    expect(fill?.realised?.toString()).toBe('0.4');
    expect(kit.engine.account.positions.read(0)).toMatchObject({ lots: 6_000 });
    expect(kit.engine.account.positions.read(0).cost.toString()).toBe('6');
  });

  it('takes a fill before the acknowledgement, and the acknowledgement after it', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    expect(kit.fill(id, 4_000, { remaining: 6_000 }).states).toEqual(['partially-filled']);
    expect(kit.ack(id).records).toEqual([]);
    expect(kit.fill(id, 6_000).states).toEqual(['filled']);
    expect(kit.ack(id).records).toEqual([]);
    expect(kit.held()).toBe(10_000);
  });

  it('takes a fill that was earlier at the venue than the cancel that was reported first', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    kit.ack(id);
    kit.end('cancelled', id);
    expect(kit.fill(id, 4_000, { remaining: 6_000 }).states).toEqual(['cancelled']);
    expect(kit.fill(id, 6_000).states).toEqual(['filled']);
    expect(kit.held()).toBe(10_000);
  });

  it('keeps what was said first when an end is reported twice or contradicted', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    expect(kit.end('expired', id).states).toEqual(['expired']);
    for (const kind of ['expired', 'cancelled', 'rejected'] as const) expect(kit.end(kind, id).records).toEqual([]);
    expect(kit.stateOf(id)).toBe('expired');
  });

  it('takes a rejection of an acknowledged order as its end', () => {
    const kit = funded();
    const early = kit.order(LIMIT);
    expect(kit.end('rejected', early).states).toEqual(['rejected']);
    const late = kit.order(LIMIT);
    kit.ack(late);
    expect(kit.end('rejected', late).states).toEqual(['cancelled']);
  });

  it('books the same fill once, however often it is told', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    kit.fill(id, 4_000, { remaining: 6_000, id: 'a' });
    kit.fill(id, 1_000, { remaining: 5_000, id: 'b' });
    for (const again of ['a', 'b']) expect(kit.fill(id, 4_000, { remaining: 6_000, id: again }).records).toEqual([]);
    expect(kit.held()).toBe(5_000);
    const told = [kit.fillOf(id, 4_000, 100, 'a'), kit.fillOf(id, 1_000, 100, 'b'), kit.fillOf(id, 2_000, 100, 'c')];
    kit.status(id, { state: 'working', reason: null, fills: told });
    expect(kit.fill(id, 2_000, { remaining: 3_000, id: 'c' }).records).toEqual([]);
    expect(kit.held()).toBe(7_000);
  });

  it('is silent about orders that it never made, and about triggers', () => {
    const kit = funded();
    expect(kit.fill('o-other' as ClientOrderId, 5).records).toEqual([]);
    const id = kit.order({ type: 'stop', triggerTicks: 11_000 });
    expect(kit.report({ kind: 'triggered', order: id, time: utcMs(kit.now) }).records).toEqual([]);
  });

  it('holds back what an open buy may cost, less as it fills, and nothing once it is over', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    expect(kit.engine.account.freeCash('USD').toString()).toBe('99989.99');
    kit.fill(id, 4_000, { remaining: 6_000 });
    // 4 paid with a fee of 0.04; 6 with their fee of 0.006 held back.
    expect(kit.engine.account.freeCash('USD').toString()).toBe('99989.954');
    kit.end('cancelled', id);
    expect(kit.engine.account.freeCash('USD').toString()).toBe('99995.96');
  });

  it('holds back a buy by amount as a whole, and counts it by an estimate of its size', () => {
    const kit = funded();
    const id = kit.order({ lots: 0, quoteAmount: Decimal.parse('1000') });
    expect(kit.engine.account.freeCash('USD').toString()).toBe('99000');
    expect(kit.engine.gate.outstandingLots(0, 'buy')).toBe(1_000_000);
    kit.fill(id, 1_200_000, { price: 80, remaining: 1 });
    expect(kit.engine.gate.outstandingLots(0, 'buy')).toBe(0);
    expect(kit.engine.account.freeCash('USD').toString()).toBe('99028');
  });
});

describe('silence', () => {
  it('is doubt after the answer time, and the venue is asked until it proves something', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    kit.now += 5_000;
    const doubt = kit.timer(`answer:${id}`);
    expect(doubt.states).toEqual(['in-doubt']);
    expect(doubt.queried).toEqual([id]);
    expect(doubt.timers).toEqual([{ timer: `query:${id}`, at: kit.now + 5_000 }]);
    // Its exposure stays reserved.
    expect(kit.engine.gate.outstandingLots(0, 'buy')).toBe(10_000);
    expect(kit.timer(`query:${id}`).queried).toEqual([id]);
    kit.status(id, { state: 'working', reason: null, fills: [] });
    expect(kit.stateOf(id)).toBe('acknowledged');
    expect(kit.timer(`query:${id}`).actions).toEqual([]);
    expect(kit.timer(`answer:${id}`).actions).toEqual([]);
  });

  it('may be told by the session itself', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    const answer = kit.report({ kind: 'no-answer', order: id, time: utcMs(kit.now) });
    expect([answer.states, answer.queried]).toEqual([['in-doubt'], [id]]);
  });

  it('ends as never sent once the venue proves it beyond the receive window, not before', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    kit.now += 5_000;
    kit.timer(`answer:${id}`);
    const early = kit.status(id, null);
    expect(early.records).toEqual([]);
    expect(early.timers).toEqual([{ timer: `query:${id}`, at: kit.now + 1 }]);
    kit.now += 1;
    const late = kit.status(id, null);
    expect(late.of('order-state')[0]).toMatchObject({ state: 'expired', reason: 'never-sent' });
    expect(kit.engine.gate.outstandingLots(0, 'buy')).toBe(0);
    expect(kit.status(id, null).records).toEqual([]);
  });

  it('is told of while the order is not in doubt yet', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    expect(kit.status(id, null).states).toEqual(['in-doubt']);
  });

  it.each([
    ['cancelled', 'cancelled'],
    ['expired', 'expired'],
    ['rejected', 'rejected'],
  ] as const)('ends by an answer that it was %s', (state, becomes) => {
    const kit = funded();
    const id = kit.order(LIMIT);
    expect(kit.status(id, { state, reason: 'venue', fills: [] }).states).toEqual([becomes]);
  });

  it('ends by an answer that it was filled, with every fill that was not booked', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    kit.fill(id, 4_000, { remaining: 6_000, id: 'a' });
    const fills = [kit.fillOf(id, 4_000, 100, 'a'), kit.fillOf(id, 1_000, 100, 'b'), kit.fillOf(id, 5_000, 100, 'c')];
    const answer = kit.status(id, { state: 'filled', reason: null, fills });
    expect(answer.of('fill').map(({ fill }) => fill.id)).toEqual(['b', 'c']);
    expect(answer.states).toEqual(['partially-filled', 'filled']);
    expect(kit.held()).toBe(10_000);
  });

  it('works on after an answer with a part of it filled, and asks again for the end that was asked for', () => {
    const kit = funded();
    const id = kit.order(LIMIT);
    kit.command({ type: 'cancel', order: id });
    kit.now += 5_000;
    kit.timer(`answer:${id}`);
    const answer = kit.status(id, { state: 'working', reason: null, fills: [kit.fillOf(id, 4_000, 100)] });
    expect(answer.states.at(-1)).toBe('partially-filled');
    expect(answer.cancelled).toEqual([id]);
  });

  it('does not exist where answers are never waited for', () => {
    const kit = funded({ answerTimeoutMs: 0 });
    const answer = kit.place(intent());
    expect(answer.timers).toEqual([]);
    kit.report({ kind: 'no-answer', order: answer.sent[0]!, time: utcMs(kit.now) });
    expect(kit.timer('answer:o-none').records).toEqual([]);
  });
});

describe('orders that belong together', () => {
  const group = (role: GroupRole) => ({ id: 'g', role });
  const stop = { side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true, group: group('stop') } as const;
  const target = { side: 'sell', type: 'limit', limitTicks: 11_000, reduceOnly: true, group: group('target') } as const;

  it('lets the legs of a bracket count for what its entry has filled, less what a leg has', () => {
    const kit = funded();
    const answer = kit.place(intent({ ...LIMIT, group: group('entry') }), intent(stop), intent(target));
    const [entry, , take] = answer.sent;
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(0);
    kit.fill(entry!, 4_000, { remaining: 6_000 });
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(4_000);
    kit.fill(entry!, 6_000);
    kit.fill(take!, 1_000, { remaining: 9_000, price: 110 });
    // What one leg has filled the others have lost.
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(9_000);
    expect(kit.engine.gate.outstandingOpeningLots(0, 'sell')).toBe(0);
  });

  it('counts the legs of an OCO pair once', () => {
    const kit = funded();
    kit.buy(10_000);
    const oco = { side: 'sell', reduceOnly: true, group: group('oco') } as const;
    const answer = kit.place(
      intent({ ...oco, type: 'limit', limitTicks: 11_000, lots: 6_000 }),
      intent({ ...oco, type: 'stop', triggerTicks: 9_000, lots: 8_000 }),
    );
    expect(answer.sent).toHaveLength(2);
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(8_000);
  });
});
