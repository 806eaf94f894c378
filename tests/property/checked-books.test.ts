import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { krakenChecksum } from '../../src-main/adapters/exchange-ccxt/venues/kraken-book.ts';
import { OrderBook } from '../../src-main/core/order-book/order-book.ts';
import { WatchedBook } from '../../src-main/core/order-book/watched-book.ts';
import { DepthMessage } from '../../src-shared/domain/depth-message.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 20_000 : 300;
/** Levels of a side that the venue tells of, and those that its sum is over. */
const DEPTH = 13;
const SUMMED = 10;

type Side = 'bids' | 'asks';
type Levels = readonly (readonly [ticks: number, lots: number])[];
type Book = Readonly<Record<Side, Levels>>;

/** What happens to a venue's book and to the message that tells of it. */
const STEP = fc.record({
  side: fc.constantFrom<Side>('bids', 'asks'),
  behind: fc.integer({ min: 0, max: 18 }),
  lots: fc.integer({ min: 0, max: 4 }),
  fate: fc.constantFrom('sent', 'sent', 'sent', 'sent', 'sent', 'sent', 'sent', 'lost', 'twice', 'late'),
  /** The line breaks; a whole book that is wanted comes, or it does not come yet. */
  cut: fc.integer({ min: 0, max: 19 }),
  whole: fc.boolean(),
});

const ladder = (from: number, step: number): Levels => Array.from({ length: DEPTH + 4 }, (_, level) => [from + level * step, 3] as const);

function changed(book: Book, side: Side, ticks: number, lots: number): Book {
  const others = book[side].filter(([price]) => price !== ticks);
  const levels = lots === 0 ? others : [...others, [ticks, lots] as const];
  return { ...book, [side]: levels.toSorted(([a], [b]) => (side === 'bids' ? b - a : a - b)) };
}

/** The levels that a venue tells are others: those that fell out of its depth are not said to be gone where it says nothing of them. */
function told(before: Levels, now: Levels, saysGone: boolean): Levels {
  const [old, fresh] = [before.slice(0, DEPTH), now.slice(0, DEPTH)];
  const gone = old.filter(([price]) => !fresh.some(([other]) => other === price) && (saysGone || !now.some(([other]) => other === price)));
  return [
    ...gone.map(([price]) => [price, 0] as const),
    ...fresh.filter(([price, lots]) => !old.some(([p, l]) => p === price && l === lots)),
  ];
}

/** The digits of the best levels as a venue writes them: a price with one decimal, a size with three. */
function sumOf({ asks, bids }: Book): number {
  const digits = (figure: string) => figure.replace('.', '').replace(/^0+/u, '');
  const part = (side: Levels) =>
    side
      .slice(0, SUMMED)
      .map(([ticks, lots]) => digits((ticks / 10).toFixed(1)) + digits((lots / 1_000).toFixed(3)))
      .join('');
  return crc32(part(asks) + part(bids));
}

interface Told {
  readonly message: DepthMessage;
  /** The venue's book with it. */
  readonly book: Book;
}

/** Plays steps against a book that is kept, and holds it against the venue's own whenever it is called known. */
function play(
  steps: readonly (typeof STEP extends fc.Arbitrary<infer Step> ? Step : never)[],
  summed: boolean,
): { readonly known: number; readonly troubles: number } {
  let troubles = 0;
  const kept = new WatchedBook(
    { changed: (trouble) => (troubles += trouble === null ? 0 : 1) },
    new OrderBook(summed ? krakenChecksum : null, DEPTH),
  );
  let book: Book = { bids: ladder(1_000, -1), asks: ladder(1_001, 1) };
  let [number, known, heard] = [100, 0, 0];
  let late: Told | null = null;
  const seen: { newest: Told | null } = { newest: null };
  const tell = (one: Told): void => {
    // Where nothing is numbered, what is heard is.
    heard += 1;
    if (summed) Object.assign(one.message, { first: heard, last: heard, previous: -1 });
    const applied = kept.append(one.message);
    if (applied !== 'old') seen.newest = one;
  };
  const messageOf = (kind: 'snapshot' | 'diff', levels: Book): DepthMessage => {
    const message = new DepthMessage().begin(kind, 1);
    for (const side of ['bids', 'asks'] as const) for (const [ticks, lots] of levels[side]) message[side].push(ticks, lots);
    return message;
  };
  for (const { side, behind, lots, fate, cut, whole } of steps) {
    const before = book;
    book = changed(book, side, side === 'bids' ? 1_000 - behind : 1_001 + behind, lots);
    const previous = number;
    number += 1 + behind;
    const levels = { bids: told(before.bids, book.bids, !summed), asks: told(before.asks, book.asks, !summed) };
    const message = messageOf('diff', levels);
    Object.assign(message, { first: previous + 1, last: number, previous, checksum: summed ? sumOf(book) : -1 });
    const one = { message, book };
    if (fate === 'sent' || fate === 'twice') tell(one);
    if (fate === 'twice') tell({ message: message.copy(), book });
    if (late !== null) tell(late);
    late = fate === 'late' ? one : null;
    if (cut === 0) kept.lost(1, true);
    if (!kept.isKnown && whole) {
      // Another subscription, which begins with the whole of it.
      kept.book.forget();
      late = null;
      const snapshot = messageOf('snapshot', { bids: book.bids.slice(0, DEPTH), asks: book.asks.slice(0, DEPTH) });
      Object.assign(snapshot, { last: number, checksum: summed ? sumOf(book) : -1 });
      tell({ message: snapshot, book });
    }
    if (!kept.isKnown || seen.newest === null) continue;
    known += 1;
    const there: Book = seen.newest.book;
    const most = summed ? SUMMED : DEPTH;
    for (const which of ['bids', 'asks'] as const) {
      const mine = kept.book[which];
      const shown = Array.from({ length: Math.min(most, mine.length) }, (_, level) => [mine.ticksOf(level), mine.lotsOf(level)]);
      expect(shown).toEqual(there[which].slice(0, most).map((level) => [...level]));
    }
  }
  return { known, troubles };
}

test.each([
  { by: 'the number of the message before', summed: false },
  { by: 'the sum of its best levels', summed: true },
])('a book that is checked by $by and is called known is the venue’s, whatever was lost, doubled or came late', ({ summed }) => {
  let known = 0;
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 5, maxLength: 80 }), (steps) => {
      known += play(steps, summed).known;
    }),
    { numRuns: RUNS, seed: 58 },
  );
  expect(known).toBeGreaterThan(RUNS);
});

test.each([{ summed: false }, { summed: true }])('where nothing goes wrong it is known all along (summed: $summed)', ({ summed }) => {
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 5, maxLength: 80 }), (steps) => {
      const well = steps.map((step) => ({ ...step, fate: 'sent' as const, cut: 1, whole: true }));
      expect(play(well, summed)).toEqual({ known: well.length, troubles: 0 });
    }),
    { numRuns: RUNS, seed: 59 },
  );
});
