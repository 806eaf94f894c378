import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnection } from '../../../../src-main/adapters/ledger-sqlite/connection.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import {
  Desk,
  INSTRUMENTS,
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
let clock: StillClock;
let file: string;
let ledger: SqliteLedger;

beforeEach(async () => {
  folder = temporaryFolder();
  clock = new StillClock();
  file = join(folder.path, 'ledger.db');
  ledger = await SqliteLedger.open({ file, backups: join(folder.path, 'backups'), clock });
  ledger.begin(sessionStart());
});

afterEach(() => {
  ledger.close();
  folder.remove();
});

/** One row in every table that history is kept in. */
function trade(): void {
  const desk = new Desk();
  const time = utcMs(START);
  ledger.commit(batch([deposit('USD', '10000')]));
  ledger.commit(batch([{ kind: 'order', order: order(1, { lots: 100 }) }]));
  const fill = desk.fill({ id: 'f-1', order: 1, origin: 'you', side: 'buy', lots: 50, ticks: 10_000_000, fee: '0.01', time });
  const given = { instrument: 0, origin: 'you', lots: 0, value: Decimal.parse('0.01'), realised: Decimal.parse('0.01') };
  ledger.commit(batch([{ ...fill, feeLots: [given] }]));
  ledger.commit(batch([{ kind: 'order-state', order: orderId(1), state: 'partially-filled', filledLots: 50, reason: null, time }]));
  const terms = { lots: 90, limitTicks: 10_000_000, triggerTicks: null, trailTicks: null, expiresAt: null };
  ledger.commit(batch([{ kind: 'amendment', order: orderId(1), number: 1, state: 'asked', terms, reason: null, time }]));
  ledger.commit(
    batch([
      { kind: 'limits', limits: { maxOpenOrders: 1 } as never, time },
      { kind: 'alert-fired', firing: { alert: 1, number: 1, time } as never },
      { kind: 'refusal', code: 'risk.halted', details: {}, instrument: 0, origin: 'you', side: 'buy', time },
    ]),
  );
}

test.each(['transactions', 'postings', 'fills', 'fee_lots', 'order_events', 'amendments', 'audit', 'limits', 'refusals', 'alert_firings'])(
  '%s are only added to',
  (table) => {
    trade();
    const connection = openConnection(file, 'write');
    const [column] = connection.pragma(`table_info(${table})`) as { name: string }[];
    expect(connection.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).not.toEqual({ rows: 0 });
    expect(() => connection.exec(`UPDATE ${table} SET ${column?.name} = ${column?.name}`)).toThrow(/only added to/u);
    expect(() => connection.exec(`DELETE FROM ${table}`)).toThrow(/only added to/u);
    connection.close();
  },
);

test('an account in which nothing happened yet is read as such', () => {
  clock.wall += 60_000;
  const reader = openLedgerReader(file);
  expect(reader.accounts()).toMatchObject([
    { account: { account: SCOPE.account }, usedWall: clock.wall - 60_000, balances: new Map(), positions: 0, openOrders: 0, fills: 0 },
  ]);
  expect([reader.endedOrders(SCOPE), reader.orderHistory(SCOPE, { count: 5 })]).toEqual([0, []]);
  expect(reader.fills(SCOPE, { count: 5 })).toEqual({ fills: [], total: 0 });
  expect(reader.snapshot(SCOPE, INSTRUMENTS).balances.size).toBe(0);
  reader.close();
});
