import type { CallMeta, Privilege } from '../../src-shared/contract/base.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';

/** What a page has shown so far; asked at every call, because it changes under a page. */
export interface Caller {
  /** A name for the audit, `page-1`. */
  readonly page: string;
  /** Whether the window is unlocked. */
  unlocked(): boolean;
  /** Whether live trading is armed. */
  armed(): boolean;
  /** Whether a replay is on. */
  replaying(): boolean;
}

function isConfirmed(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'confirmed' in input && input.confirmed === true;
}

/** Whether a caller whose window may be used may make a call that needs `privilege`; a confirmed call says so in its own input. */
export function hasPrivilege(privilege: Privilege, caller: Caller, input: unknown): boolean {
  switch (privilege) {
    case 'open':
    case 'unlocked':
      return true;
    case 'armed':
      return caller.armed();
    case 'confirmed':
      return isConfirmed(input);
  }
}

/** Calls a second when the contract does not say. */
const DEFAULT_RATE = 50;

interface Bucket {
  tokens: number;
  at: number;
}

/** What one page may call and how often: a token bucket per call, filled by monotonic time. */
export class CallGate {
  private readonly buckets = new Map<string, Bucket>();
  private readonly caller: Caller;
  private readonly monotonic: () => number;

  constructor(caller: Caller, monotonic: () => number) {
    this.caller = caller;
    this.monotonic = monotonic;
  }

  /** The fault that keeps this call out, or null. `input` is not validated yet. */
  refuse(call: string, meta: CallMeta, input: unknown): Fault | null {
    const rate = meta.ratePerSecond ?? DEFAULT_RATE;
    if (!this.takeToken(call, rate)) return new Fault('call.too-many', { call, limit: rate });
    if (meta.shutInReplay === true && this.caller.replaying()) return new Fault('replay.shut');
    const privilege = meta.privilege ?? 'open';
    if (this.isShut(meta)) return new Fault('window.locked');
    return hasPrivilege(privilege, this.caller, input) ? null : new Fault('call.privilege', { call, privilege });
  }

  /** The fault in the place of the answer to a call that was let in before the window was locked, or null: a locked page is told no figure, however late. */
  withhold(call: string, meta: CallMeta): Fault | null {
    if (!this.isShut(meta)) return null;
    return (meta.privilege ?? 'open') === 'open' ? new Fault('window.locked') : new Fault('window.locked-meanwhile', { call });
  }

  private isShut(meta: CallMeta): boolean {
    return meta.openWhileLocked !== true && !this.caller.unlocked();
  }

  private takeToken(call: string, rate: number): boolean {
    const now = this.monotonic();
    const bucket = this.buckets.get(call) ?? { tokens: rate, at: now };
    bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / 1_000) * rate);
    bucket.at = now;
    this.buckets.set(call, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
