import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteAccounts } from './adapters/accounts-sqlite/sqlite-accounts.ts';
import { CcxtAccounts } from './adapters/exchange-ccxt/ccxt-accounts.ts';
import { OsKeychain } from './adapters/keychain-os/os-keychain.ts';
import { FolderFiles } from './adapters/secret-files/record-files.ts';
import { SealedFiles } from './adapters/secret-files/sealed-files.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { forkChild } from './adapters/venue-process/fork-child.ts';
import { ProcessAccountReader } from './adapters/venue-process/process-account-reader.ts';
import type { Access, AccountRegister } from './ports/account-register.ts';
import type { StartChild } from './ports/child-link.ts';
import type { Keychain } from './ports/keychain.ts';
import type { SecretStore } from './ports/secret-store.ts';
import type { VenueAccounts, VenueProfile } from './ports/venue-accounts.ts';
import { AccountsService } from './services/accounts-service.ts';

/** The accounts with the log of accesses, and the folder of sealed keys, in a home folder. */
const ACCOUNTS_FILE = 'accounts.db';
const SECRETS_FOLDER = 'secrets';

/** Wall time within which a venue is to have answered, start of its process included, ms. */
const ANSWER_MS = 45_000;

/** Opens the register of accounts; whoever opens it closes it. `by` is which of the program's processes this is. */
export function openAccountRegister(home: string, by: string): AccountRegister {
  return SqliteAccounts.open({ file: join(home, ACCOUNTS_FILE), clock: new SystemClock(), by });
}

/** The sealed keys of a home folder. */
export function openSecrets(home: string, by: string, keychain: Keychain = new OsKeychain()): SecretStore {
  return new SealedFiles({
    files: new FolderFiles(join(home, SECRETS_FOLDER)),
    keychain,
    log: {
      note: (access: Access) => {
        const register = openAccountRegister(home, by);
        try {
          register.note(access);
        } finally {
          register.close();
        }
      },
    },
  });
}

/** The exchanges that accounts are kept at. */
export function openVenueAccounts(): VenueAccounts {
  return new CcxtAccounts(new SystemClock());
}

/** Looks for the keychain without changing anything in it. Fails with `keychain.missing`, `keychain.locked`. */
export async function probeKeychain(): Promise<void> {
  await new OsKeychain().load('doctor');
}

/** How the accounts of a home folder are reached. */
export interface AccountServicesOptions {
  readonly home: string;
  readonly by: 'window' | 'command line';
  readonly profiles: readonly VenueProfile[];
  readonly keychain?: Keychain;
  /** The program of a venue process; tests name one whose venue answers without a network. */
  readonly venueProcess?: string;
  /** How a host starts processes, where Node's own way is not open to it. */
  readonly startChild?: StartChild | null;
}

/** The accounts of a home folder; `close` when done. */
export interface OpenAccounts {
  readonly service: AccountsService;
  close(): void;
}

/** The accounts of a home folder, opened when they are first looked at. */
export function openAccounts({ home, by, profiles, keychain, venueProcess, startChild }: AccountServicesOptions): OpenAccounts {
  let register: AccountRegister | null = null;
  const clock = new SystemClock();
  const service = new AccountsService({
    register: () => (register ??= openAccountRegister(home, by)),
    secrets: openSecrets(home, by, keychain),
    reader: new ProcessAccountReader({
      ...{ home, childFile: venueProcess ?? venueProgram(), start: startChild ?? forkChild },
      ...{ env: process.env, deadlineMs: ANSWER_MS },
    }),
    profiles,
    ids: new SystemIds(),
    now: () => clock.now(),
  });
  return { service, close: () => register?.close() };
}

/** A bundled program lies beside the workers, the sources above them. */
function venueProgram(): string {
  const type = extname(import.meta.filename);
  const folder = new URL('.', import.meta.url).pathname.endsWith('/workers/') ? '.' : './workers';
  return fileURLToPath(new URL(`${folder}/venue${type}`, import.meta.url));
}
