import type {
  OverfitView,
  SearchAsk,
  SearchRow,
  SearchTrialRow,
  WalkForwardView,
  WalkHoldView,
} from '../../src-shared/contract/searches.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import { checkedSpace } from '../core/research/search/check-search.ts';
import { dominates, type Score, scoreOf } from '../core/research/search/scores.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { ResearchStore, SearchSummary } from '../ports/research-store.ts';
import type { FromSearch, SearchStart, ToSearch } from '../sessions/research/search-messages.ts';
import type { CostProfiles } from './cost-profiles.ts';
import type { OwnSource } from './own-strategies.ts';
import { pastBars } from './past-bars.ts';
import { runnableStrategy } from './runnable-strategy.ts';
import { SentCommands } from './sent-commands.ts';
import { askedRow, storedRow } from './search-rows.ts';
import { walkForwardView } from './walk-forward-view.ts';

/** A search's thread, as main holds it. */
export interface SearchThread {
  post(message: ToSearch): void;
  onMessage(listener: (message: FromSearch) => void): void;
  /** The thread ended; `problem` says how. */
  onEnd(listener: (problem: string) => void): void;
  /** Ends it at once. */
  end(): void;
}

/** What searching needs. */
export interface SearchesParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ResearchStore;
  readonly costs: CostProfiles;
  /** `script` is that of the strategy, where it is the user's own. */
  readonly open: (what: SearchStart['what'], script: SearchStart['script']) => SearchThread;
  /** Works out what the same cash came to that was held over the windows of a walk-forward. */
  readonly hold: (search: SearchSummary) => Promise<WalkHoldView>;
  /** A strategy of the user's own by its id. */
  readonly own: (strategy: string) => OwnSource | null;
  readonly publish: (event: StreamEvent) => void;
  /** Market time, ms UTC. */
  readonly marketTime: () => number;
}

/** Searches and trials that a list shows. */
const LISTED = 200;
const SHOWN_TRIALS = 5_000;

interface Going {
  row: SearchRow;
  readonly thread: SearchThread;
}

/** Searches on threads of their own: started, watched, paused, gone on with, and everything that they tried. */
export class SearchesService {
  private readonly parts: SearchesParts;
  private readonly going = new Map<string, Going>();
  private readonly sent = new SentCommands<{ readonly search: string }>();
  /** How searches of this start ended that the store does not tell whole. */
  private readonly ended = new Map<string, SearchRow>();
  private readonly held = new Map<string, Promise<WalkHoldView>>();

  constructor(parts: SearchesParts) {
    this.parts = parts;
  }

  /** Newest first. */
  list(): { readonly searches: readonly SearchRow[] } {
    const stored = this.parts.store
      .searches(LISTED)
      .map((search) => this.going.get(search.id)?.row ?? this.ended.get(search.id) ?? storedRow(search));
    const fresh = [...this.going.values()].map(({ row }) => row).filter(({ search }) => !stored.some((row) => row.search === search));
    return { searches: [...fresh, ...stored] };
  }

  /** Starts a search; a command that comes twice starts one. Fails with `strategy.unknown`, `search.invalid`, `input.invalid`. */
  start(command: string, ask: SearchAsk): { readonly search: string } {
    return this.sent.once(command, () => this.begin(ask));
  }

  private begin(asked: SearchAsk): { readonly search: string } {
    const run = pastBars(asked.run, [asked.run.source], this.parts.marketTime());
    const ask = { ...asked, run };
    const own = this.parts.own(run.strategy);
    unwrap(checkedSpace(runnableStrategy(run, own), { ...ask, fixed: run.parameters }));
    const id = this.parts.ids.next();
    this.watch(askedRow(id, ask, this.parts.clock.now()), { kind: 'start', id, ask, costs: this.parts.costs.named(run.costs) }, own);
    return { search: id };
  }

  /** Lets the trials that run end and begins no others. */
  pause(id: string): { readonly accepted: boolean } {
    const going = this.going.get(id);
    going?.thread.post('pause');
    return { accepted: going !== undefined };
  }

  /** Goes on with a search that is not done. Fails with `search.unknown`. */
  resume(id: string): { readonly accepted: boolean } {
    const search = this.parts.store.search(id);
    if (search === null) throw new Fault('search.unknown', { search: id });
    if (this.going.has(id) || !storedRow(search).resumable) return { accepted: false };
    this.watch({ ...storedRow(search), state: 'running' }, { kind: 'resume', id }, this.parts.own(search.conditions.family.strategy));
    return { accepted: true };
  }

  /** Ends a search for good; what it tried is kept. */
  cancel(id: string): { readonly accepted: boolean } {
    const going = this.going.get(id);
    if (going === undefined) return { accepted: false };
    going.thread.post('cancel');
    return { accepted: true };
  }

