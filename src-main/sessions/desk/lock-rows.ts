import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import { signalSentence } from '../../../src-shared/domain/signals.ts';
import type { AccountState } from '../../core/engine/account.ts';
import { type EntryLock, lockCodes, lockDetails } from '../../core/risk/entry-lock.ts';

/** Blocks of new entries as the window shows them, the one that ends first before the others. */
export function lockRows(locks: readonly EntryLock[], { instruments, time }: AccountState): RiskRow['locks'] {
  return [...locks]
    .sort((a, b) => a.until - b.until)
    .map((lock) => ({ sentence: signalSentence(lockCodes(lock).signal, lockDetails(lock, instruments, time)), until: lock.until }));
}
