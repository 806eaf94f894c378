import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';

/** A clock whose timers end together: a venue that has closed leaves nothing behind that keeps its process alive. */
export class StoppableClock implements Clock {
  private readonly clock: Clock;
  private readonly timers = new Set<Releasable>();
  private stopped = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(): UtcMs {
    return this.clock.now();
  }

  monotonic(): number {
    return this.clock.monotonic();
  }

  after(ms: number, callback: () => void): Releasable {
    if (this.stopped) return { dispose: () => undefined };
    const timer = this.clock.after(ms, () => {
      this.timers.delete(timer);
      callback();
    });
    this.timers.add(timer);
    return {
      dispose: () => {
        this.timers.delete(timer);
        timer.dispose();
      },
    };
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) timer.dispose();
    this.timers.clear();
  }
}
