import type { Clock } from '../ports/clock.ts';

/** The pause between two turns of a session, which ends when something is heard: nothing waits that is due at once. */
export class Rest {
  private readonly clock: Clock;
  private rung = false;
  private wake: (() => void) | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Something is due at once. */
  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Waits, ms, or until something is heard; what was heard since the last pause counts. */
  async pause(ms: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = this.clock.after(ms, resolve);
        this.wake = () => {
          timer.dispose();
          resolve();
        };
      });
      this.wake = null;
    }
    this.rung = false;
  }
}
