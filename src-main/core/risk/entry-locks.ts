import type { Side } from '../../../src-shared/domain/order.ts';
import { blockEnd, protectionLine, type ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import { type EntryLock, locks } from './entry-lock.ts';
import { PROTECTIONS } from './protections/catalog.ts';
import type { ClosedTrade } from './trade-book.ts';

/** The blocks that protections have put on new entries, and the closed trades that they look back on. */
export class EntryLocks {
  private held: EntryLock[] = [];
  private trades: ClosedTrade[] = [];

  /** For keeping, and to be shown. */
  get all(): readonly EntryLock[] {
    return this.held;
  }

  get recent(): readonly ClosedTrade[] {
    return this.trades;
  }

  /** Takes over what was kept. */
  restore(held: readonly EntryLock[], trades: readonly ClosedTrade[]): void {
    this.held = [...held];
    this.trades = [...trades];
  }

  /** Asks every protection about a trade that closed; returns the blocks that begin with it or now last longer. */
  take(newest: ClosedTrade, specs: readonly ProtectionSpec[], equity: number): readonly EntryLock[] {
    const longest = specs.reduce((most, { lookbackMs }) => Math.max(most, lookbackMs), 0);
    this.trades = this.trades.filter(({ closedAt }) => closedAt > newest.closedAt - longest);
    this.trades.push(newest);
    this.held = this.held.filter(({ until }) => until > newest.closedAt);
    const fresh = specs.flatMap((spec) => this.judged(spec, newest, equity) ?? []);
    for (const lock of fresh) this.replace(lock);
    return fresh;
  }

  private judged(spec: ProtectionSpec, newest: ClosedTrade, equity: number): EntryLock | null {
    const until = blockEnd(spec, newest.closedAt);
    if (until <= newest.closedAt) return null;
    const protection = PROTECTIONS.find(({ method }) => method === spec.method);
    const found = protection?.judge(spec, { newest, trades: this.trades, equity }) ?? null;
    return found === null ? null : { ...found, spec, since: newest.closedAt, until };
  }

  /** The same protection on the same entries is one block, which the newest trade moves on. */
  private replace(lock: EntryLock): void {
    const same = ({ spec, instrument, side }: EntryLock): boolean =>
      instrument === lock.instrument && side === lock.side && protectionLine(spec) === protectionLine(lock.spec);
    this.held = [...this.held.filter((other) => !same(other)), lock];
  }

  /** Lets go of blocks whose protection is switched off. */
  keepOnly(specs: readonly ProtectionSpec[]): void {
    const lines = new Set(specs.map(protectionLine));
    this.held = this.held.filter(({ spec }) => lines.has(protectionLine(spec)));
  }

  /** The block that is in the way of an entry the longest, or null. */
  of(instrument: number, side: Side, time: number): EntryLock | null {
    let last: EntryLock | null = null;
    for (const lock of this.held) {
      if (locks(lock, { instrument, side, time }) && (last === null || lock.until > last.until)) last = lock;
    }
    return last;
  }
}
