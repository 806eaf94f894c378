import type { CheckAsk, CheckFound, CheckKind, CheckRow, CheckView } from '../../src-shared/contract/checks.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { ResearchStore } from '../ports/research-store.ts';
import { viewOfCheck } from '../sessions/research/kept-check.ts';
import type { CheckStart, FromCheck } from '../sessions/research/check-messages.ts';
import type { OwnSource } from './own-strategies.ts';
import type { ResearchService } from './research-service.ts';

/** A check's thread, as main holds it. */
export interface CheckThread {
  onMessage(listener: (message: FromCheck) => void): void;
  /** The thread ended; `problem` says how. */
  onEnd(listener: (problem: string) => void): void;
  /** Ends it at once, with every thread of its own. */
  end(): void;
}

/** What checking needs. */
export interface ChecksParts {
  readonly clock: Clock;
  readonly research: Pick<ResearchService, 'done'>;
  readonly store: Pick<ResearchStore, 'checks' | 'check'>;
  /** Version of the program. */
  readonly engine: string;
  readonly open: (start: Pick<CheckStart, 'check' | 'id' | 'request' | 'script' | 'at'>) => CheckThread;
  /** A strategy of the user's own by its id. */
  readonly own: (strategy: string) => OwnSource | null;
  readonly publish: (event: StreamEvent) => void;
}

/** Which check of which run. */
export interface CheckPlace {
  readonly run: number;
  readonly kind: CheckKind;
}

interface Kept {
  /** Under which the store has the run. */
  readonly id: string;
  row: CheckRow;
  thread: CheckThread | null;
  view: CheckView | null;
  readonly startedAt: number;
  /** Wall time of its beginning, ms UTC. */
  readonly at: number;
}

/** Checks of runs on threads of their own: begun, watched, cancelled, and what they came to. */
export class ChecksService {
  private readonly parts: ChecksParts;
  private readonly kept = new Map<string, Kept>();

  constructor(parts: ChecksParts) {
    this.parts = parts;
    for (const { number: run, run: id, kind, at } of parts.store.checks()) {
      if (!isKind(kind)) continue;
      const row: CheckRow = { run, kind, state: 'done', done: 0, total: 0, left: null, problem: '' };
      this.kept.set(keyOf(row), { id, row, thread: null, view: null, startedAt: 0, at });
    }
  }

  list(): { readonly checks: readonly CheckRow[] } {
    return { checks: [...this.kept.values()].map(({ row }) => row) };
  }

  /** Begins a check; one of the same run and kind that goes is ended first. Fails with `run.unknown`, `run.unfinished`. */
  start(check: CheckAsk): { readonly accepted: boolean } {
    const { research, open, own, clock } = this.parts;
    const done = research.done(check.run);
    this.kept.get(keyOf(check))?.thread?.end();
    const { run, kind } = check;
    const at = clock.now();
    const thread = open({ check, ...done, at, script: own(done.request.strategy)?.script ?? null });
    const row: CheckRow = { run, kind, state: 'running', done: 0, total: 0, left: null, problem: '' };
    const kept: Kept = { id: done.id, row, thread, view: null, startedAt: clock.monotonic(), at };
    this.kept.set(keyOf(check), kept);
    thread.onMessage((message) => {
      if (kept.thread === thread) this.receive(kept, message);
    });
    thread.onEnd((problem) => {
      if (kept.thread === thread) this.end(kept, { state: 'failed', problem: new Fault('run.thread', { run, problem }).message });
    });
    this.tell(kept);
    return { accepted: true };
  }

  /** Ends a check that goes. */
  cancel(place: CheckPlace): { readonly cancelled: boolean } {
    const kept = this.kept.get(keyOf(place));
    if (kept === undefined || kept.thread === null) return { cancelled: false };
    this.end(kept, { state: 'cancelled' });
    return { cancelled: true };
  }

  /** What the newest check of a kind came to, as it was told or as the store has it: one that goes, failed or was cancelled leaves the one before it. */
  view(place: CheckPlace): CheckFound {
    const kept = this.kept.get(keyOf(place));
    if (kept === undefined) return { view: null, made: null };
    const { engine } = this.parts;
    if (kept.view !== null) return { view: kept.view, made: { at: kept.at, engine, isOther: false } };
    const stored = this.parts.store.check(kept.id, place.kind);
    if (stored === null) return { view: null, made: null };
    const made = { at: stored.at, engine: stored.engine, isOther: stored.engine !== engine };
    return { view: viewOfCheck(stored), made };
  }

  /** Ends every check at once. */
  close(): void {
    for (const { thread } of this.kept.values()) thread?.end();
  }

  private receive(kept: Kept, message: FromCheck): void {
    if (message.kind === 'failed') {
      this.end(kept, { state: 'failed', problem: new Fault(message.fault.code, message.fault.details).message });
    } else if (message.kind === 'done') {
      kept.view = message.view;
      this.end(kept, { state: 'done', done: kept.row.total });
    } else {
      const { done, total } = message;
      const took = this.parts.clock.monotonic() - kept.startedAt;
      kept.row = { ...kept.row, done, total, left: done === 0 ? null : (took / done) * (total - done) };
      this.tell(kept);
    }
  }

  private end(kept: Kept, change: Partial<CheckRow>): void {
    const { thread } = kept;
    kept.thread = null;
    thread?.end();
    kept.row = { ...kept.row, left: null, ...change };
    this.tell(kept);
  }

  private tell({ row }: Kept): void {
    // A check that another one took the place of is not told of any more.
    if (this.kept.get(keyOf(row))?.row === row) this.parts.publish({ kind: 'check', row });
  }
}

function isKind(kind: string): kind is CheckKind {
  return kind === 'luck' || kind === 'leaks';
}

function keyOf({ run, kind }: CheckPlace): string {
  return `${kind} ${String(run)}`;
}
