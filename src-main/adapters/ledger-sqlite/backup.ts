import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import { type Connection, guarded, openConnection, sqliteFault } from './connection.ts';
import { MIGRATIONS } from './migrations.ts';
import { verifyLedger } from './verify.ts';

/** Daily backups that are kept. */
const KEPT_DAYS = 7;
const DAILY = /^ledger-\d{4}-\d{2}-\d{2}\.db$/u;

/**
 * Copies a ledger while it is in use and checks the copy. An older copy of that name is replaced only by a good one.
 * Fails with `disk.full`, `disk.failed`, or `ledger.corrupt` when the copy does not read as a ledger.
 */
export async function backupLedger(file: string, target: string): Promise<void> {
  const partial = `${target}.partial`;
  guarded(target, () => mkdirSync(dirname(target), { recursive: true, mode: 0o700 }));
  rmSync(partial, { force: true });
  const source = openConnection(file, 'read');
  try {
    await source.backup(partial);
  } catch (thrown) {
    throw sqliteFault(thrown, target);
  } finally {
    source.close();
  }
  settle(partial, target);
}

/** Puts a backup in the place of a ledger that nobody has open; what was there is kept beside it, and its path is given back. */
export async function restoreLedger(backup: string, file: string, wall: number): Promise<string | null> {
  const partial = `${file}.restoring`;
  await backupLedger(backup, partial);
  const kept = existsSync(file) ? `${file}.replaced-${isoTime(wall).replaceAll(/[:.]/gu, '-')}` : null;
  guarded(file, () => {
    for (const suffix of ['', '-wal', '-shm']) {
      if (kept !== null && existsSync(file + suffix)) renameSync(file + suffix, kept + suffix);
    }
    renameSync(partial, file);
    syncFolder(dirname(file));
  });
  return kept;
}

/** Makes today's backup unless there is one, and lets go of the oldest beyond those that are kept. */
export async function backupDaily(file: string, folder: string, wall: number): Promise<void> {
  const target = join(folder, `ledger-${isoTime(wall).slice(0, 10)}.db`);
  if (existsSync(target)) return;
  await backupLedger(file, target);
  const daily = readdirSync(folder)
    .filter((name) => DAILY.test(name))
    .sort();
  for (const name of daily.slice(0, -KEPT_DAYS)) rmSync(join(folder, name));
}

/** Checks a fresh copy from its first page to its last sum, then gives it its name. */
function settle(partial: string, target: string): void {
  const copy = openConnection(partial, 'write');
  try {
    const problem = guarded(target, () => firstProblem(copy));
    if (problem !== null) throw new Fault('ledger.corrupt', { file: basename(target), problem });
    // One file alone, without a log beside it.
    guarded(target, () => copy.pragma('journal_mode = DELETE'));
  } finally {
    copy.close();
  }
  guarded(target, () => {
    renameSync(partial, target);
    syncFolder(dirname(target));
  });
}

/** Pages first; the sums too, where the file has the tables that the check reads. */
function firstProblem(copy: Connection): string | null {
  const pages = copy.pragma('integrity_check(1)', { simple: true });
  if (pages !== 'ok') return String(pages);
  if (copy.pragma('user_version', { simple: true }) !== MIGRATIONS.length) return null;
  return verifyLedger(copy).problems[0] ?? null;
}

/** Makes a rename durable. Windows cannot open folders, and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
