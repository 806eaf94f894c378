import { DepthServices } from './depth-services.ts';
import type { Clock } from './ports/clock.ts';
import type { Recordings } from './services/recording-work.ts';

/** The recorded order books of a home folder, and the simulated market of a seed to record. */
export function recordingsOf(home: string, seed: number, clock: Clock): Recordings {
  const depth = new DepthServices();
  return {
    // Whoever cancels ends the thread that this runs on: what was flushed stays, and the next recording cuts off a torn end.
    record: (ask, onProgress) => depth.record(home, { ...ask, seed, from: null, clock, signal: new AbortController().signal, onProgress }),
    capture: (request, onProgress) => depth.import(home, request, onProgress),
    check: (id) => depth.verify(home, id),
  };
}
