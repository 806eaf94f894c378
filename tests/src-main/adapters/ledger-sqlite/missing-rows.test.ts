import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import {
  Desk,
  SCOPE,
  START,
  StillClock,
  batch,
  deposit,
  order,
  orderId,
  sessionStart,
  temporaryFolder,
} from '../../../support/ledger-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder.path, 'ledger.db');
  const ledger = await SqliteLedger.open({ file, backups: folder.path, clock: new StillClock() });
  ledger.begin(sessionStart());
  const desk = new Desk();
  const terms = { lots: 900, limitTicks: 9, triggerTicks: null, trailTicks: null, expiresAt: null };
  ledger.commit(batch([deposit('USD', '100'), { kind: 'order', order: order(1) }]));
  for (const id of ['a', 'b']) ledger.commit(batch([desk.fill({ id, order: 1, lots: 5 })]));
  const value = Decimal.parse('0.000001');
  const given = { instrument: 0, origin: 'you', lots: 2, value, realised: Decimal.parse('-0.001999') };
  const paid = [{ asset: 'BTC', amount: Decimal.parse('0.00000000001') }];
  const fill = desk.fill({ id: 'c', order: 1, lots: 5 });
  ledger.commit(batch([{ ...fill, fill: { ...fill.fill, paid }, feeLots: [given] }]));
  ledger.commit(batch([{ kind: 'amendment', order: orderId(1), number: 1, state: 'asked', terms, reason: null, time: utcMs(START) }]));
  ledger.close();
});
afterEach(() => folder.remove());

function damage(sql: string): void {
  const connection = new Database(file);
  for (const table of ['fills', 'fee_lots', 'transactions', 'postings', 'amendments', 'specifications'])
    for (const change of ['update', 'delete']) connection.exec(`DROP TRIGGER IF EXISTS ${table}_no_${change}`);
  connection.pragma('foreign_keys = OFF');
  connection.exec(sql);
  connection.close();
}

function checkAfter(sql: string) {
  damage(sql);
  const reader = openLedgerReader(file);
  const check = reader.verify();
  reader.close();
  return check;
}

test('the check counts the fills that the audit log has and the tables have not', () => {
  expect(
    checkAfter('DELETE FROM fills WHERE id = 2; DELETE FROM postings WHERE transaction_id = 2; DELETE FROM transactions WHERE id = 2;'),
  ).toMatchObject({ balanced: false, fills: 2, missing: 1 });
});

test('the check finds an amendment that was changed, and none missing', () => {
  const { balanced, missing, problems } = checkAfter('UPDATE amendments SET lots = 3');
  expect([balanced, missing]).toEqual([false, 0]);
  expect(problems).toContainEqual(expect.stringMatching(/^Batch \d+ is not what its audit entry says/u));
});

test.each([
  'UPDATE fee_lots SET lots = 1',
  "UPDATE fee_lots SET value = '0.000002'",
  "UPDATE fee_lots SET origin = 'grid-1'",
  'DELETE FROM fee_lots',
  'UPDATE fills SET paid = \'[["BTC","0.1"]]\' WHERE venue_fill = \'c\'',
  'UPDATE fills SET paid = NULL',
])('the check finds what was paid for a fee to be changed: %s', (sql) => {
  expect(checkAfter('SELECT 1').problems.filter((problem) => !problem.includes('lots are filled'))).toEqual([]);
  expect(checkAfter(sql).problems).toContainEqual(expect.stringMatching(/^Batch \d+ is not what its audit entry says/u));
});

test('the check sums what fees took of positions', () => {
  const { problems } = checkAfter("UPDATE positions SET lots = lots + 1, realised = '0' WHERE origin = 'you'");
  expect(problems).toContain('The position of BTC/USD.SIM by you is 14 lots; its fills sum to 13.');
  expect(problems).toContainEqual(expect.stringMatching(/by you has realised 0; its fills sum to -/u));
  expect(checkAfter('DELETE FROM positions').problems.filter((problem) => problem.endsWith('is missing; there are fills.'))).toHaveLength(
    2,
  );
});

test('a ledger that lacks what an instrument was then does not read its fills as those of another', () => {
  damage('DELETE FROM specifications');
  const reader = openLedgerReader(file);
  expect(() => reader.fills(SCOPE, { count: 5 })).toThrow(
    expect.objectContaining({ code: 'ledger.corrupt', details: { file: 'The ledger', problem: 'specification 1 is missing' } }),
  );
  reader.close();
});

test('a ledger in which nothing was ever booked is whole', async () => {
  const empty = join(folder.path, 'empty.db');
  (await SqliteLedger.open({ file: empty, backups: folder.path, clock: new StillClock() })).close();
  const reader = openLedgerReader(empty);
  expect(reader.verify()).toMatchObject({ balanced: true, fills: 0, missing: 0, problems: [] });
  reader.close();
});
