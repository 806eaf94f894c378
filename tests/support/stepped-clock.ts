import type { Clock } from '../../src-main/ports/clock.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { type UtcMs, utcMs } from '../../src-shared/kernel/time.ts';

interface Timer {
  readonly at: number;
  readonly number: number;
  readonly callback: () => void;
}

/** A clock that a test moves: timers run in the order of their time, and of their making where that is the same. */
export class SteppedClock implements Clock {
  private time: number;
  private readonly timers = new Set<Timer>();
  private made = 0;
  private slept = 0;

  constructor(start: number) {
    this.time = start;
  }

  now(): UtcMs {
    return utcMs(this.time + this.slept);
  }

  monotonic(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): Releasable {
    this.made += 1;
    const timer = { at: this.time + Math.max(0, ms), number: this.made, callback };
    this.timers.add(timer);
    return { dispose: () => void this.timers.delete(timer) };
  }

  /** Moves on by `ms` and runs what is due on the way. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (let next = this.due(end); next; next = this.due(end)) {
      this.timers.delete(next);
      this.time = next.at;
      next.callback();
    }
    this.time = end;
  }

  /** The machine sleeps: its wall clock goes on, nothing else does. */
  sleep(ms: number): void {
    this.slept += ms;
  }

  private due(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers)
      if (timer.at <= end && (!first || timer.at < first.at || (timer.at === first.at && timer.number < first.number))) first = timer;
    return first;
  }
}
