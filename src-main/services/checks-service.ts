import type { CheckAsk, CheckKind, CheckRow, CheckView } from '../../src-shared/contract/checks.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { Clock } from '../ports/clock.ts';
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
  readonly open: (start: Pick<CheckStart, 'check' | 'id' | 'request' | 'script'>) => CheckThread;
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
  row: CheckRow;
  thread: CheckThread | null;
  view: CheckView | null;
  readonly startedAt: number;
}

/** Checks of runs on threads of their own: begun, watched, cancelled, and what they came to. */
export class ChecksService {
  private readonly parts: ChecksParts;
  private readonly kept = new Map<string, Kept>();

  constructor(parts: ChecksParts) {
    this.parts = parts;
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
    const thread = open({ check, ...done, script: own(done.request.strategy)?.script ?? null });
    const row: CheckRow = { run, kind, state: 'running', done: 0, total: 0, left: null, problem: '' };
    const kept: Kept = { row, thread, view: null, startedAt: clock.monotonic() };
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

  /** What a check came to; null while there is nothing. */
  view(place: CheckPlace): { readonly view: CheckView | null } {
    return { view: this.kept.get(keyOf(place))?.view ?? null };
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

function keyOf({ run, kind }: CheckPlace): string {
  return `${kind} ${String(run)}`;
}
