import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';

/** What is kept of the journals of sessions. */
export interface JournalRetention {
  /** Folder of all sessions: each has a folder of its name, its journal in `journal`. */
  readonly sessions: string;
  /** Sessions that are never touched: the running one. */
  readonly keep: ReadonlySet<string>;
  readonly maxBytes: number;
  /** Age of the last change after which a journal is let go, ms. */
  readonly maxAgeMs: number;
  /** Wall time, ms UTC. */
  readonly now: number;
}

interface Kept {
  readonly session: string;
  readonly folder: string;
  readonly bytes: number;
  readonly changed: number;
}

/** Removes journals that are too old, then the oldest until the rest is small enough; gives the sessions whose journals went. */
export function pruneJournals(retention: JournalRetention): readonly string[] {
  const { sessions, keep, maxBytes, maxAgeMs, now } = retention;
  try {
    const all = journalsOf(sessions).sort((a, b) => a.changed - b.changed);
    let bytes = all.reduce((sum, journal) => sum + journal.bytes, 0);
    const gone: string[] = [];
    for (const journal of all) {
      if (keep.has(journal.session) || (bytes <= maxBytes && now - journal.changed <= maxAgeMs)) continue;
      rmSync(journal.folder, { recursive: true });
      bytes -= journal.bytes;
      gone.push(journal.session);
    }
    return gone;
  } catch (thrown) {
    throw diskFault(thrown, sessions);
  }
}

function journalsOf(sessions: string): Kept[] {
  return readdirSync(sessions, { withFileTypes: true }).flatMap((entry) => {
    const folder = join(sessions, entry.name, 'journal');
    if (!entry.isDirectory() || statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
    const files = readdirSync(folder).map((name) => statSync(join(folder, name)));
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return [{ session: entry.name, folder, bytes, changed: files.reduce((latest, { mtimeMs }) => Math.max(latest, mtimeMs), 0) }];
  });
}
