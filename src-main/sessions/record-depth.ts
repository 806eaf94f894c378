import { setImmediate } from 'node:timers/promises';
import { DepthMessage } from '../../src-shared/domain/depth-message.ts';
import { SECOND_MS, type UtcMs } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { DepthSink, DepthSource } from '../ports/depth.ts';

/** Messages between two looks at the clock. */
const LOOK = 100;
/** Messages after which a signal can be heard. */
const TOGETHER = 2_000;

/** A recording that is to be made. */
export interface DepthRecording {
  readonly source: DepthSource;
  readonly sink: DepthSink;
  /** Market time at which it ends. */
  readonly until: UtcMs;
  readonly clock: Clock;
  /** Ends it in order before its time. */
  readonly signal: AbortSignal;
  readonly onProgress: (time: number) => void;
}

/** Writes what a feed tells, and makes it durable every second of wall time; closes the sink. Returns how many messages it wrote. */
export async function recordDepth({ source, sink, until, clock, signal, onProgress }: DepthRecording): Promise<number> {
  const message = new DepthMessage();
  let messages = 0;
  let flushed = clock.monotonic();
  while (!signal.aborted && source.next(until, message)) {
    sink.append(message);
    messages += 1;
    if (messages % LOOK !== 0) continue;
    onProgress(message.time);
    if (clock.monotonic() - flushed >= SECOND_MS) {
      sink.flush();
      flushed = clock.monotonic();
    }
    if (messages % TOGETHER === 0) await setImmediate();
  }
  sink.close();
  return messages;
}
