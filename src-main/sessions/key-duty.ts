import type { Clock } from '../ports/clock.ts';
import type { AccountKeys } from '../ports/venue-orders.ts';

/** How often it is looked whether keys are locked, ms. */
const LOOK_EVERY_MS = 500;
/** How long the sweep may take before the process ends all the same, and the dead man's switch to come off, ms. */
const SWEEP_MS = 30_000;
const RELEASE_MS = 5_000;

/** What a session does when keys are locked, in this order. */
export interface KeyDutyParts {
  readonly keys: AccountKeys;
  readonly clock: Clock;
  readonly onNote: (sentence: string) => void;
  /** Nothing that could open is sent any more, and what could is cancelled. */
  readonly fence: () => void;
  /** How many orders could still open a position. */
  readonly opening: () => number;
  /** Takes the venue's dead man's switch off: nobody renews it while the keys are locked. */
  readonly release: () => void;
  readonly released: () => boolean;
  /** Ledger and venue are compared, then the fence falls. */
  readonly resume: () => void;
}

/** The keys of accounts were locked: the fence, the sweep, and only then the account's process ends; unlocked, it is started again and everything is compared before anything is opened. */
export class KeyDuty {
  private readonly parts: KeyDutyParts;
  private state: 'open' | 'sweeping' | 'releasing' | 'ending' | 'locked' = 'open';
  private lookAt = Number.NEGATIVE_INFINITY;
  private patience = 0;

  constructor(parts: KeyDutyParts) {
    this.parts = parts;
  }

  /** The account's process is being ended, or has gone: nothing is asked of it. */
  get away(): boolean {
    return this.state !== 'open' && this.state !== 'sweeping';
  }

  /** Once a turn of the session. */
  turn(): void {
    const now = this.parts.clock.monotonic();
    switch (this.state) {
      case 'open':
        if (this.looks(now) && this.parts.keys.locked()) this.begin(now);
        return;
      case 'sweeping':
        if (this.parts.opening() === 0 || now >= this.patience) this.let(now);
        return;
      case 'releasing':
        if (this.parts.released() || now >= this.patience) this.end();
        return;
      case 'ending':
        return;
      case 'locked':
        if (this.looks(now) && !this.parts.keys.locked()) this.goOn();
    }
  }

  private looks(now: number): boolean {
    if (now < this.lookAt) return false;
    this.lookAt = now + LOOK_EVERY_MS;
    return true;
  }

  private begin(now: number): void {
    this.state = 'sweeping';
    this.patience = now + SWEEP_MS;
    this.parts.onNote('Keys are locked: nothing more is opened, what could open is cancelled, then the process of the account ends.');
    this.parts.fence();
  }

  private let(now: number): void {
    this.state = 'releasing';
    this.patience = now + RELEASE_MS;
    this.parts.release();
  }

  private end(): void {
    const { keys, onNote, opening } = this.parts;
    this.state = 'ending';
    const left = opening();
    void keys.holder.lock().then(() => {
      this.state = 'locked';
      const open = left === 0 ? '' : ` ${String(left)} orders that could open a position were not seen to end: look at the venue.`;
      onNote(`The process of the account has ended and its key with it. Protective orders stay at the venue.${open}`);
    });
  }

  private goOn(): void {
    this.state = 'open';
    this.parts.keys.holder.unlock();
    this.parts.onNote('Keys are unlocked: the process of the account is started again.');
    this.parts.resume();
  }
}
