import { oc } from '@orpc/contract';

/** What a caller must have done before: nothing, unlocked the window, armed live trading, or confirmed this very call. */
export type Privilege = 'open' | 'unlocked' | 'armed' | 'confirmed';

/** What the wall checks for a call before its handler sees it. */
export interface CallMeta {
  privilege?: Privilege;
  /** Most calls a second from one page. */
  ratePerSecond?: number;
  /** What it answers could tell what comes next in a replay, so it is not made while one is on. */
  shutInReplay?: boolean;
  /** A locked window makes it too: it only stops, cancels or makes smaller, or a locked page cannot stand without it, and what it answers then holds no figure of an account. Every other call is refused while the window is locked. */
  openWhileLocked?: boolean;
}

/** The start of every call of the contract. */
export const call = oc.$meta<CallMeta>({ privilege: 'open', ratePerSecond: 50 });
