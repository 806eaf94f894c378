import { create } from 'zustand';
import type { VenueAccountRow } from '../../src-shared/contract/accounts.ts';
import { callMain } from './call-main.ts';

/** The accounts at venues as they were last read; null before. */
export const useVenueAccounts = create<{ readonly accounts: readonly VenueAccountRow[] | null }>()(() => ({ accounts: null }));

/** Reads the accounts; a sentence where that failed, else null. */
export async function readVenueAccounts(): Promise<string | null> {
  const result = await callMain((client) => client.accounts.list({}));
  if (!result.ok) return result.fault.message;
  useVenueAccounts.setState({ accounts: result.value.accounts });
  return null;
}
