import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): UtcMs {
    return utcMs(Date.now());
  }

  monotonic(): number {
    return performance.now();
  }

  after(ms: number, callback: () => void): Releasable {
    const timer = setTimeout(callback, ms);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  }
}
