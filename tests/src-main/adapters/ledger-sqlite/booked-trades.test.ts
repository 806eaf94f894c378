import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccountId } from '../../../../src-shared/kernel/ids.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import {
  Desk,
  SCOPE,
  SPECS,
  StillClock,
  batch,
  deposit,
  order,
  orderId,
  sessionStart,
  temporaryFolder,
} from '../../../support/ledger-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
let ledger: SqliteLedger;

beforeEach(async () => {
  folder = temporaryFolder();
  ledger = await SqliteLedger.open({
    file: join(folder.path, 'ledger.db'),
    backups: join(folder.path, 'backups'),
    clock: new StillClock(),
  });
});

afterEach(() => {
  ledger.close();
  folder.remove();
});

test('what a venue tells again is known: orders however they ended, and trades per account and instrument', () => {
  const [traded, other] = SPECS;
  expect([ledger.hasOrder(orderId(1)), ledger.hasTrade(SCOPE, traded!.id, 'f')]).toEqual([false, false]);
  ledger.begin(sessionStart());
  ledger.commit(batch([deposit('USD', '100'), { kind: 'order', order: order(1) }, new Desk().fill({ id: 'f', order: 1, lots: 5 })]));
  expect([ledger.hasOrder(orderId(1)), ledger.hasOrder(orderId(2))]).toEqual([true, false]);
  expect(ledger.hasTrade(SCOPE, traded!.id, 'f')).toBe(true);
  expect(ledger.hasTrade(SCOPE, traded!.id, 'g')).toBe(false);
  expect(ledger.hasTrade(SCOPE, other!.id, 'f')).toBe(false);
  expect(ledger.hasTrade(SCOPE, 'NONE/USD.SIM', 'f')).toBe(false);
  expect(ledger.hasTrade({ ...SCOPE, account: 'another' as AccountId }, traded!.id, 'f')).toBe(false);
});

test('an account without alerts has none, and neither has one that the ledger does not know', () => {
  ledger.begin(sessionStart());
  ledger.commit(batch([deposit('USD', '100')]));
  const reader = openLedgerReader(join(folder.path, 'ledger.db'));
  for (const scope of [SCOPE, { ...SCOPE, account: 'another' as AccountId }])
    expect([reader.alerts(scope), reader.alertFirings(scope, 5)]).toEqual([[], []]);
  reader.close();
});
