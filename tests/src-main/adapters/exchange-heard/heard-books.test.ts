import { beforeEach, expect, test } from 'vitest';
import { HeardBooks } from '../../../../src-main/adapters/exchange-heard/heard-books.ts';
import type { BookFeed, KeptBook, KeptBookListener } from '../../../../src-main/ports/depth.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';
import { instrument } from '../../core/matching/venue-fixture.ts';

const START = 1_800_000_000_000;

let clock: SteppedClock;
let books: HeardBooks;
let told: string[];
let notes: string[];
/** Who keeps the book of a symbol, and what it shows. */
let kept: Map<string, KeptBookListener>;
let bids: readonly (readonly [number, number])[];
let steps: KeptBook['steps'];

beforeEach(() => {
  clock = new SteppedClock(START);
  [told, notes, kept] = [[], [], new Map()];
  bids = [
    [999, 4],
    [998, 6],
  ];
  const one = instrument();
  steps = { tick: one.spec.tick, lot: one.spec.lot };
  const side = (levels: typeof bids) => ({
    ticks: Float64Array.from(levels, ([ticks]) => ticks),
    lots: Float64Array.from(levels, ([, lots]) => lots),
  });
  const feed: BookFeed = {
    keep: (symbol, listener) => {
      kept.set(symbol, listener);
      return {
        get steps() {
          return steps;
        },
        garbled: 0,
        side: (which) => side(which === 'bids' ? bids : []),
        look: () => ({ known: true, messages: 0, snapshots: 0, gaps: 0, crossed: 0, checksums: 0, unknownMs: 0 }),
        dispose: () => kept.delete(symbol),
      };
    },
  };
  books = new HeardBooks({
    ...{ feed, clock, onNote: (sentence) => notes.push(sentence) },
    market: {
      instruments: [one],
      hearBook: (index, stale, at) => told.push(`${String(index)} ${stale ? 'stale' : 'known'} ${String(at - START)}`),
    },
  });
});

const symbol = (): string => instrument().spec.symbol;
const levels = () => [...(books.shown(0, 10)?.bids.ticks ?? [])];

test('exactly what is in use is kept, whoever uses it', () => {
  books.use('shown', [0]);
  expect([...kept.keys()]).toEqual([symbol()]);
  books.use('traded', [0]);
  books.use('shown', []);
  expect(kept.size).toBe(1);
  books.use('traded', []);
  expect(kept.size).toBe(0);
  books.use('shown', [7]);
  expect(kept.size).toBe(0);
  books.use('shown', [0]);
  books.close();
  books.use('shown', []);
  books.use('shown', [0]);
  expect(kept.size).toBe(0);
});

test('one that is not known any more is stale from then on, and shows what it was', () => {
  expect(books.shown(0, 10)).toBeNull();
  books.use('shown', [0]);
  kept.get(symbol())?.changed(null, START);
  expect([levels(), books.shown(0, 10)?.staleSince]).toEqual([[999, 998], null]);
  clock.pass(500);
  bids = [];
  kept.get(symbol())?.changed('gap', START);
  expect([levels(), books.shown(0, 10)?.staleSince]).toEqual([[999, 998], START + 500]);
  clock.pass(200);
  bids = [[997, 1]];
  kept.get(symbol())?.changed(null, START);
  expect([levels(), books.shown(0, 10)?.staleSince]).toEqual([[997], null]);
  expect(told).toEqual(['0 stale 500', '0 known 700']);
  expect(notes).toEqual([
    `${symbol()}: the book is stale: changes are missing. The whole book is asked for.`,
    `${symbol()}: the book is known.`,
  ]);
});

test('one that is let go of while it is stale blocks nothing any more, and what is told of it later is nobody’s', () => {
  books.use('shown', [0]);
  const listener = kept.get(symbol());
  listener?.changed(null, START);
  listener?.changed('lost', START);
  books.use('shown', []);
  listener?.changed(null, START);
  expect(told).toEqual(['0 stale 0', '0 known 0']);
  expect(books.shown(0, 10)).toBeNull();
});

test('a book in finer steps than the instrument’s is shown in the instrument’s', () => {
  const { tick, lot } = instrument().spec;
  steps = { tick: String(Number(tick) / 10), lot: String(Number(lot) / 100) };
  bids = [[9_990, 450]];
  books.use('shown', [0]);
  const { bids: shown } = books.shown(0, 10)!;
  expect([[...shown.ticks], [...shown.lots]]).toEqual([[999], [4]]);
});
