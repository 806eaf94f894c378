import type { AccessRow, AskedAccount, VenueAccountRow, VenueRow } from '../../src-shared/contract/accounts.ts';
import { accountName } from '../../src-shared/contract/accounts.ts';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import { asFault, Fault } from '../../src-shared/kernel/fault.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import { credentialsText, type GivenCredentials } from '../core/accounts/venue-credentials.ts';
import type { AccountReader, ReadAccount } from '../ports/account-reader.ts';
import type { AccountRecord, AccountRegister } from '../ports/account-register.ts';
import type { Ids } from '../ports/ids.ts';
import type { SecretIdentity, SecretStore } from '../ports/secret-store.ts';
import type { AccountReading, KeyRights, VenueProfile } from '../ports/venue-accounts.ts';
import { accountRow, readingRow } from './account-rows.ts';

/** What the accounts act on. */
export interface AccountsParts {
  readonly register: () => AccountRegister;
  readonly secrets: SecretStore;
  readonly reader: AccountReader;
  readonly profiles: readonly VenueProfile[];
  readonly ids: Ids;
  readonly now: () => UtcMs;
}

/** A new account as it is asked for. */
export interface NewAccount {
  readonly name: string;
  readonly venue: string;
  readonly sandbox: boolean;
  readonly credentials: GivenCredentials;
  /** The account's name typed once more, to let a key in that may withdraw; null when it was not. */
  readonly acceptWithdrawal: string | null;
}

/** A new key of an account that is there. */
export type NewKey = Pick<NewAccount, 'name' | 'credentials' | 'acceptWithdrawal'>;

/** What a venue could not be asked for by itself; the key may be all right. */
const PASSING = new Set<string>(['venue.unreachable', 'venue.busy', 'venue.garbled', 'venue.left', 'account.process']);

/** Accounts at venues: their keys are sealed at once and opened only in a process of their own. */
export class AccountsService {
  private readonly parts: AccountsParts;
  private readonly asked = new Set<string>();

  constructor(parts: AccountsParts) {
    this.parts = parts;
  }

  list(): { readonly accounts: readonly VenueAccountRow[]; readonly venues: readonly VenueRow[] } {
    const { profiles } = this.parts;
    return {
      accounts: this.parts
        .register()
        .list()
        .map((account) => this.row(account)),
      venues: profiles.map(({ id, name, proven, sandbox, needsPassphrase, keyNames }) => ({
        ...{ id, name, proven, sandbox, needsPassphrase },
        ...(keyNames === undefined ? {} : { keyNames }),
      })),
    };
  }

  /** Venues that were asked about an account since the start, or whose account is traded. */
  venuesAsked(): readonly string[] {
    return [...this.asked];
  }

  /** Fails with `account.unknown`. */
  find(name: string): VenueAccountRow {
    return this.row(this.parts.register().find(name));
  }

  /** An account with what a session has to know of its venue. Fails with `account.unknown`, `account.disabled`, `secret.locked`. */
  tradable(name: string): { readonly account: ReadAccount; readonly profile: VenueProfile } {
    const account = this.parts.register().find(name);
    if (account.disabled !== null) throw new Fault('account.disabled', { account: account.name });
    if (this.keysLocked) throw new Fault('secret.locked');
    this.asked.add(account.venue.toUpperCase());
    return { account, profile: this.profile(account.venue) };
  }

  get keysLocked(): boolean {
    return this.parts.secrets.locked;
  }

  /** Ends, through the sessions that see it, every process that holds a key; none is opened until they are unlocked. */
  lockKeys(): Promise<void> {
    return this.parts.secrets.lock();
  }

  /** Has the keychain show that whoever sits here may open the sealed keys, and unlocks them where they are locked. Fails as `SecretStore.prove` does. */
  async unlockKeys(): Promise<void> {
    if (this.keysLocked) await this.parts.secrets.unlock();
    else await this.parts.secrets.prove();
  }

