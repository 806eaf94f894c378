import { watch } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { readScriptFolder, scriptHash } from './script-folder.ts';

/** Tells when a strategy's file, or another script of its folder, has other text than before; ends with the signal. Fails with `input.file`. */
export async function* scriptChanges(file: string, signal: AbortSignal): AsyncGenerator<void> {
  let known = stateOf(file);
  try {
    for await (const event of watch(dirname(file), { recursive: true, signal })) {
      if (event.filename?.endsWith('.ts') !== true) continue;
      // One saving is told several times.
      const now = stateOf(file);
      if (now !== known) yield;
      known = now;
    }
  } catch (thrown) {
    if (signal.aborted) return;
    throw new Fault('input.file', { file, problem: thrown instanceof Error ? thrown.message : String(thrown) }, { cause: thrown });
  }
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
