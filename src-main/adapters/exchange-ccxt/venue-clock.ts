import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { OrderAccount } from './order-account.ts';

/** How often the venue's clock is read. */
const EVERY_MS = 60_000;
/** Our clock has been set, or the machine slept, where it moved so much more or less than time did since the venue's was read, ms. */
const JUMP_MS = 500;

/** What a reading of the venue's clock came to. */
export interface ClockReading {
  readonly clockOffsetMs: number;
  readonly roundTripMs: number;
}

/** Knows by how much the venue's clock is ahead of ours: signatures carry its time. */
export class VenueClock {
  private readonly account: OrderAccount;
  private readonly told: (reading: ClockReading) => void;
  private timer: Releasable | null = null;
  /** What our clock was ahead of our count of time when the venue's was read last. */
  private ahead: number | null = null;

  constructor(account: OrderAccount, told: (reading: ClockReading) => void) {
    this.account = account;
    this.told = told;
  }

  /** What is known of the venue's clock holds no longer: ours has been set since, or the machine slept. */
  get isDoubtful(): boolean {
    const { clock } = this.account;
    return this.ahead !== null && Math.abs(clock.now() - clock.monotonic() - this.ahead) > JUMP_MS;
  }

  /** Reads the venue's clock: its time lies between sending and hearing. Throws where it does not answer. */
  async measure(): Promise<void> {
    const { account } = this;
    const { clock, protocol } = account;
    const sent = { wall: clock.now(), monotonic: clock.monotonic() };
    const time = await protocol.time(account.reading('question'));
    const roundTripMs = clock.monotonic() - sent.monotonic;
    account.clockOffsetMs = Math.round(time + Math.floor(protocol.timeStepMs / 2) - (sent.wall + roundTripMs / 2));
    this.ahead = sent.wall - sent.monotonic;
    this.told({ clockOffsetMs: account.clockOffsetMs, roundTripMs });
  }

  /** Measures every minute from now on. One that fails leaves what was known. */
  start(): void {
    this.timer = this.account.clock.after(EVERY_MS, () => {
      if (this.account.left) return;
      this.start();
      void this.again();
    });
  }

  /** Measures again where the venue answers; answers whether it did. */
  async again(): Promise<boolean> {
    try {
      await this.measure();
      return true;
    } catch {
      // The orders themselves tell that the venue cannot be reached.
      return false;
    }
  }

  stop(): void {
    this.timer?.dispose();
  }
}
