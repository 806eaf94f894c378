import { describe, expect, it } from 'vitest';
import { pathBlock, resampleBars, resampleRates } from '../../../../src-main/core/research/bar-bootstrap.ts';
import { pathSentence, shareBelow } from '../../../../src-main/core/research/path-verdict.ts';
import { candleColumns, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { wanderingBars } from '../../../support/search-bars.ts';

describe('bars drawn anew', () => {
  it('keep together what belongs together: twice the warm-up, the cube root of few, a quarter at most', () => {
    expect(pathBlock(1_001, 3)).toBe(11);
    expect(pathBlock(1_001, 51)).toBe(102);
    expect(pathBlock(1_001, 400)).toBe(250);
    expect(pathBlock(2, 0)).toBe(1);
  });

  it('take every bar about equally often over many drawings, and differ from seed to seed', () => {
    const candles = wanderingBars(41);
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 500; seed += 1) {
      const drawn = resampleBars(candles, { seed, blockBars: 1 });
      for (let row = 1; row < drawn.length; row += 1) {
        const move = Math.round((drawn.close[row]! / drawn.close[row - 1]!) * 1e9);
        counts.set(move, (counts.get(move) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(40);
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(120);
  });

  it('leave nothing and a single bar as they are', () => {
    expect(resampleBars(candleColumns(0), { seed: 1, blockBars: 1 }).length).toBe(0);
    expect([...resampleBars(wanderingBars(1), { seed: 1, blockBars: 1 }).close]).toEqual([...wanderingBars(1).close]);
    expect(() => resampleBars(wanderingBars(5), { seed: 1, blockBars: 5 })).toThrow('a block fits');
    expect(() => resampleBars(wanderingBars(5), { seed: 1, blockBars: 0 })).toThrow('a block fits');
  });
});

describe('funding of bars drawn anew', () => {
  const HOUR = 3_600_000;
  const BAR = 4 * HOUR;

  /** Bars with a volume of their own each, so that a drawn bar says which one it is made of; two are missing behind row 20. */
  function gapped(): CandleColumns {
    const candles = wanderingBars(60);
    for (let row = 0; row < 60; row += 1) {
      candles.volume[row] = row;
      if (row > 20) candles.time[row] = candles.time[row]! + 2 * BAR;
    }
    return candles;
  }

  it('goes with the bar in which it was paid, as long before its close, and stays what it was', () => {
    const candles = gapped();
    const { time } = candles;
    const first = time[0]!;
    // Every five hours, so that it falls on opens, closes and in between; and before and after the bars.
    const at = Float64Array.from({ length: 70 }, (_, i) => first - 20 * HOUR + i * 5 * HOUR);
    const rates = { time: at, rate: at.map((_, i) => (i + 1) * 1e-5) };
    for (let seed = 0; seed < 20; seed += 1) {
      const draw = { seed, blockBars: 7 };
      const drawn = resampleBars(candles, draw);
      const expected: [number, number][] = [...at].flatMap((t, i) => (t <= first ? [[t, rates.rate[i]!] as [number, number]] : []));
      for (let row = 0; row < 60; row += 1) {
        const from = drawn.volume[row]!;
        const close = time[from]! + BAR;
        const since = from === 0 ? first : time[from - 1]! + BAR;
        for (const [i, t] of at.entries()) {
          if (t <= since || t > close) continue;
          const place = Math.max(time[row]! + 1, time[row]! + BAR - (close - t));
          const last = expected.at(-1)!;
          if (last[0] === place) last[1] += rates.rate[i]!;
          else expected.push([place, rates.rate[i]!]);
        }
      }
      const found = resampleRates(rates, candles, BAR, draw);
      expect([...found.time].map((t, i) => [t, found.rate[i]])).toEqual(expected);
      expect([...found.time].every((t, i) => i === 0 || t > found.time[i - 1]!)).toBe(true);
    }
  });

  it('is what it was where one block is everything, and nothing where there are no bars', () => {
    const candles = wanderingBars(60);
    const time = Float64Array.from({ length: 40 }, (_, i) => candles.time[0]! + i * 8 * HOUR);
    const rates = { time, rate: time.map((_, i) => i * 1e-5) };
    const within = time.filter((at) => at <= candles.time[59]! + BAR);
    expect(resampleRates(rates, candles, BAR, { seed: 4, blockBars: 59 })).toEqual({
      time: within,
      rate: rates.rate.subarray(0, within.length),
    });
    expect(resampleRates(rates, candleColumns(0), BAR, { seed: 4, blockBars: 1 })).toEqual(rates);
  });
});

describe('the sentence over markets', () => {
  const outcomes = {
    returns: Float64Array.of(-0.2, 0.1, 0.2, 0.4),
    beating: 0.5,
    blockBars: 30,
  };

  it('says whether the money hangs on the order of events', () => {
    const sentence = pathSentence({ ...outcomes, losing: 0.25 }, 0.3);
    expect(sentence).toBe(
      'It hangs on luck: on 75.0% of 4 markets made of blocks of 30 of these bars it made money, on 50.0% more than holding; nine in ten came to between -15.5% and 37.0%.',
    );
    expect(pathSentence({ ...outcomes, losing: 0.1 }, 0.3)).toMatch(/^It does not hang on the order of events/u);
    expect(pathSentence({ ...outcomes, losing: 0.6 }, 0.3)).toMatch(/^It needed luck/u);
    expect(pathSentence({ ...outcomes, losing: 0.1 }, 0)).toMatch(/^It lost as it was/u);
    expect(pathSentence({ ...outcomes, returns: new Float64Array(0), losing: 0 }, 0.3)).toContain('not be run on a single market');
  });

  it('writes large gains so that they can be read', () => {
    const returns = Float64Array.of(-0.5, 12_345.678, 12_345.678);
    expect(pathSentence({ ...outcomes, returns, losing: 0.3 }, 1)).toContain('and 1,234,567.8%.');
  });

  it('counts what is below', () => {
    expect(shareBelow(outcomes.returns, 0.2)).toBe(0.5);
    expect(shareBelow(new Float64Array(0), 0.2)).toBe(0);
  });
});
