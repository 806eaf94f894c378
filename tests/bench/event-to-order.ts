import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { rounded } from './timing.ts';
import type { Probed, VenueDoors, VenueTask } from './live/probe-messages.ts';

/** From a market event written to a socket by the venue to the order that it leads to, ms. */
export interface EventToOrderBench {
  readonly probes: number;
  readonly missed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The same message to the least program that could answer it: sent back over the websocket, or as a request. */
  readonly echo: Percentiles;
  readonly request: Percentiles;
  /** How many times as long the session takes, by the middle value. */
  readonly timesEcho: number;
  readonly timesRequest: number;
}

interface Percentiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const PROBES = 200;
/** Prices of an instrument reach the engine ten times a second at most, and the venue takes ten orders a second: between two probes lies twice as much. */
const EVERY_MS = 200;
const BARE_EVERY_MS = 20;

/** Starts a program of the bench and waits for its first word. */
export async function startChild<Word>(
  file: string,
  argv: readonly string[],
  execArgv: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly word: Word }> {
  const child = fork(join(import.meta.dirname, 'live', file), [...argv], { execArgv: [...execArgv] });
  return { child, word: await wordOf<Word>(child) };
}

/** The next word of a program. Fails when it ends without one. */
export async function wordOf<Word>(child: ChildProcess): Promise<Word> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a program of the bench ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  const [word] = (await Promise.race([once(child, 'message'), ended])) as [Word];
  return word;
}

function percentiles(ms: readonly number[]): Percentiles {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN, 2);
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Measures a live session against a venue in a process of its own, and the bare way beside it in the same run. */
export async function benchEventToOrder(probes = PROBES): Promise<EventToOrderBench> {
  const { child: venue, word: doors } = await startChild<VenueDoors>('venue-child.ts', ['3']);
  const probe = async (of: Extract<VenueTask, { do: 'probe' }>['of'], everyMs: number): Promise<Probed> => {
    venue.send({ do: 'probe', of, count: probes, everyMs } satisfies VenueTask);
    return wordOf<Probed>(venue);
  };
  try {
    const { child: bare } = await startChild('bare-child.ts', [doors.bare]);
    const echo = await probe('echo', BARE_EVERY_MS);
    const request = await probe('request', BARE_EVERY_MS);
    bare.disconnect();
    const { child: session } = await startChild('session-child.ts', ['probe', doors.address]);
    const order = await probe('session', EVERY_MS);
    session.send('end');
    await once(session, 'exit');
    const [of, ofEcho, ofRequest] = [percentiles(order.ms), percentiles(echo.ms), percentiles(request.ms)];
    return {
      ...{ probes, missed: order.missed, ...of, echo: ofEcho, request: ofRequest },
      ...{ timesEcho: rounded(of.p50Ms / ofEcho.p50Ms, 1), timesRequest: rounded(of.p50Ms / ofRequest.p50Ms, 1) },
    };
  } finally {
    if (venue.connected) venue.disconnect();
  }
}
