import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Keychain } from '../../ports/keychain.ts';

/** What is used of one entry of the library. */
export interface KeychainEntry {
  getSecret(): Promise<ArrayLike<number> | null>;
  setSecret(secret: Uint8Array): Promise<void>;
  deleteCredential(): Promise<boolean>;
}

/** Finds the entry of a name. Throws where there is no keychain. */
export type OpenEntry = (service: string, name: string) => Promise<KeychainEntry>;

const SERVICE = 'CryptoOrchestrator';

const REMEDIES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux:
    'Install and unlock one that speaks Secret Service (gnome-keyring, KWallet, KeePassXC), and start the program inside the desktop session.',
  darwin: 'Unlock the login keychain.',
  win32: 'Start the Credential Manager service.',
};

/** The keychain of the operating system: Secret Service, Keychain or Credential Manager. */
export class OsKeychain implements Keychain {
  private readonly openEntry: OpenEntry;
  private readonly platform: NodeJS.Platform;

  constructor({
    openEntry = nativeEntry,
    platform = process.platform,
  }: { readonly openEntry?: OpenEntry; readonly platform?: NodeJS.Platform } = {}) {
    this.openEntry = openEntry;
    this.platform = platform;
  }

  async load(name: string): Promise<Uint8Array | null> {
    const found = await this.asked(name, (entry) => entry.getSecret());
    return found === null ? null : Uint8Array.from(found);
  }

  async save(name: string, bytes: Uint8Array): Promise<void> {
    await this.asked(name, (entry) => entry.setSecret(bytes));
  }

  async remove(name: string): Promise<boolean> {
    return this.asked(name, (entry) => entry.deleteCredential());
  }

  private async asked<Value>(name: string, ask: (entry: KeychainEntry) => Promise<Value>): Promise<Value> {
    try {
      return await ask(await this.openEntry(SERVICE, name));
    } catch (thrown) {
      throw this.fault(thrown);
    }
  }

  /** The library says only in words what stands in the way; a person who dismissed the prompt has a locked keychain. */
  private fault(thrown: unknown): Fault {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const said = `${message.split('\n')[0]!.trim().replace(/\.$/u, '')}.`;
    const problem = /dbus/iu.test(said) ? 'there is no desktop session here that it could be reached by.' : said;
    if (/dismissed|locked|denied by user|interaction is not allowed/iu.test(problem))
      return new Fault('keychain.locked', { problem }, { cause: thrown });
    return new Fault('keychain.missing', { problem, remedy: REMEDIES[this.platform] ?? 'Install one.' }, { cause: thrown });
  }
}

/** Loaded when it is first needed: a machine that it has no binary for can do everything else. */
async function nativeEntry(service: string, name: string): Promise<KeychainEntry> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // Without this the library falls back to the kernel's keyring, which forgets everything when the machine is turned off.
  return new AsyncEntry(service, name, { linux: { store: 'secret-service' } });
}
