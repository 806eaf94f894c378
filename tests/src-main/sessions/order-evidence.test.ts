import { expect, test } from 'vitest';
import { controlBook } from '../../../src-main/sessions/control-book.ts';
import type { AccountScope } from '../../../src-main/ports/ledger.ts';
import type { HeldOrder, OrderStory } from '../../../src-main/ports/ledger-reader.ts';
import type { OrderTrail } from '../../../src-main/ports/venue-talk.ts';
import { orderEvidence } from '../../../src-main/sessions/order-evidence.ts';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';

const ACCOUNT = { book: 'live', account: 'main', venue: 'KRAKEN' } as AccountScope;
const NOON = 1_800_000_000_000;
const orderRow = (origin: string): OrderRow => ({ id: 'o1', createdAt: NOON, origin }) as OrderRow;
const move = (state: OrderStory['moves'][number]['state'], after: number, reason: string | null = null) => ({
  ...{ state, reason, filled: '0.10', time: NOON + after },
});

function story(over: Partial<OrderStory> = {}): OrderStory {
  return { order: orderRow('you'), tag: null, moves: [], ...over };
}

const evidence = (kept: OrderStory | null, trail: OrderTrail | null = null) => orderEvidence('o1', { orderStory: () => kept }, trail);

test('what the ledger recorded is told step by step, a wished end once', () => {
  const moves = [
    move('submitted', 1),
    move('acknowledged', 20),
    move('acknowledged', 500, 'user'),
    move('in-doubt', 2_500, 'user'),
    move('cancelled', 3_000, 'user'),
  ];
  expect(evidence(story({ moves }))?.lines.map(({ time, code }) => [time - NOON, code])).toEqual([
    [0, 'ledger.recorded'],
    [1, 'ledger.submitted'],
    [20, 'ledger.acknowledged'],
    [500, 'ledger.end-asked'],
    [2_500, 'ledger.in-doubt'],
    [3_000, 'ledger.cancelled'],
  ]);
  expect(evidence(story({ moves: [move('expired', 9_000, 'never-sent')] }))?.lines.at(-1)?.code).toBe('ledger.never-sent');
  expect(evidence(null)).toBeNull();
});

test('it is joined with what was asked and heard, in the order of time; of one instant the wish first, then what was heard, then what that led to', () => {
  const line = (time: number, code: OrderTrail['lines'][number]['code']) => ({ time: NOON + time, code, details: {}, venueTime: null });
  const outlook = { awaits: { kind: 'answer' }, neverSentFrom: NOON + 9_000, shown: false } as const;
  const trail: OrderTrail = {
    venueId: 'v1',
    lines: [line(1, 'asked.place'), line(15, 'venue.unknown'), line(15, 'asked.ask')],
    leftOut: 3,
    outlook,
  };
  const found = evidence(story({ moves: [move('submitted', 1), move('in-doubt', 15)] }), trail);
  expect(found?.lines.map(({ code }) => code)).toEqual([
    ...['ledger.recorded', 'ledger.submitted', 'asked.place', 'venue.unknown', 'asked.ask', 'ledger.in-doubt'],
  ]);
  expect(found).toMatchObject({ order: 'o1', venueId: 'v1', leftOut: 3, outlook });
});

test('what is open of an account tells the evidence of doubts and of what was made elsewhere, and of nothing else', () => {
  const held = (id: string, over: Partial<HeldOrder>) =>
    ({ id, origin: 'you', doubtSince: null, reason: null, amending: null, ...over }) as HeldOrder;
  const orders = [held('calm', {}), held('doubt', { doubtSince: NOON }), held('theirs', { origin: 'elsewhere' })];
  const book = controlBook(ACCOUNT, { time: NOON, orders, positions: [], risk: null, strategies: [] }, null, (order) => ({
    ...{ order, venueId: null, lines: [], leftOut: 0, outlook: null },
  }));
  expect(book.orders.map(({ evidence }) => evidence?.order ?? null)).toEqual([null, 'doubt', 'theirs']);
});

test('one that was made elsewhere says so, under the venue’s number', () => {
  expect(evidence(story({ order: orderRow('elsewhere'), tag: '77' }))).toMatchObject({
    venueId: '77',
    lines: [{ code: 'ledger.adopted' }],
    outlook: null,
  });
});
