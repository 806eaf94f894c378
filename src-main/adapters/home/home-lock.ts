import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';

/** An empty database that is held by its exclusive lock. The operating system lets go of it when the holder dies, so no lock is ever stale. */
const LOCK_FILE = 'home.lock';
/** Says who holds the lock, for the message that another process gives. */
const HOLDER_FILE = 'home.holder.json';

/** Who holds a home folder. */
export interface LockHolder {
  readonly program: string;
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The right to write in a home folder, held until it is released or the process dies. */
export class HomeLock {
  private readonly connection: Database.Database;

  private constructor(connection: Database.Database) {
    this.connection = connection;
  }

  /** Takes the lock or fails with `home.locked`, naming who has it, or with `home.unwritable`. */
  static take(folder: string, program: string, wall: number): HomeLock {
    const connection = exclusive(folder);
    const holder: LockHolder = { program, pid: process.pid, host: hostname(), since: isoTime(wall) };
    try {
      writeFileSync(join(folder, HOLDER_FILE), `${JSON.stringify(holder)}\n`, { mode: 0o600 });
    } catch (thrown) {
      connection.close();
      throw diskFault(thrown, join(folder, HOLDER_FILE));
    }
    return new HomeLock(connection);
  }

  release(): void {
    this.connection.close();
  }
}

/** Who holds a home folder; null where nobody does. Nothing is written. */
export function lockHolder(folder: string): string | null {
  if (!existsSync(join(folder, LOCK_FILE))) return null;
  const connection = new Database(join(folder, LOCK_FILE), { readonly: true, timeout: 0 });
  try {
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Database.SqliteError) || thrown.code !== 'SQLITE_BUSY') throw thrown;
    return holderText(folder);
  } finally {
    connection.close();
  }
}

function exclusive(folder: string): Database.Database {
  let connection: Database.Database | null = null;
  try {
    connection = new Database(join(folder, LOCK_FILE), { timeout: 0 });
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (thrown) {
    connection?.close();
    if (!(thrown instanceof Database.SqliteError)) throw thrown;
    if (thrown.code === 'SQLITE_BUSY') throw new Fault('home.locked', { home: folder, holder: holderText(folder) }, { cause: thrown });
    throw new Fault('home.unwritable', { home: folder, problem: thrown.message }, { cause: thrown });
  }
}

/** `CryptoOrchestrator (process 4711 on desk, since 2026-01-05T00:00:00.000Z)`; the holder may not have written it yet. */
function holderText(folder: string): string {
  let text: string;
  try {
    text = readFileSync(join(folder, HOLDER_FILE), 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return 'another process';
    throw diskFault(thrown, join(folder, HOLDER_FILE));
  }
  const holder = parsedHolder(text);
  return holder === null ? 'another process' : `${holder.program} (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
}

/** Null while the holder is still writing. */
function parsedHolder(text: string): LockHolder | null {
  const match = /^\{"program":.*\}\n$/u.test(text);
  return match ? (JSON.parse(text) as LockHolder) : null;
}
