import { utcMs } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';

/** The clock of the machine. */
export function wallClock(): Clock {
  return {
    now: () => utcMs(Date.now()),
    monotonic: () => performance.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return {
        dispose: () => {
          clearTimeout(timer);
        },
      };
    },
  };
}
