import { type Result, err, ok } from '../../../src-shared/kernel/result.ts';

/** How a walk forward goes over its bars; all lengths in bars. */
export interface WalkForwardPlan {
  /** Bars that the first choice is made on; with `rolling` every choice. */
  readonly train: number;
  /** Bars that a choice is then held on; the next window begins so many later. */
  readonly test: number;
  /** Bars left out between the two, so that nothing held at the end of one is judged in the other. */
  readonly gap: number;
  /** `rolling` forgets the oldest bars, `anchored` keeps all from the first on. */
  readonly kind: 'rolling' | 'anchored';
}

/** One window; ends are exclusive. */
export interface WalkForwardWindow {
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
}

function planProblem({ train, test, gap }: WalkForwardPlan, bars: number): string | null {
  if (![train, test, gap].every(Number.isInteger) || train < 1 || test < 1 || gap < 0)
    return 'train and test are whole numbers of bars from 1, the gap from 0.';
  if (train + gap + test > bars) return `a window of ${train} + ${gap} + ${test} bars does not fit into ${bars}.`;
  return null;
}

/** The windows of a walk forward; tests follow each other without overlap, the last may be shorter. Fails with `input.invalid` where not one whole window fits. */
export function walkForwardWindows(bars: number, plan: WalkForwardPlan): Result<readonly WalkForwardWindow[]> {
  const problem = planProblem(plan, bars);
  if (problem !== null) return err('input.invalid', { field: 'walk-forward', problem });
  const windows: WalkForwardWindow[] = [];
  for (let testFrom = plan.train + plan.gap; testFrom < bars; testFrom += plan.test) {
    const trainTo = testFrom - plan.gap;
    windows.push({
      trainFrom: plan.kind === 'anchored' ? 0 : trainTo - plan.train,
      trainTo,
      testFrom,
      testTo: Math.min(bars, testFrom + plan.test),
    });
  }
  return ok(windows);
}

/** What one window's choice returned where it was chosen and afterwards: sums of returns per bar, and the bars. */
export interface WindowResult {
  readonly trainReturn: number;
  readonly trainBars: number;
  readonly testReturn: number;
  readonly testBars: number;
}

/**
 * Walk-forward efficiency: return per bar after the choices over return per bar where they were made (R. Pardo, "The Evaluation and
 * Optimization of Trading Strategies", 2008). Null where the choices did not gain where they were made: a ratio of two losses says nothing.
 */
export function walkForwardEfficiency(windows: readonly WindowResult[]): number | null {
  let train = 0;
  let trainBars = 0;
  let test = 0;
  let testBars = 0;
  for (const window of windows) {
    train += window.trainReturn;
    trainBars += window.trainBars;
    test += window.testReturn;
    testBars += window.testBars;
  }
  return train > 0 && testBars > 0 ? test / testBars / (train / trainBars) : null;
}

/**
 * How steady the choice of one parameter is from window to window: 1 less the mean step between neighbouring windows' values as a share
 * of the range that was searched. 1 never moves, 0 crosses the whole range every time. Null for fewer than two windows.
 */
export function parameterStability(values: readonly number[], range: { readonly min: number; readonly max: number }): number | null {
  if (values.length < 2) return null;
  const width = range.max - range.min;
  if (width <= 0) return 1;
  let moved = 0;
  for (let i = 1; i < values.length; i += 1) moved += Math.abs(values[i]! - values[i - 1]!);
  return 1 - moved / (values.length - 1) / width;
}
