import { implement } from '@orpc/server';
import type { Router } from '@orpc/server';
import type { AnyContractRouter } from '@orpc/contract';
import { contract } from '../../../src-shared/contract/contract.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { LogEvent } from '../../../src-main/ports/log.ts';
import type { CallContext } from '../../../src-main/rpc/call-context.ts';
import type { Caller } from '../../../src-main/rpc/call-gate.ts';
import type { FramePort } from '../../../src-main/rpc/frame-port.ts';
import type { AuditEntry } from '../../../src-main/rpc/rpc-connection.ts';
import { RpcServer } from '../../../src-main/rpc/rpc-server.ts';

/** The page's side of a port that lives in memory. */
export class MemoryPage {
  readonly received: string[] = [];
  readonly port: FramePort;
  onReceive: (frame: string) => void = () => undefined;
  private readonly frameListeners = new Set<(frame: unknown) => void>();
  private readonly closeListeners = new Set<() => void>();
  private keeps: boolean;

  constructor(options: { readonly keeps: boolean } = { keeps: true }) {
    this.keeps = options.keeps;
    this.port = {
      send: (frame) => {
        if (this.keeps) this.received.push(frame);
        this.onReceive(frame);
      },
      onFrame: (listener) => hold(this.frameListeners, listener),
      onClose: (listener) => hold(this.closeListeners, listener),
    };
  }

  send(frame: unknown): void {
    for (const listener of [...this.frameListeners]) listener(frame);
  }

  close(): void {
    for (const listener of [...this.closeListeners]) listener();
  }

  /** Answers by id, in order of arrival; stream frames left out. */
  answers(id: string | number): readonly { readonly status: number; readonly json: unknown }[] {
    return this.received
      .map((frame) => JSON.parse(frame) as { i: unknown; t?: number; p?: { s?: number; b?: { json?: unknown } } })
      .filter((frame) => frame.i === id && frame.t === undefined)
      .map((frame) => ({ status: frame.p?.s ?? 200, json: frame.p?.b?.json }));
  }
}

function hold<T>(set: Set<T>, entry: T): Releasable {
  set.add(entry);
  return {
    dispose: () => {
      set.delete(entry);
    },
  };
}

/** A clock that stands until it is moved. */
export class HandClock {
  time = 0;
  now = () => utcMs(this.time);
  monotonic = () => this.time;
  after = (): Releasable => ({ dispose: () => undefined });
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Handlers of the real contract that a test wants; calls without one fail. */
export type SomeHandlers = (os: ReturnType<typeof implementer>) => Record<string, unknown>;

function implementer() {
  return implement(contract).$context<CallContext>();
}

/** The real wall over the real contract, with the handlers of a test. */
export function wall(handlers: SomeHandlers, caller: Partial<Caller> = {}, clock = new HandClock()) {
  const log: LogEvent[] = [];
  const audit: AuditEntry[] = [];
  let ids = 0;
  const server = new RpcServer({
    router: handlers(implementer()) as Router<AnyContractRouter, CallContext>,
    clock,
    ids: { next: () => `id-${String((ids += 1))}` },
    log: {
      write: (event) => {
        log.push(event);
      },
    },
    audit: (entry) => {
      audit.push(entry);
    },
  });
  const page = new MemoryPage();
  const held = server.connect(page.port, { page: 'page-1', unlocked: () => true, armed: () => false, replaying: () => false, ...caller });
  return { server, page, clock, log, audit, held };
}

/** A call frame as the page's library writes it. */
export function callFrame(id: string, path: string, input: unknown): string {
  return JSON.stringify({ i: id, p: { u: path, b: { json: input } } });
}
