import { describe, expect, it } from 'vitest';
import { pathBlock, resampleBars } from '../../../../src-main/core/research/bar-bootstrap.ts';
import { pathSentence, shareBelow } from '../../../../src-main/core/research/path-verdict.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
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
