import { describe, expect, it } from 'vitest';
import { RunLedger } from '../../../../src-main/adapters/ledger-memory/run-ledger.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { Desk, START, batch, deposit, order } from '../../../support/ledger-kit.ts';

describe('the ledger of a run', () => {
  it('keeps the fills as they were booked, and counts orders and refusals', () => {
    const ledger = new RunLedger();
    const desk = new Desk();
    ledger.commit(batch([deposit('USD', '100'), { kind: 'order', order: order(1) }, { kind: 'order', order: order(2) }]));
    ledger.commit(batch([desk.fill({ id: 'a', order: 1, fee: '0.5', lots: 7, ticks: 3, time: START })]));
    const refusal = {
      kind: 'refusal',
      code: 'risk.funds',
      details: {},
      instrument: 0,
      origin: 'you',
      side: 'buy',
      time: utcMs(START),
    } as const;
    ledger.commit(batch([refusal, refusal]));
    expect(ledger.fills.map(({ fee, ...fill }) => ({ ...fill, fee: fee.toString() }))).toEqual([
      { time: START, instrument: 0, origin: 'you', side: 'buy', ticks: 3, lots: 7, fee: '0.5' },
    ]);
    expect([ledger.orders, ledger.refusals]).toEqual([2, { 'risk.funds': 2 }]);
  });

  it('knows the commands that were carried out', () => {
    const ledger = new RunLedger();
    ledger.commit(batch([{ kind: 'command', id: 'c1', time: utcMs(START) }]));
    expect([ledger.hasCommand('c1'), ledger.hasCommand('c2')]).toEqual([true, false]);
  });
});