  /** What a search tried. Fails with `search.unknown`. */
  trials(id: string): { readonly trials: readonly SearchTrialRow[]; readonly total: number } {
    const search = this.parts.store.search(id);
    if (search === null) throw new Fault('search.unknown', { search: id });
    const all = this.parts.store.trials(id).filter(({ part, window }) => part === 'in-sample' && window === 0);
    const shown = all.slice(-SHOWN_TRIALS);
    const scores = shown.map((trial) => scoreOf(trial, search));
    const front = new Set(frontOf(scores));
    return {
      total: all.length,
      trials: shown.map(({ number, state, parameters, figures, problem }, index) => ({
        number,
        state,
        parameters,
        figures,
        front: front.has(index),
        problem: problem ?? '',
      })),
    };
  }

  /** What a walk-forward came to so far. Fails with `search.unknown` for a search without windows too. */
  walk(id: string): WalkForwardView {
    const { store } = this.parts;
    const search = store.search(id);
    if (search === null || search.windows === null) throw new Fault('search.unknown', { search: id });
    const { family } = search.conditions;
    return walkForwardView({ search, windows: search.windows, trials: store.outcomes(id), tries: store.trialCount(family).total });
  }

  /** The same cash held over all windows of a walk-forward; worked out once. Fails with `search.unknown`, and as its bars do. */
  walkHold(id: string): Promise<WalkHoldView> {
    const search = this.parts.store.search(id);
    if (search === null || search.windows === null) return Promise.reject(new Fault('search.unknown', { search: id }));
    const known = this.held.get(id);
    if (known !== undefined) return known;
    const hold = this.parts.hold(search);
    this.held.set(id, hold);
    // What failed may not fail again: its bars may be back.
    hold.catch(() => this.held.delete(id));
    return hold;
  }

  /** Judges the family that a search belongs to. Fails with `search.unknown`, and as `overfitReport` does. */
  judge(id: string): Promise<OverfitView> {
    const search = this.parts.store.search(id);
    const own = search === null ? null : this.parts.own(search.conditions.family.strategy);
    const thread = this.parts.open({ kind: 'judge', id }, own?.script ?? null);
    return new Promise((resolve, reject) => {
      thread.onMessage((message) => {
        if (message.kind === 'judged') resolve(message.view);
        else if (message.kind === 'failed') reject(new Fault(message.fault.code, message.fault.details));
      });
      thread.onEnd((problem) => {
        reject(new Fault('search.thread', { search: id, problem }));
      });
    });
  }

  /** Ends every thread at once; what was tried is in the store, and the searches can be gone on with. */
  close(): void {
    for (const { thread } of this.going.values()) thread.end();
  }

  private watch(row: SearchRow, what: SearchStart['what'], own: OwnSource | null): void {
    const going: Going = { row, thread: this.parts.open(what, own?.script ?? null) };
    const { search } = row;
    this.going.set(search, going);
    this.tell(row);
    going.thread.onMessage((message) => {
      this.receive(going, message);
    });
    going.thread.onEnd((problem) => {
      if (this.going.get(search) === going)
        this.end(going, { state: 'failed', problem: new Fault('search.thread', { search, problem }).message });
    });
  }

  private receive(going: Going, message: FromSearch): void {
    if (message.kind === 'failed')
      this.end(going, { state: 'failed', problem: new Fault(message.fault.code, message.fault.details).message });
    if (message.kind !== 'progress' && message.kind !== 'ended') return;
    const { done, total, failed, perSecond, leftMs, best, state } = message.progress;
    going.row = {
      ...going.row,
      ...{ done, total, failed },
      rate: perSecond > 0 ? perSecond : null,
      left: leftMs,
      best: best === null ? null : { parameters: best.parameters, objective: best.objectives[0] ?? null },
    };
    if (message.kind === 'progress') this.tell(going.row);
    else this.end(going, { state, problem: message.fault === null ? '' : new Fault(message.fault.code, message.fault.details).message });
  }

  private end(going: Going, change: Pick<SearchRow, 'state' | 'problem'>): void {
    this.going.delete(going.row.search);
    const resumable = going.row.resumable && (change.state === 'paused' || change.state === 'failed');
    const row: SearchRow = { ...going.row, rate: null, left: null, resumable, ...change };
    this.ended.set(row.search, row);
    this.tell(row);
  }

  private tell(row: SearchRow): void {
    this.parts.publish({ kind: 'search', row });
  }
}

/** Indices of the scores that no other dominates and that break no constraint. */
function frontOf(scores: readonly Score[]): readonly number[] {
  let front: number[] = [];
  scores.forEach((score, index) => {
    if (score.violation > 0 || front.some((other) => dominates(scores[other]!, score))) return;
    front = [...front.filter((other) => !dominates(score, scores[other]!)), index];
  });
  return front;
}
