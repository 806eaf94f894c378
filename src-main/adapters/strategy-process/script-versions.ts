import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';
import { scriptHash, withoutMark } from './script-folder.ts';

function fileOf(folder: string, hash: string): string {
  return join(folder, `${hash}.json`);
}

/** What a kept file holds; null where that is not what was written. */
function parse(text: string): StrategyScript | null {
  try {
    const { entry, files } = JSON.parse(text) as Partial<StrategyScript>;
    const whole = typeof entry === 'string' && typeof files === 'object' && Object.values(files).every((each) => typeof each === 'string');
    return whole ? { entry, files } : null;
  } catch {
    return null;
  }
}

function kept(folder: string, hash: string): StrategyScript | null {
  const file = fileOf(folder, hash);
  const script = existsSync(file) ? parse(readFileSync(file, 'utf8')) : null;
  return script !== null && scriptHash(script, Object.keys(script.files)) === hash ? script : null;
}

/** Keeps a version of a script under its hash, whole or not at all. Fails with `input.file`. */
export function keepVersion(folder: string, script: StrategyScript, hash: string): void {
  if (kept(folder, hash) !== null) return;
  const file = fileOf(folder, hash);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, JSON.stringify(script), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  } catch (thrown) {
    throw new Fault('input.file', { file, problem: thrown instanceof Error ? thrown.message : String(thrown) }, { cause: thrown });
  }
}

/** A version that was kept. Fails with `strategy.script` where it is not there or is not what was kept. */
export function readVersion(folder: string, { file, hash }: { readonly file: string; readonly hash: string }): StrategyScript {
  const script = kept(folder, hash);
  if (script !== null) return script;
  throw new Fault('strategy.script', {
    place: file,
    problem: `the version that ran, ${hash.slice(0, 12)}, is not kept any more. Start it anew.`,
  });
}

/** How a version that was kept stands to its files in the strategies folder as they are now; null where it is not kept. */
export function versionState(
  folders: { readonly versions: string; readonly strategies: string },
  hash: string,
): 'same' | 'changed' | 'gone' | null {
  const script = kept(folders.versions, hash);
  if (script === null) return null;
  const now = (path: string): string | null => {
    const file = join(folders.strategies, path);
    return existsSync(file) ? withoutMark(readFileSync(file, 'utf8')) : null;
  };
  if (now(script.entry) === null) return 'gone';
  return Object.entries(script.files).every(([path, text]) => now(path) === text) ? 'same' : 'changed';
}
