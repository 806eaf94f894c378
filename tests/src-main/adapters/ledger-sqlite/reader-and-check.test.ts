import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId, SessionId, StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import {
  Desk,
  INSTRUMENTS,
  SCOPE,
  SPECS,
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

async function open(): Promise<SqliteLedger> {
  return SqliteLedger.open({ file, backups: join(folder.path, 'backups'), clock });
}

beforeEach(async () => {
  folder = temporaryFolder();
  clock = new StillClock();
  file = join(folder.path, 'ledger.db');
  ledger = await open();
  ledger.begin(sessionStart());
});

afterEach(() => {
  ledger.close();
  folder.remove();
});

const filled = (number: number, lots: number) =>
  ({ kind: 'order-state', order: orderId(number), state: 'filled', filledLots: lots, reason: null, time: utcMs(START + number) }) as const;

/** A small account with two strategies' fills, a cancelled order and one that works. */
function trade(): void {
  const desk = new Desk();
  ledger.commit(batch([deposit('USD', '10000')]));
  for (let i = 1; i <= 5; i += 1) {
    const origin = i % 2 === 0 ? 'grid-1' : 'you';
    const side = i === 4 ? 'sell' : 'buy';
    ledger.commit(batch([{ kind: 'order', order: order(i, { origin, side, lots: 100 * i }) }], { time: utcMs(START + i) }));
    const fill = desk.fill({ id: `f-${i}`, order: i, origin, side, lots: 100 * i, ticks: 10_000_000 + i, fee: '0.01', time: START + i });
    ledger.commit(batch([fill, filled(i, 100 * i)], { time: utcMs(START + i), sequence: i }));
  }
  ledger.commit(
    batch([{ kind: 'order', order: order(6, { type: 'market', lots: 0, quoteAmount: Decimal.parse('50.5'), limitTicks: null }) }]),
  );
  ledger.commit(
    batch([{ kind: 'order-state', order: orderId(6), state: 'expired', filledLots: 0, reason: 'ioc', time: utcMs(START + 6) }]),
  );
  ledger.commit(
    batch([{ kind: 'order', order: order(7, { reduceOnly: true, triggerTicks: 9_999_999, group: { id: 'g', role: 'stop' } }) }]),
  );
  const terms = { lots: 900, limitTicks: 10_000_000, triggerTicks: 9_999_998, trailTicks: null, expiresAt: null };
  for (const state of ['asked', 'amended'] as const)
    ledger.commit(batch([{ kind: 'amendment', order: orderId(7), number: 1, state, terms, reason: null, time: utcMs(START + 7) }]));
}

describe('the reader', () => {
  test('sees every commit at once, on a connection of its own', () => {
    const reader = openLedgerReader(file);
    expect(reader.lastCommit()).toBeNull();
    expect(reader.ordersById([orderId(1)])).toEqual([]);
    ledger.commit(batch([{ kind: 'order', order: order(1) }], { time: utcMs(START + 1), sequence: 2 }));
    expect(reader.ordersById([orderId(1), orderId(9)])).toMatchObject([
      { id: orderId(1), state: 'recorded', size: '0.01000000', price: '100000.00' },
    ]);
    expect(reader.lastCommit()).toEqual({ session: 'session-1', time: START + 1, sequence: 2, wall: clock.wall });
    expect(reader.snapshot(SCOPE, INSTRUMENTS)).toEqual(ledger.snapshot(SCOPE, INSTRUMENTS));
    reader.close();
  });

  test('lists fills as prices and sizes, newest first and in pages', () => {
    trade();
    const reader = openLedgerReader(file);
    const all = reader.fills(SCOPE, { count: 10 });
    expect(all.total).toBe(5);
    expect(all.fills.map(({ id }) => id)).toEqual(['f-5', 'f-4', 'f-3', 'f-2', 'f-1']);
    expect(all.fills[4]).toEqual({
      id: 'f-1',
      order: orderId(1),
      instrument: 'BTC/USD.SIM',
      side: 'buy',
      price: '100000.01',
      size: '0.00000100',
      value: '0.1000000100'.replace(/0+$/u, ''),
      fee: '0.01',
      feeAsset: 'USD',
      liquidity: 'taker',
      slippageBps: 1.5,
      realised: null,
      origin: 'you',
      decidedAt: START + 1,
      time: START + 1,
    });
    expect(reader.fills(SCOPE, { before: START + 4, count: 2 }).fills.map(({ id }) => id)).toEqual(['f-3', 'f-2']);
    expect(reader.fillsSince(SCOPE, START + 4).map(({ id }) => id)).toEqual(['f-4', 'f-5']);
    expect([...reader.everyFill()].map(({ id }) => id)).toEqual(['f-1', 'f-2', 'f-3', 'f-4', 'f-5']);
    const own = reader.fillsOf(SCOPE, 'grid-1', START);
    expect(own.map(({ id }) => id)).toEqual(['f-2', 'f-4']);
    // The strategy alone bought 200 lots at 100,000.02 and sold 400 at 100,000.04: 200 of them closed, two cents of a dollar's price apart.
    expect(own[1]?.realised).toBe('0.00000004');
    expect(reader.fillsOf(SCOPE, 'grid-1', START + 3).map(({ id }) => id)).toEqual(['f-4']);
    reader.close();
  });

  test('lists ended orders, newest first and in pages', () => {
    trade();
    const reader = openLedgerReader(file);
    const orders = reader.orderHistory(SCOPE, { count: 10 });
    expect(orders.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1].map(orderId));
    expect(orders[0]).toMatchObject({
      size: null,
      quoteAmount: '50.5',
      price: null,
      state: 'expired',
      reason: 'ioc',
      protective: false,
      filled: '0.00000000',
    });
    expect(reader.orderHistory(SCOPE, { before: START + 3, count: 10 }).map(({ id }) => id)).toEqual([2, 1].map(orderId));
    expect([reader.endedOrders(SCOPE), reader.endedOrders({ ...SCOPE, account: 'nobody' as typeof SCOPE.account })]).toEqual([6, 0]);
    expect(reader.ordersById([orderId(7)])).toMatchObject([
      { trigger: '99999.98', amending: null, group: 'g', role: 'stop', protective: true, state: 'recorded' },
    ]);
    reader.close();
  });

  test('tells the story of an order: every step as it was recorded', () => {
    trade();
    const reader = openLedgerReader(file);
    expect(reader.orderStory(orderId(6))).toMatchObject({
      order: { id: orderId(6), state: 'expired' },
      moves: [{ state: 'expired', filled: '0.00000000', reason: 'ioc', time: START + 6 }],
    });
    expect(reader.orderStory(orderId(7))?.moves).toEqual([]);
    expect(reader.orderStory(orderId(40))).toBeNull();
    reader.close();
  });

  test('lists refusals, signals and sessions, newest first, and nothing of an unknown account', () => {
    const time = utcMs(START);
    ledger.commit(
      batch([
        {
          kind: 'refusal',
          code: 'risk.max-order-notional',
          details: { actual: '30,000 USD', limit: '25,000 USD' },
          instrument: 1,
          origin: 'you',
          side: 'buy',
          time,
        },
        {
          kind: 'refusal',
          code: 'risk.halted',
          details: { since: 'now', reason: 'you' },
          instrument: 0,
          origin: 'grid-1',
          side: 'sell',
          time,
        },
        { kind: 'signal', instance: 'grid-1' as StrategyInstanceId, code: 'level-reached', details: { level: 3 }, time },
      ]),
    );
    clock.wall += 5;
    ledger.end(SCOPE.session);
    ledger.begin(sessionStart({ ...SCOPE, session: 'session-2' as SessionId }, SPECS.slice(0, 1)));
    const reader = openLedgerReader(file);
    expect(reader.refusals(SCOPE, 5).map(({ code, message, instrument }) => [code, message, instrument])).toEqual([
      ['risk.halted', 'Trading is HALTED since now by you. Cancelling and closing still work.', 'BTC/USD.SIM'],
      ['risk.max-order-notional', 'Not sent: the order is worth 30,000 USD; your limit is 25,000 USD.', 'SHIB/USD.SIM'],
    ]);
    expect(reader.refusals(SCOPE, 1)).toHaveLength(1);
    expect(reader.signals(SCOPE, 5)).toEqual([{ instance: 'grid-1', code: 'level-reached', details: { level: 3 }, time: START }]);
    expect(reader.sessions(5)).toMatchObject([
      { session: 'session-2', endedWall: null, configuration: '{"seed":7}' },
      {
        session: 'session-1',
        endedWall: clock.wall,
        startedWall: clock.wall - 5,
        startedAt: START,
        account: { book: 'paper', account: 'paper-1', venue: 'SIM' },
      },
    ]);
    const stranger = { ...SCOPE, account: 'nobody' as AccountId };
    expect([reader.refusals(stranger, 5), reader.signals(stranger, 5), reader.orderHistory(stranger, { count: 5 })]).toEqual([[], [], []]);
    expect(reader.fills(stranger, { count: 5 })).toEqual({ fills: [], total: 0 });
    reader.close();
  });

  test('a specification that changed leaves older rows as they were', () => {
    trade();
    const finer = SPECS.map((spec, index) => (index === 0 ? { ...spec, tick: '0.001' } : spec));
    ledger.begin(sessionStart({ ...SCOPE, session: 'session-2' as SessionId }, finer));
    const scope = { ...SCOPE, session: 'session-2' as SessionId };
    ledger.commit(batch([{ kind: 'order', order: order(20) }], { scope }));
    const reader = openLedgerReader(file);
    expect(reader.ordersById([orderId(1), orderId(20)]).map(({ price }) => price)).toEqual(['100000.00', '10000.000']);
    reader.close();
  });

  test('a ledger that is not there is a fault, not a new file', () => {
    expect(() => openLedgerReader(join(folder.path, 'none.db'))).toThrow(expect.objectContaining({ code: 'disk.failed' }));
  });
});

