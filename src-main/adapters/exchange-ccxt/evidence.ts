import { AsyncLocalStorage } from 'node:async_hooks';

/** What a venue answered, as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** What is known of the requests of one call to the library: the ground on which an order's fate is told. */
export class Evidence {
  /** Requests that were handed to the network. */
  handed = 0;
  /** The whole answer to the newest of them. */
  answer: RawAnswer | null = null;
  /** The newest could not even be connected: nothing of it left. */
  unconnected = false;
  /** The venue's time of its newest signature; null before. */
  signedAt: number | null = null;
  /** Nothing may be handed over any more. */
  shut = false;
}

const calls = new AsyncLocalStorage<Evidence>();

/** Carries out a call to the library and notes what became of its requests. */
export function underEvidence<Value>(evidence: Evidence, call: () => Promise<Value>): Promise<Value> {
  return calls.run(evidence, call);
}

/** Where what becomes of a request is noted; a sheet that nobody reads for calls that need no proof. */
export function presentEvidence(): Evidence {
  return calls.getStore() ?? new Evidence();
}

/** Whether a request failed before there was a connection: its system call says so. One that was sent over a connection fails otherwise. */
export function failedToConnect(thrown: unknown): boolean {
  const causes = [thrown, cause(thrown)].flatMap((each) =>
    each instanceof AggregateError ? [each, ...(each.errors as unknown[])] : [each],
  );
  return causes.some((each) => {
    const { syscall, code } = (typeof each === 'object' && each !== null ? each : {}) as {
      readonly syscall?: unknown;
      readonly code?: unknown;
    };
    return syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT';
  });
}

function cause(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : null;
}
