import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';
import { sqliteFault } from '../../../../src-main/adapters/ledger-sqlite/connection.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { Desk, INSTRUMENTS, SCOPE, StillClock, batch, deposit, order, sessionStart, temporaryFolder } from '../../../support/ledger-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
let ledger: SqliteLedger;

beforeEach(async () => {
  folder = temporaryFolder();
  ledger = await SqliteLedger.open({ file: join(folder.path, 'ledger.db'), backups: folder.path, clock: new StillClock() });
  ledger.begin(sessionStart());
});
afterEach(() => {
  ledger.close();
  folder.remove();
});

/** The ledger's own connection, to bring it to its limits. */
function connectionOf(held: SqliteLedger): Database.Database {
  return (held as unknown as { connection: Database.Database }).connection;
}

test('a full database is disk.full, with nothing written; and it goes on once there is room', () => {
  ledger.commit(batch([deposit('USD', '100'), { kind: 'order', order: order(1) }]));
  const connection = connectionOf(ledger);
  const pages = Number(connection.pragma('page_count', { simple: true }));
  connection.pragma(`max_page_count = ${pages}`);
  const before = ledger.snapshot(SCOPE, INSTRUMENTS);
  const fill = new Desk().fill({ id: 'f', order: 1, lots: 5 });
  const memory = { kind: 'strategy-memory', instance: 'a' as never, memory: 'x'.repeat(50_000) } as const;
  expect(() => ledger.commit(batch([fill, memory], { sequence: 9 }))).toThrow(expect.objectContaining({ code: 'disk.full', exitCode: 3 }));
  expect(ledger.snapshot(SCOPE, INSTRUMENTS)).toEqual(before);
  connection.pragma(`max_page_count = ${pages * 100}`);
  ledger.commit(batch([fill, memory], { sequence: 9 }));
  expect(ledger.snapshot(SCOPE, INSTRUMENTS)).toMatchObject({ sequence: 9 });
  expect(ledger.hasFill(order(1).id, 'f')).toBe(true);
});

test('a ledger that another connection holds is disk.failed', () => {
  connectionOf(ledger).pragma('busy_timeout = 0');
  const other = new Database(join(folder.path, 'ledger.db'));
  other.exec('BEGIN IMMEDIATE');
  expect(() => ledger.commit(batch([deposit('USD', '1')]))).toThrow(expect.objectContaining({ code: 'disk.failed' }));
  other.exec('ROLLBACK');
  other.close();
  ledger.commit(batch([deposit('USD', '1')]));
});

test.each([
  ['SQLITE_FULL', 'disk.full'],
  ['SQLITE_IOERR_WRITE', 'disk.failed'],
  ['SQLITE_READONLY', 'disk.failed'],
  ['SQLITE_CORRUPT', 'ledger.corrupt'],
  ['SQLITE_NOTADB', 'ledger.corrupt'],
])('%s is %s', (code, fault) => {
  const made = sqliteFault(new Database.SqliteError('what SQLite says', code), 'ledger.db');
  expect(made).toBeInstanceOf(Fault);
  expect(made).toMatchObject({ code: fault, details: { file: 'ledger.db' } });
});

test("a broken constraint is the program's own error, and what is no error of the disk stays what it is", () => {
  expect(sqliteFault(new Database.SqliteError('UNIQUE', 'SQLITE_CONSTRAINT_UNIQUE'), 'ledger.db')).toBeInstanceOf(InvariantError);
  const other = new TypeError('x');
  expect(sqliteFault(other, 'ledger.db')).toBe(other);
});

test('a number that SQLite cannot hold is left out, not guessed', () => {
  const fill = { ...new Desk().fill({ id: 'f', order: 1, lots: 5 }), slippageBps: Number.NaN };
  ledger.commit(batch([{ kind: 'order', order: order(1) }, fill]));
  expect(connectionOf(ledger).prepare('SELECT slippage_bps FROM fills').pluck().get()).toBeNull();
});

test.each([2, 4, 5, 6, 7])('a fill with %i lines is booked line by line', (lines) => {
  const money = (amount: string) => Decimal.parse(amount);
  // Two lines that cancel, then whole pairs or a triple until the count is right.
  const postings = Array.from({ length: lines }, (_, i) => ({
    account: 'holdings' as const,
    asset: lines % 2 === 1 && i >= lines - 3 ? 'ODD' : `A${i >> 1}`,
    amount: lines % 2 === 1 && i >= lines - 3 ? money(['1', '2', '-3'][i - lines + 3] ?? '0') : money(i % 2 === 0 ? '1.5' : '-1.5'),
  }));
  ledger.commit(
    batch([
      { kind: 'order', order: order(1) },
      { ...new Desk().fill({ id: 'f', order: 1, lots: 5 }), postings },
    ]),
  );
  const written = connectionOf(ledger).prepare('SELECT line, account, asset, amount FROM postings ORDER BY line').all();
  expect(written).toEqual(postings.map(({ account, asset, amount }, line) => ({ line, account, asset, amount: amount.toString() })));
});

test('more orders than are kept at hand are still known', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => ({ kind: 'order' as const, order: order(i + 1) }));
  ledger.commit(batch(many));
  ledger.commit(batch([new Desk().fill({ id: 'f', order: 1, lots: 5 })]));
  expect(ledger.hasFill(order(1).id, 'f')).toBe(true);
});
