import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import type { Settings } from '../../ports/settings.ts';

/** Settings in one file of JSON, which is replaced as a whole: it is always the old one or the new one. */
export class SettingsFile implements Settings {
  private readonly file: string;
  private readonly texts: Map<string, string>;

  /** Where a file was put aside that did not hold settings; null when there was none. Settings are then as on a first start. */
  readonly putAside: string | null;

  /** Reads the file where there is one. What is not what was written is put aside and never blocks a start. Fails with `disk.failed` when the disk does. */
  constructor(file: string) {
    this.file = file;
    const texts = read(file);
    this.putAside = texts === null ? putAside(file) : null;
    this.texts = texts ?? new Map<string, string>();
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

/** One setting of a file that another program may write, changing nothing; null where it has none. Fails with `disk.failed`. */
export function readSetting(file: string, key: string): string | null {
  return read(file)?.get(key) ?? null;
}

/** The texts in a file; null when it does not hold settings. */
function read(file: string): Map<string, string> | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return new Map();
    throw diskFault(thrown, file);
  }
  const found = parsed(text);
  return found && new Map(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    // Half a file, or another program's: not ours to read.
    return null;
  }
}

function putAside(file: string): string {
  const aside = `${file}.broken`;
  try {
    renameSync(file, aside);
  } catch (thrown) {
    throw diskFault(thrown, file);
  }
  return aside;
}
