import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../src-shared/domain/funding.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import { checkedSpace } from '../core/research/search/check-search.ts';
import { makeSampler } from '../core/research/search/make-sampler.ts';
import type { Sampler } from '../core/research/search/sampler.ts';
import type { SearchSpace } from '../core/research/search/search-space.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { ResearchStore, SearchEntry } from '../ports/research-store.ts';
import { dataHash } from '../sessions/research/data-hash.ts';
import { SearchJob, type SearchHandle } from '../sessions/research/search-job.ts';
import { sharedCandles, sharedRates } from '../sessions/research/shared-columns.ts';
import { TrialPool, type TrialThread } from '../sessions/research/trial-pool.ts';
import type { TrialBase } from '../sessions/research/trial-types.ts';

/** A search as somebody asks for it. */
export type SearchRequest = Omit<SearchEntry, 'id' | 'at'>;

/** The bars that a search is run over, and how. */
export interface SearchGround {
  readonly candles: CandleColumns;
  /** Stored rates of funding, where its conditions name them. */
  readonly funding?: FundingRates | null;
  /** Threads. */
  readonly jobs: number;
  /** Cancels the search when it is aborted. */
  readonly signal?: AbortSignal;
}

/** What a search is gone on with over: its bars and rates as they are found now; `missing` where the rates are others by now, or not there any more. */
export interface FoundGround extends Omit<SearchGround, 'funding'> {
  readonly funding?: FundingRates | 'missing' | null;
}

/** The parts of the service that are chosen outside. */
export interface SearchServiceParts {
  readonly store: ResearchStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly find: (strategy: string) => StrategyDefinition | undefined;
  readonly thread: (base: TrialBase) => TrialThread;
}

/** Starts searches and goes on with them. */
export class SearchService {
  private readonly parts: SearchServiceParts;

  constructor(parts: SearchServiceParts) {
    this.parts = parts;
  }

  /** Begins a search. Fails with `search.invalid` or `strategy.unknown`; nothing is kept then. */
  start(request: SearchRequest, ground: SearchGround): SearchHandle {
    const { store, clock, ids } = this.parts;
    const { total } = this.room(request).sampler;
    // A grid has as many trials as combinations that are allowed.
    const entry: SearchEntry = { ...request, trials: request.method === 'grid' ? total : request.trials, id: ids.next(), at: clock.now() };
    store.addSearch(entry);
    return this.run(entry, ground);
  }

  /** Goes on with a search that is not done, over the same bars and rates of funding. Fails with `search.unknown` or `search.invalid`. */
  resume(id: string, { funding = null, ...ground }: FoundGround): SearchHandle {
    const { store, clock } = this.parts;
    const search = store.search(id);
    if (search === null) throw new Fault('search.unknown', { search: id });
    if (search.state === 'done')
      throw new Fault('search.invalid', { problem: `${search.id} is done already; cryptoorch searches show ${search.id} shows it.` });
    if (dataHash(ground.candles) !== search.conditions.family.data)
      throw new Fault('search.invalid', {
        problem: `${search.conditions.data.label} has changed since ${search.id} was begun; start a new search.`,
      });
    if (funding === 'missing')
      throw new Fault('search.invalid', {
        problem: `the stored rates of funding are not those that ${search.id} was begun with; start a new search.`,
      });
    this.room(search);
    store.setSearchState(search.id, 'running', clock.now());
    return this.run(search, { ...ground, funding });
  }

  /** The space of a search and a sampler over it, everything checked. */
  private room(request: SearchRequest): { readonly space: SearchSpace; readonly sampler: Sampler } {
    const { conditions, method, trials } = request;
    const { strategy } = conditions.family;
    const definition = this.parts.find(strategy);
    if (!definition) throw new Fault('strategy.unknown', { strategy, suggestion: '' });
    const space = unwrap(checkedSpace(definition, request));
    return { space, sampler: unwrap(makeSampler(method, space, request, { trials, seed: conditions.seed })) };
  }

  private run(entry: SearchEntry, { candles, funding = null, jobs, signal }: SearchGround): SearchHandle {
    const { store, clock, thread } = this.parts;
    const { conditions } = entry;
    const { space } = this.room(entry);
    const base: TrialBase = { conditions, candles: sharedCandles(candles), funding: sharedRates(funding) };
    const pool = new TrialPool(() => thread(base), jobs);
    const job = new SearchJob(entry, { store, clock, pool, space, candles: base.candles });
    const stop = (): void => {
      job.cancel();
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    void job.finished.then(() => signal?.removeEventListener('abort', stop));
    return job;
  }
}
