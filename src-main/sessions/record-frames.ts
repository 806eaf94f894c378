import { asFault } from '../../src-shared/kernel/fault.ts';
import type { Random } from '../../src-shared/kernel/random.ts';
import { SECOND_MS } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { DepthSink, FrameFeed } from '../ports/depth.ts';

/** How often what was heard is written, and how often it is made durable, wall ms. */
const WRITE_MS = 50;
const FLUSH_MS = SECOND_MS;
/** Least and most wait before a whole book is asked for again, ms: longer after each that could not be used, and never as long as another program. */
const AGAIN_MS = { least: SECOND_MS, most: 30 * SECOND_MS };

/** Puts frames in order and says when it needs a whole book. */
export interface FrameOrder {
  readonly wantsSnapshot: boolean;
  frame(json: unknown, at: number): void;
  snapshot(json: unknown, at: number): void;
  drain(sink: DepthSink): number;
}

/** A recording of a real market that is to be made. */
export interface FrameRecording {
  readonly feed: FrameFeed;
  readonly symbol: string;
  readonly order: FrameOrder;
  readonly sink: DepthSink;
  /** Our own time at which it ends. */
  readonly until: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends it in order before its time. */
  readonly signal: AbortSignal;
  readonly onProgress: (time: number) => void;
  /** Told what a person should know: that frames were lost, that no book could be had. */
  readonly onNote: (sentence: string) => void;
}

/** Writes what a venue sends until its time is over, and makes it durable every second; closes the sink. Returns how many messages it wrote. */
export async function recordFrames(recording: FrameRecording): Promise<number> {
  const { feed, symbol, order, sink, until, clock, random, signal } = recording;
  let messages = 0;
  let flushed = clock.monotonic();
  let asking = false;
  let failures = 0;
  const ask = async (): Promise<void> => {
    asking = true;
    try {
      order.snapshot(await feed.snapshot(symbol), clock.now());
    } catch (thrown) {
      if (!signal.aborted) recording.onNote(asFault(thrown).message);
    }
    // One that came too early for what followed is asked for again too, and never at once.
    failures = order.wantsSnapshot ? failures + 1 : 0;
    if (failures > 0) await rest(clock, Math.min(AGAIN_MS.most, AGAIN_MS.least * 2 ** (failures - 1)) * (0.5 + random.next() / 2));
    asking = false;
  };
  feed.listen(symbol, {
    frame: (json, at) => {
      order.frame(json, at);
    },
    lost: (problem) => {
      recording.onNote(problem);
    },
  });
  while (!signal.aborted && clock.now() < until) {
    if (order.wantsSnapshot && !asking) void ask();
    messages += order.drain(sink);
    if (clock.monotonic() - flushed >= FLUSH_MS) {
      sink.flush();
      flushed = clock.monotonic();
      recording.onProgress(clock.now());
    }
    await rest(clock, WRITE_MS);
  }
  messages += order.drain(sink);
  sink.close();
  return messages;
}

function rest(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
