import { expect, test } from 'vitest';
import { WatchedBook } from '../../../../src-main/core/order-book/watched-book.ts';
import type { BookListener } from '../../../../src-main/ports/depth.ts';
import { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';

function watched() {
  const told: (readonly [Parameters<BookListener['changed']>[0], number])[] = [];
  const book = new WatchedBook({ changed: (problem, time) => told.push([problem, time]) });
  const message = (kind: 'snapshot' | 'diff', time: number, [first, last]: readonly [number, number]): DepthMessage => {
    const made = new DepthMessage().begin(kind, time);
    Object.assign(made, { first, last });
    return made;
  };
  const snapshot = (time: number, last: number): void => {
    const made = message('snapshot', time, [0, last]);
    made.bids.push(100, 5);
    made.asks.push(101, 5);
    book.append(made);
  };
  const diff = (time: number, first: number, last: number, bid = 99): void => {
    const made = message('diff', time, [first, last]);
    made.bids.push(bid, 3);
    book.append(made);
  };
  return { book, told, snapshot, diff };
}

test('a gap makes it unknown, and the whole book known again; the time between counts', () => {
  const { book, told, snapshot, diff } = watched();
  snapshot(1_000, 10);
  diff(1_100, 11, 12);
  diff(1_200, 15, 16);
  expect(book.look(1_500)).toEqual({ known: false, messages: 3, snapshots: 1, gaps: 1, crossed: 0, checksums: 0, unknownMs: 300 });
  snapshot(1_700, 16);
  expect(told).toEqual([
    [null, 1_000],
    ['gap', 1_200],
    [null, 1_700],
  ]);
  expect(book.look(9_000)).toMatchObject({ known: true, snapshots: 2, unknownMs: 500 });
  expect(book.book.bids.best).toBe(100);
});

test('a crossed book is unknown', () => {
  const { told, snapshot, diff } = watched();
  snapshot(1_000, 10);
  diff(1_100, 11, 11, 101);
  expect(told.at(-1)).toEqual(['crossed', 1_100]);
});

test('a lost connection makes it unknown at once; what follows the last change makes it known again, what does not is a gap', () => {
  const { book, told, snapshot, diff } = watched();
  book.lost(900);
  snapshot(1_000, 10);
  book.lost(1_100);
  diff(1_300, 11, 11);
  book.lost(1_400);
  diff(1_500, 14, 14);
  expect(told).toEqual([
    [null, 1_000],
    ['lost', 1_100],
    [null, 1_300],
    ['lost', 1_400],
  ]);
  expect(book.look(1_600)).toMatchObject({ known: false, gaps: 1, unknownMs: 400 });
  book.flush();
  book.close();
});

test('what begins anew after a lost connection is known with the whole book alone, and what could not be read is a gap', () => {
  const { book, told, snapshot, diff } = watched();
  snapshot(1_000, 10);
  book.lost(1_100, true);
  diff(1_200, 4, 4);
  expect([book.isKnown, book.look(1_200).gaps]).toEqual([false, 0]);
  snapshot(1_300, 5);
  book.missed(1_400);
  expect(told.slice(1)).toEqual([
    ['lost', 1_100],
    [null, 1_300],
    ['gap', 1_400],
  ]);
});
