import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';

/** Wall time. Market time comes with the events, never from here. */
export interface Clock {
  /** Wall time, ms UTC. */
  now(): UtcMs;
  /** Monotonic milliseconds with fraction, for measuring. */
  monotonic(): number;
  /** Calls back once after `ms` of wall time, unless disposed before. */
  after(ms: number, callback: () => void): Releasable;
}
