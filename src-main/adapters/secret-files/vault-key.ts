import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Keychain } from '../../ports/keychain.ts';
import type { RecordFiles } from './record-files.ts';
import { KEY_BYTES, NONCE_BYTES, openRecord, type RecordIdentity, sealRecord } from './sealed-record.ts';

/** Says which set of secrets a folder holds and how its data key is wrapped. */
const VAULT_FILE = 'vault.json';
const VAULT_FORMAT = 1;
const VAULT_ID_BYTES = 10;

/** Another way of wrapping the data key is another `wrap`. */
const vaultSchema = z.strictObject({
  format: z.number(),
  vault: z.string().check(z.regex(/^[0-9a-f]{20}$/u)),
  wrap: z.strictObject({ kind: z.literal('os-keychain') }),
  /** A sealed record of nothing, by which a wrong key is told from a damaged record. */
  check: z.string(),
});

/** A set of secrets and the key that opens it; the key is wiped by whoever asked for it. */
export interface OpenVault {
  readonly vault: string;
  readonly key: Uint8Array;
}

/** The data key of a folder of secrets: made at the first secret, kept in the keychain alone. */
export class VaultKey {
  private readonly files: RecordFiles;
  private readonly keychain: Keychain;

  constructor(files: RecordFiles, keychain: Keychain) {
    this.files = files;
    this.keychain = keychain;
  }

  /** The key of the secrets that are there. Fails with `secret.key-missing`, `secret.key-wrong`, `secret.version`, `secret.damaged` and as the keychain does. */
  async find(): Promise<OpenVault> {
    return (await this.present()) ?? this.missing();
  }

  /** The same, and a new set with a key of its own where there is none. */
  async findOrMake(): Promise<OpenVault> {
    return (await this.present()) ?? this.make();
  }

  private async present(): Promise<OpenVault | null> {
    const bytes = this.files.read(VAULT_FILE);
    if (bytes === null) {
      // Secrets without the file that says how they are wrapped are never sealed over.
      return this.holdsRecords() ? this.missing() : null;
    }
    const { vault, check } = this.parsed(bytes);
    const key = await this.keychain.load(vault);
    if (key === null) return this.holdsRecords() ? this.missing() : this.putAside();
    const opened = key.length === KEY_BYTES ? openRecord(Buffer.from(check, 'base64'), checkIdentity(vault), key) : null;
    if (opened === null || 'problem' in opened) throw new Fault('secret.key-wrong', { folder: this.files.folder });
    return { vault, key };
  }

  /** An empty set whose key has gone: nothing is lost with it. */
  private putAside(): null {
    this.files.remove(VAULT_FILE);
    return null;
  }

  private missing(): never {
    throw new Fault('secret.key-missing', { folder: this.files.folder });
  }

  private async make(): Promise<OpenVault> {
    const vault = randomBytes(VAULT_ID_BYTES).toString('hex');
    const key = new Uint8Array(randomBytes(KEY_BYTES));
    await this.keychain.save(vault, key);
    const kept = await this.keychain.load(vault);
    // A keychain that does not give back what it took would lose every secret.
    if (kept === null || !Buffer.from(kept).equals(key)) throw new Fault('secret.key-wrong', { folder: this.files.folder });
    const check = Buffer.from(sealRecord(checkIdentity(vault), new Uint8Array(0), key, randomBytes(NONCE_BYTES))).toString('base64');
    const text = `${JSON.stringify({ format: VAULT_FORMAT, vault, wrap: { kind: 'os-keychain' }, check }, null, 1)}\n`;
    if (this.files.commitNew(this.files.stage(VAULT_FILE, Buffer.from(text)), VAULT_FILE)) return { vault, key };
    // Another process was first.
    await this.keychain.remove(vault);
    return this.find();
  }

  private parsed(bytes: Uint8Array): z.infer<typeof vaultSchema> {
    const file = `${this.files.folder}/${VAULT_FILE}`;
    const fields = jsonOf(bytes);
    const found = typeof fields === 'object' && fields !== null && 'format' in fields ? fields.format : undefined;
    if (typeof found === 'number' && found !== VAULT_FORMAT) throw new Fault('secret.version', { file, found, known: VAULT_FORMAT });
    const { success, data } = vaultSchema.safeParse(fields);
    if (!success) throw new Fault('secret.damaged', { file, problem: 'it does not say how the keys are sealed.' });
    return data;
  }

  private holdsRecords(): boolean {
    return this.files.names().some((name) => name !== VAULT_FILE && name.endsWith('.json'));
  }
}

function checkIdentity(vault: string): RecordIdentity {
  return { vault, id: 'check', version: 0, kind: 'venue-credentials', venue: '', sandbox: true };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Not JSON: it is damaged, and said to be so.
    return undefined;
  }
}
