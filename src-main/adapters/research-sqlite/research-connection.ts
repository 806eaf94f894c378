import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { InvariantError } from '../../../src-shared/kernel/result.ts';

/** A connection to a store of trials. */
export type ResearchConnection = Database.Database;

/** How long a statement waits for another process's write, ms. */
const BUSY_TIMEOUT_MS = 10_000;

/** Opens a file, made with its folder where there is none: write-ahead log, every commit synced, foreign keys held. */
export function openResearchConnection(file: string): ResearchConnection {
  return researchGuarded(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const connection = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
      connection.pragma('foreign_keys = ON');
      return connection;
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
  });
}

/** Runs `work` and turns what SQLite or the disk throws into a fault of the table. A broken constraint is the program's own error. */
export function researchGuarded<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof Database.SqliteError)) throw diskFault(thrown, file);
    const { code, message } = thrown;
    if (code === 'SQLITE_FULL') throw new Fault('disk.full', { file }, { cause: thrown });
    if (code.startsWith('SQLITE_CONSTRAINT')) throw new InvariantError(`the store of trials refused: ${message}`, { cause: thrown });
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
      throw new Fault('research.corrupt', { file, problem: message }, { cause: thrown });
    throw new Fault('disk.failed', { file, problem: `${message} (${code})` }, { cause: thrown });
  }
}
