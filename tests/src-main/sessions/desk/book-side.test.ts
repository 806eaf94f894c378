import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BOOK_REACH, thinnedSide } from '../../../../src-main/sessions/desk/book-side.ts';
import { MarketRows } from '../../../../src-main/sessions/desk/market-rows.ts';
import type { MarketView } from '../../../../src-main/ports/market-view.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { spec } from '../../core/risk/desk-of-one.ts';
import { GROUPINGS, groupTicks, type BookSide } from '../../../../src-shared/domain/book-grouping.ts';

const SHOWN = 30;

/** Sums of rows of `grouping` ticks, best first. */
function grouped(levels: readonly (readonly [number, number])[], side: BookSide, grouping: number): readonly (readonly [number, number])[] {
  const sums = new Map<number, number>();
  for (const [ticks, lots] of levels) {
    const row = groupTicks(ticks, side, grouping);
    sums.set(row, (sums.get(row) ?? 0) + lots);
  }
  return [...sums];
}

const book = fc.record({
  side: fc.constantFrom<BookSide>('bid', 'ask'),
  best: fc.integer({ min: 10_000, max: 10_000_000 }),
  steps: fc.array(fc.record({ gap: fc.integer({ min: 1, max: 70 }), lots: fc.integer({ min: 1, max: 1e9 }) }), {
    minLength: 1,
    maxLength: 3_000,
    size: 'max',
  }),
});

it('whatever grouping is chosen, the rows in view hold what they would hold if every level were told', () => {
  fc.assert(
    fc.property(book, ({ side, best, steps }) => {
      let ticks = best;
      const levels = steps.map(({ gap, lots }, at) => {
        if (at > 0) ticks += (side === 'bid' ? -1 : 1) * gap;
        return [ticks, lots] as const;
      });
      const columns = { ticks: Float64Array.from(levels, ([at]) => at), lots: Float64Array.from(levels, ([, lots]) => lots) };
      const told = thinnedSide(columns, side);
      expect(told.length).toBeLessThan(SHOWN * GROUPINGS.length);
      for (const grouping of GROUPINGS) {
        const inView = (row: readonly [number, number]) => Math.abs(row[0] - best) < (SHOWN - 1) * grouping;
        expect(grouped(told, side, grouping).filter(inView)).toEqual(grouped(levels, side, grouping).filter(inView));
      }
      const ways = told.map(([at], row) => (row === 0 ? 1 : (at - (told[row - 1]?.[0] ?? 0)) * (side === 'bid' ? -1 : 1)));
      expect(ways.every((way) => way > 0)).toBe(true);
      expect(Math.abs((told.at(-1)?.[0] ?? 0) - best)).toBeLessThan(BOOK_REACH + 100);
    }),
    { numRuns: 40 },
  );
});

it('an empty side stays empty', () => {
  expect(thinnedSide({ ticks: new Float64Array(), lots: new Float64Array() }, 'bid')).toEqual([]);
});

it('levels that lie a thousand ticks apart, as where a price has five figures, are all told', () => {
  const instrument = new Instrument(spec('UBTC', { tick: '0.001', engineLot: '0.00001', priceFigures: 5 }), 0);
  const side = (from: number, step: number, reach: number) => {
    const ticks = [0, 1, 2, 3, 7].map((level) => from + level * step).filter((each) => Math.abs(each - from) <= reach);
    return { ticks: Float64Array.from(ticks), lots: Float64Array.from(ticks, () => 100_000) };
  };
  const view = {
    quote: () => ({ bidTicks: 60_000_000, askTicks: 60_001_000, lastTicks: 60_000_000 }),
    book: (_index: number, _time: number, reach: number) => ({
      bids: side(60_000_000, -1_000, reach),
      asks: side(60_001_000, 1_000, reach),
    }),
  } as unknown as MarketView;
  const { bids, asks } = new MarketRows(view, [instrument]).book(0, utcMs(1));
  const prices = (flat: readonly number[]) => flat.filter((_, at) => at % 2 === 0);
  expect([prices(bids), prices(asks)]).toEqual([
    [60_000, 59_999, 59_998, 59_997, 59_993],
    [60_001, 60_002, 60_003, 60_004, 60_008],
  ]);
});
