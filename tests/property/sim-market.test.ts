import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIM_FIRST_MS, SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SIM_PROFILES } from '../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { DAY_MS, MINUTE_MS } from '../../src-shared/kernel/time.ts';

const place = fc.record({
  seed: fc.maxSafeInteger(),
  instrument: fc.integer({ min: 0, max: SIM_PROFILES.length - 1 }),
  t: fc.integer({ min: SIM_FIRST_MS + 4 * DAY_MS, max: SIM_FIRST_MS + 9 * 365 * DAY_MS }),
});

function wholeAndPositive(values: Float64Array): boolean {
  return values.every((value) => Number.isSafeInteger(value) && value > 0);
}

describe('at any seed, instrument and instant', () => {
  it('prints lie strictly inside their minute in rising order, whole in ticks and lots, and give the candle exactly', () => {
    fc.assert(
      fc.property(place, ({ seed, instrument, t }) => {
        const market = new SimMarket(seed);
        const start = Math.floor(t / MINUTE_MS) * MINUTE_MS;
        const prints = market.prints(instrument, start);
        expect(prints.length).toBeGreaterThanOrEqual(2);
        expect(prints.time.every((time, j) => time > (j === 0 ? start : (prints.time[j - 1] ?? 0)) && time < start + MINUTE_MS)).toBe(true);
        expect(wholeAndPositive(prints.ticks) && wholeAndPositive(prints.lots)).toBe(true);
        expect(prints.side.every((side) => side === 1 || side === -1)).toBe(true);
        const bar = market.minuteBars(instrument, start, start + MINUTE_MS);
        const { ticksPerUnit, lotsPerUnit } = SIM_PROFILES[instrument] ?? { ticksPerUnit: 0, lotsPerUnit: 0 };
        const ticks = [bar.open, bar.high, bar.low, bar.close].map((column) => Math.round((column[0] ?? 0) * ticksPerUnit));
        expect(ticks).toEqual([prints.ticks[0], Math.max(...prints.ticks), Math.min(...prints.ticks), prints.ticks.at(-1)]);
        expect(Math.round((bar.volume[0] ?? 0) * lotsPerUnit)).toBe(prints.lots.reduce((sum, lots) => sum + lots, 0));
      }),
      { numRuns: 60 },
    );
  });

  it('every print stands at the best price of the book of its instant, which holds its size', () => {
    fc.assert(
      fc.property(place, ({ seed, instrument, t }) => {
        const market = new SimMarket(seed);
        const prints = market.prints(instrument, t);
        prints.time.forEach((time, j) => {
          const quote = market.quote(instrument, time);
          const book = market.book(instrument, time);
          const touch = prints.side[j] === 1 ? book.asks : book.bids;
          expect([touch.ticks[0], quote.lastTicks, quote.lastSide, quote.lastTime]).toEqual([
            prints.ticks[j],
            prints.ticks[j],
            prints.side[j],
            time,
          ]);
          expect(touch.lots[0]).toBeGreaterThanOrEqual(prints.lots[j] ?? 0);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('no book is crossed or locked; twenty levels a side in order, whole and positive, its touch the quote', () => {
    fc.assert(
      fc.property(place, ({ seed, instrument, t }) => {
        const market = new SimMarket(seed);
        for (let k = 0; k < 20; k += 1) {
          const at = t + k * 1_777;
          const { bids, asks } = market.book(instrument, at);
          const quote = market.quote(instrument, at);
          expect([bids.ticks[0], asks.ticks[0]]).toEqual([quote.bidTicks, quote.askTicks]);
          expect(quote.bidTicks).toBeLessThan(quote.askTicks);
          expect([bids.ticks.length, asks.ticks.length]).toEqual([20, 20]);
          expect([bids.ticks, bids.lots, asks.ticks, asks.lots].every(wholeAndPositive)).toBe(true);
          expect(bids.ticks.every((ticks, level) => level === 0 || ticks < (bids.ticks[level - 1] ?? 0))).toBe(true);
          expect(asks.ticks.every((ticks, level) => level === 0 || ticks > (asks.ticks[level - 1] ?? 0))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a market entered there says what one says that has walked there', () => {
    fc.assert(
      fc.property(place, ({ seed, instrument, t }) => {
        const walked = new SimMarket(seed);
        for (let at = t - 30 * MINUTE_MS; at < t; at += MINUTE_MS) walked.prints(instrument, at);
        walked.bars(instrument, '1h', t - 3 * DAY_MS, t);
        const entered = new SimMarket(seed);
        expect(entered.book(instrument, t)).toEqual(walked.book(instrument, t));
        expect(entered.quote(instrument, t)).toEqual(walked.quote(instrument, t));
        expect(entered.prints(instrument, t)).toEqual(walked.prints(instrument, t));
      }),
      { numRuns: 15 },
    );
  });
});
