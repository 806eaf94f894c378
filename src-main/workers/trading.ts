import { inspect } from 'node:util';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import type { StreamEvent, StreamRows } from '../../src-shared/contract/stream.ts';
import { openDesk, type DeskStart, type OpenDesk } from '../open-desk.ts';
import { type LiveDeskStart, openLiveDesk } from '../open-live-desk.ts';
import { openReplay, type ReplayDeskStart } from '../open-replay.ts';
import { relayedChildren } from '../adapters/venue-process/relayed-children.ts';
import { NUMBERED_LIMIT, STREAM_CONFLATION } from '../rpc/conflation-table.ts';
import { Conflator } from '../rpc/conflator.ts';
import type { DeskCallName } from '../sessions/desk/desk-calls.ts';
import type { DeskFault, FromDesk, ToDesk } from '../sessions/desk/desk-messages.ts';

const port = parentPort;
invariant(port !== null, 'the trading thread has a parent');

function post(message: FromDesk): void {
  port?.postMessage(message);
}

function faultMessage(thrown: unknown): DeskFault {
  const fault = asFault(thrown);
  const { cause } = fault;
  return { code: fault.code, details: fault.details, cause: inspect(cause) };
}

/** Main is told in batches, one at a time: a slow main process costs this thread a bounded amount of memory. */
const outbox: Conflator<StreamRows> = new Conflator<StreamRows>(STREAM_CONFLATION, {
  everyLimit: NUMBERED_LIMIT,
  onWaiting: () => {
    queueMicrotask(flush);
  },
});

function flush(): void {
  const batch = outbox.take();
  if (batch !== null) post({ kind: 'batch', batch });
}

/** Answers a call; one that takes its time is answered when it is done, and others are meanwhile. */
function call(desk: OpenDesk, id: number, name: DeskCallName, request: unknown): void {
  const answer = (value: unknown): void => {
    post({ kind: 'answer', id, value });
  };
  const refuse = (thrown: unknown): void => {
    post({ kind: 'fault', id, fault: faultMessage(thrown) });
  };
  try {
    const handler = desk.desk[name].bind(desk.desk) as (request: unknown) => unknown;
    const value = handler(request);
    if (value instanceof Promise) value.then(answer, refuse);
    else answer(value);
  } catch (thrown) {
    refuse(thrown);
  }
}

function end(): void {
  post({ kind: 'stopped' });
  port?.close();
}

function fail(thrown: unknown): void {
  post({ kind: 'failed', fault: faultMessage(thrown) });
  port?.close();
}

function opened(start: DeskStart | ReplayDeskStart | LiveDeskStart, tell: (event: StreamEvent) => void): Promise<OpenDesk> {
  if ('request' in start) return openReplay({ ...start, tell });
  if (!('live' in start)) return openDesk({ ...start, tell });
  const { children } = workerData as { readonly children?: MessagePort };
  return openLiveDesk({ ...start, tell, startChild: children === undefined ? null : relayedChildren(children) });
}

async function main(): Promise<void> {
  const start = workerData as DeskStart | ReplayDeskStart | LiveDeskStart;
  const tell = (event: StreamEvent): void => {
    outbox.offer(event.kind, event.row);
  };
  const desk = await opened(start, tell);
  port?.on('message', (message: ToDesk) => {
    if (message.kind === 'call') call(desk, message.id, message.name, message.request);
    else if (message.kind === 'acknowledge') {
      outbox.acknowledge(message.batch);
      flush();
    } else {
      void desk.close().then(end, fail);
    }
  });
  post({ kind: 'ready' });
  desk.desk.run();
}

main().catch(fail);
