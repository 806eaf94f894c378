import { describe, expect, it } from 'vitest';
import { COVERED_LEVELS, OrderBook } from '../../../../src-main/core/order-book/order-book.ts';
import { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';
import type { Levels } from '../matching/depth-fixture.ts';

function message(
  kind: 'snapshot' | 'diff' | 'ticker',
  ids: { first?: number; last: number; previous?: number; checksum?: number },
  bids: Levels,
  asks: Levels,
): DepthMessage {
  const made = new DepthMessage().begin(kind, 0);
  Object.assign(made, { first: ids.last, ...ids });
  for (const [ticks, lots] of bids) made.bids.push(ticks, lots);
  for (const [ticks, lots] of asks) made.asks.push(ticks, lots);
  return made;
}

const BIDS: Levels = [
  [99, 5],
  [98, 7],
];
const ASKS: Levels = [[101, 4]];

function whole(): OrderBook {
  const book = new OrderBook();
  book.apply(message('snapshot', { last: 10 }, BIDS, ASKS));
  return book;
}

function ladder(from: number, step: number, lots = 3): Levels {
  return Array.from({ length: COVERED_LEVELS }, (_, i) => [from + i * step, lots] as const);
}

describe('numbers of updates', () => {
  it('the first change after a snapshot holds the update behind it', () => {
    const book = whole();
    expect(book.apply(message('diff', { first: 8, last: 10 }, [[99, 1]], []))).toBe('old');
    expect(book.apply(message('diff', { first: 9, last: 12 }, [[99, 6]], []))).toBe('applied');
    expect(book.apply(message('diff', { first: 13, last: 13 }, [[97, 2]], []))).toBe('applied');
    expect([book.state, book.last, book.lotsAt('bids', 99), book.lotsAt('bids', 97)]).toEqual(['whole', 13, 6, 2]);
  });

  it('one that begins further on is a gap: the book is stale and begins anew from it', () => {
    const book = whole();
    expect(book.apply(message('diff', { first: 12, last: 14 }, [[98, 1]], []))).toBe('gap');
    expect([book.state, book.usable, book.problems.gap]).toEqual(['stale', false, 1]);
    expect([book.lotsAt('bids', 98), book.lotsAt('bids', 99)]).toEqual([1, -1]);
    expect(book.apply(message('diff', { first: 15, last: 15 }, [[97, 1]], []))).toBe('applied');
    expect(book.state).toBe('stale');
    expect(book.apply(message('snapshot', { last: 15 }, BIDS, ASKS))).toBe('applied');
    expect(book.state).toBe('whole');
  });

  it('a venue that links its changes is held to the links', () => {
    const book = whole();
    expect(book.apply(message('diff', { first: 5, last: 20, previous: 4 }, [], []))).toBe('applied');
    expect(book.apply(message('diff', { first: 25, last: 30, previous: 20 }, [], []))).toBe('applied');
    expect(book.apply(message('diff', { first: 31, last: 32, previous: 29 }, [], []))).toBe('gap');
  });

  it('a whole book that ends with a change is followed by the next one, though numbers between are left out', () => {
    const book = whole();
    expect(book.apply(message('diff', { first: 14, last: 20, previous: 10 }, [[99, 6]], []))).toBe('applied');
    expect([book.state, book.last, book.lotsAt('bids', 99)]).toEqual(['whole', 20, 6]);
    // Nor by one of which another was missed.
    const other = whole();
    expect(other.apply(message('diff', { first: 24, last: 30, previous: 20 }, [], []))).toBe('gap');
  });

  it('a snapshot that comes after changes it does not hold is brought up to them', () => {
    const book = new OrderBook();
    book.apply(message('diff', { first: 9, last: 11 }, [[99, 8]], []));
    book.apply(message('diff', { first: 12, last: 12 }, [[98, 0]], [[102, 1]]));
    expect(book.apply(message('snapshot', { last: 10 }, BIDS, ASKS))).toBe('applied');
    expect([book.state, book.last]).toEqual(['whole', 12]);
    expect([99, 98].map((ticks) => book.lotsAt('bids', ticks))).toEqual([8, 0]);
    expect(book.lotsAt('asks', 102)).toBe(1);
  });

  it('a snapshot too old for the changes that were kept is a gap', () => {
    const book = new OrderBook();
    book.apply(message('diff', { first: 9, last: 11 }, [[99, 8]], []));
    expect(book.apply(message('snapshot', { last: 5 }, BIDS, ASKS))).toBe('gap');
    expect(book.state).toBe('stale');
  });

  it('an older snapshot changes nothing of a whole book', () => {
    const book = whole();
    expect(book.apply(message('snapshot', { last: 9 }, [], []))).toBe('old');
    expect(book.bids.length).toBe(2);
  });

  it('a trade says nothing of the levels', () => {
    expect(whole().apply(new DepthMessage().begin('trade', 0))).toBe('ignored');
  });
});

describe('what is known', () => {
  it('of a snapshot: its levels and what lies between them', () => {
    const book = whole();
    expect([100, 98, 97].map((ticks) => book.lotsAt('bids', ticks))).toEqual([0, 7, -1]);
    expect([100, 101, 102].map((ticks) => book.lotsAt('asks', ticks))).toEqual([0, 4, -1]);
  });

  it('without a snapshot it counts once best prices and ten levels a side were named', () => {
    const book = new OrderBook();
    expect(book.apply(message('ticker', { last: 1 }, [[99, 3]], [[101, 3]]))).toBe('ignored');
    book.apply(message('diff', { first: 1, last: 1 }, [...ladder(99, -2), [1, 1]], ladder(101, 2)));
    expect([book.state, book.usable]).toEqual(['building', false]);
    expect(book.lotsAt('bids', 98)).toBe(-1);
    book.apply(message('ticker', { last: 2 }, [[97, 3]], [[101, 2]]));
    expect([book.state, book.usable]).toEqual(['covered', true]);
    // The ticker is newer than the levels: nothing stands before it, and between the best prices it has seen all is known.
    expect([99, 98, 97, 96].map((ticks) => book.lotsAt('bids', ticks))).toEqual([0, 0, 3, -1]);
    expect(book.lotsAt('asks', 101)).toBe(2);
  });

  it('a ticker that is newer than a change holds against it', () => {
    const book = whole();
    book.apply(message('ticker', { last: 13 }, [[98, 2]], [[100, 9]]));
    book.apply(message('diff', { first: 11, last: 12 }, [[99, 5]], []));
    expect([book.bids.best, book.lotsAt('bids', 98), book.asks.best]).toEqual([98, 2, 100]);
    book.apply(message('diff', { first: 13, last: 14 }, [[98, 3]], [[100, 0]]));
    expect([book.lotsAt('bids', 98), book.asks.best]).toEqual([3, 101]);
    expect(book.apply(message('ticker', { last: 12 }, [[1, 1]], [[2, 1]]))).toBe('old');
    expect(book.apply(message('ticker', { last: 0 }, [[1, 1]], [[2, 1]]))).toBe('ignored');
  });

  it('a ticker newer than a snapshot holds against it too', () => {
    const book = whole();
    book.apply(message('ticker', { last: 20 }, [[98, 2]], [[101, 4]]));
    book.apply(message('snapshot', { last: 15 }, BIDS, ASKS));
    expect(book.bids.best).toBe(98);
  });
});

describe('contradictions', () => {
  it('a bid at an ask is named, and nothing of the book is kept', () => {
    const book = whole();
    expect(book.apply(message('diff', { last: 11 }, [[101, 1]], []))).toBe('crossed');
    expect([book.state, book.bids.length, book.problems.crossed]).toEqual(['stale', 0, 1]);
    expect(whole().apply(message('ticker', { last: 12 }, [[99, 1]], [[99, 1]]))).toBe('crossed');
    expect(new OrderBook().apply(message('snapshot', { last: 1 }, [[100, 1]], [[100, 1]]))).toBe('crossed');
  });

  it('a venue’s sum is held against the book where a rule for it is given', () => {
    const book = new OrderBook(({ bids, asks }) => bids.best * 1_000 + asks.best);
    book.apply(message('snapshot', { last: 10 }, BIDS, ASKS));
    expect(book.apply(message('diff', { last: 11, checksum: 99_101 }, [[98, 1]], []))).toBe('applied');
    expect(book.apply(message('diff', { last: 12, checksum: 99_102 }, [[98, 2]], []))).toBe('checksum');
    expect([book.state, book.problems.checksum]).toEqual(['stale', 1]);
  });

  it('a whole book is held against its sum too', () => {
    const book = new OrderBook(({ bids, asks }) => bids.best * 1_000 + asks.best);
    expect(book.apply(message('snapshot', { last: 10, checksum: 1 }, BIDS, ASKS))).toBe('checksum');
    expect(book.apply(message('snapshot', { last: 11, checksum: 99_101 }, BIDS, ASKS))).toBe('applied');
    expect([book.state, book.problems.checksum]).toEqual(['whole', 1]);
  });
});

describe('a venue that tells of so many levels', () => {
  it('what falls behind them is let go, and nothing is known there', () => {
    const book = new OrderBook(null, 2);
    book.apply(message('snapshot', { last: 10 }, BIDS, ASKS));
    expect([book.lotsAt('bids', 97), book.lotsAt('asks', 150)]).toEqual([-1, 0]);
    book.apply(message('diff', { last: 11 }, [[100, 1]], [[102, 2]]));
    expect([book.bids.length, book.bids.best, book.bids.ticksOf(1), book.lotsAt('bids', 98)]).toEqual([2, 100, 99, -1]);
    // A level is taken away, and the next that is told was behind before.
    book.apply(message('diff', { last: 12 }, [[100, 0]], []));
    expect([book.bids.length, book.lotsAt('bids', 98)]).toEqual([1, 0]);
    expect([book.reaches('asks', 102), book.reaches('asks', 103)]).toEqual([true, false]);
  });
});

describe('changes that name the one before', () => {
  it('follow it, also where the venue begins its numbers anew', () => {
    const book = whole();
    expect(book.apply(message('diff', { first: 11, last: 15, previous: 10 }, [[99, 6]], []))).toBe('applied');
    expect(book.apply(message('diff', { first: 11, last: 15, previous: 10 }, [[99, 7]], []))).toBe('old');
    // Nothing has changed for a while, and the numbers begin anew.
    expect(book.apply(message('diff', { first: 16, last: 15, previous: 15 }, [], []))).toBe('applied');
    expect(book.apply(message('diff', { first: 16, last: 3, previous: 15 }, [[99, 8]], []))).toBe('applied');
    expect(book.apply(message('diff', { first: 4, last: 5, previous: 3 }, [[98, 1]], []))).toBe('applied');
    expect([book.last, book.lotsAt('bids', 99), book.lotsAt('bids', 98)]).toEqual([5, 8, 1]);
    expect(book.apply(message('diff', { first: 10, last: 12, previous: 9 }, [[98, 2]], []))).toBe('gap');
  });
});

it('what was missed without a number is a gap; what is forgotten is known with a whole book alone, whatever its number', () => {
  const book = whole();
  book.miss();
  expect([book.state, book.problems.gap, book.bids.length]).toEqual(['stale', 1, 0]);
  book.apply(message('snapshot', { last: 20 }, BIDS, ASKS));
  book.forget();
  expect([book.state, book.usable]).toEqual(['empty', false]);
  expect(book.apply(message('snapshot', { last: 4 }, BIDS, ASKS))).toBe('applied');
  expect([book.state, book.last]).toEqual(['whole', 4]);
});

it('holds thousands of levels a side in their order', () => {
  const book = new OrderBook();
  const levels = Array.from({ length: 5_000 }, (_, i) => [((i * 7_919) % 5_000) + 1, i + 1] as const);
  book.apply(message('snapshot', { last: 1 }, levels, [[6_000, 1]]));
  expect([book.bids.length, book.bids.best, book.bids.ticksOf(4_999)]).toEqual([5_000, 5_000, 1]);
  for (const [ticks, lots] of levels) expect(book.bids.at(ticks)).toBe(lots);
});
