import type { CheckAsk, CheckView, LeaksView, LuckView } from '../src-shared/contract/checks.ts';
import { sliceCandles } from '../src-shared/domain/candle.ts';
import type { FundingRates } from '../src-shared/domain/funding.ts';
import { Instrument } from '../src-shared/domain/instrument.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { pathBlock } from './core/research/bar-bootstrap.ts';
import type { StrategyDefinition } from './core/strategies/strategy.ts';
import { KnownStrategies } from './known-strategies.ts';
import type { StoredRun } from './ports/research-store.ts';
import { openFundingStore } from './market-services.ts';
import { openResearchStore, researchBars } from './research-bars.ts';
import { checkLeaks } from './run-leaks.ts';
import { leakReport } from './services/leak-report.ts';
import { luckReport } from './services/luck-report.ts';
import { runBarPaths } from './sessions/research/bar-paths.ts';
import type { CheckStart } from './sessions/research/check-messages.ts';
import { fundingOfConditions } from './sessions/research/conditions-funding.ts';
import { trialSpec } from './sessions/research/evaluate-trial.ts';
import { keptCheck } from './sessions/research/kept-check.ts';
import type { RunBars } from './sessions/research/run-bars.ts';
import { sharedCandles, sharedRates } from './sessions/research/shared-columns.ts';
import { TrialPool } from './sessions/research/trial-pool.ts';
import { trialThread } from './trial-threads.ts';

type Asked<Kind extends CheckAsk['kind']> = Extract<CheckAsk, { kind: Kind }>;
type Tell = (done: number, total: number) => void;

interface Checked {
  readonly run: StoredRun;
  readonly bars: RunBars;
  readonly definition: StrategyDefinition;
  readonly funding: FundingRates | null;
  /** To be closed. */
  readonly known: KnownStrategies;
}

/** The kept run with its bars. Fails with `run.unfinished`, `strategy.unknown`, as reading bars does, and with `input.invalid` where they are others by now. */
function checkedRun({ home, id, request, check, marketSeed, script }: CheckStart): Checked {
  const store = openResearchStore(home);
  const known = new KnownStrategies(script, request.seed);
  try {
    const run = store.run(id);
    if (run === null) throw new Fault('run.unfinished', { run: check.run });
    // Its fills hang on the book; bars alone would be evidence of something else.
    if (run.conditions.book !== undefined)
      throw new Fault('input.invalid', {
        field: run.conditions.data.label,
        problem: 'checks go over bars; of a recorded book there is only the one market that was recorded.',
      });
    const { strategy, data } = run.conditions.family;
    const definition = known.find(strategy);
    if (definition === undefined) throw new Fault('strategy.unknown', { strategy, suggestion: '' });
    if ((run.conditions.strategyHash ?? null) !== known.hash)
      throw new Fault('input.invalid', {
        field: strategy,
        problem: `its files have changed since run ${String(check.run)} was made; run it again.`,
      });
    const bars = researchBars({ request, marketSeed, home });
    // Other bars than those that were run over would be evidence of something else.
    if (bars.dataHash !== data)
      throw new Fault('input.invalid', {
        field: bars.label,
        problem: `it holds other bars than when run ${String(check.run)} was made; run it again.`,
      });
    const funding = fundingOfConditions(run.conditions, () => openFundingStore(home));
    if (funding === 'missing')
      throw new Fault('input.invalid', {
        field: 'funding',
        problem: `its stored rates are others than when run ${String(check.run)} was made; run it again.`,
      });
    return { run, bars, definition, funding, known };
  } catch (thrown) {
    known.close();
    throw thrown;
  } finally {
    store.close();
  }
}

/** Checks a run as it is asked for, and keeps what it came to. Fails as the checks and the store do. */
export async function checkRun(start: CheckStart, tell: Tell): Promise<CheckView> {
  const { check } = start;
  const view = check.kind === 'leaks' ? leaksOfRun(start, check, tell) : await luckOfRun(start, check, tell);
  const store = openResearchStore(start.home);
  try {
    store.addCheck(keptCheck(start, view));
  } finally {
    store.close();
  }
  return view;
}

/** Looks whether a run's strategy knows bars that have not come yet. */
export function leaksOfRun(start: CheckStart, check: Asked<'leaks'>, tell: Tell): LeaksView {
  const { run, bars, definition, funding, known } = checkedRun(start);
  const { conditions, parameters } = run;
  const { length } = bars.candles;
  const candles = sliceCandles(bars.candles, Math.max(0, length - (check.bars ?? length)), length);
  try {
    const spec = trialSpec({ conditions, candles, funding }, { parameters, from: 0, to: candles.length }, known.find);
    const found = checkLeaks(spec, definition, { cuts: check.cuts, seed: conditions.seed, onCut: tell });
    return leakReport({ ...found, candles, instrument: new Instrument(conditions.instrument, 0) });
  } finally {
    known.close();
  }
}

/** Weighs what a run could have come to with other luck, on threads of its own for the markets made of its bars. */
export async function luckOfRun(start: CheckStart, check: Asked<'luck'>, tell: Tell): Promise<LuckView> {
  const { run, bars, definition, funding, known } = checkedRun(start);
  const { conditions, parameters } = run;
  const candles = sharedCandles(bars.candles);
  const warmup = definition.warmupBars(parameters);
  known.close();
  const blockBars = Math.min(check.blockBars ?? pathBlock(candles.length, warmup), candles.length - 1);
  const base = { conditions, candles, funding: sharedRates(funding), ...(start.script === null ? {} : { script: start.script }) };
  const pool = new TrialPool(() => trialThread(base), start.jobs);
  try {
    const { seed } = conditions;
    const plan = { parameters, bars: candles.length, paths: check.paths, blockBars, seed };
    const paths = await runBarPaths(pool, { ...plan, onPath: (done) => tell(done, check.paths) });
    return luckReport({ run, candles, paths, seed });
  } finally {
    pool.close();
  }
}
