import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';

const MOST_FILES = 500;
const MOST_BYTES = 2 * 1_024 ** 2;

/** Reads a strategy's file and the other scripts of its folder. Fails with `input.file`. */
export function readScriptFolder(file: string): StrategyScript {
  const folder = dirname(file);
  const refuse = (problem: string, cause?: unknown): never => {
    throw new Fault('input.file', { file, problem }, { cause });
  };
  if (!file.endsWith('.ts') || file.endsWith('.d.ts')) refuse('a strategy is a .ts file.');
  try {
    if (!statSync(file).isFile()) refuse('it is no file.');
    const files: Record<string, string> = {};
    let bytes = 0;
    for (const path of scriptFiles(folder)) {
      const text = withoutMark(readFileSync(join(folder, path), 'utf8'));
      bytes += text.length;
      if (bytes > MOST_BYTES || Object.keys(files).length >= MOST_FILES) refuse('its folder holds more than 500 scripts or 2 MB of them.');
      files[path] = text;
    }
    return { entry: basename(file), files };
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
    return refuse(thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}

/** A text without the byte order mark that some editors put before it. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/u, '');
}

/** Paths of the scripts below a folder, with slashes, in order; nothing behind links, hidden folders or packages. */
function scriptFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const open = [folder];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = join(at, entry.name);
      if (entry.isDirectory() && open.length < MOST_FILES) open.push(path);
      else if (entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts')) found.push(path);
    }
  }
  return found.map((path) => relative(folder, path).split(sep).join('/')).sort();
}

/** SHA-256 of the files that take part, by name and text, as hexadecimal digits. */
export function scriptHash(script: StrategyScript, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) hash.update(`${file}\0${script.files[file] ?? ''}\0`);
  return hash.digest('hex');
}

/** The scripts that stand directly in a folder, as whole paths in order; none where there is no folder. */
export function strategyFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/**
 * Writes a file into a strategies folder, which is made where there is none, and gives its path. A file that is there already is a fault
 * (`new`), stays (`keep`) or is written anew (`replace`). Fails with `input.file`.
 */
export function writeStrategyFile(folder: string, name: string, text: string, mode: 'new' | 'keep' | 'replace'): string {
  const file = join(folder, name);
  if (mode === 'new' && existsSync(file)) throw new Fault('input.file', { file, problem: 'is there already; nothing was written.' });
  if (mode === 'keep' && existsSync(file)) return file;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, text);
  } catch (thrown) {
    throw new Fault('input.file', { file, problem: thrown instanceof Error ? thrown.message : String(thrown) }, { cause: thrown });
  }
  return file;
}
