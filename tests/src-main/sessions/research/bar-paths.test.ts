import { expect, test } from 'vitest';
import { resampleBars } from '../../../../src-main/core/research/bar-bootstrap.ts';
import { findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import { backtest } from '../../../../src-main/run-backtest.ts';
import { type BarPaths, runBarPaths } from '../../../../src-main/sessions/research/bar-paths.ts';
import { evaluateTrial } from '../../../../src-main/sessions/research/evaluate-trial.ts';
import { TrialPool } from '../../../../src-main/sessions/research/trial-pool.ts';
import { mixSeed, Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { localThread, type LocalOptions } from '../../../support/local-trials.ts';
import { smaSearch, wanderingBars } from '../../../support/search-bars.ts';

const candles = wanderingBars(400);
const base = { conditions: smaSearch(candles).conditions, candles };
const parameters = { fast: 5, slow: 20 };
const plan = { parameters, bars: candles.length, paths: 12, blockBars: 40, seed: 7 };

async function paths(jobs: number, options: LocalOptions = {}, told: number[] = []): Promise<BarPaths> {
  const pool = new TrialPool(() => localThread(base, options), jobs);
  try {
    return await runBarPaths(pool, { ...plan, onPath: (done) => told.push(done) });
  } finally {
    pool.close();
  }
}

test('each market is a backtest over bars drawn with its own seed, however many threads there are', async () => {
  const told: number[] = [];
  const one = await paths(1, {}, told);
  expect(told).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(await paths(3, { turns: new Sfc32(5) })).toEqual(one);
  // The same by hand: bars drawn first, then an ordinary trial over them.
  const byHand = Array.from({ length: 12 }, (_, number) => {
    const drawn = resampleBars(candles, { seed: mixSeed(7, number), blockBars: 40 });
    const { figures } = evaluateTrial({ ...base, candles: drawn }, { parameters, from: 0, to: 400 }, { run: backtest, find: findStrategy });
    return { gain: figures['totalReturn']!, fall: figures['maxDrawdown']!, hold: drawn.close[399]! / drawn.open[0]! - 1 };
  });
  const rising = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
  expect([...one.returns]).toEqual(rising(byHand.map(({ gain }) => gain)));
  expect([...one.drawdowns]).toEqual(rising(byHand.map(({ fall }) => fall)));
  expect([...one.holdReturns]).toEqual(rising(byHand.map(({ hold }) => hold)));
  expect(one.losing).toBeCloseTo(byHand.filter(({ gain }) => gain < 0).length / 12, 12);
  expect(one.beating).toBeCloseTo(byHand.filter(({ gain, hold }) => gain > hold).length / 12, 12);
  expect(new Set(one.returns).size).toBeGreaterThan(6);
});

test('a market on which it cannot be run is counted and left out; threads that never begin are a fault', async () => {
  const second = mixSeed(7, 1);
  const lost = await paths(2, { dies: ({ drawn }) => drawn?.seed === second });
  expect(lost).toMatchObject({ failed: 1, blockBars: 40 });
  expect(lost.returns).toHaveLength(11);
  const all = await paths(2, { dies: () => true });
  expect(all).toMatchObject({ failed: 12, losing: 0, beating: 0 });
  const pool = new TrialPool(
    () => ({
      post: () => undefined,
      onMessage: () => undefined,
      onEnd: (listener) => {
        setImmediate(() => listener('no memory'));
      },
      stop: () => undefined,
    }),
    1,
  );
  await expect(runBarPaths(pool, plan)).rejects.toMatchObject({ code: 'internal' });
});
