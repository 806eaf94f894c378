import type { Clock } from '../../ports/clock.ts';
import type { ResearchStore, Trial } from '../../ports/research-store.ts';

/** Trials are kept together where they come fast: so many, or whatever came in so long, ms. */
const MOST_WAITING = 200;
const LONGEST_WAIT_MS = 500;

const NONE = new Float64Array(0);

/** The trials of a search: those kept before, and new ones on their way into the store. */
export class TrialLog {
  private readonly search: string;
  private readonly store: ResearchStore;
  private readonly clock: Clock;
  private readonly trials = new Map<string, Trial>();
  private waiting: Trial[] = [];
  private flushed: number;
  failed = 0;

  constructor(search: string, store: ResearchStore, clock: Clock) {
    this.search = search;
    this.store = store;
    this.clock = clock;
    this.flushed = clock.monotonic();
    for (const trial of store.outcomes(search)) this.note(trial);
  }

  /** How many there are. */
  get known(): number {
    return this.trials.size;
  }

  find(window: number, part: Trial['part'], number: number): Trial | undefined {
    return this.trials.get(keyOf(window, part, number));
  }

  add(trial: Trial): void {
    this.note(trial);
    this.waiting.push(trial);
    if (this.waiting.length >= MOST_WAITING || this.clock.monotonic() - this.flushed >= LONGEST_WAIT_MS) this.flush();
  }

  /** Keeps what waits. */
  flush(): void {
    this.flushed = this.clock.monotonic();
    if (this.waiting.length > 0) this.store.addTrials(this.search, this.waiting);
    this.waiting = [];
  }

  private note(trial: Trial): void {
    if (trial.state === 'failed') this.failed += 1;
    // Thousands of trials with years of returns each would fill the memory; only the store keeps those.
    this.trials.set(keyOf(trial.window, trial.part, trial.number), { ...trial, dailyReturns: NONE });
  }
}

function keyOf(window: number, part: Trial['part'], number: number): string {
  return `${String(window)} ${part} ${String(number)}`;
}
