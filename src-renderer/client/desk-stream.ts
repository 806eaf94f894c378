import type { GoesOnRow, LockRow } from '../../src-shared/contract/lock.ts';
import type { DeskSnapshot, Interest, StreamBatch, StreamEvent } from '../../src-shared/contract/stream.ts';
import type { Fault } from '../../src-shared/kernel/fault.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { asCallFault } from './call-fault.ts';
import type { DeskClient } from './desk-client.ts';

/** Who is told what main says unasked. */
export interface StreamListener {
  /** Everything, from nothing: at the start, after a gap and after a lost stream. Replaces what was known. */
  onSnapshot(snapshot: DeskSnapshot): void;
  /** The window is locked: this, and nothing else, is known. Replaces what was known. */
  onLocked(view: { readonly lock: LockRow; readonly goesOn: GoesOnRow }): void;
  /** What happened since, in order. */
  onEvents(events: readonly StreamEvent[]): void;
  /** The stream is lost and the next try comes in `retryMs`; null: it flows again. */
  onLost(lost: { readonly fault: Fault; readonly retryMs: number } | null): void;
}

/** Time as the stream needs it; handed in so that tests hold it. */
export interface StreamPace {
  /** Settles when the window is ready for the next batch: its next frame, or after a pause while it is hidden or nobody uses it. */
  nextFrame(): Promise<void>;
  pause(milliseconds: number): Promise<void>;
}

/** A running stream; `look` says what the page looks at and survives a lost stream. */
export interface DeskStream extends Releasable {
  look(interest: Interest): void;
}

const SLOW_FRAME_MS = 250;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** The pace of a real window; `pauseMs` is how long one that nobody uses waits, and 0 for one in use, which goes by its frames. */
export function windowPace(pauseMs: () => number): StreamPace {
  return {
    nextFrame: () =>
      new Promise((resolve) => {
        const rest = pauseMs();
        const timer = setTimeout(done, Math.max(rest, SLOW_FRAME_MS));
        const frame = rest === 0 ? requestAnimationFrame(done) : undefined;
        function done(): void {
          clearTimeout(timer);
          if (frame !== undefined) cancelAnimationFrame(frame);
          resolve();
        }
      }),
    pause: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
      }),
  };
}

/** Keeps a stream open until it is let go: snapshot first, one batch a frame, each acknowledged once it was applied, a gap healed by a snapshot. */
export function openDeskStream(client: DeskClient, listener: StreamListener, pace: StreamPace): DeskStream {
  const stop = new AbortController();
  let interest: Interest | null = null;
  const look = async (): Promise<void> => {
    if (interest) await client.stream.look(interest, { signal: stop.signal });
  };
  void keepOpen({ client, listener, pace, look, signal: stop.signal });
  return {
    look: (next) => {
      interest = next;
      // A look that fails does so because the stream is lost; it is said again when the stream opens again.
      look().catch(() => undefined);
    },
    dispose: () => {
      stop.abort();
    },
  };
}

interface Running {
  readonly client: DeskClient;
  readonly listener: StreamListener;
  readonly pace: StreamPace;
  readonly look: () => Promise<void>;
  readonly signal: AbortSignal;
}

async function keepOpen(running: Running): Promise<void> {
  const { listener, pace, signal } = running;
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      await follow(running, () => {
        if (retryMs > FIRST_RETRY_MS) listener.onLost(null);
        retryMs = FIRST_RETRY_MS;
      });
    } catch (thrown) {
      if (signal.aborted) return;
      listener.onLost({ fault: asCallFault(thrown), retryMs });
    }
    if (signal.aborted) return;
    await pace.pause(retryMs);
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  }
}

/** One stream from its opening to its end. */
async function follow({ client, listener, pace, look, signal }: Running, onFlowing: () => void): Promise<void> {
  // Main listens for us from here on, so the snapshot that is asked for next misses nothing.
  const batches = await client.stream.open({}, { signal });
  try {
    await look();
    await stand({ client, listener, signal });
    onFlowing();
    let expected = 1;
    for await (const batch of batches) {
      await apply({ client, listener, signal }, batch, expected);
      expected = batch.batch + 1;
      await pace.nextFrame();
      await client.stream.acknowledge({ batch: batch.batch }, { signal });
    }
  } finally {
    await batches.return?.();
  }
}

async function apply(
  { client, listener, signal }: Pick<Running, 'client' | 'listener' | 'signal'>,
  batch: StreamBatch,
  expected: number,
): Promise<void> {
  listener.onEvents(batch.events);
  if (batch.gap || batch.batch !== expected) await stand({ client, listener, signal });
}

/** Asks how things stand. A window that is locked, also meanwhile, is told what goes on instead; unlocking it is a gap, which asks again. */
async function stand({ client, listener, signal }: Pick<Running, 'client' | 'listener' | 'signal'>): Promise<void> {
  try {
    listener.onSnapshot(await client.stream.snapshot({}, { signal }));
  } catch (thrown) {
    if (asCallFault(thrown).code !== 'window.locked') throw thrown;
    listener.onLocked(await client.lock.goesOn({}, { signal }));
  }
}
