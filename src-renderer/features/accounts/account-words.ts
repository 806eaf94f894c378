import type { KeyRightsRow, VenueAccountRow } from '../../../src-shared/contract/accounts.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

const RIGHTS = ['read', 'trade', 'withdraw'] as const;

/** What a key may do, in words, and what the venue leaves open. */
export function rightsWords(rights: KeyRightsRow | null): { readonly words: string; readonly hint: string | undefined } {
  if (rights === null) return { words: SAY.notChecked, hint: SAY.notCheckedHint };
  const unsaid = RIGHTS.filter((right) => rights[right] === null).map((right) => SAY.right[right]);
  const named = RIGHTS.filter((right) => rights[right] === true).map((right) => SAY.right[right]);
  return { words: named.length === 0 ? '—' : named.join(', '), hint: unsaid.length === 0 ? undefined : SAY.notSaid(unsaid.join(', ')) };
}

/** Whole days since the key in use was given. */
export function keyAgeDays({ rotatedAt }: Pick<VenueAccountRow, 'rotatedAt'>, now: number): number {
  return Math.max(0, Math.floor((now - rotatedAt) / DAY_MS));
}

/** The account's state as one word of the catalogue. */
export function stateOf({ disabled }: Pick<VenueAccountRow, 'disabled'>): 'enabled' | 'you' | 'withdrawal-rights' {
  return disabled ?? 'enabled';
}
