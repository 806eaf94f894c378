import { describe, expect, it } from 'vitest';
import { backtestOverfitting } from '../../../../src-main/core/research/backtest-overfitting.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';

function noise(trials: number, periods: number, seed: number): Float64Array[] {
  const random = new Sfc32(seed);
  return Array.from({ length: trials }, () => Float64Array.from({ length: periods }, () => random.normal() * 0.01));
}

/** The procedure word by word: matrices cut and joined, Sharpe ratios and ranks from scratch. */
function naive(trials: readonly Float64Array[], blocks: number) {
  const periods = trials[0]!.length;
  const cut = (block: number) => Math.floor((block * periods) / blocks);
  const sharpe = (returns: number[]) => {
    const mean = returns.reduce((sum, each) => sum + each, 0) / returns.length;
    return mean / Math.sqrt(returns.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (returns.length - 1));
  };
  const joined = (trial: Float64Array, picked: (block: number) => boolean) =>
    Array.from({ length: blocks }, (_, block) => (picked(block) ? [...trial.slice(cut(block), cut(block + 1))] : [])).flat();
  const found: { logit: number; chosen: number; after: number }[] = [];
  for (let mask = 0; mask < 2 ** blocks; mask += 1) {
    const picked = (block: number) => ((mask >> block) & 1) === 1;
    if (Array.from({ length: blocks }, (_, block) => picked(block)).filter(Boolean).length !== blocks / 2) continue;
    const inside = trials.map((trial) => sharpe(joined(trial, picked)));
    const outside = trials.map((trial) => sharpe(joined(trial, (block) => !picked(block))));
    const best = inside.indexOf(Math.max(...inside));
    const share = outside.filter((each) => each <= outside[best]!).length / (trials.length + 1);
    found.push({ logit: Math.log(share / (1 - share)), chosen: inside[best]!, after: outside[best]! });
  }
  const n = found.length;
  const mean = (of: (each: (typeof found)[number]) => number) => found.reduce((sum, each) => sum + of(each), 0) / n;
  const x = mean(({ chosen }) => chosen);
  const y = mean(({ after }) => after);
  return {
    found,
    probability: found.filter(({ logit }) => logit <= 0).length / n,
    lossProbability: found.filter(({ after }) => after < 0).length / n,
    degradation: mean((each) => (each.chosen - x) * (each.after - y)) / mean((each) => (each.chosen - x) ** 2),
  };
}

describe('probability of backtest overfitting', () => {
  it('is what the procedure gives word by word, with blocks of unequal length too', () => {
    const trials = noise(7, 203, 5);
    const fast = backtestOverfitting(trials, 6);
    const slow = naive(trials, 6);
    expect(fast.logits).toHaveLength(20);
    expect(fast.probability).toBe(slow.probability);
    expect(fast.lossProbability).toBe(slow.lossProbability);
    expect(fast.degradation).toBeCloseTo(slow.degradation, 9);
    slow.found.forEach(({ logit, chosen, after }, i) => {
      expect(fast.logits[i]).toBeCloseTo(logit, 12);
      expect(fast.chosen[i]).toBeCloseTo(chosen, 10);
      expect(fast.after[i]).toBeCloseTo(after, 10);
    });
  });

  it('makes all 12870 splits of 16 blocks, and is near one half for noise', () => {
    let sum = 0;
    for (let set = 0; set < 30; set += 1) sum += backtestOverfitting(noise(20, 160, 100 + set), 8).probability / 30;
    expect(sum).toBeGreaterThan(0.4);
    expect(sum).toBeLessThan(0.6);
    expect(backtestOverfitting(noise(3, 64, 1)).logits).toHaveLength(12_870);
  });

  it('is small where one trial is better throughout, and its choice does not lose', () => {
    const trials = noise(20, 400, 9);
    trials[4] = trials[4]!.map((each) => each + 0.01);
    const outcome = backtestOverfitting(trials, 10);
    expect(outcome.probability).toBe(0);
    expect(outcome.lossProbability).toBe(0);
  });

  it('gives trials that are alike the middle rank, and those that stand still no Sharpe ratio', () => {
    const still = new Float64Array(40);
    const outcome = backtestOverfitting([still, still, still], 4);
    expect(outcome).toMatchObject({ probability: 1, degradation: 0, lossProbability: 0 });
    expect([...outcome.logits]).toEqual(Array(6).fill(0));
  });

  it('refuses what cannot be split', () => {
    expect(() => backtestOverfitting([])).toThrow('two trials or more');
    expect(() => backtestOverfitting([new Float64Array(40), new Float64Array(41)])).toThrow('the same periods');
    expect(() => backtestOverfitting(noise(2, 40, 1), 5)).toThrow('even number of blocks');
  });
});
