import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { TradingState } from '../domain/limits.ts';
import { call } from './base.ts';
import type { AccountRow } from './rows.ts';

/** Why the window was locked: by hand, because nobody touched it for so long, because the system locked its screen, because the machine went to sleep. */
export type LockReason = 'you' | 'idle' | 'screen' | 'suspend';

/** How the window's lock stands. */
export interface LockRow {
  /** Since when (wall time, ms UTC) and why; null while the window is open. `asksKeychain`: keys of accounts are sealed, so unlocking asks the system's keychain. `keys`: those keys are locked too. */
  readonly locked: { readonly since: number; readonly by: LockReason; readonly asksKeychain: boolean; readonly keys: boolean } | null;
  /** Minutes without a touch after which it locks by itself; null for never. */
  readonly idleMinutes: number | null;
}

/** What a locked page is told of what goes on: counts, and nothing that is a figure of an account. */
export interface GoesOnRow {
  readonly book: AccountRow['book'];
  readonly state: TradingState;
  /** Strategies that run, orders that are open, positions that are held. */
  readonly strategies: number;
  readonly orders: number;
  readonly positions: number;
  /** How often alerts spoke that nobody has seen. */
  readonly alerts: number;
}

/** The longest time without a touch that can be set, minutes. */
export const MOST_IDLE_MINUTES = 720;

const locked = call.$meta({ openWhileLocked: true });

/** The window's lock. While it is locked every call is refused, reads too, unless it says `openWhileLocked`. */
export const lockContract = {
  state: locked.input(z.object({})).output(type<LockRow>()),
  /** How the lock stands, and what goes on: all that a locked page draws itself from. */
  goesOn: locked.input(z.object({})).output(type<{ readonly lock: LockRow; readonly goesOn: GoesOnRow }>()),
  /** Locks the window of every page, and on demand the keys of accounts with it: sessions sweep and end the processes that hold one. Locked already, it stays so. */
  lock: call
    .$meta({ privilege: 'open', ratePerSecond: 5, openWhileLocked: true })
    .input(z.object({ keys: z.boolean() }))
    .output(type<LockRow>()),
  /** Unlocks, once the keychain has shown the data key where keys are sealed. Fails with `keychain.missing`, `keychain.locked`, `secret.key-missing`, `secret.key-wrong`. */
  unlock: call.$meta({ privilege: 'open', ratePerSecond: 2, openWhileLocked: true }).input(z.object({})).output(type<LockRow>()),
  /** A person touches the window. */
  touch: call
    .$meta({ privilege: 'open', ratePerSecond: 2, openWhileLocked: true })
    .input(z.object({}))
    .output(type<{ readonly taken: boolean }>()),
  /** Sets the time without a touch after which the window locks, minutes; null for never. */
  setIdle: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 5 })
    .input(z.object({ minutes: z.nullable(z.int().check(z.gte(1), z.lte(MOST_IDLE_MINUTES))) }))
    .output(type<LockRow>()),
};
