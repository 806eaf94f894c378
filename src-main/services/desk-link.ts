import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { DeskCallName, DeskCalls } from '../sessions/desk/desk-calls.ts';
import type { DeskFault, FromDesk, ToDesk } from '../sessions/desk/desk-messages.ts';
import type { DeskClient } from './desk-client.ts';

/** The thread that trades, as main holds it. */
export interface DeskThread {
  post(message: ToDesk): void;
  onMessage(listener: (message: FromDesk) => void): void;
  /** The thread ended; `problem` says how. */
  onEnd(listener: (problem: string) => void): void;
}

/** Hears what the desk tells unasked. */
export interface DeskListener {
  onEvent(event: StreamEvent): void;
  /** Something that is never dropped was lost; only a snapshot is whole. */
  onGap(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(fault: Fault): void;
}

/** The trading desk across its thread: calls with answers, and the stream of what happens. */
export class DeskLink implements DeskClient {
  /** Settles when the desk is open; fails when it could not be opened. */
  readonly ready: Promise<void>;
  /** Settles with the fault when the desk ends by itself. */
  readonly failed: Promise<Fault>;
  private readonly thread: DeskThread;
  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<void>;
  private calls = 0;
  private over: Fault | null = null;
  private stopping = false;

  constructor(thread: DeskThread, listener: DeskListener) {
    this.thread = thread;
    const ready = Promise.withResolvers<undefined>();
    const failed = Promise.withResolvers<Fault>();
    const ended = Promise.withResolvers<undefined>();
    this.ready = ready.promise;
    this.failed = failed.promise;
    this.ended = ended.promise;
    // Who opens the desk awaits `ready`; a failure later is told by `failed`.
    this.ready.catch(() => undefined);
    const end = (fault: Fault): void => {
      ready.reject(fault);
      if (!this.stopping) failed.resolve(fault);
      this.end(fault);
    };
    thread.onMessage((message) => {
      if (message.kind === 'ready') ready.resolve(undefined);
      else if (message.kind === 'failed') end(faultOf(message.fault));
      else if (message.kind === 'stopped') ended.resolve(undefined);
      else this.receive(message, listener);
    });
    thread.onEnd((problem) => {
      end(new Fault('desk.stopped', { problem }));
      ended.resolve(undefined);
    });
  }

  call<Name extends DeskCallName>(name: Name, request: Parameters<DeskCalls[Name]>[0]): Promise<Awaited<ReturnType<DeskCalls[Name]>>> {
    if (this.over !== null) return Promise.reject(this.over);
    this.calls += 1;
    const id = this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {
        resolve: (value) => {
          resolve(value as Awaited<ReturnType<DeskCalls[Name]>>);
        },
        reject,
      });
      this.thread.post({ kind: 'call', id, name, request });
    });
  }

  /** Ends the desk in order; settles when everything is on disk. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.over === null) this.thread.post({ kind: 'stop' });
    await this.ended;
  }

  private receive(message: Extract<FromDesk, { kind: 'answer' | 'fault' | 'batch' }>, listener: DeskListener): void {
    if (message.kind === 'batch') {
      if (message.batch.gap) listener.onGap();
      for (const event of message.batch.events) listener.onEvent(event);
      this.thread.post({ kind: 'acknowledge', batch: message.batch.batch });
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(faultOf(message.fault));
  }

  private end(fault: Fault): void {
    this.over ??= fault;
    for (const waiting of this.waiting.values()) waiting.reject(fault);
    this.waiting.clear();
  }
}

function faultOf(fault: DeskFault): Fault {
  return new Fault(fault.code, fault.details, { cause: fault.cause });
}
