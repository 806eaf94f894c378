import type { RunRequest } from '../src-shared/contract/research.ts';
import type { OverfitView } from '../src-shared/contract/searches.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { underlyingOf } from './core/market-data/perpetual-instrument.ts';
import { KnownStrategies } from './known-strategies.ts';
import { openFundingStore } from './market-services.ts';
import type { ResearchStore, SearchSummary } from './ports/research-store.ts';
import { openResearchStore, researchBars } from './research-bars.ts';
import { keptVerdict } from './services/kept-verdict.ts';
import { type OverfitPlan, overfitReport } from './services/overfit-report.ts';
import { askedWindows } from './services/search-rows.ts';
import { SearchService } from './services/search-service.ts';
import { fundingOfConditions } from './sessions/research/conditions-funding.ts';
import { runLimits } from './sessions/research/run-limits.ts';
import { recordOf, trialSpec } from './sessions/research/evaluate-trial.ts';
import type { SearchHandle } from './sessions/research/search-job.ts';
import { isWindowData } from './sessions/research/stored-report.ts';
import type { SearchStart } from './sessions/research/search-messages.ts';
import { trialThread } from './trial-threads.ts';

const RESAMPLES = 1_000;

type Asked<Kind extends SearchStart['what']['kind']> = Extract<SearchStart['what'], { kind: Kind }>;

/** A search that goes on. */
export interface OpenSearch {
  readonly handle: SearchHandle;
  /** Lets go of what it needed, once it has ended. */
  readonly close: () => void;
}

/** Begins a search or goes on with one. Fails as `SearchService` and reading the bars do. */
export function openSearch(start: SearchStart, what: Asked<'start'> | Asked<'resume'>): OpenSearch {
  const { script } = start;
  const store = openResearchStore(start.home);
  let known: KnownStrategies | null = null;
  const close = (): void => {
    known?.close();
    store.close();
  };
  try {
    known = new KnownStrategies(script, what.kind === 'start' ? what.ask.run.seed : (store.search(what.id)?.conditions.seed ?? 0));
    const service = new SearchService({
      store,
      clock: new SystemClock(),
      ids: { next: () => what.id },
      find: known.find,
      thread: (base) => trialThread(script === null ? base : { ...base, script }),
    });
    const { hash } = known;
    return {
      handle: what.kind === 'start' ? begun(service, start, { ...what, hash }) : goneOn(service, store, { start, id: what.id, hash }),
      close,
    };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** SHA-256 of the user's own strategy that is searched; null for a built-in one. */
interface Searched {
  readonly hash: string | null;
}

function begun(service: SearchService, start: SearchStart, { ask, costs, hash }: Asked<'start'> & Searched): SearchHandle {
  const { run, space, method, trials, objectives, constraints } = ask;
  const bars = researchBars({ request: run, ...start });
  const { strategy, timeframe, parameters, size, cash, seed, perpetual } = run;
  const { funding } = bars;
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
        limits: runLimits(run),
        seed,
        ...(perpetual === undefined || perpetual.direction === 'long' ? {} : { ways: perpetual.direction }),
        ...(funding === undefined ? {} : { funding: funding.note }),
        engineVersion: start.engine,
        ...(hash === null ? {} : { strategyHash: hash }),
      },
      space,
      fixed: Object.fromEntries(Object.entries(parameters).filter(([name]) => !varied.has(name))),
      method,
      trials,
      objectives,
      constraints,
      windows: askedWindows(ask),
    },
    { candles: bars.candles, funding: funding?.plan.kind === 'stored' ? funding.plan.rates : null, jobs: start.jobs },
  );
}

function goneOn(
  service: SearchService,
  store: ResearchStore,
  { start, id, hash }: { readonly start: SearchStart; readonly id: string } & Searched,
): SearchHandle {
  const search = store.search(id);
  if (search === null) throw new Fault('search.unknown', { search: id });
  const { family, strategyHash = null } = search.conditions;
  if (strategyHash !== hash)
    throw new Fault('search.invalid', { problem: `${family.strategy} has changed since ${id} was begun; start a new search.` });
  const { candles } = researchBars({ request: barsAsked(search), ...start });
  return service.resume(id, { candles, funding: ratesOf(search, start), jobs: start.jobs });
}

/** The rates of funding of a search as they are found now. */
function ratesOf({ conditions }: SearchSummary, { home }: SearchStart): ReturnType<typeof fundingOfConditions> {
  return fundingOfConditions(conditions, () => openFundingStore(home));
}

/** The bars of a search as a run would ask for them: those of the coin. */
export function barsAsked({ conditions }: SearchSummary): RunRequest {
  const { family, data, cash, size, costs, seed } = conditions;
  return {
    source: data.id === null ? { kind: 'simulated' } : { kind: 'stored', series: data.id },
    instrument: underlyingOf(conditions.instrument).id,
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
function runnerOf(search: SearchSummary, start: SearchStart, known: KnownStrategies): OverfitPlan['runAgain'] {
  const { conditions } = search;
  // Bars of a file are read on the command line.
  if (!isWindowData(conditions.data)) return null;
  const { candles, dataHash } = researchBars({ request: barsAsked(search), ...start });
  // Other bars than those that were searched would be evidence of something else.
  if (dataHash !== conditions.family.data) return null;
  const { strategyHash = null } = conditions;
  if (strategyHash !== known.hash) return null;
  const funding = ratesOf(search, start);
  if (funding === 'missing') return null;
  return (parameters) => {
    const spec = trialSpec({ conditions, candles, funding }, { parameters, from: 0, to: candles.length }, known.find);
    return { record: recordOf(spec, known.backtest(spec)), candles };
  };
}

/** Judges everything that was ever tried of the family that a search belongs to. Fails with `search.unknown`, and as `overfitReport` does. */
export function judgeSearch(start: SearchStart, id: string): OverfitView {
  const store = openResearchStore(start.home);
  let known: KnownStrategies | null = null;
  try {
    const search = store.search(id);
    if (search === null) throw new Fault('search.unknown', { search: id });
    const { conditions } = search;
    known = new KnownStrategies(start.script, conditions.seed);
    const report = overfitReport(store, {
      conditions,
      seed: 1,
      resamples: RESAMPLES,
      runAgain: runnerOf(search, start, known),
    });
    store.addVerdict(keptVerdict(report, new SystemClock().now()));
    const { verdict, tries, otherContracts, best, selection, crossValidation, resampled } = report;
    const { sharpe, luckySharpe, probabilistic, deflated, yearsNeeded } = verdict.figures;
    return {
      passed: verdict.passed,
      sentence: verdict.sentence,
      checks: verdict.checks.map(({ name, outcome, sentence }) => ({ name, outcome, sentence })),
      tries: tries.total,
      otherContracts,
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
    known?.close();
    store.close();
  }
}
