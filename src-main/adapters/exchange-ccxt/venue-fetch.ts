import type { Clock } from '../../ports/clock.ts';
import { failedToConnect, presentEvidence } from './evidence.ts';

/** Most bytes of an answer that are read. */
const MOST_BYTES = 64 * 1_024 * 1_024;

/** What is heard of every answer. */
export type AnswerListener = (status: number, headers: Headers, body: string) => void;

/** How requests travel, how long they may take, and when they are given up at once. */
export interface Travel {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly left: AbortSignal;
}

/**
 * A fetch for the library that reads the whole answer within the time by our clock: the library itself stops counting when the headers are
 * there, and would wait for a body for ever. Nothing is followed elsewhere: a signature is for one address. What became of the request is
 * noted as evidence for whoever needs a proof.
 */
export function venueFetch(travel: Travel, heard: AnswerListener): typeof fetch {
  return async (input, init) => {
    const evidence = presentEvidence();
    const signals = [travel.left, ...(init?.signal ? [init.signal] : [])];
    const { signal, over } = withinTime(travel, signals);
    try {
      signal.throwIfAborted();
      if (evidence.shut) throw new TypeError('it is no longer wanted');
      evidence.handed += 1;
      evidence.answer = null;
      evidence.unconnected = false;
      const answer = await orAborted(travel.fetch(input, { ...init, redirect: 'error', signal }), signal);
      const body = await orAborted(answer.arrayBuffer(), signal);
      if (body.byteLength > MOST_BYTES) throw new TypeError('the answer is too long');
      const text = new TextDecoder().decode(body);
      evidence.answer = { status: answer.status, body: text };
      heard(answer.status, answer.headers, text);
      return new Response(NO_BODY.has(answer.status) ? null : body, {
        status: answer.status,
        statusText: answer.statusText,
        headers: answer.headers,
      });
    } catch (thrown) {
      evidence.unconnected = failedToConnect(thrown);
      throw thrown;
    } finally {
      over();
    }
  };
}

/** A signal that strikes when the time is over or one of the others strikes. */
function withinTime(
  { clock, timeoutMs }: Travel,
  signals: readonly AbortSignal[],
): { readonly signal: AbortSignal; readonly over: () => void } {
  const controller = new AbortController();
  const strike = () => controller.abort(new DOMException('the venue did not answer in time', 'TimeoutError'));
  const timer = clock.after(timeoutMs, strike);
  for (const signal of signals) {
    if (signal.aborted) strike();
    else signal.addEventListener('abort', strike);
  }
  return {
    signal: controller.signal,
    over: () => {
      timer.dispose();
      for (const signal of signals) signal.removeEventListener('abort', strike);
    },
  };
}

/** What carries requests need not know of signals. */
function orAborted<Value>(going: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const strike = () => reject(signal.reason as Error);
    signal.addEventListener('abort', strike, { once: true });
    going.then(resolve, reject).finally(() => signal.removeEventListener('abort', strike));
  });
}

/** Statuses whose answers have no body. */
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
