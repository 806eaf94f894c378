import Database from 'better-sqlite3';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { InvariantError, invariant } from '../../../src-shared/kernel/result.ts';

/** A connection to a ledger file. */
export type Connection = Database.Database;

/** How long a statement waits for another connection's lock, ms. */
const BUSY_TIMEOUT_MS = 10_000;
/** A commit changes a few bytes on each of a dozen pages, and writes those pages whole: small ones make it cheaper. Holds for new files. */
const PAGE_BYTES = 1_024;
/** Pages of the write-ahead log after which it is folded into the file: a commit writes about a dozen. */
const CHECKPOINT_PAGES = 8_000;
const FULL = 2;

/** Opens a ledger file the one way it may be opened: write-ahead log, every commit synced, foreign keys held. */
export function openConnection(file: string, mode: 'write' | 'read'): Connection {
  return guarded(file, () => {
    const connection = new Database(file, { readonly: mode === 'read', fileMustExist: mode === 'read', timeout: BUSY_TIMEOUT_MS });
    try {
      if (mode === 'write') {
        connection.pragma(`page_size = ${PAGE_BYTES}`);
        connection.pragma('journal_mode = WAL');
      }
      connection.pragma('synchronous = FULL');
      connection.pragma('foreign_keys = ON');
      connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      connection.pragma('cache_size = -16000');
      invariant(connection.pragma('synchronous', { simple: true }) === FULL, 'every commit is synced to the disk');
      invariant(connection.pragma('foreign_keys', { simple: true }) === 1, 'foreign keys are held');
      invariant(mode === 'read' || connection.pragma('journal_mode', { simple: true }) === 'wal', 'the ledger has a write-ahead log');
      defineDecimalSum(connection);
      return connection;
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
  });
}

/** Runs `work` and turns what SQLite throws into a fault of the table. */
export function guarded<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    throw sqliteFault(thrown, file);
  }
}

/** What SQLite or a file call threw as a fault of the table; anything else stays what it is. A broken constraint is the program's own error. */
export function sqliteFault(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return diskFault(thrown, file);
  const { code, message } = thrown;
  if (code === 'SQLITE_FULL') return new Fault('disk.full', { file }, { cause: thrown });
  if (code.startsWith('SQLITE_CONSTRAINT')) return new InvariantError(`the ledger refused: ${message}`, { cause: thrown });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new Fault('ledger.corrupt', { file, problem: message }, { cause: thrown });
  return new Fault('disk.failed', { file, problem: `${message} (${code})` }, { cause: thrown });
}

/** `decimal_sum(text)`: the exact sum of decimal texts, as decimal text; null counts as nothing. */
function defineDecimalSum(connection: Connection): void {
  connection.aggregate('decimal_sum', {
    start: () => new Map<number, bigint>(),
    step: (sums: Map<number, bigint>, value: unknown) => {
      if (value === null) return;
      invariant(typeof value === 'string', 'decimal_sum takes decimal text');
      const { coefficient, scale } = Decimal.parse(value);
      sums.set(scale, (sums.get(scale) ?? 0n) + coefficient);
    },
    result: (sums) => {
      let sum = Decimal.ZERO;
      for (const [scale, coefficient] of sums) sum = sum.add(Decimal.of(coefficient, scale));
      return sum.toString();
    },
    deterministic: true,
    directOnly: true,
  });
}
