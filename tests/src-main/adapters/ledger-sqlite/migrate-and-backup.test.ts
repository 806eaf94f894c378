import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupDaily, backupLedger, restoreLedger } from '../../../../src-main/adapters/ledger-sqlite/backup.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { migrateLedger } from '../../../../src-main/adapters/ledger-sqlite/migrate.ts';
import { MIGRATIONS } from '../../../../src-main/adapters/ledger-sqlite/migrations.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import {
  Desk,
  INSTRUMENTS,
  SCOPE,
  START,
  StillClock,
  batch,
  deposit,
  order,
  sessionStart,
  temporaryFolder,
} from '../../../support/ledger-kit.ts';

const DAY = 86_400_000;
const fixtures = resolve(import.meta.dirname, '../../../golden/ledger-versions');
const versions = readdirSync(fixtures).map((name) => Number(/^version-(\d+)\.sql$/u.exec(name)?.[1]));

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let backups: string;
const clock = new StillClock();

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'ledger.db');
  backups = join(folder.path, 'backups');
});
afterEach(() => folder.remove());

async function withLedger<Value>(work: (ledger: SqliteLedger) => Value): Promise<Value> {
  const ledger = await SqliteLedger.open({ file, backups, clock });
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
}

async function smallLedger(): Promise<void> {
  await withLedger((ledger) => {
    ledger.begin(sessionStart());
    ledger.commit(batch([deposit('USD', '100'), { kind: 'order', order: order(1) }, new Desk().fill({ id: 'f', order: 1, lots: 5 })]));
    ledger.commit(
      batch([{ kind: 'order-state', order: order(1).id, state: 'filled', filledLots: 5, reason: null, time: order(1).decidedAt }]),
    );
  });
}

/** A step after the last, as a later program would bring it. */
const NEXT = { version: MIGRATIONS.length + 1, name: '9999_next', sql: 'CREATE TABLE "later" ("id" integer PRIMARY KEY NOT NULL) STRICT;' };

test('there is a stored ledger of every version', () => {
  expect(versions.sort((a, b) => a - b)).toEqual(MIGRATIONS.map(({ version }) => version));
});

test.each(versions)('a stored ledger of version %i becomes the newest, with everything in it', async (version) => {
  const stored = new Database(file);
  stored.exec(readFileSync(join(fixtures, `version-${version}.sql`), 'utf8'));
  expect(stored.pragma('user_version', { simple: true })).toBe(version);
  stored.close();
  const snapshot = await withLedger((ledger) => ledger.snapshot(SCOPE, INSTRUMENTS));
  // From the fourth version on a fill may say what was really taken for its fee: one of the second order's does.
  const paid = version >= 4;
  expect(Object.fromEntries([...snapshot.balances].map(([asset, amount]) => [asset, String(amount)]))).toEqual(
    paid ? { USD: '589.5', BTC: '0.0040999055' } : { USD: '599.5', BTC: '0.004' },
  );
  expect(snapshot.positions.map(({ lots, cost, realised, fees }) => [lots, ...[cost, realised, fees].map(String)])).toEqual([
    paid ? [409_990, '409.99', '-0.00055', '0.50945'] : [400_000, '400', '0', '0.5'],
  ]);
  expect(snapshot.openOrders.map(({ order: { id }, state }) => [id, state])).toEqual([
    [order(2).id, paid ? 'partially-filled' : 'acknowledged'],
  ]);
  // From the second version on a ledger has amendments: one of them was taken, the next one asked for.
  const terms = { lots: 900_000, limitTicks: 9_990_000, triggerTicks: null, trailTicks: null, expiresAt: null };
  const asked = { terms: { ...terms, limitTicks: 9_980_000 }, since: START + 9 };
  expect(snapshot.openOrders[0]).toMatchObject(
    version === 1
      ? { order: { lots: 1_000_000, limitTicks: 10_000_000, trailTicks: null, expiresAt: null }, amendments: 0, pending: null }
      : { order: terms, amendments: 2, pending: asked },
  );
  const reader = openLedgerReader(file);
  expect(reader.verify()).toMatchObject({ balanced: true, problems: [], fills: paid ? 2 : 1, orders: 2 });
  // From the fifth on it has alerts: one that spoke once and was not seen.
  expect([snapshot.alerts?.newest, snapshot.alerts?.records[0]?.status]).toEqual(version < 5 ? [undefined, undefined] : [1, 'past']);
  expect(reader.unseenFirings(SCOPE).map(({ alert, number, value }) => [alert, number, value])).toEqual(version < 5 ? [] : [[1, 1, 100]]);
  reader.close();
});

describe('a newer file', () => {
  test.each([MIGRATIONS.length + 1, 99])('of version %i is refused and left as it was, byte for byte', async (version) => {
    await smallLedger();
    const newer = new Database(file);
    newer.pragma(`user_version = ${version}`);
    newer.pragma('wal_checkpoint(TRUNCATE)');
    newer.close();
    const before = readFileSync(file);
    const names = readdirSync(folder.path);
    await expect(SqliteLedger.open({ file, backups, clock })).rejects.toMatchObject({
      code: 'ledger.newer-version',
      exitCode: 3,
      details: { file, found: version, known: MIGRATIONS.length },
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder.path)).toEqual(names);
  });

  test('whose version stands in its log alone is refused too', async () => {
    await smallLedger();
    const newer = new Database(file);
    newer.pragma('wal_autocheckpoint = 0');
    newer.pragma('user_version = 77');
    await expect(migrateLedger({ file, backups, clock })).rejects.toMatchObject({ code: 'ledger.newer-version' });
    newer.close();
  });
});

