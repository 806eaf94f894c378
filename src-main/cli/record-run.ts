import { asFault } from '../../src-shared/kernel/fault.ts';
import { searchFigures } from '../../src-shared/domain/search-figures.ts';
import { dailyReturnsOf, recordOf } from '../sessions/research/evaluate-trial.ts';
import type { BacktestRun } from './backtest-run.ts';
import type { CliContext } from './context.ts';
import { switchOption } from './option.ts';
import { note } from './output.ts';
import { conditionsOf } from './run-conditions.ts';

/** Leaves the store of trials as it is. */
export const NO_RECORD = switchOption(
  'no-record',
  'Do not keep the run in research.db. Every kept run counts as a trial of its strategy on these bars.',
);

/** Keeps a backtest in the store of trials and says how many there are by now. The answer stands even where it cannot be kept; that is said. */
export function recordRun({ bars, spec, outcome, report, assumptions, strategyHash }: BacktestRun, context: CliContext): void {
  const placement = spec.placements[0]!;
  const conditions = conditionsOf(
    bars,
    { ...placement, costs: spec.costs, limits: spec.limits, seed: spec.seed, cash: spec.cash },
    context,
  );
  const record = recordOf(spec, outcome);
  try {
    const store = context.services.research(context.home);
    try {
      store.addRun({
        id: context.services.ids.next(),
        at: context.clock.now(),
        conditions: strategyHash === null ? conditions : { ...conditions, strategyHash },
        parameters: placement.parameters,
        figures: searchFigures(report),
        assumptions,
        dailyReturns: dailyReturnsOf(record),
        record,
      });
      note(context, `Kept as trial ${String(store.trialCount(conditions.family).total)} of ${placement.strategy} on these bars.`);
    } finally {
      store.close();
    }
  } catch (thrown) {
    const fault = asFault(thrown);
    // A fault of the program itself is no matter of the disk: it is told like any other.
    if (fault.code === 'internal') throw thrown;
    note(context, `This run was not kept as a trial: ${fault.message}`);
  }
}
