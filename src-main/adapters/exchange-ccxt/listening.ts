import type { Clock } from '../../ports/clock.ts';

/** Something that goes on until it is ended, and may wait in between: the end wakes it. */
export class Listening {
  on = true;
  private readonly clock: Clock;
  private readonly wakers = new Set<() => void>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Waits, ms, or until the end. */
  async pause(ms: number): Promise<void> {
    if (!this.on) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.wakers.delete(wake);
        timer.dispose();
        resolve();
      };
      const timer = this.clock.after(ms, wake);
      this.wakers.add(wake);
    });
  }

  end(): void {
    this.on = false;
    for (const wake of [...this.wakers]) wake();
  }
}
