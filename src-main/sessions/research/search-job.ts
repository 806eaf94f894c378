import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Proposal } from '../../../src-shared/domain/search.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { asFault, Fault } from '../../../src-shared/kernel/fault.ts';
import { mixSeed } from '../../../src-shared/kernel/random.ts';
import { unwrap } from '../../../src-shared/kernel/result.ts';
import { makeSampler } from '../../core/research/search/make-sampler.ts';
import type { Sampler } from '../../core/research/search/sampler.ts';
import { compareScores, type Score, scoreOf } from '../../core/research/search/scores.ts';
import type { SearchSpace } from '../../core/research/search/search-space.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ResearchStore, SearchEntry, SearchState, Trial } from '../../ports/research-store.ts';
import { firstRowFrom } from './candle-rows.ts';
import { TrialLog } from './trial-log.ts';
import type { TrialPool } from './trial-pool.ts';
import type { TrialResult } from './trial-types.ts';

/** Where a search stands. */
export interface SearchProgress {
  readonly state: SearchState;
  /** Trials that are known, those of earlier starts among them. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Trials a second since this start; 0 before the first. */
  readonly perSecond: number;
  /** Wall time that is left at that rate, ms; null before the first. */
  readonly leftMs: number | null;
  /** Index of the window that is being searched. */
  readonly window: number;
  /** Best trial of the present window so far by the first objective, of those that keep every constraint. */
  readonly best: Trial | null;
}

/** A search that is going on. */
export interface SearchHandle {
  readonly id: string;
  /** Settles when it is no longer running; never rejects. `fault` is why it failed. */
  readonly finished: Promise<{ readonly state: SearchState; readonly fault: Fault | null }>;
  progress(): SearchProgress;
  /** Hears of every trial and of the end. */
  onProgress(listener: (progress: SearchProgress) => void): Releasable;
  /** Lets the trials that run come to their end and begins no others; it can be gone on with later. */
  pause(): void;
  /** Ends it at once; trials that run are given up. */
  cancel(): void;
}

/** What a search is run with. */
export interface SearchParts {
  readonly store: ResearchStore;
  readonly clock: Clock;
  readonly pool: TrialPool;
  readonly space: SearchSpace;
  readonly candles: CandleColumns;
}

interface Flight {
  readonly proposal: Proposal;
  readonly result: TrialResult;
}

/**
 * Runs a search, window by window: asks its sampler, lets the pool run what was asked for, keeps every trial. What it asks for depends on seed and
 * results alone, so that neither threads nor interruptions change it; trials that are kept already are told instead of run.
 */
export class SearchJob implements SearchHandle {
  readonly id: string;
  readonly finished: SearchHandle['finished'];
  private readonly entry: SearchEntry;
  private readonly parts: SearchParts;
  private readonly log: TrialLog;
  private readonly listeners = new Set<(progress: SearchProgress) => void>();
  private readonly landed: Flight[] = [];
  private readonly perWindow: number;
  private readonly started: number;
  private state: SearchState = 'running';
  private wish: 'paused' | 'cancelled' | null = null;
  private broken: Fault | null = null;
  private ring: () => void = () => undefined;
  private ran = 0;
  private window = 0;
  private best: { readonly trial: Trial; readonly score: Score } | null = null;

  /** Begins at once. Fails with `search.invalid` where its method cannot search its space. */
  constructor(entry: SearchEntry, parts: SearchParts) {
    this.id = entry.id;
    this.entry = entry;
    this.parts = parts;
    this.log = new TrialLog(entry.id, parts.store, parts.clock);
    this.perWindow = this.sampler(0).total;
    this.started = parts.clock.monotonic();
    void parts.pool.broken.then((fault) => {
      this.broken = fault;
      this.ring();
    });
    this.finished = this.run();
  }

  progress(): SearchProgress {
    const { windows } = this.entry;
    const total = windows === null ? this.perWindow : windows.length * (this.perWindow + 1);
    const seconds = (this.parts.clock.monotonic() - this.started) / 1_000;
    const perSecond = seconds > 0 ? this.ran / seconds : 0;
    const done = this.log.known;
    const leftMs = perSecond > 0 ? ((total - done) / perSecond) * 1_000 : null;
    return {
      state: this.state,
      done,
      total,
      failed: this.log.failed,
      perSecond,
      leftMs,
      window: this.window,
      best: this.best?.trial ?? null,
    };
  }

