import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { SqliteAccounts } from '../../../../src-main/adapters/accounts-sqlite/sqlite-accounts.ts';
import type { Access, AccountRecord } from '../../../../src-main/ports/account-register.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'accounts-db-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (name: string, by = 'window') => SqliteAccounts.open({ file: join(folder, name), by, clock: { now: () => utcMs(1_000) } });
const access = (kind: Access['kind'], detail = ''): Access => ({ kind, account: 'acc1', version: 1, detail });
const RECORD: AccountRecord = {
  ...{ id: 'acc1', name: 'main', venue: 'binance', sandbox: true, disabled: null, version: 1, addedAt: 1, rotatedAt: 1 },
  ...{ usedAt: null, checkedAt: null, rights: null, withdrawalAccepted: false },
};

test('a change and its line stand together or not at all', () => {
  const accounts = open('one.db');
  accounts.add(RECORD, access('add'));
  expect(() => {
    accounts.add({ ...RECORD, id: 'acc2', name: 'MAIN' }, access('add'));
  }).toThrow(expect.objectContaining({ code: 'account.taken' }) as Error);
  expect(() => accounts.change('gone', {}, access('rotate'))).toThrow(expect.objectContaining({ code: 'account.unknown' }) as Error);
  expect(accounts.change('acc1', { disabled: 'you' }, access('disable'))).toEqual({ ...RECORD, disabled: 'you' });
  expect(accounts.find('Main')).toEqual({ ...RECORD, disabled: 'you' });
  expect(accounts.lines(9).map(({ kind, by, at }) => [kind, by, at])).toEqual([
    ['disable', 'window', 1_000],
    ['add', 'window', 1_000],
  ]);
  accounts.remove('acc1', access('remove'));
  expect(accounts.list()).toEqual([]);
  expect(accounts.verify()).toEqual({ lines: 3, brokenAt: null });
  expect(() => accounts.find('main')).toThrow('There are none yet.');
  accounts.close();
});

test('lines are chained by SHA-256, also between processes, and none can be changed or taken away', () => {
  const [one, two] = [open('two.db'), open('two.db', 'venue process')];
  one.note(access('seal'));
  two.note(access('open', 'a detail'));
  one.note(access('destroy'));
  let before = '0'.repeat(64);
  for (const line of [...one.lines(9)].reverse()) {
    before = hash('sha256', JSON.stringify([before, line.sequence, line.at, line.kind, line.account, line.version, line.by, line.detail]));
    expect(line.hash).toBe(before);
  }
  one.close();
  two.close();
  const raw = new Database(join(folder, 'two.db'));
  expect(() => raw.exec("UPDATE access SET detail = 'other' WHERE sequence = 2")).toThrow('are kept');
  expect(() => raw.exec('DELETE FROM access')).toThrow('are kept');
  raw.exec("DROP TRIGGER access_no_update; UPDATE access SET detail = 'other' WHERE sequence = 2");
  const forged = open('two.db');
  expect(forged.verify().brokenAt).toBe(2);
  forged.close();
  raw.exec('DROP TRIGGER access_no_delete; DELETE FROM access WHERE sequence = 1');
  const torn = open('two.db');
  expect(torn.verify().brokenAt).toBe(2);
  torn.close();
  raw.close();
});

test('a file that is none of ours, or of a newer version, is refused untouched', () => {
  writeFileSync(join(folder, 'text.db'), 'no database at all, '.repeat(100));
  expect(() => open('text.db')).toThrow(expect.objectContaining({ code: 'accounts.corrupt' }) as Error);
  const other = new Database(join(folder, 'other.db'));
  other.exec('CREATE TABLE theirs (x)');
  other.close();
  expect(() => open('other.db')).toThrow(expect.objectContaining({ code: 'accounts.corrupt' }) as Error);
  const newer = new Database(join(folder, 'newer.db'));
  newer.pragma('user_version = 2');
  newer.close();
  expect(() => open('newer.db')).toThrow(expect.objectContaining({ code: 'accounts.newer-version' }) as Error);
  writeFileSync(join(folder, 'a-file'), '');
  expect(() => open('a-file/accounts.db')).toThrow(expect.objectContaining({ code: 'disk.failed' }) as Error);
  // A folder where the file should be.
  open('as-folder.db/inner.db').close();
  expect(() => open('as-folder.db')).toThrow(expect.objectContaining({ code: 'disk.failed' }) as Error);
});

test.each(['not json', '{}', '{"id":"acc1"}'])('an account that reads %s is a fault, and the log stays readable', (text) => {
  const name = `broken-${String(text.length)}.db`;
  const accounts = open(name);
  accounts.add(RECORD, access('add'));
  const raw = new Database(join(folder, name));
  raw.prepare('UPDATE accounts SET record = ?').run(text);
  raw.close();
  expect(() => accounts.list()).toThrow(expect.objectContaining({ code: 'accounts.corrupt' }) as Error);
  expect(accounts.verify().lines).toBe(1);
  accounts.close();
});
