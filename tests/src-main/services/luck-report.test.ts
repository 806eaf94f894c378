import { expect, it } from 'vitest';
import { luckReport } from '../../../src-main/services/luck-report.ts';
import { storedRun } from '../../support/research-kit.ts';
import { wanderingBars } from '../../support/search-bars.ts';

const PATHS = {
  failed: 0,
  blockBars: 5,
  returns: Float64Array.of(-1.2, -0.5, 0.1),
  drawdowns: Float64Array.of(0.2, 0.6, 1.2),
  holdReturns: Float64Array.of(-0.1, 0, 0.1),
  losing: 2 / 3,
  beating: 1 / 3,
};

it('a run that lost everything has no ratio of its days, and counts what it lost', () => {
  const figures = { totalReturn: -1.1, maxDrawdown: 1.1 };
  const evidence = { candles: wanderingBars(30), paths: PATHS, seed: 7 };
  const run = storedRun({ dailyReturns: Float64Array.of(0.5, 0.8, -1.05), figures });
  const view = luckReport({ run, ...evidence });
  expect(view).toMatchObject({ totalReturn: -1.1, maxDrawdown: 1.1, days: null });
  expect(view.paths.below).toBeCloseTo(1 / 3, 12);
  const alive = luckReport({ run: storedRun({ dailyReturns: Float64Array.of(0.5, 0.8, -0.99) }), ...evidence });
  expect(alive.days?.sharpes).toHaveLength(1_000);
});
