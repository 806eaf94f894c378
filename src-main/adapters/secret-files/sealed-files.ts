import { randomBytes } from 'node:crypto';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { Secret } from '../../../src-shared/kernel/secret.ts';
import type { AccessLog } from '../../ports/account-register.ts';
import type { Keychain } from '../../ports/keychain.ts';
import type { SecretIdentity, SecretStore } from '../../ports/secret-store.ts';
import type { RecordFiles } from './record-files.ts';
import { NONCE_BYTES, openRecord, RECORD_FORMAT, type RecordProblem, sealRecord } from './sealed-record.ts';
import { VaultKey } from './vault-key.ts';

/** What a store of sealed files stands on. */
export interface SealedFilesParts {
  readonly files: RecordFiles;
  readonly keychain: Keychain;
  /** Asked at every access: whoever writes it may not keep it open. */
  readonly log: Pick<AccessLog, 'note'>;
  /** A nonce of 12 bytes, never the same twice. */
  readonly nonce?: () => Uint8Array;
}

/** Stands in the folder while the secrets are locked, for every process that would open one. */
const LOCK_FILE = 'locked';

/** Whether the secrets of a folder are locked. */
export function isLocked(files: Pick<RecordFiles, 'read'>): boolean {
  return files.read(LOCK_FILE) !== null;
}

/** Secrets as sealed records in a folder, a file for every version, all sealed by one data key that the keychain holds. */
export class SealedFiles implements SecretStore {
  private readonly parts: SealedFilesParts;
  private readonly vaultKey: VaultKey;
  private readonly nonce: () => Uint8Array;

  constructor(parts: SealedFilesParts) {
    this.parts = parts;
    this.vaultKey = new VaultKey(parts.files, parts.keychain);
    this.nonce = parts.nonce ?? (() => randomBytes(NONCE_BYTES));
  }

  async seal(identity: SecretIdentity, secret: Secret): Promise<void> {
    const { files } = this.parts;
    const { vault, key } = await this.vaultKey.findOrMake();
    const plain = Buffer.from(secret.open(), 'utf8');
    try {
      const record = sealRecord({ ...identity, vault }, plain, key, this.nonce());
      this.note('seal', identity);
      files.commit(files.stage(fileOf(identity), record), fileOf(identity));
    } finally {
      plain.fill(0);
      key.fill(0);
    }
  }

  get locked(): boolean {
    return isLocked(this.parts.files);
  }

  async lock(): Promise<void> {
    const { files, log } = this.parts;
    if (this.locked) return;
    log.note({ kind: 'lock', account: '', version: 0, detail: '' });
    files.commit(files.stage(LOCK_FILE, new Uint8Array(0)), LOCK_FILE);
    return Promise.resolve();
  }

  async unlock(): Promise<void> {
    if (!this.locked) return;
    await this.prove();
    this.parts.log.note({ kind: 'unlock', account: '', version: 0, detail: '' });
    this.parts.files.remove(LOCK_FILE);
  }

  async open(identity: SecretIdentity): Promise<Secret> {
    const { files } = this.parts;
    if (this.locked) throw new Fault('secret.locked');
    const bytes = files.read(fileOf(identity));
    if (bytes === null) throw new Fault('secret.missing', { account: identity.id, version: identity.version, folder: files.folder });
    const { vault, key } = await this.vaultKey.find();
    try {
      this.note('open', identity);
      const opened = openRecord(bytes, { ...identity, vault }, key);
      if ('problem' in opened) throw recordFault(`${files.folder}/${fileOf(identity)}`, opened.problem);
      const secret = new Secret(Buffer.from(opened.plain).toString('utf8'));
      opened.plain.fill(0);
      return secret;
    } finally {
      key.fill(0);
    }
  }

  async prove(): Promise<void> {
    if (!this.parts.files.names().some((name) => name.endsWith('.json'))) return;
    const { key } = await this.vaultKey.find();
    key.fill(0);
  }

  async destroy(identity: SecretIdentity): Promise<void> {
    this.note('destroy', identity);
    this.parts.files.remove(fileOf(identity));
    return Promise.resolve();
  }

  async destroyOlder(id: string, than: number | null): Promise<void> {
    const { files, log } = this.parts;
    for (const name of files.names()) {
      const [owner, version, ...end] = name.split('.');
      if (owner !== id) continue;
      const number = Number(version?.slice(1));
      // What a crash left half written goes with the account.
      if (than !== null && (end.length > 1 || number >= than)) continue;
      if (end.length === 1) log.note({ kind: 'destroy', account: id, version: number, detail: '' });
      files.remove(name);
    }
    return Promise.resolve();
  }

  private note(kind: 'seal' | 'open' | 'destroy', { id, version }: SecretIdentity): void {
    this.parts.log.note({ kind, account: id, version, detail: '' });
  }
}

function fileOf({ id, version }: SecretIdentity): string {
  return `${id}.v${String(version)}.json`;
}

function recordFault(file: string, problem: RecordProblem): Fault {
  switch (problem.kind) {
    case 'version':
      return new Fault('secret.version', { file, found: problem.found, known: RECORD_FORMAT });
    case 'swapped':
      return new Fault('secret.swapped', { file, problem: problem.problem });
    case 'damaged':
      return new Fault('secret.damaged', { file, problem: problem.problem });
  }
}
