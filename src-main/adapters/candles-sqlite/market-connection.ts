import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { InvariantError } from '../../../src-shared/kernel/result.ts';

/** A connection to the file of market data. */
export type MarketConnection = Database.Database;

const BUSY_TIMEOUT_MS = 10_000;
/** What each version of the file added, from version 1. */
const STEPS: readonly string[] = [
  `
CREATE TABLE series (
  id TEXT PRIMARY KEY NOT NULL,
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  sources TEXT NOT NULL,
  imported_at INTEGER NOT NULL,
  price_decimals INTEGER NOT NULL,
  volume_decimals INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE chunks (
  series TEXT NOT NULL REFERENCES series (id),
  month INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  bars INTEGER NOT NULL,
  gaps INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  digest BLOB NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (series, month)
) STRICT;
`,
  `
CREATE TABLE funding (
  id TEXT PRIMARY KEY NOT NULL,
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  sources TEXT NOT NULL,
  imported_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE funding_rates (
  series TEXT NOT NULL REFERENCES funding (id),
  time INTEGER NOT NULL,
  rate REAL NOT NULL,
  PRIMARY KEY (series, time)
) STRICT, WITHOUT ROWID;
`,
];
const VERSION = STEPS.length;

/**
 * Opens the file of market data, made when absent. A commit survives the end of the process; the last ones may be lost with the machine's power,
 * never half of one. Fails with `data.newer-version` for a file of a newer program, which stays untouched.
 */
export function openMarketFile(file: string): MarketConnection {
  return guarded(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const connection = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      const version = Number(connection.pragma('user_version', { simple: true }));
      if (version > VERSION) throw new Fault('data.newer-version', { file, found: version, known: VERSION });
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = NORMAL');
      connection.pragma('foreign_keys = ON');
      if (version < VERSION) makeTables(connection, file);
      return connection;
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
  });
}

function makeTables(connection: MarketConnection, file: string): void {
  connection
    .transaction(() => {
      // Another process may have made them while this one waited for the lock.
      const version = Number(connection.pragma('user_version', { simple: true }));
      const tables = connection.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get();
      if (version === 0 && tables?.count !== 0) throw new Fault('data.corrupt', { file, problem: 'it belongs to another program.' });
      for (const step of STEPS.slice(version)) connection.exec(step);
      connection.pragma(`user_version = ${VERSION}`);
    })
    .immediate();
}

/** Runs `work` and turns what SQLite throws into a fault of the table. */
export function guarded<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    throw marketFault(thrown, file);
  }
}

function marketFault(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return diskFault(thrown, file);
  const { code, message } = thrown;
  if (code === 'SQLITE_FULL') return new Fault('disk.full', { file }, { cause: thrown });
  if (code.startsWith('SQLITE_CONSTRAINT')) return new InvariantError(`the market data refused: ${message}`, { cause: thrown });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new Fault('data.corrupt', { file, problem: `${message}.` }, { cause: thrown });
  return new Fault('disk.failed', { file, problem: `${message} (${code})` }, { cause: thrown });
}