describe('another file', () => {
  test('that is no database is corrupt, and stays', async () => {
    writeFileSync(file, 'x'.repeat(5_000));
    await expect(SqliteLedger.open({ file, backups, clock })).rejects.toMatchObject({ code: 'ledger.corrupt' });
    expect(readFileSync(file, 'utf8')).toBe('x'.repeat(5_000));
  });

  test('that is a database of another program is corrupt', async () => {
    const other = new Database(file);
    other.exec('CREATE TABLE songs (title TEXT)');
    other.close();
    await expect(SqliteLedger.open({ file, backups, clock })).rejects.toMatchObject({ code: 'ledger.corrupt' });
  });

  test('that is empty becomes a ledger', async () => {
    writeFileSync(file, '');
    await smallLedger();
    expect(readFileSync(file).length).toBeGreaterThan(0);
  });
});

describe('a migration', () => {
  test('backs up what was there, then runs; and there is a way back', async () => {
    await smallLedger();
    const before = await withLedger((ledger) => ledger.snapshot(SCOPE, INSTRUMENTS));
    await migrateLedger({ file, backups, clock, migrations: [...MIGRATIONS, NEXT] });
    const migrated = new Database(file, { readonly: true });
    expect(migrated.pragma('user_version', { simple: true })).toBe(NEXT.version);
    expect(migrated.prepare('SELECT version FROM schema_versions ORDER BY version').pluck().all()).toEqual([
      ...MIGRATIONS.map(({ version }) => version),
      NEXT.version,
    ]);
    expect(migrated.prepare('SELECT count(*) FROM later').pluck().get()).toBe(0);
    migrated.close();
    const backup = join(backups, `before-version-${NEXT.version}-from-${MIGRATIONS.length}.db`);
    const kept = await restoreLedger(backup, file, clock.wall);
    expect(kept).toBe(`${file}.replaced-2027-01-15T08-00-00-000Z`);
    expect(existsSync(String(kept))).toBe(true);
    expect(await withLedger((ledger) => ledger.snapshot(SCOPE, INSTRUMENTS))).toEqual(before);
  });

  test('that fails half way leaves the version before it', async () => {
    await smallLedger();
    const broken = { ...NEXT, sql: `${NEXT.sql} CREATE TABLE "later" ("id" integer);` };
    await expect(migrateLedger({ file, backups, clock, migrations: [...MIGRATIONS, broken] })).rejects.toMatchObject({
      code: 'disk.failed',
    });
    await withLedger((ledger) => expect(ledger.snapshot(SCOPE, INSTRUMENTS).time).not.toBeNull());
    const after = new Database(file, { readonly: true });
    expect(after.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").pluck().get()).toBe(0);
    after.close();
  });
});

describe('a backup', () => {
  test('is made while the ledger is in use, and holds what was committed', async () => {
    await smallLedger();
    const target = join(backups, 'now.db');
    const ledger = await SqliteLedger.open({ file, backups, clock });
    await backupLedger(file, target);
    ledger.close();
    expect(readdirSync(backups)).toEqual(['now.db']);
    const reader = openLedgerReader(target);
    expect(reader.snapshot(SCOPE, INSTRUMENTS).balances.get('USD')?.toString()).toBe('99.995');
    reader.close();
  });

  test('of a ledger that does not balance is not kept', async () => {
    await smallLedger();
    const tampered = new Database(file);
    tampered.exec("UPDATE balances SET amount = '1'");
    tampered.close();
    await expect(backupLedger(file, join(backups, 'now.db'))).rejects.toMatchObject({ code: 'ledger.corrupt' });
    expect(existsSync(join(backups, 'now.db'))).toBe(false);
  });

  test('cannot be made of nothing or to nowhere', async () => {
    await expect(backupLedger(file, join(backups, 'now.db'))).rejects.toMatchObject({ code: 'disk.failed' });
    await smallLedger();
    writeFileSync(join(folder.path, 'plain'), '');
    await expect(backupLedger(file, join(folder.path, 'plain', 'now.db'))).rejects.toMatchObject({ code: 'disk.failed' });
  });

  test('is made once a day, and the newest seven are kept', async () => {
    await smallLedger();
    writeFileSync(join(folder.path, 'note'), '');
    for (let day = 0; day < 9; day += 1) {
      await backupDaily(file, backups, clock.wall + day * DAY);
      await backupDaily(file, backups, clock.wall + day * DAY + 1);
    }
    expect(readdirSync(backups).sort()).toEqual(Array.from({ length: 7 }, (_, i) => `ledger-2027-01-${17 + i}.db`));
  });

  test('restores where there was no ledger', async () => {
    await smallLedger();
    const other = join(folder.path, 'other.db');
    expect(await restoreLedger(file, other, clock.wall)).toBeNull();
    expect(existsSync(other)).toBe(true);
  });
});