  accesses(most: number): { readonly lines: readonly AccessRow[]; readonly count: number; readonly brokenAt: number | null } {
    const register = this.parts.register();
    const { lines: count, brokenAt } = register.verify();
    const names = new Map(register.list().map(({ id, name }) => [id, name]));
    const lines = register.lines(most).map(({ sequence, at, kind, account, version, by, detail }) => ({
      sequence,
      at,
      kind,
      account,
      name: names.get(account) ?? null,
      version,
      by,
      detail,
    }));
    return { lines, count, brokenAt };
  }

  /** Seals the key and asks the venue. A key that the venue refuses, or that may withdraw and was not accepted, is taken away again; where the venue cannot be reached it stays, unchecked. */
  async add({ name, venue, sandbox, credentials, acceptWithdrawal }: NewAccount): Promise<AskedAccount> {
    const { register, secrets, ids, now } = this.parts;
    const profile = this.profile(venue);
    this.refuseName(name);
    if (sandbox && !profile.sandbox) throw new Fault('account.no-sandbox', { venue: profile.name });
    const withdrawalAccepted = this.accepted(name, acceptWithdrawal);
    const text = credentialsText(credentials, profile.needsPassphrase);
    const at = now();
    const account: AccountRecord = {
      ...{ id: ids.next(), name, venue: profile.id, sandbox, withdrawalAccepted },
      ...{ version: 1, disabled: null, addedAt: at, rotatedAt: at, usedAt: null, checkedAt: null, rights: null },
    };
    await secrets.seal(identityOf(account), text);
    try {
      register().add(account, {
        kind: 'add',
        account: account.id,
        version: 1,
        detail: `${name}, ${venue}, ${sandbox ? 'testnet' : 'live'}`,
      });
    } catch (thrown) {
      await secrets.destroy(identityOf(account));
      throw thrown;
    }
    try {
      return await this.ask(account);
    } catch (thrown) {
      const fault = asFault(thrown);
      if (PASSING.has(fault.code)) return { account: this.row(register().find(name)), reading: null, problem: fault.message };
      await this.takeAway(account, fault.code);
      throw fault.code === 'account.withdrawal-rights' ? withdrawalFault(name, 'Nothing was kept.') : fault;
    }
  }

  /** Asks the venue. A key that turns out to be able to withdraw, and was not accepted, is disabled. */
  async check(name: string): Promise<AskedAccount> {
    const account = this.parts.register().find(name);
    if (account.disabled !== null) throw new Fault('account.disabled', { account: account.name });
    await this.parts.secrets.destroyOlder(account.id, account.version);
    try {
      return await this.ask(account);
    } catch (thrown) {
      if (asFault(thrown).code !== 'account.withdrawal-rights') throw thrown;
      const disabled = { kind: 'disable', account: account.id, version: account.version, detail: 'withdrawal-rights' } as const;
      this.parts.register().change(account.id, { disabled: 'withdrawal-rights' }, disabled);
      throw withdrawalFault(account.name, 'The account was disabled.');
    }
  }

  /** The old key stays until the venue has let the new one in. */
  async rotate({ name, credentials, acceptWithdrawal }: NewKey): Promise<AskedAccount> {
    const { register, secrets, now } = this.parts;
    const account = register().find(name);
    const withdrawalAccepted = this.accepted(account.name, acceptWithdrawal);
    const next = { ...account, version: account.version + 1, withdrawalAccepted, disabled: null };
    await secrets.seal(identityOf(next), credentialsText(credentials, this.profile(account.venue).needsPassphrase));
    let reading: AccountReading;
    try {
      reading = await this.read(next);
    } catch (thrown) {
      await secrets.destroy(identityOf(next));
      const fault = asFault(thrown);
      throw fault.code === 'account.withdrawal-rights' ? withdrawalFault(account.name, 'The old key stays.') : fault;
    }
    const at = now();
    const changed = register().change(
      account.id,
      { version: next.version, withdrawalAccepted, disabled: null, rotatedAt: at, usedAt: at, checkedAt: at, rights: reading.rights },
      { kind: 'rotate', account: account.id, version: next.version, detail: rightsText(reading.rights) },
    );
    await secrets.destroyOlder(account.id, next.version);
    return { account: this.row(changed), reading: readingRow(reading), problem: '' };
  }

  disable(name: string): VenueAccountRow {
    const account = this.parts.register().find(name);
    if (account.disabled !== null) return this.row(account);
    return this.changed(account, { disabled: 'you' }, 'disable');
  }

