import type { Keychain } from '../../src-main/ports/keychain.ts';

/** A keychain in memory. */
export class MemoryKeychain implements Keychain {
  readonly entries = new Map<string, Uint8Array>();

  load(name: string): Promise<Uint8Array | null> {
    const found = this.entries.get(name);
    return Promise.resolve(found === undefined ? null : Uint8Array.from(found));
  }

  save(name: string, bytes: Uint8Array): Promise<void> {
    this.entries.set(name, Uint8Array.from(bytes));
    return Promise.resolve();
  }

  remove(name: string): Promise<boolean> {
    return Promise.resolve(this.entries.delete(name));
  }
}
