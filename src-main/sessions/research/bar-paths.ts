import { mixSeed } from '../../../src-shared/kernel/random.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import type { PathOutcomes } from '../../core/research/path-verdict.ts';
import type { TrialPool } from './trial-pool.ts';
import type { TrialResult } from './trial-types.ts';

/** Which markets a strategy is run on. */
export interface PathPlan {
  readonly parameters: StrategyParameters;
  /** Bars that there are. */
  readonly bars: number;
  readonly paths: number;
  readonly blockBars: number;
  readonly seed: number;
  /** Told how many are done. */
  readonly onPath?: (done: number) => void;
}

/** What came of all markets. */
export interface BarPaths extends PathOutcomes {
  /** Markets on which it could not be run, prices below one tick among them. */
  readonly failed: number;
  /** Returns of holding from the first open to the last close, without costs; rising. */
  readonly holdReturns: Float64Array;
}

/** Runs a strategy on markets made of blocks of its bars. What comes of it depends on the seed alone, not on the number of threads. */
export async function runBarPaths(pool: Pick<TrialPool, 'run' | 'broken'>, plan: PathPlan): Promise<BarPaths> {
  const { parameters, bars, paths, blockBars, seed, onPath } = plan;
  let done = 0;
  const one = async (number: number): Promise<TrialResult> => {
    const result = await pool.run({ parameters, from: 0, to: bars, drawn: { seed: mixSeed(seed, number), blockBars } });
    done += 1;
    onPath?.(done);
    return result;
  };
  const all = Promise.all(Array.from({ length: paths }, (_, number) => one(number)));
  const results = await Promise.race([
    all,
    pool.broken.then((fault) => {
      throw fault;
    }),
  ]);
  return summed(results, blockBars);
}

function summed(results: readonly TrialResult[], blockBars: number): BarPaths {
  const ran = results.filter(({ state }) => state === 'ok').map(({ figures }) => figures);
  const column = (id: string): Float64Array => Float64Array.from(ran, (figures) => figures[id] ?? 0);
  const [returns, holds] = [column('totalReturn'), column('holdReturn')];
  const share = (test: (value: number, at: number) => boolean): number =>
    ran.length === 0 ? 0 : returns.filter((value, at) => test(value, at)).length / ran.length;
  return {
    losing: share((value) => value < 0),
    beating: share((value, at) => value > holds[at]!),
    returns: returns.toSorted(),
    drawdowns: column('maxDrawdown').sort(),
    holdReturns: holds.toSorted(),
    failed: results.length - ran.length,
    blockBars,
  };
}
