import type { KeyRights } from './venue-accounts.ts';

/** Why an account's key is not used. */
export type DisabledBecause = 'you' | 'withdrawal-rights';

/** What is kept of an account at a venue, apart from its sealed key. Instants are wall time, ms UTC. */
export interface AccountRecord {
  readonly id: string;
  /** As its owner calls it, unique in a home folder. */
  readonly name: string;
  readonly venue: string;
  readonly sandbox: boolean;
  /** Null while it may be used. */
  readonly disabled: DisabledBecause | null;
  /** Of the sealed key that is in use. */
  readonly version: number;
  readonly addedAt: number;
  /** When the key in use was given. */
  readonly rotatedAt: number;
  /** When the key was last used and its venue answered. */
  readonly usedAt: number | null;
  /** When the venue was last asked, and what it said that the key may do. */
  readonly checkedAt: number | null;
  readonly rights: KeyRights | null;
  /** Its owner typed its name to let a key in that may withdraw. */
  readonly withdrawalAccepted: boolean;
}

/** What was done with an account or its sealed key. */
export type AccessKind = 'seal' | 'open' | 'destroy' | 'add' | 'check' | 'rotate' | 'disable' | 'enable' | 'remove' | 'lock' | 'unlock';

/** One access, before it has its place in the log. */
export interface Access {
  readonly kind: AccessKind;
  /** The account's id. */
  readonly account: string;
  /** Of the sealed key; 0 where no version in particular is meant. */
  readonly version: number;
  /** Beside the kind: why, or what came of it. */
  readonly detail: string;
}

/** One line of the access log, chained by its hash to all before it. */
export interface AccessLine extends Access {
  /** Counted from 1. */
  readonly sequence: number;
  readonly at: number;
  /** Which of the program's processes, `window`, `command line`, `venue process`. */
  readonly by: string;
  /** SHA-256 over the hash before it and this line, hexadecimal. */
  readonly hash: string;
}

/** What a check of the whole access log found. */
export interface AccessCheck {
  readonly lines: number;
  /** Sequence of the first line that does not follow from the one before it; null when all do. */
  readonly brokenAt: number | null;
}

/** The log of every access, which is only ever added to. */
export interface AccessLog {
  note(access: Access): void;
  /** The newest lines, newest first. */
  lines(most: number): readonly AccessLine[];
  verify(): AccessCheck;
}

/**
 * The accounts of a home folder. A change and its line in the access log are one transaction.
 * Fails with `disk.full`, `disk.failed`, `accounts.corrupt`, `accounts.newer-version`.
 */
export interface AccountRegister extends AccessLog {
  /** By name. */
  list(): readonly AccountRecord[];
  /** Fails with `account.unknown`. */
  find(name: string): AccountRecord;
  /** Fails with `account.taken` where the name is. */
  add(record: AccountRecord, access: Access): void;
  /** Changes what is named and gives what stands then. Fails with `account.unknown` where it has gone. */
  change(id: string, part: Partial<AccountRecord>, access: Access): AccountRecord;
  remove(id: string, access: Access): void;
  close(): void;
}
