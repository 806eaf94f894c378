import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Keychain } from '../../src-main/ports/keychain.ts';

/** A keychain that several processes of a test share. */
export class FileKeychain implements Keychain {
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  load(name: string): Promise<Uint8Array | null> {
    const text = this.read()[name];
    return Promise.resolve(text === undefined ? null : new Uint8Array(Buffer.from(text, 'hex')));
  }

  save(name: string, bytes: Uint8Array): Promise<void> {
    this.write({ ...this.read(), [name]: Buffer.from(bytes).toString('hex') });
    return Promise.resolve();
  }

  remove(name: string): Promise<boolean> {
    const { [name]: gone, ...others } = this.read();
    this.write(others);
    return Promise.resolve(gone !== undefined);
  }

  private read(): Record<string, string> {
    return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, string>) : {};
  }

  private write(entries: Record<string, string>): void {
    writeFileSync(this.file, JSON.stringify(entries));
  }
}
