import type { Secret } from '../../src-shared/kernel/secret.ts';

/** Whose secret a record is, and which. A record only opens for exactly the identity that it was sealed for. */
export interface SecretIdentity {
  /** Of the account, 16 characters of [0-9a-z]. */
  readonly id: string;
  /** Counted from 1; a rotation seals the next one. */
  readonly version: number;
  readonly kind: 'venue-credentials';
  /** `binance` */
  readonly venue: string;
  /** A key of the venue's test network never opens as one for real money. */
  readonly sandbox: boolean;
}

/**
 * Sealed secrets. Every call is a line of the access log before it has an effect; one that cannot be noted is not carried out.
 * All fail with `keychain.missing`, `keychain.locked`, `secret.key-missing`, `secret.key-wrong`, `disk.full`, `disk.failed`.
 */
export interface SecretStore {
  /** Seals a new version beside the older ones. */
  seal(identity: SecretIdentity, secret: Secret): Promise<void>;
  /** Opens one version. Fails with `secret.locked`, `secret.missing`, `secret.version`, `secret.swapped`, `secret.damaged` too; the record stays as it is. */
  open(identity: SecretIdentity): Promise<Secret>;
  /** Has the keychain show the data key of the sealed secrets, and forgets it: this person may open them. Nothing where none is sealed. */
  prove(): Promise<void>;
  /** Locks all of them: none is opened, in whatever process, until they are unlocked. */
  lock(): Promise<void>;
  /** Unlocks them once they are proven to be this person's. Fails as `prove` does, and they stay locked. */
  unlock(): Promise<void>;
  readonly locked: boolean;
  /** Takes one version away, for which no key is needed. */
  destroy(identity: SecretIdentity): Promise<void>;
  /** Takes every version of an account away that is older than the one named; null stands for all. A newer one may be another process's that is not in use yet. */
  destroyOlder(id: string, than: number | null): Promise<void>;
}
