import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { ELSEWHERE, type IdentifiedOrder } from '../../../../src-shared/domain/order.ts';
import { clientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { RECONCILIATION_MEMORY } from '../../../../src-main/core/engine/reconciliation.ts';
import { EngineKit, intent, snapshot } from './engine-kit.ts';
import { NOW } from '../risk/desk-of-one.ts';

/** An account at a venue that holds money and agrees. */
function opened(): EngineKit {
  const kit = new EngineKit({ reconciles: true });
  kit.look({ USD: '100000', BTC: '2' });
  for (const { index } of kit.instruments) kit.quote(100, index);
  return kit;
}

const UNLIKE = { USD: '100000', BTC: '2.5' };

describe('the first look at a new account', () => {
  it('books what the venue holds as its opening, and nothing may be bought before', () => {
    const kit = new EngineKit({ reconciles: true });
    kit.quote(100);
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    const answer = kit.look({ USD: '100000', BTC: '2' });
    expect(answer.of('transfer').map(({ reason, note }) => [reason, note])).toEqual([
      ['deposit', 'held at the venue at the start'],
      ['deposit', 'held at the venue at the start'],
    ]);
    expect([kit.balance(), kit.balance('BTC'), kit.held()]).toEqual(['100000', '2', 0]);
    expect(kit.engine.account.equity()).toBe(100_000);
    expect(kit.place(intent()).fault).toBeNull();
  });

  it('waits while something happens on the account', () => {
    const kit = new EngineKit({ reconciles: true });
    expect(kit.look({ USD: '100000' }, false).records).toEqual([]);
    expect(kit.engine.gate.recovering).toBe(true);
  });
});

describe('a later look', () => {
  it('changes nothing while it agrees', () => {
    const kit = opened();
    expect(kit.look({ USD: '100000.00', BTC: '2' }).records).toEqual([]);
    expect(kit.engine.gate.differing).toBe(false);
  });

  it('stops what would enlarge exposure when it differs twice alike, until one agrees', () => {
    const kit = opened();
    kit.look(UNLIKE);
    expect(kit.engine.gate.differing).toBe(false);
    const answer = kit.look(UNLIKE);
    expect(kit.engine.reconciliation.differences.map(({ asset, booked, held }) => [asset, String(booked), String(held)])).toEqual([
      ['BTC', '2', '2.5'],
    ]);
    expect(answer.of('strategy-memory')).toMatchObject([{ instance: RECONCILIATION_MEMORY }]);
    expect(kit.place(intent()).fault).toBe('risk.differing');
    kit.look({ USD: '100000', BTC: '2' });
    expect(kit.place(intent()).fault).toBeNull();
  });

  it('does not believe one difference, nor two that are unlike, nor one of a moment in which something moved', () => {
    const kit = opened();
    kit.look(UNLIKE);
    kit.look({ USD: '100000', BTC: '2.6' });
    kit.look({ ...UNLIKE, USD: '90000' });
    kit.look({ ...UNLIKE, USD: '90000' }, false);
    kit.look({ ...UNLIKE, USD: '90000' });
    expect(kit.engine.gate.differing).toBe(false);
  });

  it('does not believe a difference while an order is on its way, or across a fill', () => {
    const kit = opened();
    const id = kit.order({ lots: 10_000 });
    kit.look(UNLIKE);
    kit.look(UNLIKE);
    expect([kit.engine.gate.differing, kit.engine.reconciliation.uncertain]).toEqual([false, true]);
    kit.ack(id);
    kit.look(UNLIKE);
    kit.fill(id, 10_000);
    kit.look(UNLIKE);
    expect(kit.engine.gate.differing).toBe(false);
  });

  it('believes the same gap four times in a row although something moved each time, and no gap that changes', () => {
    const kit = opened();
    for (let i = 0; i < 3; i += 1) kit.look(UNLIKE, false);
    kit.look({ ...UNLIKE, BTC: '2.6' }, false);
    for (let i = 0; i < 3; i += 1) kit.look(UNLIKE, false);
    expect(kit.engine.gate.differing).toBe(false);
    kit.look(UNLIKE, false);
    expect(kit.engine.gate.differing).toBe(true);
    // What was asked for meanwhile does not count as another gap.
    kit.look({ USD: '100000', BTC: '2' }, false);
    expect(kit.engine.gate.differing).toBe(false);
  });

  it('sees an asset that is gone or came', () => {
    const kit = opened();
    for (let i = 0; i < 2; i += 1) kit.look({ USD: '100000', DOGE: '5' });
    expect(kit.engine.reconciliation.differences.map(({ asset, booked, held }) => [asset, String(booked), String(held)])).toEqual([
      ['BTC', '2', '0'],
      ['DOGE', '0', '5'],
    ]);
  });
});

describe('a person who accepts what differs', () => {
  const accept = (kit: EngineKit, asset: string, amount: string) =>
    kit.command({ type: 'accept-differences', differences: [{ asset, amount: Decimal.parse(amount) }] });

  it('has it booked as a correction, and trading goes on', () => {
    const kit = opened();
    for (let i = 0; i < 2; i += 1) kit.look({ USD: '99000', BTC: '2' });
    const answer = accept(kit, 'USD', '-1000');
    expect(answer.of('transfer').map(({ reason, postings }) => [reason, postings.map(({ amount }) => String(amount))])).toEqual([
      ['correction', ['-1000', '1000']],
    ]);
    expect(kit.balance()).toBe('99000');
    // What was taken out is no loss.
    expect(kit.engine.control.monitor.dayStartEquity).toBe(99_000);
    expect(kit.place(intent()).fault).toBeNull();
  });

  it('is told when it is not what was shown', () => {
    const kit = opened();
    for (let i = 0; i < 2; i += 1) kit.look(UNLIKE);
    for (const [asset, amount] of [
      ['BTC', '0.4'],
      ['USD', '0.5'],
    ] as const)
      expect(accept(kit, asset, amount).fault).toBe('reconcile.changed');
    expect(kit.command({ type: 'accept-differences', differences: [] }).fault).toBe('reconcile.changed');
    expect(kit.engine.gate.differing).toBe(true);
  });

  it('is told to wait while an order’s fate may explain it: the correction would be booked twice', () => {
    const kit = opened();
    const id = kit.order({ lots: 10_000 });
    for (let i = 0; i < 4; i += 1) kit.look(UNLIKE);
    expect(kit.engine.gate.differing).toBe(true);
    expect(accept(kit, 'BTC', '0.5').fault).toBe('reconcile.uncertain');
    kit.ack(id);
    kit.look(UNLIKE, false);
    expect(accept(kit, 'BTC', '0.5').fault).toBe('reconcile.uncertain');
    kit.look(UNLIKE);
    expect(accept(kit, 'BTC', '0.5').fault).toBeNull();
  });

  it('has nothing booked when one of several assets cannot be', () => {
    const kit = opened();
    kit.buy(20_000);
    for (let i = 0; i < 2; i += 1) kit.look({ USD: '5', BTC: '0.1' });
    const [first, second] = kit.engine.reconciliation.differences;
    const answer = kit.command({
      type: 'accept-differences',
      differences: [first!, second!].map(({ asset, booked, held }) => ({ asset, amount: held.sub(booked) })),
    });
    expect([answer.fault, answer.of('transfer')]).toEqual(['reconcile.position', []]);
  });

  it('is told to close first what is not held any more', () => {
    const kit = opened();
    kit.buy(20_000);
    for (let i = 0; i < 2; i += 1) kit.look({ USD: kit.balance(), BTC: '0.1' });
    expect(accept(kit, 'BTC', '-2.1').fault).toBe('reconcile.position');
  });
});

describe('a start', () => {
  const memory = JSON.stringify({ openedAt: NOW, differences: [['BTC', '2', '2.5']] });

  it('goes on with what differed, and opens nothing a second time', () => {
    const kit = new EngineKit({ reconciles: true });
    kit.restore(snapshot({ memories: new Map([[RECONCILIATION_MEMORY, memory]]) }));
    kit.quote(100);
    expect([kit.engine.gate.recovering, kit.engine.gate.differing]).toEqual([true, true]);
    const answer = kit.look({ USD: '100000' });
    expect(answer.of('transfer')).toEqual([]);
    expect([kit.engine.gate.recovering, kit.engine.gate.differing]).toEqual([false, false]);
  });

  it('has recovered when what differs is accepted', () => {
    const kit = new EngineKit({ reconciles: true });
    kit.restore(snapshot({ balances: new Map([['BTC', Decimal.parse('2')]]), memories: new Map([[RECONCILIATION_MEMORY, memory]]) }));
    kit.command({ type: 'accept-differences', differences: [{ asset: 'BTC', amount: Decimal.parse('0.5') }] });
    expect([kit.engine.gate.recovering, kit.engine.gate.differing]).toEqual([false, false]);
  });
});

describe('an order that was made elsewhere', () => {
  const made: IdentifiedOrder = {
    ...intent({ type: 'limit', limitTicks: 9_900, lots: 10_000 }),
    id: clientOrderId({ book: 'live', account: 'a', instrument: 'BTC', origin: ELSEWHERE, decision: '77', leg: 0 }),
    origin: ELSEWHERE,
    tag: null,
    decidedAt: utcMs(NOW),
    decisionTicks: 0,
  };
  const adopt = (kit: EngineKit) => kit.report({ kind: 'adopted', order: made.id, made, time: utcMs(NOW) });

  it('is booked with its origin, holds money back, and can be cancelled', () => {
    const kit = opened();
    const answer = adopt(kit);
    expect(answer.of('order').map(({ order: { origin } }) => origin)).toEqual([ELSEWHERE]);
    expect(answer.states).toEqual(['acknowledged']);
    expect(kit.engine.gate.outstandingLots(0, 'buy')).toBe(10_000);
    expect(adopt(kit).records).toEqual([]);
    expect(kit.command({ type: 'cancel', order: made.id }).cancelled).toEqual([made.id]);
  });

  it('is not booked a second time with the opening of an account in which it has filled before', () => {
    const kit = new EngineKit({ reconciles: true });
    kit.quote(100);
    adopt(kit);
    kit.fill(made.id, 10_000, { price: 99 });
    kit.look({ USD: '98900', BTC: '12' });
    expect([kit.balance(), kit.balance('BTC'), kit.held()]).toEqual(['98900', '12', 10_000]);
    expect(kit.look({ USD: '98900', BTC: '12' }).records).toEqual([]);
    expect(kit.engine.gate.recovering).toBe(false);
  });

  it('moves money and position with its fills', () => {
    const kit = opened();
    adopt(kit);
    const answer = kit.fill(made.id, 10_000, { price: 99 });
    expect(answer.of('fill')).toMatchObject([{ origin: ELSEWHERE }]);
    expect(kit.held()).toBe(10_000);
    expect(kit.stateOf(made.id)).toBeUndefined();
  });
});
