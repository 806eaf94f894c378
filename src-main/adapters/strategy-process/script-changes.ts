import { watch } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { readScriptFolder, scriptHash, strategyFiles } from './script-folder.ts';

/** Tells when a strategy's file, or another script of its folder, has other text than before; ends with the signal. Fails with `input.file`. */
export function scriptChanges(file: string, signal: AbortSignal): AsyncGenerator<void> {
  return changesOf(dirname(file), () => stateOf(file), signal);
}

/** Tells when any script of a folder has other text than before, has come or has gone; ends with the signal. Fails with `input.file`. */
export function folderChanges(folder: string, signal: AbortSignal): AsyncGenerator<void> {
  return changesOf(folder, () => folderState(folder), signal);
}

async function* changesOf(folder: string, state: () => string, signal: AbortSignal): AsyncGenerator<void> {
  let known = state();
  try {
    for await (const event of watch(folder, { recursive: true, signal })) {
      if (event.filename?.endsWith('.ts') !== true) continue;
      // One saving is told several times.
      const now = state();
      if (now !== known) yield;
      known = now;
    }
  } catch (thrown) {
    if (signal.aborted) return;
    throw new Fault('input.file', { file: folder, problem: thrown instanceof Error ? thrown.message : String(thrown) }, { cause: thrown });
  }
}

/** What all scripts of a folder are now: the names alone where none stands directly in it, for nothing can be read then. */
function folderState(folder: string): string {
  const files = strategyFiles(folder);
  const [first] = files;
  return first === undefined ? '' : `${files.join(' ')} ${stateOf(first)}`;
}

/** What the scripts are now, as one text; the reason where they cannot be read, because a file that is being saved may be away for a moment. */
function stateOf(file: string): string {
  try {
    const script = readScriptFolder(file);
    return scriptHash(script, Object.keys(script.files));
  } catch (thrown) {
    return String(thrown);
  }
}
