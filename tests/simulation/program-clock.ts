import type { Clock } from '../../src-main/ports/clock.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { type UtcMs, utcMs } from '../../src-shared/kernel/time.ts';

/** A timer of the program, by its own count of time. */
interface Timer {
  readonly due: number;
  readonly callback: () => void;
  held: Releasable | null;
}

/**
 * The time of one life of the program. Its wall clock may be wrong, and it may stand still: stopped, everything that is late runs when it goes on; suspended
 * with its machine, it does not even count the time. A dead one runs nothing.
 */
export class ProgramClock implements Clock {
  dead = false;
  /** Runs what a timer calls, and takes what that throws. */
  guard: (work: () => void) => void = (work) => work();
  private readonly world: Clock;
  private readonly wallOffset: () => number;
  private slept = 0;
  /** Since when it stands still, and whether it counts the time meanwhile. */
  private standing: { readonly since: number; readonly counts: boolean } | null = null;
  private late: (() => void)[] = [];

  /** `wallOffset` is what the machine's clock is ahead of the true time, ms. */
  constructor(world: Clock, wallOffset: () => number) {
    this.world = world;
    this.wallOffset = wallOffset;
  }

  get asleep(): boolean {
    return this.standing !== null;
  }

  now(): UtcMs {
    return utcMs(this.world.now() + this.wallOffset());
  }

  monotonic(): number {
    const { standing } = this;
    return this.world.monotonic() - this.slept - (standing !== null && !standing.counts ? this.world.monotonic() - standing.since : 0);
  }

  after(ms: number, callback: () => void): Releasable {
    const timer: Timer = { due: this.monotonic() + Math.max(0, ms), callback, held: null };
    this.arm(timer);
    return { dispose: () => timer.held?.dispose() };
  }

  sleep(counts: boolean): void {
    this.standing = { since: this.world.monotonic(), counts };
  }

  wake(): void {
    const { standing } = this;
    if (standing === null) return;
    if (!standing.counts) this.slept += this.world.monotonic() - standing.since;
    this.standing = null;
    for (const act of this.late.splice(0)) this.world.after(0, act);
  }

  /** Does something of the program's now, or when it goes on; never, once it is dead. */
  whenAwake(act: () => void): void {
    if (this.dead) return;
    if (this.standing !== null) this.late.push(() => this.whenAwake(act));
    else act();
  }

  private arm(timer: Timer): void {
    timer.held = this.world.after(timer.due - this.monotonic(), () => {
      let gone = false;
      timer.held = { dispose: () => (gone = true) };
      this.whenAwake(() => {
        if (gone) return;
        if (this.monotonic() < timer.due) this.arm(timer);
        else this.guard(timer.callback);
      });
    });
  }
}