  enable(name: string, acceptWithdrawal: string | null): VenueAccountRow {
    const account = this.parts.register().find(name);
    const withdrawalAccepted = this.accepted(account.name, acceptWithdrawal) || account.withdrawalAccepted;
    if (account.rights?.withdraw === true && !withdrawalAccepted) throw withdrawalFault(account.name, 'It stays disabled.');
    if (account.disabled === null && withdrawalAccepted === account.withdrawalAccepted) return this.row(account);
    return this.changed(account, { disabled: null, withdrawalAccepted }, 'enable');
  }

  /** `typed` is the name once more. The sealed key goes first: an account without one can be removed again, a key without an account could not. */
  async remove(name: string, typed: string): Promise<{ readonly removed: boolean }> {
    const account = this.parts.register().find(name);
    if (typed !== account.name) throw new Fault('account.not-typed', { account: account.name });
    await this.takeAway(account, account.name);
    return { removed: true };
  }

  private async takeAway({ id, version }: AccountRecord, why: string): Promise<void> {
    await this.parts.secrets.destroyOlder(id, null);
    this.parts.register().remove(id, { kind: 'remove', account: id, version, detail: why });
  }

  /** Asks and keeps what was said. Fails with `account.withdrawal-rights` after that was kept too. */
  private async ask(account: AccountRecord): Promise<AskedAccount> {
    const reading = await this.read(account, (rights) => {
      const at = this.parts.now();
      this.parts
        .register()
        .change(
          account.id,
          { rights, checkedAt: at, usedAt: at },
          { kind: 'check', account: account.id, version: account.version, detail: rightsText(rights) },
        );
    });
    return { account: this.row(this.parts.register().find(account.name)), reading: readingRow(reading), problem: '' };
  }

  private async read(account: AccountRecord, keep?: (rights: KeyRights) => void): Promise<AccountReading> {
    this.asked.add(account.venue.toUpperCase());
    const reading = await this.parts.reader.read(account);
    keep?.(reading.rights);
    if (reading.rights.withdraw === true && !account.withdrawalAccepted) throw withdrawalFault(account.name, '');
    return reading;
  }

  private changed(account: AccountRecord, part: Partial<AccountRecord>, kind: 'disable' | 'enable'): VenueAccountRow {
    const detail = part.withdrawalAccepted === true ? 'withdrawal rights accepted' : '';
    return this.row(this.parts.register().change(account.id, part, { kind, account: account.id, version: account.version, detail }));
  }

  /** Refuses a name before anything is asked for. Fails with `account.name`, `account.taken`. */
  refuseName(name: string): void {
    if (!accountName.safeParse(name).success) throw new Fault('account.name', { account: name.slice(0, 60) });
    const taken = this.parts
      .register()
      .list()
      .find((account) => account.name.toLowerCase() === name.toLowerCase());
    if (taken !== undefined) throw new Fault('account.taken', { account: taken.name });
  }

  private accepted(name: string, typed: string | null): boolean {
    if (typed === null) return false;
    if (typed !== name) throw new Fault('account.not-typed', { account: name });
    return true;
  }

  private profile(venue: string): VenueProfile {
    const { profiles } = this.parts;
    const profile = profiles.find(({ id }) => id === venue.toLowerCase());
    if (profile !== undefined) return profile;
    const known = profiles.map(({ id }) => id);
    throw new Fault('account.venue', { venue, suggestion: suggestion(venue, known, `Venues are ${known.join(', ')}.`) });
  }

  private row(account: AccountRecord): VenueAccountRow {
    return accountRow(account, this.parts.profiles);
  }
}

function identityOf({ id, version, venue, sandbox }: AccountRecord): SecretIdentity {
  return { id, version, kind: 'venue-credentials', venue, sandbox };
}

function withdrawalFault(account: string, outcome: string): Fault {
  return new Fault('account.withdrawal-rights', { account, outcome });
}

/** `read trade`; what the venue does not say is left out. */
function rightsText(rights: KeyRights): string {
  return (['read', 'trade', 'withdraw'] as const).filter((name) => rights[name] === true).join(' ');
}
