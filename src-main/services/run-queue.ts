import type { RunState } from '../../src-shared/contract/research.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeskFault } from '../sessions/desk/desk-messages.ts';

/** What a thread of a run tells while it goes. */
export type FromQueued<Done> =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'failed'; readonly fault: DeskFault }
  | Done;

/** A run's thread, as main holds it. */
export interface QueuedThread<Done> {
  onMessage(listener: (message: FromQueued<Done>) => void): void;
  /** The thread ended; `problem` says how where that was not in order. */
  onEnd(listener: (problem: string) => void): void;
  /** Ends it at once. */
  end(): void;
}

/** What the list of runs tells of each. */
export interface QueuedRow {
  readonly run: number;
  readonly state: RunState;
  readonly done: number;
  readonly total: number;
  readonly rate: number | null;
  readonly left: number | null;
  readonly seconds: number | null;
  readonly problem: string;
}

/** A run of the queue. */
export interface Queued<Row> {
  /** Under which the store has it. */
  readonly id: string;
  readonly row: Row;
}

interface Kept<Row, Done> {
  readonly id: string;
  row: Row;
  thread: QueuedThread<Done> | null;
  startedAt: number;
}

/** What a queue is made of. */
export interface RunQueueParts<Row, Done> {
  readonly clock: Clock;
  readonly open: (queued: Queued<Row>) => QueuedThread<Done>;
  /** What a run that is done changes in its row. */
  readonly finish: (run: number, done: Done) => Partial<Row>;
  readonly tell: (row: Row) => void;
}

/** Runs that play at once; the next ones wait. */
const AT_ONCE = 2;

/** Runs on threads of their own: two play, others wait for their turn. */
export class RunQueue<Row extends QueuedRow, Done extends { readonly kind: 'done' }> {
  private readonly parts: RunQueueParts<Row, Done>;
  private readonly kept = new Map<number, Kept<Row, Done>>();

  constructor(parts: RunQueueParts<Row, Done>) {
    this.parts = parts;
  }

  /** Newest first. */
  rows(): readonly Row[] {
    return [...this.kept.values()].map(({ row }) => row).reverse();
  }

  /** A run. Fails with `run.unknown`. */
  at(run: number): Queued<Row> {
    return this.find(run);
  }

  /** Takes in a run of an earlier start. */
  know(id: string, row: Row): void {
    this.kept.set(row.run, { id, row, thread: null, startedAt: 0 });
  }

  /** Starts a run, or lets it wait for its turn. */
  add(id: string, row: Row): void {
    this.know(id, row);
    this.next();
    this.parts.tell(this.find(row.run).row);
  }

  /** Ends a run that has not ended. Fails with `run.unknown`. */
  cancel(run: number): boolean {
    const kept = this.find(run);
    if (kept.row.state !== 'running' && kept.row.state !== 'waiting') return false;
    this.end(kept, { state: 'cancelled' });
    return true;
  }

  /** Ends every thread at once. */
  close(): void {
    for (const { thread } of this.kept.values()) thread?.end();
  }

  private find(run: number): Kept<Row, Done> {
    const kept = this.kept.get(run);
    if (kept === undefined) throw new Fault('run.unknown', { run });
    return kept;
  }

  private next(): void {
    const all = [...this.kept.values()];
    const free = AT_ONCE - all.filter(({ row }) => row.state === 'running').length;
    for (const kept of all.filter(({ row }) => row.state === 'waiting').slice(0, Math.max(0, free))) this.open(kept);
  }

  private open(kept: Kept<Row, Done>): void {
    const { run } = kept.row;
    const thread = this.parts.open(kept);
    kept.thread = thread;
    kept.startedAt = this.parts.clock.now();
    kept.row = { ...kept.row, state: 'running' };
    thread.onMessage((message) => {
      if (kept.thread === thread) this.receive(kept, message);
    });
    thread.onEnd((problem) => {
      if (kept.thread === thread) this.end(kept, { state: 'failed', problem: new Fault('run.thread', { run, problem }).message });
    });
  }

  private receive(kept: Kept<Row, Done>, message: FromQueued<Done>): void {
    const seconds = (this.parts.clock.now() - kept.startedAt) / 1_000;
    if (message.kind === 'failed') {
      const { code, details } = message.fault;
      this.end(kept, { state: 'failed', problem: new Fault(code, details).message });
    } else if (message.kind === 'done') {
      this.end(kept, { state: 'done', seconds }, this.parts.finish(kept.row.run, message));
    } else {
      const { done, total } = message;
      const rate = seconds > 0 && done > 0 ? done / seconds : null;
      kept.row = { ...kept.row, done, total, rate, left: rate === null ? null : (total - done) / rate };
      this.parts.tell(kept.row);
    }
  }

  private end(kept: Kept<Row, Done>, change: Partial<QueuedRow>, own: Partial<Row> = {}): void {
    const { thread } = kept;
    kept.thread = null;
    thread?.end();
    kept.row = { ...kept.row, rate: null, left: null, ...change, ...own };
    this.parts.tell(kept.row);
    this.next();
  }
}
