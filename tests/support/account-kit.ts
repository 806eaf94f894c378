import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteAccounts } from '../../src-main/adapters/accounts-sqlite/sqlite-accounts.ts';
import { SealedFiles } from '../../src-main/adapters/secret-files/sealed-files.ts';
import { answerQuestion } from '../../src-main/adapters/venue-process/venue-child.ts';
import { answerSchema, readingOf } from '../../src-main/adapters/venue-process/venue-messages.ts';
import type { GivenCredentials } from '../../src-main/core/accounts/venue-credentials.ts';
import type { AccountReading, KeyRights, VenueAccounts, VenueCredentials, VenueProfile } from '../../src-main/ports/venue-accounts.ts';
import { AccountsService } from '../../src-main/services/accounts-service.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Secret } from '../../src-shared/kernel/secret.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { MemoryFiles } from './memory-files.ts';
import { MemoryKeychain } from './memory-keychain.ts';

/** Venues as they could be: one that is proven, one without a test network that wants a passphrase, and is not. */
export const PROFILES: readonly VenueProfile[] = [
  { id: 'binance', name: 'Binance', proven: true, sandbox: true, needsPassphrase: false, deadMansSwitch: false, receiveWindowMs: 5_000 },
  { id: 'kucoin', name: 'KuCoin', proven: false, sandbox: false, needsPassphrase: true, deadMansSwitch: false, receiveWindowMs: 5_000 },
];

export const TRADES: KeyRights = { read: true, trade: true, withdraw: false, addressBound: null };
export const WITHDRAWS: KeyRights = { ...TRADES, withdraw: true };

export function reading(rights: KeyRights = TRADES): AccountReading {
  return {
    rights,
    balances: [
      { asset: 'BTC', free: Decimal.parse('0.12345678'), used: Decimal.parse('0') },
      { asset: 'DUST', free: Decimal.parse('0'), used: Decimal.parse('0') },
    ],
    openOrders: 2,
    clockOffsetMs: -12,
    roundTripMs: 41,
  };
}

/** Venues whose answer a test sets; it keeps what it was asked with. */
export class InventedVenues implements VenueAccounts {
  readonly profiles = PROFILES;
  readonly asked: { readonly venue: string; readonly sandbox: boolean; readonly credentials: VenueCredentials }[] = [];
  answer: (credentials: VenueCredentials) => AccountReading = () => reading();

  read(address: { readonly venue: string; readonly sandbox: boolean }, credentials: VenueCredentials): Promise<AccountReading> {
    this.asked.push({ ...address, credentials });
    return Promise.resolve().then(() => this.answer(credentials));
  }
}

export function given(key: string, secret = `${key}-secret`, passphrase: string | null = null): GivenCredentials {
  return { key: new Secret(key), secret: new Secret(secret), passphrase: passphrase === null ? null : new Secret(passphrase) };
}

/** The accounts over a real register and sealed files in memory; the question goes through the messages of a venue process without one. */
export function accountKit() {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  const clock = { time: 1_700_000_000_000, now: () => utcMs(clock.time) };
  const register = SqliteAccounts.open({ file: join(folder, 'accounts.db'), clock, by: 'window' });
  const files = new MemoryFiles();
  const keychain = new MemoryKeychain();
  const venues = new InventedVenues();
  const secrets = new SealedFiles({ files, keychain, log: register });
  let ids = 0;
  const service = new AccountsService({
    register: () => register,
    secrets,
    reader: {
      read: async ({ id, venue, sandbox, version }) => {
        const question = { kind: 'read', home: folder, account: { id, venue, sandbox, version } };
        const answer = await answerQuestion(question, { venues, open: (_, identity) => secrets.open(identity) });
        return readingOf(answerSchema.parse(JSON.parse(JSON.stringify(answer))));
      },
    },
    profiles: PROFILES,
    ids: { next: () => String((ids += 1)).padStart(16, '0') },
    now: clock.now,
  });
  const close = (): void => {
    register.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, clock, register, files, keychain, venues, secrets, service, close };
}
