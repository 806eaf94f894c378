import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { utcMs, type UtcMs } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';

/** How fast time goes on while the machine's clock is behind it: no wait becomes much longer, and after ten times what the clock was set back it is right again. */
const CATCHING_UP = 0.9;

/**
 * The machine's clock for a session that hears a real market. One that is set back would leave everything waiting that was heard before, and let two bars
 * be decided at one instant; here time always goes on, a little slower until the machine's clock has come to it again.
 */
export class SteadyClock implements Clock {
  private readonly machine: Clock;
  private told: number;
  private seen: number;

  /** `notBefore`: the first instant that may be told, ms UTC; a ledger's own time may be ahead of a clock that was set back. */
  constructor(machine: Clock, notBefore: number) {
    this.machine = machine;
    this.told = Math.max(machine.now(), notBefore);
    this.seen = machine.monotonic();
  }

  now(): UtcMs {
    const monotonic = this.machine.monotonic();
    this.told = Math.max(this.machine.now(), this.told + (monotonic - this.seen) * CATCHING_UP);
    this.seen = monotonic;
    return utcMs(Math.floor(this.told));
  }

  monotonic(): number {
    return this.machine.monotonic();
  }

  after(ms: number, callback: () => void): Releasable {
    return this.machine.after(ms, callback);
  }
}
