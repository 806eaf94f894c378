/** The operating system's keychain. It holds keys of ours by name and nothing else. */
export interface Keychain {
  /** The bytes of a name, or null where there are none. Fails with `keychain.missing`, `keychain.locked`. */
  load(name: string): Promise<Uint8Array | null>;
  /** Keeps bytes under a name, over whatever was there. Fails with `keychain.missing`, `keychain.locked`. */
  save(name: string, bytes: Uint8Array): Promise<void>;
  /** Takes a name away; false where there was none. Fails with `keychain.missing`, `keychain.locked`. */
  remove(name: string): Promise<boolean>;
}
