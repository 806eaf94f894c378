import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathBlock, resampleBars } from '../../src-main/core/research/bar-bootstrap.ts';
import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 5_000 : 200;
const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

const factor = fc.double({ min: 0.5, max: 2, noNaN: true });
const wick = fc.double({ min: 0, max: 0.5, noNaN: true });

/** Bars of prices from a millionth to a hundred million, with jumps between them. */
const bars: fc.Arbitrary<CandleColumns> = fc
  .record({
    start: fc.double({ min: 1e-6, max: 1e8, noNaN: true }),
    steps: fc.array(fc.tuple(factor, factor, wick, wick, fc.double({ min: 0, max: 1e9, noNaN: true })), { minLength: 2, maxLength: 60 }),
  })
  .map(({ start, steps }) => {
    const columns = candleColumns(steps.length);
    let price = start;
    steps.forEach(([jump, move, up, down, volume], row) => {
      const open = price * jump;
      price = open * move;
      columns.time[row] = 1_000 * row + (row % 3);
      columns.open[row] = open;
      columns.close[row] = price;
      columns.high[row] = Math.max(open, price) * (1 + up);
      columns.low[row] = Math.min(open, price) * (1 - down);
      columns.volume[row] = volume;
    });
    return columns;
  });

const drawings = bars.chain((candles) =>
  fc.record({
    candles: fc.constant(candles),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
    blockBars: fc.integer({ min: 1, max: candles.length - 1 }),
  }),
);

/** The row whose shape a drawn bar has: its open, high, low and close over the close before it. */
function isShapeOf(drawn: CandleColumns, row: number, candles: CandleColumns, from: number): boolean {
  return (['open', 'high', 'low', 'close'] as const).every((name) => {
    const there = drawn[name][row]! / drawn.close[row - 1]!;
    const here = candles[name][from]! / candles.close[from - 1]!;
    return Math.abs(there - here) <= 1e-12 * here;
  });
}

describe('laws of bars drawn anew', () => {
  it('the same seed gives the same bytes, and the bars that were drawn from stay as they are', () => {
    fc.assert(
      fc.property(drawings, ({ candles, seed, blockBars }) => {
        const before = COLUMNS.map((name) => [...candles[name]]);
        const [one, two] = [resampleBars(candles, { seed, blockBars }), resampleBars(candles, { seed, blockBars })];
        for (const name of COLUMNS) expect(Buffer.from(one[name].buffer).equals(Buffer.from(two[name].buffer))).toBe(true);
        expect(COLUMNS.map((name) => [...candles[name]])).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('highs are highest, lows are lowest, times are those of the bars, and the first bar stays', () => {
    fc.assert(
      fc.property(drawings, ({ candles, seed, blockBars }) => {
        const drawn = resampleBars(candles, { seed, blockBars });
        expect([...drawn.time]).toEqual([...candles.time]);
        for (const name of COLUMNS) expect(drawn[name][0]).toBe(candles[name][0]);
        for (let row = 0; row < drawn.length; row += 1) {
          const [open, high, low, close] = [drawn.open[row]!, drawn.high[row]!, drawn.low[row]!, drawn.close[row]!];
          expect(high >= open && high >= close && low <= open && low <= close && low >= 0).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('bars of one block followed one another, with their shapes and volumes', () => {
    fc.assert(
      fc.property(drawings, ({ candles, seed, blockBars }) => {
        const drawn = resampleBars(candles, { seed, blockBars });
        for (let at = 1; at < drawn.length; at += blockBars) {
          const length = Math.min(blockBars, drawn.length - at);
          // Somewhere in the bars the whole block stands in a row, the first bar of all excluded: it has none before it.
          const starts = Array.from({ length: candles.length - blockBars }, (_, start) => start + 1);
          const found = starts.some((start) =>
            Array.from({ length }, (_, i) => i).every(
              (i) => drawn.volume[at + i] === candles.volume[start + i] && isShapeOf(drawn, at + i, candles, start + i),
            ),
          );
          expect(found).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('one block over everything is the bars themselves, but for rounding', () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 0, max: 9 }), (candles, seed) => {
        const drawn = resampleBars(candles, { seed, blockBars: candles.length - 1 });
        for (const name of ['open', 'high', 'low', 'close'] as const)
          for (let row = 0; row < candles.length; row += 1)
            expect(Math.abs(drawn[name][row]! - candles[name][row]!)).toBeLessThanOrEqual(1e-12 * candles[name][row]!);
      }),
      { numRuns: RUNS },
    );
  });

  it('the usual block fits into the bars at least four times', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000 }), fc.integer({ min: 0, max: 100_000 }), (count, warmup) => {
        const block = pathBlock(count, warmup);
        expect(block).toBeGreaterThanOrEqual(1);
        if (count > 4) expect(4 * block).toBeLessThan(count);
      }),
      { numRuns: RUNS },
    );
  });
});