describe('a start', () => {
  test('finds what was there before', async () => {
    trade();
    const before = ledger.snapshot(SCOPE, INSTRUMENTS);
    ledger.close();
    ledger = await open();
    expect(ledger.snapshot(SCOPE, INSTRUMENTS)).toEqual(before);
    ledger.begin(sessionStart({ ...SCOPE, session: 'session-2' as SessionId }));
    const scope = { ...SCOPE, session: 'session-2' as SessionId };
    ledger.commit(
      batch(
        [
          { kind: 'order-state', order: orderId(7), state: 'acknowledged', filledLots: 0, reason: null, time: utcMs(START) },
          deposit('USD', '1'),
        ],
        { scope },
      ),
    );
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([{ state: 'acknowledged' }]);
    const reader = openLedgerReader(file);
    expect(reader.verify()).toMatchObject({
      balanced: true,
      problems: [],
      fills: 5,
      orders: 7,
      transactions: 7,
      postings: 29,
      auditEntries: 17,
    });
    reader.close();
  });

  test('needs every instrument that is held or has an open order, and no other', () => {
    trade();
    expect(() => ledger.snapshot(SCOPE, [{ id: 'SHIB/USD.SIM' }])).toThrow(expect.objectContaining({ code: 'instrument.unknown' }));
    expect(ledger.snapshot(SCOPE, [{ id: 'SHIB/USD.SIM' }, { id: 'BTC/USD.SIM' }]).positions).toMatchObject([{ instrument: 1 }]);
    const desk = new Desk();
    ledger.begin(sessionStart({ ...SCOPE, account: 'flat' as AccountId, session: 's-flat' as SessionId }));
    const scope = { ...SCOPE, account: 'flat' as AccountId, session: 's-flat' as SessionId };
    ledger.commit(batch([{ kind: 'order', order: order(30) }, desk.fill({ id: 'a', order: 30, lots: 5 }), filled(30, 5)], { scope }));
    ledger.commit(
      batch([{ kind: 'order', order: order(31) }, desk.fill({ id: 'b', order: 31, lots: 5, side: 'sell' }), filled(31, 5)], { scope }),
    );
    expect(ledger.snapshot(scope, []).positions).toEqual([]);
  });

  test('a session begins before its batches, and ends only after it began', () => {
    expect(() => ledger.commit(batch([], { scope: { ...SCOPE, session: 'other' as SessionId } }))).toThrow(InvariantError);
    expect(() => ledger.end('other' as SessionId)).toThrow(InvariantError);
    expect(() => ledger.begin(sessionStart())).toThrow(InvariantError);
    expect(() => ledger.commit(batch([{ kind: 'order', order: order(1, { instrument: 99 }) }]))).toThrow(InvariantError);
  });
});

