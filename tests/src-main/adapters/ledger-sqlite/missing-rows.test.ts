import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { Desk, START, StillClock, batch, deposit, order, orderId, sessionStart, temporaryFolder } from '../../../support/ledger-kit.ts';

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
  ledger.commit(batch([{ kind: 'amendment', order: orderId(1), number: 1, state: 'asked', terms, reason: null, time: utcMs(START) }]));
  ledger.close();
});
afterEach(() => folder.remove());

function checkAfter(sql: string) {
  const connection = new Database(file);
  for (const table of ['fills', 'transactions', 'postings', 'amendments'])
    for (const change of ['update', 'delete']) connection.exec(`DROP TRIGGER ${table}_no_${change}`);
  connection.pragma('foreign_keys = OFF');
  connection.exec(sql);
  connection.close();
  const reader = openLedgerReader(file);
  const check = reader.verify();
  reader.close();
  return check;
}

test('the check counts the fills that the audit log has and the tables have not', () => {
  expect(
    checkAfter('DELETE FROM fills WHERE id = 2; DELETE FROM postings WHERE transaction_id = 2; DELETE FROM transactions WHERE id = 2;'),
  ).toMatchObject({ balanced: false, fills: 1, missing: 1 });
});

test('the check finds an amendment that was changed, and none missing', () => {
  const { balanced, missing, problems } = checkAfter('UPDATE amendments SET lots = 3');
  expect([balanced, missing]).toEqual([false, 0]);
  expect(problems).toContainEqual(expect.stringMatching(/^Batch \d+ is not what its audit entry says/u));
});
