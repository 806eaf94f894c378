import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Clock } from '../../ports/clock.ts';
import { backupLedger } from './backup.ts';
import { type Connection, guarded, openConnection } from './connection.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';

/** Where in a SQLite file its `user_version` stands, big-endian; read there, a newer file is not even opened. */
const USER_VERSION_OFFSET = 60;
const MAGIC = 'SQLite format 3\0';

/** What a migration needs to know. */
export interface MigrationOptions {
  readonly file: string;
  readonly backups: string;
  readonly clock: Clock;
  /** Every known migration, in order; another list only in tests of the mechanism. */
  readonly migrations?: readonly Migration[];
}

/**
 * Brings a ledger file to the newest version, one transaction per step, after a verified backup of what was there.
 * Makes the file when absent. A file of a newer version is refused with `ledger.newer-version`, untouched.
 */
export async function migrateLedger({ file, backups, clock, migrations = MIGRATIONS }: MigrationOptions): Promise<void> {
  const known = migrations.length;
  refuseNewer(
    file,
    guarded(file, () => headerVersion(file)),
    known,
  );
  guarded(file, () => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }));
  const connection = openConnection(file, 'write');
  try {
    const version = guarded(file, () => versionOf(connection, file));
    refuseNewer(file, version, known);
    if (version === known) return;
    if (version > 0) await backupLedger(file, join(backups, `before-version-${known}-from-${version}.db`));
    for (const migration of migrations.slice(version)) guarded(file, () => applyMigration(connection, migration, clock.now()));
    guarded(file, () => connection.pragma('wal_checkpoint(TRUNCATE)'));
  } finally {
    connection.close();
  }
}

function refuseNewer(file: string, found: number, known: number): void {
  if (found > known) throw new Fault('ledger.newer-version', { file, found, known });
}

function headerVersion(file: string): number {
  if (!existsSync(file)) return 0;
  const header = Buffer.alloc(USER_VERSION_OFFSET + 4);
  const handle = openSync(file, 'r');
  try {
    const length = readSync(handle, header, 0, header.length, 0);
    return length === header.length && header.toString('latin1', 0, MAGIC.length) === MAGIC ? header.readInt32BE(USER_VERSION_OFFSET) : 0;
  } finally {
    closeSync(handle);
  }
}

function versionOf(connection: Connection, file: string): number {
  const version = Number(connection.pragma('user_version', { simple: true }));
  const tables = connection.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get();
  if (version === 0 && tables?.count !== 0) throw new Fault('ledger.corrupt', { file, problem: 'it belongs to another program' });
  return version;
}

function applyMigration(connection: Connection, { version, name, sql }: Migration, wall: number): void {
  connection
    .transaction(() => {
      connection.exec(sql);
      connection.prepare('INSERT INTO schema_versions (version, name, applied_wall) VALUES (?, ?, ?)').run(version, name, wall);
      connection.pragma(`user_version = ${version}`);
    })
    .immediate();
}
