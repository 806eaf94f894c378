import { type LockReason, type LockRow, MOST_IDLE_MINUTES } from '../../src-shared/contract/lock.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Settings } from '../ports/settings.ts';

/** What the window's lock acts on. */
export interface WindowLockParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings: Settings;
  /** Tells every page how the lock stands. */
  readonly tell: (row: LockRow) => void;
  /** Whether keys of accounts are sealed. */
  readonly sealed: () => boolean;
  readonly lockKeys: () => Promise<void>;
  /** Has the keychain show that this person may open them, and unlocks them. Fails as it does. */
  readonly unlockKeys: () => Promise<void>;
}

/** Where the time without a touch is kept: minutes, or `off`. */
const KEY = 'lock.idle-minutes';
const DEFAULT_MINUTES = 15;
const NEVER = 'off';

/** Locks the window by hand, after a time without a touch, and when the system locks its screen or sleeps. What trades goes on; the wall asks here. */
export class WindowLock {
  private readonly parts: WindowLockParts;
  private held: LockRow['locked'] = null;
  private idleMinutes: number | null;
  private touchedAt: number;
  private timer: Releasable | null = null;

  constructor(parts: WindowLockParts) {
    this.parts = parts;
    this.idleMinutes = keptMinutes(parts.settings.load(KEY));
    this.touchedAt = parts.clock.monotonic();
    this.watch();
  }

  get locked(): boolean {
    return this.held !== null;
  }

  state(): LockRow {
    return { locked: this.held, idleMinutes: this.idleMinutes };
  }

  /** Locks the window; with `keys` those of accounts too, also where the window is locked by now. */
  async lock(by: LockReason, keys: boolean): Promise<LockRow> {
    let { held } = this;
    if (held === null) {
      held = { since: this.parts.clock.now(), by, asksKeychain: this.parts.sealed(), keys: false };
      this.held = held;
      this.note('window.locked', { by });
      this.tell();
    }
    if (keys && held.asksKeychain && !held.keys) {
      this.held = { ...held, keys: true };
      this.tell();
      await this.parts.lockKeys();
    }
    return this.state();
  }

  async unlock(): Promise<LockRow> {
    const held = this.held;
    if (held?.asksKeychain === true) await this.parts.unlockKeys();
    // Locked anew while the keychain was asked: that lock stays.
    if (held !== null && this.held === held) {
      this.held = null;
      this.note('window.unlocked', {});
      this.touch();
      this.watch();
      this.tell();
    }
    return this.state();
  }

  touch(): { readonly taken: boolean } {
    this.touchedAt = this.parts.clock.monotonic();
    return { taken: !this.locked };
  }

  setIdle(minutes: number | null): LockRow {
    this.parts.settings.save(KEY, minutes === null ? NEVER : String(minutes));
    this.idleMinutes = minutes;
    this.touch();
    this.watch();
    this.tell();
    return this.state();
  }

  close(): void {
    this.timer?.dispose();
  }

  /** Looks again when the time would be over if nobody touched the window from now on. */
  private watch(): void {
    this.timer?.dispose();
    this.timer = null;
    if (this.idleMinutes === null || this.locked) return;
    const { clock } = this.parts;
    const left = this.touchedAt + this.idleMinutes * MINUTE_MS - clock.monotonic();
    if (left <= 0) void this.lock('idle', false);
    else
      this.timer = clock.after(left, () => {
        this.watch();
      });
  }

  private tell(): void {
    this.parts.tell(this.state());
  }

  private note(event: string, fields: Readonly<Record<string, string>>): void {
    this.parts.log.write({ level: 'info', area: 'audit', event, fields, correlationId: this.parts.ids.next() });
  }
}

function keptMinutes(kept: string | null): number | null {
  if (kept === NEVER) return null;
  const minutes = Number(kept ?? DEFAULT_MINUTES);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_IDLE_MINUTES ? minutes : DEFAULT_MINUTES;
}
