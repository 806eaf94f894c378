import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';
import { openConnection } from '../../../../src-main/adapters/ledger-sqlite/connection.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { StillClock, temporaryFolder } from '../../../support/ledger-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder.path, 'ledger.db');
  (await SqliteLedger.open({ file, backups: folder.path, clock: new StillClock() })).close();
});
afterEach(() => folder.remove());

test('every connection syncs every commit and holds foreign keys', () => {
  for (const mode of ['write', 'read'] as const) {
    const connection = openConnection(file, mode);
    expect(connection.pragma('synchronous', { simple: true })).toBe(2);
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
    connection.close();
  }
});

test('decimal_sum is exact where doubles are not', () => {
  const connection = openConnection(file, 'read');
  const sum = connection
    .prepare(
      "SELECT decimal_sum(v) AS s FROM (SELECT '0.1' AS v UNION ALL SELECT '0.2' UNION ALL SELECT NULL UNION ALL SELECT '900719925474099300000000000000.000000000000000001')",
    )
    .get();
  expect(sum).toEqual({ s: '900719925474099300000000000000.300000000000000001' });
  expect(connection.prepare("SELECT decimal_sum(v) AS s FROM (SELECT '1' AS v WHERE 0)").get()).toEqual({ s: '0' });
  expect(() => connection.prepare('SELECT decimal_sum(1)').get()).toThrow(InvariantError);
  connection.close();
});

test('a file that is no ledger is a fault of the table', () => {
  expect(() => openConnection(folder.path, 'write')).toThrow(Fault);
});
