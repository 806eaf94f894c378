import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { JournalReader } from '../../src-main/adapters/journal-files/journal-reader.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import { replaySession } from '../../src-main/sessions/replay-session.ts';
import type { Findings } from './findings.ts';

/** Replays what a session left in its journal's folder. */
export function lookAtJournal(folder: string, findings: Findings): void {
  if (!existsSync(join(folder, '000001.journal'))) return;
  try {
    const { firstDifference, difference } = replaySession(new JournalReader(folder), findStrategy);
    if (firstDifference !== null) findings.diverged.push(`its replay: ${difference}`);
  } catch (thrown) {
    // A journal whose very beginning could not be written is no journal yet.
    if (!String(thrown).includes('has no head')) findings.corrupt.push(`its journal: ${String(thrown)}`);
  }
}
