import type { AccountRecord } from './account-register.ts';
import type { AccountReading } from './venue-accounts.ts';

/** Which sealed key is tried: that of an account as it stands, or one of another version. */
export type ReadAccount = Pick<AccountRecord, 'id' | 'venue' | 'sandbox' | 'version'>;

/**
 * Asks a venue for an account, in a process of its own that opens the sealed key by itself and is ended with its answer.
 * Fails as `VenueAccounts.read` and `SecretStore.open` do, and with `account.process`.
 */
export interface AccountReader {
  read(account: ReadAccount): Promise<AccountReading>;
}
