import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { MatchingState } from '../../core/matching/matching-state.ts';

/** What the venue had come to at a start, so that the next one walks the market from there and not from the first order on. */
export interface VenueCheckpoint {
  /** Form of what is kept; another one is not read. */
  readonly version: 1;
  readonly seed: number;
  /** Market time that it holds for. */
  readonly time: number;
  /** Messages of the journal that are in it. */
  readonly entries: number;
  readonly deposits: readonly string[];
  readonly core: MatchingState;
}

/** The checkpoint in a file; null where there is none that can be used. It is a shortcut: the journal alone gives the same. */
export function readCheckpoint(file: string): VenueCheckpoint | null {
  if (!existsSync(file)) return null;
  const [text = '', end] = readFileSync(file, 'utf8').split('\n');
  // Without its end of line it is not whole.
  if (end === undefined) return null;
  const kept = parse(text);
  return kept?.version === 1 ? (kept as VenueCheckpoint) : null;
}

/** A text that a damaged disk gives back is as good as none. */
function parse(text: string): { readonly version: number } | null {
  try {
    return JSON.parse(text) as { readonly version: number };
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** Puts a checkpoint in the place of the one before, whole or not at all. */
export function writeCheckpoint(file: string, checkpoint: VenueCheckpoint): void {
  const partial = `${file}.new`;
  const handle = openSync(partial, 'w', 0o600);
  try {
    writeFileSync(handle, `${JSON.stringify(checkpoint)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(partial, file);
}
