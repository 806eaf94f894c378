import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId } from '../../../../src-shared/kernel/ids.ts';
import type { OrderState } from '../../../../src-shared/domain/order-state.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import type { EndReason } from '../../../../src-main/ports/execution-venue.ts';
import type { RiskStateRecord } from '../../../../src-main/ports/ledger.ts';
import {
  Desk,
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
let file: string;
let ledger: SqliteLedger;

beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder.path, 'ledger.db');
  ledger = await SqliteLedger.open({ file, backups: join(folder.path, 'backups'), clock: new StillClock() });
  ledger.begin(sessionStart());
});
afterEach(() => {
  ledger.close();
  folder.remove();
});

describe('what is open', () => {
  const moved = (number: number, state: OrderState, at: number, reason: EndReason | null = null) =>
    ({ kind: 'order-state', order: orderId(number), state, filledLots: 0, reason, time: utcMs(START + at) }) as const;

  test('is read without the instruments: orders, doubts with their beginning, positions at their cost', () => {
    const reader = openLedgerReader(file);
    expect(reader.holding({ ...SCOPE, account: 'other' as AccountId })).toEqual({
      ...{ time: null, orders: [], positions: [], risk: null, strategies: [] },
    });
    const desk = new Desk();
    ledger.commit(batch([deposit('USD', '10000')]));
    for (let i = 1; i <= 5; i += 1) {
      const side = i === 4 ? 'sell' : 'buy';
      ledger.commit(batch([{ kind: 'order', order: order(i, { side, lots: 100 * i }) }], { time: utcMs(START + i) }));
      const fill = desk.fill({
        id: `f-${i}`,
        order: i,
        origin: 'you',
        side,
        lots: 100 * i,
        ticks: 10_000_000 + i,
        fee: '0',
        time: START + i,
      });
      ledger.commit(batch([fill, { ...moved(i, 'filled', i), filledLots: 100 * i }], { time: utcMs(START + i), sequence: i }));
    }
    ledger.commit(batch([{ kind: 'order', order: order(7, {}) }]));
    for (const number of [8, 9]) ledger.commit(batch([{ kind: 'order', order: order(number, {}) }], { time: utcMs(START + 20) }));
    for (const [number, state, at, reason] of [
      [8, 'in-doubt', 22, null],
      [8, 'acknowledged', 23, null],
      [8, 'in-doubt', 30, null],
      // Its end is asked for while it is in doubt: the doubt is as old as before.
      [8, 'in-doubt', 35, 'kill-switch'],
    ] as const)
      ledger.commit(batch([moved(number, state, at, reason)], { time: utcMs(START + at) }));
    const risk: RiskStateRecord = {
      ...{ reason: 'kill-switch', equityPeak: 1, day: 1, dayStartEquity: 1, since: utcMs(START) },
      state: 'HALTED',
    };
    ledger.commit(batch([{ kind: 'risk-state', risk }], { time: utcMs(START + 40) }));
    const holding = reader.holding(SCOPE);
    expect(holding.orders.map(({ id, state, reason, doubtSince }) => [id, state, reason, doubtSince])).toEqual([
      [orderId(7), 'recorded', null, null],
      [orderId(8), 'in-doubt', 'kill-switch', START + 30],
      [orderId(9), 'recorded', null, null],
    ]);
    // Bought 100, 200, 300 and 500 lots at ticks 10 000 001, 2, 3 and 5, sold 400 of the 600 held by then: average cost.
    const cost = ((100 * 10_000_001 + 200 * 10_000_002 + 300 * 10_000_003) * (200 / 600) + 500 * 10_000_005) / 700;
    expect(holding.positions).toHaveLength(1);
    expect(Number(holding.positions[0]!.entry)).toBeCloseTo(cost * Number(SPECS[0]!.tick), 3);
    expect(Number(holding.positions[0]!.size)).toBeCloseTo(700 * Number(SPECS[0]!.lot), 12);
    expect(holding).toMatchObject({ time: START + 40, risk: { state: 'HALTED' }, strategies: [] });
    reader.close();
  });
});
