import type { Releasable } from '../../src-shared/kernel/disposable.ts';

/**
 * A two-way door to one page that carries whole text frames in order. How it does so (a message port, a debugging pipe) is the
 * host's business. What arrives is `unknown`, because a page can put anything on a port.
 */
export interface FramePort {
  /** Puts a frame on its way. Never throws; a frame for a page that has gone is lost. */
  send(frame: string): void;
  onFrame(listener: (frame: unknown) => void): Releasable;
  /** Told once, when no frame can come or go any more; a reload of the page closes its port. */
  onClose(listener: () => void): Releasable;
}

/** What bounds a single frame and a single page. */
export const WIRE_LIMITS = {
  /** Largest frame that is read, bytes of UTF-8. */
  frameBytes: 1_048_576,
  /** Deepest nesting of objects and arrays that is read. */
  depth: 32,
  /** Longest id a page may give to a call, characters. */
  idLength: 64,
  /** Longest path of a call, characters. */
  pathLength: 128,
  /** Most entries of a frame's list of values that JSON cannot say (NaN, undefined). */
  metaEntries: 64,
  /** Most calls and streams of one page that are open at once. */
  openCalls: 256,
} as const;