  onProgress(listener: (progress: SearchProgress) => void): Releasable {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  pause(): void {
    this.wish ??= 'paused';
    this.ring();
  }

  cancel(): void {
    this.wish = 'cancelled';
    this.ring();
  }

  private async run(): Promise<{ readonly state: SearchState; readonly fault: Fault | null }> {
    const { store, clock, pool } = this.parts;
    let fault: Fault | null = null;
    try {
      const count = this.entry.windows?.length ?? 1;
      for (let window = 0; window < count && this.wish === null; window += 1) await this.searchWindow(window);
      this.log.flush();
      this.state = this.wish ?? 'done';
    } catch (thrown) {
      fault = asFault(thrown);
      this.state = 'failed';
    }
    pool.close();
    try {
      store.setSearchState(this.id, this.state, clock.now());
    } catch (thrown) {
      fault ??= asFault(thrown);
      this.state = 'failed';
    }
    this.tell();
    return { state: this.state, fault };
  }

  private async searchWindow(window: number): Promise<void> {
    this.window = window;
    this.best = null;
    const sampler = this.sampler(window);
    const cut = this.entry.windows?.[window];
    const { candles } = this.parts;
    const from = cut ? firstRowFrom(candles, cut.inSampleFrom) : 0;
    const to = cut ? firstRowFrom(candles, cut.inSampleTo) : candles.length;
    await this.fly(
      () => this.nextOf(sampler, window),
      { from, to },
      ({ proposal, result }) => {
        const trial = this.keep(proposal, result, { window, part: 'in-sample' });
        sampler.tell(trial);
      },
    );
    if (cut && this.wish === null) await this.prove(window);
  }

  /** Runs the window's choice over the bars behind it. */
  private async prove(window: number): Promise<void> {
    const cut = this.entry.windows![window]!;
    const { candles } = this.parts;
    const chosen = this.best?.trial;
    if (!chosen || this.log.find(window, 'out-of-sample', 0)) return;
    let proposal: Proposal | null = { number: 0, parameters: chosen.parameters };
    const next = (): Proposal | null => {
      const asked = proposal;
      proposal = null;
      return asked;
    };
    const rows = { from: firstRowFrom(candles, cut.outOfSampleFrom), to: firstRowFrom(candles, cut.outOfSampleTo) };
    await this.fly(next, rows, (flight) => {
      this.keep(flight.proposal, flight.result, { window, part: 'out-of-sample' });
    });
  }

  /** The next trial that is not kept already; those that are, are told. */
  private nextOf(sampler: Sampler, window: number): Proposal | null {
    for (let proposal = sampler.ask(); proposal !== null; proposal = sampler.ask()) {
      const kept = this.log.find(window, 'in-sample', proposal.number);
      if (!kept) return proposal;
      if (!sameValues(kept.parameters, proposal.parameters)) {
        throw new Fault('search.invalid', {
          problem: `${this.id} was begun by a version that chose its trials in another way; start a new search.`,
        });
      }
      sampler.tell(kept);
      this.weigh(kept);
    }
    return null;
  }

  /** Keeps the pool busy with what `next` gives until nothing more comes and everything has landed, or somebody asks to stop. */
  private async fly(
    next: () => Proposal | null,
    rows: { readonly from: number; readonly to: number },
    land: (flight: Flight) => void,
  ): Promise<void> {
    const { pool } = this.parts;
    let flying = 0;
    for (;;) {
      while (this.wish === null && flying < pool.jobs) {
        const proposal = next();
        if (proposal === null) break;
        flying += 1;
        void pool.run({ parameters: proposal.parameters, ...rows }).then((result) => {
          this.landed.push({ proposal, result });
          this.ring();
        });
      }
      if (this.broken !== null) throw this.broken;
      if (flying === 0 || this.wish === 'cancelled') return;
      if (this.landed.length === 0) {
        await new Promise<void>((resolve) => {
          this.ring = resolve;
        });
      }
      for (const flight of this.landed.splice(0)) {
        flying -= 1;
        this.ran += 1;
        land(flight);
        this.tell();
      }
    }
  }

  private keep(proposal: Proposal, result: TrialResult, place: Pick<Trial, 'window' | 'part'>): Trial {
    const objectives = this.entry.objectives.map(({ figure }) => result.figures[figure] ?? null);
    const trial: Trial = { ...proposal, ...result, ...place, objectives };
    this.log.add(trial);
    if (place.part === 'in-sample') this.weigh(trial);
    return trial;
  }

  private weigh(trial: Trial): void {
    const score = scoreOf(trial, this.entry);
    if (score.violation > 0) return;
    const order = this.best === null ? -1 : compareScores(score, this.best.score);
    // Trials land in any order; of equals the first that was asked for is the best.
    if (order < 0 || (order === 0 && trial.number < this.best!.trial.number)) this.best = { trial, score };
  }

  private sampler(window: number): Sampler {
    const { method, trials, conditions, windows } = this.entry;
    const seed = windows === null ? conditions.seed : mixSeed(conditions.seed, window);
    return unwrap(makeSampler(method, this.parts.space, this.entry, { trials, seed }));
  }

  private tell(): void {
    const progress = this.progress();
    for (const listener of this.listeners) listener(progress);
  }
}

function sameValues(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
