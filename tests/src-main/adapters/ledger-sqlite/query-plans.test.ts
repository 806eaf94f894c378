import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connection, openConnection } from '../../../../src-main/adapters/ledger-sqlite/connection.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { STATEMENTS, type StatementName } from '../../../../src-main/adapters/ledger-sqlite/statements.ts';
import { INSTRUMENTS, SCOPE, START, StillClock, sessionStart, temporaryFolder } from '../../../support/ledger-kit.ts';

const FILLS = 1_000_000;

/** Statements that may go through a table, and why. All of the check's read the whole ledger: that is what they are for. */
const ALLOWED_SCANS: Partial<Record<StatementName, string>> = {
  sessionList: 'newest first from the end of a table of sessions, stopped by its limit',
  accountList: 'the few accounts there are, their sessions, and of the audit log as `scopeLast`',
  scopeLast: 'from the newest entry back to the first of the account, which is nearly always the first looked at',
};

/** Statements that may sort what they found, and why. */
const ALLOWED_SORTS: Partial<Record<StatementName, string>> = {
  orderOpen: 'the few orders that are open',
  orderHeld: 'the few orders that are open',
};

const folder = temporaryFolder();
const file = join(folder.path, 'ledger.db');
let connection: Connection;

/** Fills as a long life would leave them, written past the ledger's own door: what is asked here is how they are found. */
function fillUp(target: Connection): void {
  target.pragma('synchronous = OFF');
  target.pragma('foreign_keys = OFF');
  target.exec(`BEGIN;
    CREATE TEMP TABLE n AS WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < ${FILLS}) SELECT i FROM s;
    INSERT INTO orders SELECT i, printf('o%025d', i), 1, 1, 1 + i % 4, i, CASE i % 3 WHEN 0 THEN 'you' ELSE 'grid-' || (i % 3) END, NULL, 'buy', 'limit', 1000,
      NULL, 10000000, NULL, 'gtc', 0, 0, NULL, NULL, ${START} + i, 10000000, CASE WHEN i % 50000 = 0 THEN 'acknowledged' ELSE 'filled' END, 1000, NULL,
      ${START} + i, i % 50000 = 0, NULL, NULL, 0, NULL, NULL FROM n;
    INSERT INTO transactions SELECT i, 1, i, 'fill', '', ${START} + i FROM n;
    INSERT INTO fills SELECT i, 1, 1 + i % 4, 1 + i % 4, i, i, 'f-' || i, CASE i % 3 WHEN 0 THEN 'you' ELSE 'grid-' || (i % 3) END, 'buy', 10000000, 1000,
      'taker', '1', '0.001', NULL, NULL, 1.5, ${START} + i, CASE WHEN i % 2 = 0 THEN '[["BTC","0.00001"]]' END FROM n;
    INSERT INTO fee_lots SELECT i, 0, 1 + i % 4, CASE i % 3 WHEN 0 THEN 'you' ELSE 'grid-' || (i % 3) END, 1, '0.001', '0', '0' FROM n WHERE i % 2 = 0;
    INSERT INTO audit SELECT i, 1, 1, ${START} + i, 1, 0, 'fill', i, '' FROM n;
    COMMIT; ANALYZE;`);
}

beforeAll(async () => {
  const ledger = await SqliteLedger.open({ file, backups: folder.path, clock: new StillClock() });
  ledger.begin(sessionStart());
  ledger.close();
  connection = openConnection(file, 'write');
  fillUp(connection);
}, 120_000);

afterAll(() => {
  connection.close();
  folder.remove();
});

const NAMES = Object.keys(STATEMENTS) as StatementName[];

test.each(NAMES.filter((name) => !/^(begin|commit|rollback)$/u.test(name)))('%s is found by an index', (name) => {
  const parameters = STATEMENTS[name].split('?').length - 1;
  const plan = connection.prepare(`EXPLAIN QUERY PLAN ${STATEMENTS[name]}`).all(...Array<number>(parameters).fill(1)) as {
    detail: string;
  }[];
  const scans = plan.filter(({ detail }) => /^SCAN (?!CONSTANT ROW|\d+-ROW VALUES)/u.test(detail)).map(({ detail }) => detail);
  if (name.startsWith('check') || ALLOWED_SCANS[name] !== undefined) return;
  expect(scans).toEqual([]);
  const sorts = plan.map(({ detail }) => detail).filter((detail) => detail.includes('TEMP B-TREE'));
  if (ALLOWED_SORTS[name] === undefined) expect(sorts).toEqual([]);
});

test('what a start and a window ask of a million fills comes at once', () => {
  const reader = openLedgerReader(file);
  const start = performance.now();
  expect(reader.fills(SCOPE, { count: 500 }).total).toBe(FILLS);
  expect(reader.fills(SCOPE, { before: START + FILLS / 2, count: 500 }).fills).toHaveLength(500);
  expect(reader.orderHistory(SCOPE, { count: 500 })).toHaveLength(500);
  expect(reader.snapshot(SCOPE, INSTRUMENTS).openOrders).toHaveLength(FILLS / 50_000);
  expect(performance.now() - start).toBeLessThan(2_000);
  reader.close();
});
