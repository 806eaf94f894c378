import { randomInt } from 'node:crypto';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteAccounts } from './adapters/accounts-sqlite/sqlite-accounts.ts';
import { CcxtAccounts } from './adapters/exchange-ccxt/ccxt-accounts.ts';
import { CcxtOrders, exitsAt } from './adapters/exchange-ccxt/ccxt-orders.ts';
import { OsKeychain } from './adapters/keychain-os/os-keychain.ts';
import { FolderFiles } from './adapters/secret-files/record-files.ts';
import { isLocked, SealedFiles } from './adapters/secret-files/sealed-files.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { forkChild } from './adapters/venue-process/fork-child.ts';
import { ProcessAccountReader } from './adapters/venue-process/process-account-reader.ts';
import type { OpenVenueOrders } from './adapters/venue-process/served-orders.ts';
import { Sfc32 } from '../src-shared/kernel/random.ts';
import { KeptVenueOrders } from './adapters/venue-process/kept-venue-orders.ts';
import { ProcessVenueOrders } from './adapters/venue-process/process-venue-orders.ts';
import type { ReadAccount } from './ports/account-reader.ts';
import type { Access, AccountRegister } from './ports/account-register.ts';
import type { StartChild } from './ports/child-link.ts';
import type { Clock } from './ports/clock.ts';
import type { Keychain } from './ports/keychain.ts';
import type { SecretStore } from './ports/secret-store.ts';
import type { VenueAccounts, VenueProfile } from './ports/venue-accounts.ts';
import type { ContractTerms, KeyHolder, VenueOrders } from './ports/venue-orders.ts';
import { AccountsService } from './services/accounts-service.ts';
import { venueAddress } from './venue-address.ts';

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

/** Whether the keys of a home folder are locked just now. */
export function keysLocked(home: string): boolean {
  return isLocked(new FolderFiles(join(home, SECRETS_FOLDER)));
}

/** The exchanges that accounts are kept at. */
export function openVenueAccounts(): VenueAccounts {
  return new CcxtAccounts(new SystemClock(), { address: venueAddress });
}

/** The orders of an account at an exchange, in the process that knows its key. */
export const openOrders: OpenVenueOrders = ({ venue, sandbox }, credentials, contracts) =>
  CcxtOrders.open(venue, credentials, {
    sandbox,
    contracts,
    address: venueAddress,
    clock: new SystemClock(),
    random: new Sfc32(randomInt(2 ** 32 - 1)),
  });

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

/** How the orders of an account are reached. */
export interface VenueOrdersOptions {
  readonly home: string;
  readonly account: ReadAccount;
  /** Of the venue's profile. */
  readonly deadMansSwitch: boolean;
  /** What is held of perpetuals, and how. */
  readonly contracts?: readonly ContractTerms[];
  /** As of `AccountServicesOptions`. */
  readonly venueProcess?: string;
  readonly startChild?: StartChild | null;
  readonly clock?: Clock;
}

/** The orders of an account in a process of its own, started again when it dies; whoever opens them closes them. */
export function openVenueOrders(options: VenueOrdersOptions): VenueOrders & KeyHolder {
  return new KeptVenueOrders({
    start: () => openOrdersProcess(options),
    clock: options.clock ?? new SystemClock(),
    random: new Sfc32(randomInt(2 ** 32 - 1)),
  });
}

/** The orders of an account in one process, which opens the account's key and ends with it; whoever opens them closes them. */
export function openOrdersProcess(options: VenueOrdersOptions): VenueOrders {
  const { home, account, deadMansSwitch, contracts = [], venueProcess, startChild, clock } = options;
  return new ProcessVenueOrders({
    ...{ home, account, deadMansSwitch, childFile: venueProcess ?? venueProgram(), start: startChild ?? forkChild },
    ...{ env: process.env, clock: clock ?? new SystemClock(), exits: exitsAt(account.venue), contracts },
  });
}

/** A bundled program lies beside the workers, the sources above them. */
function venueProgram(): string {
  const type = extname(import.meta.filename);
  const folder = new URL('.', import.meta.url).pathname.endsWith('/workers/') ? '.' : './workers';
  return fileURLToPath(new URL(`${folder}/venue${type}`, import.meta.url));
}
