import { Fault } from '../../../src-shared/kernel/fault.ts';
import { failedTrial, type FromTrials, type ToTrials, type TrialResult, type TrialTask } from './trial-types.ts';

/** A thread that runs trials, as its owner holds it. */
export interface TrialThread {
  post(message: ToTrials): void;
  onMessage(listener: (message: FromTrials) => void): void;
  /** The thread ended; `problem` says how. May be told more than once. */
  onEnd(listener: (problem: string) => void): void;
  /** Ends it at once, in the middle of a trial too. */
  stop(): void;
}

interface Seat {
  readonly thread: TrialThread;
  ready: boolean;
  /** Takes the result of the trial that the thread is busy with. */
  settle: ((result: TrialResult) => void) | null;
}

/** Threads that run trials side by side. One that dies takes its trial with it and is replaced; one that never begins breaks the pool. */
export class TrialPool {
  /** Settles with the fault when the threads cannot be started. */
  readonly broken: Promise<Fault>;
  private readonly start: () => TrialThread;
  private readonly seats: Seat[] = [];
  private readonly waiting: { readonly task: TrialTask; readonly settle: (result: TrialResult) => void }[] = [];
  private closed = false;
  private breakOff: (fault: Fault) => void = () => undefined;

  constructor(start: () => TrialThread, jobs: number) {
    this.start = start;
    this.broken = new Promise((resolve) => {
      this.breakOff = resolve;
    });
    for (let i = 0; i < jobs; i += 1) this.open();
  }

  /** Trials that can run at once. */
  get jobs(): number {
    return this.seats.length;
  }

  /** Runs a trial on the next free thread. Never rejects; a pool that is closed first leaves it open for ever. */
  run(task: TrialTask): Promise<TrialResult> {
    return new Promise((settle) => {
      this.waiting.push({ task, settle });
      this.serve();
    });
  }

  /** Ends every thread at once. */
  close(): void {
    this.closed = true;
    for (const { thread } of this.seats) thread.stop();
  }

  private open(): void {
    const thread = this.start();
    const seat: Seat = { thread, ready: false, settle: null };
    this.seats.push(seat);
    thread.onMessage((message) => {
      if (message.kind === 'ready') seat.ready = true;
      else this.free(seat, message.result);
      this.serve();
    });
    thread.onEnd((problem) => {
      this.lost(seat, problem);
    });
  }

  private free(seat: Seat, result: TrialResult): void {
    const { settle } = seat;
    seat.settle = null;
    settle?.(result);
  }

  private lost(seat: Seat, problem: string): void {
    const place = this.seats.indexOf(seat);
    if (this.closed || place < 0) return;
    this.seats.splice(place, 1);
    if (!seat.ready) {
      this.breakOff(new Fault('internal', {}, { cause: new Error(`a thread for trials could not be started: ${problem}`) }));
      return;
    }
    this.open();
    this.free(seat, failedTrial(`The thread that ran it ended: ${problem}`));
  }

  private serve(): void {
    for (const seat of this.seats) {
      if (this.waiting.length === 0 || this.closed) return;
      if (!seat.ready || seat.settle !== null) continue;
      const { task, settle } = this.waiting.shift()!;
      seat.settle = settle;
      seat.thread.post({ kind: 'run', task });
    }
  }
}