/** Changes a copy of the ledger behind its back and gives what the check finds. */
function tampered(sql: string, triggers: readonly string[] = []): readonly string[] {
  trade();
  ledger.close();
  const copy = join(folder.path, 'copy.db');
  copyFileSync(file, copy);
  const connection = new Database(copy);
  connection.pragma('foreign_keys = OFF');
  for (const trigger of triggers) connection.exec(`DROP TRIGGER ${trigger}`);
  connection.exec(sql);
  connection.close();
  const reader = openLedgerReader(copy);
  const check = reader.verify();
  reader.close();
  ledger = new Proxy(ledger, { get: (target, key) => (key === 'close' ? () => undefined : (Reflect.get(target, key) as unknown)) });
  expect(check.balanced).toBe(false);
  return check.problems;
}

describe('the check finds', () => {
  test.each([
    [
      'a changed balance',
      "UPDATE balances SET amount = '1' WHERE asset = 'USD'",
      [],
      /^The balance of USD of paper-1 \(paper\) is 1; its postings sum to 9999.24999977/u,
    ],
    ['a balance that is missing', "DELETE FROM balances WHERE asset = 'BTC'", [], /^The balance of BTC .* is 0; its postings sum to/u],
    [
      'a balance without postings',
      "INSERT INTO balances VALUES (1, 'DOGE', '3')",
      [],
      /^The balance of DOGE .* is 3; its postings sum to 0/u,
    ],
    [
      'changed lots of a position',
      "UPDATE positions SET lots = 1 WHERE origin = ''",
      [],
      /^The position of BTC\/USD.SIM is 1 lots; its fills sum to 700/u,
    ],
    ['a changed cost', "UPDATE positions SET cost = '1' WHERE origin = 'grid-1'", [], /by grid-1 costs 1; its fills come to -/u],
    ['a changed profit', "UPDATE positions SET realised = '1' WHERE origin = 'you'", [], /by you has realised 1; its fills sum to 0/u],
    ['changed fees', "UPDATE positions SET fees = '1' WHERE origin = 'you'", [], /by you has paid 1 in fees; its fills sum to 0.03/u],
    ['a missing position', "DELETE FROM positions WHERE origin = 'you'", [], /by you is missing; there are fills/u],
    [
      'a position without fills',
      "INSERT INTO positions VALUES (1, 2, 'x', 7, '5', '1', '2', 0)",
      [],
      /by x is 7 lots; its fills sum to 0/u,
    ],
    ['a flat position with a cost', "INSERT INTO positions VALUES (1, 2, 'x', 0, '5', '0', '0', 0)", [], /by x is flat and still costs 5/u],
    [
      'a changed posting',
      "UPDATE postings SET amount = '1' WHERE line = 0",
      ['postings_no_update'],
      /^Transaction 1 does not sum to zero in USD: -9999 is over/u,
    ],
    ['a transaction without lines', "INSERT INTO transactions VALUES (99, 1, 14, 'deposit', '', 0)", [], /^Transaction 99 has no lines/u],
    [
      'a fill without its transaction',
      "UPDATE transactions SET kind = 'deposit' WHERE id = 2",
      ['transactions_no_update'],
      /^Transaction 2 is of kind deposit, and its fill is there/u,
    ],
    ['a missing fill', 'DELETE FROM fills WHERE id = 2', ['fills_no_delete'], /^Transaction 2 is of kind fill, and its fill is missing/u],
    [
      'a filled size that is not its fills',
      'UPDATE orders SET filled_lots = 3 WHERE id = 1',
      [],
      /says 3 lots are filled; its fills sum to 100/u,
    ],
    [
      'an order in another state than its last',
      "UPDATE orders SET state = 'cancelled' WHERE id = 1",
      [],
      /is cancelled; the last that happened to it left it filled/u,
    ],
    ['a changed order', 'UPDATE orders SET lots = 3 WHERE id = 1', [], /^Batch 2 is not what its audit entry says/u],
    [
      'a changed event of an order',
      "UPDATE order_events SET reason = 'user'",
      ['order_events_no_update'],
      /^Batch 3 is not what its audit entry says/u,
    ],
    ['a changed fill', 'UPDATE fills SET ticks = 1 WHERE id = 2', ['fills_no_update'], /^Batch 3 is not what its audit entry says/u],
    ['a changed audit entry', 'UPDATE audit SET time = 1 WHERE id = 4', ['audit_no_update'], /^Batch 4 is not what its audit entry says/u],
    [
      'a miscounted audit entry',
      'UPDATE audit SET fills = 9 WHERE id = 4',
      ['audit_no_update'],
      /^Audit entry 4 counts 9 fills of its account; there are 1/u,
    ],
    ['a missing audit entry', 'DELETE FROM audit WHERE id = 4', ['audit_no_delete'], /^Audit entry 4 is missing/u],
    [
      'terms that no amendment gave',
      `UPDATE orders SET terms = '{"lots":1,"limitTicks":null,"triggerTicks":5,"trailTicks":null,"expiresAt":null}' WHERE id = 7`,
      [],
      /^Order o0+7 has other terms than its last amendment gave it/u,
    ],
    [
      'rows that nothing accounts for',
      "INSERT INTO transactions VALUES (99, 1, 77, 'deposit', '', 0)",
      [],
      /^There are rows that no audit entry accounts for/u,
    ],
  ] as const)('%s', (_name, sql, triggers, sentence) => {
    expect(tampered(sql, triggers)).toContainEqual(expect.stringMatching(sentence));
  });

  test('more than it tells', () => {
    const problems = tampered(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) INSERT INTO balances SELECT 1, 'X' || i, '1' FROM n`,
    );
    expect(problems).toHaveLength(101);
    expect(problems[100]).toBe('50 further findings are not listed.');
  });
});
