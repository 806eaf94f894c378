import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Settings } from '../../ports/settings.ts';

/** Settings in one file of JSON, which is replaced as a whole: it is always the old one or the new one. */
export class SettingsFile implements Settings {
  private readonly file: string;
  private readonly texts: Map<string, string>;

  /** Reads the file where there is one. Fails with `disk.failed` when it cannot be read or is not what was written. */
  constructor(file: string) {
    this.file = file;
    this.texts = read(file);
  }

  load(key: string): string | null {
    return this.texts.get(key) ?? null;
  }

  save(key: string, value: string | null): void {
    const next = new Map(this.texts);
    if (value === null) next.delete(key);
    else next.set(key, value);
    this.write(next);
    if (value === null) this.texts.delete(key);
    else this.texts.set(key, value);
  }

  private write(texts: ReadonlyMap<string, string>): void {
    const partial = `${this.file}.partial`;
    try {
      const handle = openSync(partial, 'w', 0o600);
      try {
        writeFileSync(handle, `${JSON.stringify(Object.fromEntries(texts), null, 1)}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(partial, this.file);
    } catch (thrown) {
      throw diskFault(thrown, this.file);
    }
  }
}

function read(file: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return new Map();
    throw diskFault(thrown, file);
  }
  const found = parsed(text, file);
  return new Map(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function parsed(text: string, file: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (thrown) {
    throw new Fault('disk.failed', { file, problem: 'it is not JSON; move it away and start again.' }, { cause: thrown });
  }
  throw new Fault('disk.failed', { file, problem: 'it does not hold settings; move it away and start again.' });
}
