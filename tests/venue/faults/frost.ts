import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';

/** A venue that hangs: what is to happen meanwhile waits, in its order. */
export class Frost {
  private readonly clock: Pick<Clock, 'after'>;
  private frozen = false;
  private timer: Releasable | null = null;
  private readonly waiting: (() => void)[] = [];

  constructor(clock: Pick<Clock, 'after'>) {
    this.clock = clock;
  }

  /** Freezes for `ms`, or until it is thawed. */
  freeze(ms?: number): void {
    this.frozen = true;
    this.timer?.dispose();
    this.timer = ms === undefined ? null : this.clock.after(ms, () => this.thaw());
  }

  thaw(): void {
    this.timer?.dispose();
    this.timer = null;
    this.frozen = false;
    for (let next = this.waiting.shift(); next && !this.frozen; next = this.waiting.shift()) next();
  }

  /** Acts now, or when the venue moves again. */
  whenThawed(act: () => void): void {
    if (this.frozen) this.waiting.push(act);
    else act();
  }
}
