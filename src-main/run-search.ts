import type { RunRequest } from '../src-shared/contract/research.ts';
import type { OverfitView } from '../src-shared/contract/searches.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../src-shared/domain/limits.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { ResearchStore, SearchSummary } from './ports/research-store.ts';
import { openResearchStore, researchBars } from './research-bars.ts';
import { backtest } from './run-backtest.ts';
import { type OverfitPlan, overfitReport } from './services/overfit-report.ts';
import { askedWindows } from './services/search-rows.ts';
import { SearchService } from './services/search-service.ts';
import { recordOf, trialSpec } from './sessions/research/evaluate-trial.ts';
import type { SearchHandle } from './sessions/research/search-job.ts';
import { isWindowData } from './sessions/research/stored-report.ts';
import type { SearchStart } from './sessions/research/search-messages.ts';
import { trialThread } from './trial-threads.ts';

const RESAMPLES = 1_000;

type Asked<Kind extends SearchStart['what']['kind']> = Extract<SearchStart['what'], { kind: Kind }>;

/** A search that goes on, with the store it writes to. */
export interface OpenSearch {
  readonly handle: SearchHandle;
  readonly store: ResearchStore;
}

/** Begins a search or goes on with one. Fails as `SearchService` and reading the bars do. */
export function openSearch(start: SearchStart, what: Asked<'start'> | Asked<'resume'>): OpenSearch {
  const store = openResearchStore(start.home);
  try {
    const service = new SearchService({
      store,
      clock: new SystemClock(),
      ids: { next: () => what.id },
      find: findStrategy,
      thread: trialThread,
    });
    return { handle: what.kind === 'start' ? begun(service, start, what) : goneOn(service, store, { start, id: what.id }), store };
  } catch (thrown) {
    store.close();
    throw thrown;
  }
}

function begun(service: SearchService, start: SearchStart, { ask, costs }: Asked<'start'>): SearchHandle {
  const { run, space, method, trials, objectives, constraints } = ask;
  const bars = researchBars({ request: run, ...start });
  const { strategy, timeframe, parameters, size, cash, seed } = run;
  const varied = new Set(space.map(({ name }) => name));
  return service.start(
    {
      conditions: {
        family: { strategy, instrument: bars.instrument.id, timeframe, data: bars.dataHash },
        data: {
          id: run.source.kind === 'stored' ? run.source.series : null,
          label: bars.label,
          bars: bars.candles.length,
          from: run.from,
          to: run.to,
        },
        instrument: bars.instrument,
        cash,
        size,
        costs,
        limits: run.limits === 'default' ? DEFAULT_LIMITS : NO_LIMITS,
        seed,
        engineVersion: start.engine,
      },
      space,
      fixed: Object.fromEntries(Object.entries(parameters).filter(([name]) => !varied.has(name))),
      method,
      trials,
      objectives,
      constraints,
      windows: askedWindows(ask),
    },
    { candles: bars.candles, jobs: start.jobs },
  );
}

function goneOn(
  service: SearchService,
  store: ResearchStore,
  { start, id }: { readonly start: SearchStart; readonly id: string },
): SearchHandle {
  const search = store.search(id);
  if (search === null) throw new Fault('search.unknown', { search: id });
  const { candles } = researchBars({ request: barsAsked(search), ...start });
  return service.resume(id, { candles, jobs: start.jobs });
}

/** The bars of a search as a run would ask for them. */
function barsAsked({ conditions }: SearchSummary): RunRequest {
  const { family, data, cash, size, costs, seed } = conditions;
  return {
    source: data.id === null ? { kind: 'simulated' } : { kind: 'stored', series: data.id },
    instrument: family.instrument,
    timeframe: family.timeframe as RunRequest['timeframe'],
    from: data.from,
    to: data.to,
    strategy: family.strategy,
    parameters: {},
    size,
    cash,
    costs: costs.name,
    limits: 'none',
    seed,
  };
}

/** Runs the best trial again, so that its entries can be held against random ones. */
function runnerOf(search: SearchSummary, start: SearchStart): OverfitPlan['runAgain'] {
  const { conditions } = search;
  // Bars of a file are read on the command line.
  if (!isWindowData(conditions.data)) return null;
  const { candles, dataHash } = researchBars({ request: barsAsked(search), ...start });
  // Other bars than those that were searched would be evidence of something else.
  if (dataHash !== conditions.family.data) return null;
  return (parameters) => {
    const spec = trialSpec({ conditions, candles }, { parameters, from: 0, to: candles.length }, findStrategy);
    return { record: recordOf(spec, backtest(spec)), candles };
  };
}

/** Judges everything that was ever tried of the family that a search belongs to. Fails with `search.unknown` and `research.nothing-tried`. */
export function judgeSearch(start: SearchStart, id: string): OverfitView {
  const store = openResearchStore(start.home);
  try {
    const search = store.search(id);
    if (search === null) throw new Fault('search.unknown', { search: id });
    const { family } = search.conditions;
    const { verdict, tries, best, selection, crossValidation, resampled } = overfitReport(store, {
      family,
      seed: 1,
      resamples: RESAMPLES,
      runAgain: runnerOf(search, start),
    });
    const { sharpe, luckySharpe, probabilistic, deflated, yearsNeeded } = verdict.figures;
    return {
      passed: verdict.passed,
      sentence: verdict.sentence,
      checks: verdict.checks.map(({ name, outcome, sentence }) => ({ name, outcome, sentence })),
      tries: tries.total,
      best: best.parameters,
      ...{ sharpe, luckySharpe, probabilistic, deflated, yearsNeeded },
      overfitting: selection?.probability ?? null,
      crossValidation: crossValidation && {
        sentence: crossValidation.sentence,
        splits: crossValidation.splits,
        losing: crossValidation.losing,
        sharpes: crossValidation.sharpes,
        folded: crossValidation.folded,
      },
      resampledSharpe: resampled.sharpe,
      medianDrawdown: resampled.medianDrawdown,
      deepDrawdown: resampled.deepDrawdown,
    };
  } finally {
    store.close();
  }
}
