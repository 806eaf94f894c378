import { Fault } from '../../src-shared/kernel/fault.ts';
import type { ResearchStore, SearchSummary } from '../ports/research-store.ts';
import { type FoundGround, SearchService } from '../services/search-service.ts';
import { fundingOfConditions } from '../sessions/research/conditions-funding.ts';
import type { SearchHandle, SearchProgress } from '../sessions/research/search-job.ts';
import type { CliContext } from './context.ts';
import { lengthOfTime } from './figures.ts';
import type { OptionValues } from './option-values.ts';
import { note } from './output.ts';
import { Progress } from './progress.ts';
import { JOBS, RESUME } from './search-options.ts';
import { type AskedSearch, barsOf } from './search-setup.ts';
import { figureText } from './search-text.ts';
import type { SearchResult } from './search-result.ts';

/** Runs a new search, or goes on with the one that --resume names, until it is done or a person asks to stop: then it is paused and what goes on with it is said. */
export async function runSearch(values: OptionValues, context: CliContext, fresh: () => Promise<AskedSearch>): Promise<SearchResult> {
  const { services } = context;
  const id = values.given(RESUME);
  const asked = id === undefined ? await fresh() : null;
  const store = services.research(context.home);
  try {
    const find = (name: string) => services.strategies.find(({ spec }) => spec.id === name);
    const service = new SearchService({ store, clock: context.clock, ids: services.ids, find, thread: services.trialThread });
    const jobs = values.given(JOBS) ?? services.cores;
    const handle =
      asked === null
        ? service.resume(id!, { ...(await groundOf(known(store, id!), context)), jobs })
        : service.start(asked.request, { ...asked, jobs });
    await watched(handle, store, context);
    return searchResult(store, handle.id);
  } finally {
    store.close();
  }
}

/** A search of a store as it stands. Fails with `search.unknown`. */
export function searchResult(store: ResearchStore, id: string): SearchResult {
  const search = known(store, id);
  return { search, trials: store.outcomes(search.id), tries: store.trialCount(search.conditions.family).total };
}

/** Bars and rates of funding of a search as they are found now. */
async function groundOf(search: SearchSummary, context: CliContext): Promise<Pick<FoundGround, 'candles' | 'funding'>> {
  const candles = await barsOf(search, context);
  return { candles, funding: fundingOfConditions(search.conditions, () => context.services.fundingStore(context.home)) };
}

function known(store: ResearchStore, id: string): SearchSummary {
  const search = store.search(id);
  if (search === null) throw new Fault('search.unknown', { search: id });
  return search;
}

async function watched(handle: SearchHandle, store: ResearchStore, context: CliContext): Promise<void> {
  const progress = new Progress(context);
  const search = known(store, handle.id);
  handle.onProgress((now) => progress.tell(() => progressText(now, search)));
  const pause = (): void => {
    handle.pause();
  };
  context.signal.addEventListener('abort', pause, { once: true });
  if (context.signal.aborted) pause();
  const { state, fault } = await handle.finished;
  context.signal.removeEventListener('abort', pause);
  progress.end();
  if (fault !== null) throw fault;
  const command = search.windows === null ? 'optimise' : 'walk-forward';
  if (state === 'paused') note(context, `Paused. Go on with: cryptoorch ${command} --resume ${handle.id}`);
}

function progressText({ done, total, failed, perSecond, leftMs, window, best }: SearchProgress, search: SearchSummary): string {
  const of = search.windows === null ? '' : `window ${String(window + 1)} of ${String(search.windows.length)}, `;
  const left = leftMs === null ? '' : `, ${lengthOfTime(leftMs)} left`;
  const lost = failed === 0 ? '' : `, ${String(failed)} failed`;
  const [first] = search.objectives;
  const leading =
    best === null ? 'nothing accepted yet' : `best ${first!.figure} ${figureText(first!.figure, best.figures[first!.figure] ?? null)}`;
  return `${of}${String(done)} of ${String(total)} trials, ${perSecond.toFixed(1)} a second${left}${lost}; ${leading}`;
}
