import { describe, expect, it } from 'vitest';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import type { IdentifiedOrder } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { CLOSINGS_MEMORY } from '../../../../src-main/core/engine/closings.ts';
import type { LedgerOrder, LedgerPosition } from '../../../../src-main/ports/ledger.ts';
import { NOW } from '../risk/desk-of-one.ts';
import { RECONCILIATION_MEMORY } from '../../../../src-main/core/engine/reconciliation.ts';
import { EngineKit, Scripted, flatBars, intent, snapshot, strategyRecord } from './engine-kit.ts';

const A = 'o-a' as ClientOrderId;
const B = 'o-b' as ClientOrderId;

function identified(over: Partial<IdentifiedOrder> = {}): IdentifiedOrder {
  return {
    ...intent({ type: 'limit', limitTicks: 9_900 }),
    id: A,
    origin: 'you',
    tag: null,
    decidedAt: utcMs(NOW),
    decisionTicks: 10_000,
    ...over,
  };
}

function known(over: Partial<LedgerOrder> = {}): LedgerOrder {
  return {
    order: identified(),
    state: 'recorded',
    filledLots: 0,
    cancelReason: null,
    group: null,
    amendments: 0,
    pending: null,
    fillIds: [],
    ...over,
  };
}

const HELD: LedgerPosition = {
  instrument: 0,
  lots: 10_000,
  cost: Decimal.parse('10'),
  realised: Decimal.ZERO,
  fees: Decimal.ZERO,
  openedAt: utcMs(NOW - 1),
};

function quoted(kit: EngineKit): EngineKit {
  for (const { index } of kit.instruments) kit.quote(100, index);
  return kit;
}

describe('starting from a ledger', () => {
  it('takes over money, positions, limits, state and the rate of orders', () => {
    const kit = new EngineKit({ limits: { ...NO_LIMITS, maxOrdersPerMinute: 3 } });
    const limits = { ...NO_LIMITS, maxOrdersPerMinute: 2 };
    const risk = {
      state: 'HALTED',
      reason: 'risk.drawdown',
      since: utcMs(NOW - 5),
      equityPeak: 120_000,
      day: 20_458,
      dayStartEquity: 110_000,
    } as const;
    const recentOrderTimes = [utcMs(NOW - 10), utcMs(NOW - 59_000)];
    kit.restore(snapshot({ positions: [HELD], limits, risk, recentOrderTimes }));
    kit.engine.seedMarket({ instrument: 0, time: NOW, bidTicks: 9_999, askTicks: 10_001, lastTicks: 10_000 });
    expect(kit.engine.account.equity()).toBe(100_010);
    expect(kit.engine.control.limits).toEqual(limits);
    expect(kit.engine.control.record).toEqual(risk);
    expect(kit.engine.gate.ordersWithinMinute()).toBe(2);
    expect([kit.engine.gate.state, kit.engine.gate.stateReason, kit.engine.gate.stateSince]).toEqual(['HALTED', 'risk.drawdown', NOW - 5]);
    expect([kit.engine.gate.equityPeak, kit.engine.gate.dayStartEquity, kit.engine.gate.equity]).toEqual([120_000, 110_000, 100_010]);
    expect(quoted(kit).place(intent()).fault).toBe('risk.halted');
  });

  it('goes on without limits and state of its own when the ledger has none', () => {
    const kit = new EngineKit();
    kit.restore(snapshot({ time: null }));
    expect(kit.engine.account.time).toBe(0);
    expect(kit.engine.gate.recovering).toBe(false);
  });

  it('asks the venue about every open order and lets nothing open until all have been answered', () => {
    const kit = quoted(new EngineKit());
    const answer = kit.restore(snapshot({ openOrders: [known(), known({ order: identified({ id: B }), state: 'acknowledged' })] }));
    expect(answer.queried).toEqual([A, B]);
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    kit.status(A, { state: 'working', reason: null, fills: [] });
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    expect(kit.timer(`query:${B}`).queried).toEqual([B]);
    kit.status(B, { state: 'working', reason: null, fills: [] });
    expect(kit.stateOf(A)).toBe('acknowledged');
    expect(kit.place(intent()).fault).toBeNull();
  });

  it('needs no answer about an order that ends meanwhile, and acts on what it was answered about the others', () => {
    const kit = quoted(new EngineKit());
    const openOrders = [known({ state: 'acknowledged' }), known({ order: identified({ id: B }), state: 'acknowledged' })];
    kit.restore(snapshot({ openOrders }));
    kit.status(B, { state: 'cancelled', reason: 'venue', fills: [] });
    expect(kit.stateOf(B)).toBe('acknowledged');
    kit.report({ kind: 'cancelled', order: A, reason: 'venue', time: utcMs(NOW) });
    expect([kit.stateOf(A), kit.stateOf(B)]).toEqual(['cancelled', 'cancelled']);
    expect(kit.place(intent()).fault).toBeNull();
  });

  it('books the fills of an answer that waits for others before one that is told after it', () => {
    const kit = quoted(new EngineKit());
    kit.restore(snapshot({ openOrders: [known(), known({ order: identified({ id: B }), state: 'acknowledged' })] }));
    const { lots } = identified();
    kit.status(A, { state: 'working', reason: null, fills: [kit.fillOf(A, lots - 1, 99, 'first')] });
    expect(kit.held()).toBe(0);
    const answer = kit.fill(A, 1, { price: 99, remaining: 0, id: 'last' });
    expect(answer.of('order-state').at(-1)).toMatchObject({ order: A, state: 'filled', filledLots: lots });
    kit.status(B, { state: 'working', reason: null, fills: [] });
    expect([kit.held(), kit.stateOf(B)]).toEqual([lots, 'acknowledged']);
  });

  it('takes a real venue at its word that it never saw an order, and sends none of before the start', () => {
    const kit = quoted(new EngineKit({ reconciles: true }));
    kit.restore(snapshot({ openOrders: [known()] }));
    const answer = kit.status(A, null);
    expect(answer.sent).toEqual([]);
    expect(kit.stateOf(A)).toBe('expired');
  });

  describe('the last fate of which comes out after the venue agreed', () => {
    const agreeing = (): EngineKit => {
      const kit = quoted(new EngineKit({ reconciles: true }));
      const memory = JSON.stringify({ openedAt: NOW - 1, differences: [] });
      kit.restore(snapshot({ openOrders: [known()], memories: new Map([[RECONCILIATION_MEMORY, memory]]) }));
      kit.look({ USD: '100000' });
      expect(kit.engine.gate.recovering).toBe(true);
      return kit;
    };

    it('is ready at once where nothing moved since', () => {
      for (const status of [null, { state: 'working', reason: null, fills: [] }] as const) {
        const kit = agreeing();
        kit.status(A, status);
        expect(kit.engine.gate.recovering).toBe(false);
      }
    });

    it('is looked at once more where that brought news, or after a pause', () => {
      const filled = agreeing();
      filled.status(A, { state: 'filled', reason: null, fills: [filled.fillOf(A, identified().lots, 99, 'only')] });
      const paused = agreeing();
      paused.step({ kind: 'lifecycle', time: paused.now, phase: 'paused' });
      paused.status(A, null);
      const differing = agreeing();
      differing.look({ USD: '99999' });
      differing.status(A, null);
      for (const kit of [filled, paused, differing]) expect(kit.engine.gate.recovering).toBe(true);
      paused.look({ USD: '100000' });
      expect(paused.engine.gate.recovering).toBe(false);
    });
  });

  it('may be told that the check is over', () => {
    const kit = quoted(new EngineKit());
    kit.restore(snapshot({ openOrders: [known()] }));
    kit.step({ kind: 'lifecycle', time: kit.now, phase: 'stopping' });
    expect(kit.engine.gate.recovering).toBe(true);
    kit.step({ kind: 'lifecycle', time: kit.now, phase: 'recovered' });
    expect(kit.engine.gate.recovering).toBe(false);
  });

  it('sends an order for the first time that the venue proves never to have seen, within the receive window', () => {
    const kit = quoted(new EngineKit());
    kit.restore(snapshot({ openOrders: [known()] }));
    const answer = kit.status(A, null);
    expect(answer.sent).toEqual([A]);
    expect(answer.timers).toEqual([{ timer: `answer:${A}`, at: NOW + 5_000 }]);
    expect(kit.stateOf(A)).toBe('submitted');
  });

  it('ends it as never sent beyond the window, when its end was asked for, or where trading was halted', () => {
    const late = new EngineKit();
    late.restore(snapshot({ time: utcMs(NOW + 5_001), openOrders: [known()] }));
    late.now += 5_001;
    expect(late.status(A, null).of('order-state')[0]).toMatchObject({ state: 'expired', reason: 'never-sent' });

    const cancelled = new EngineKit();
    cancelled.restore(snapshot({ openOrders: [known({ cancelReason: 'user' })] }));
    expect(cancelled.status(A, null).sent).toEqual([]);

    const halted = quoted(new EngineKit());
    const risk = { state: 'HALTED', reason: 'kill-switch', since: utcMs(NOW), equityPeak: 1, day: 0, dayStartEquity: 1 } as const;
    halted.restore(snapshot({ openOrders: [known()], risk }));
    const answer = halted.status(A, null);
    expect([answer.sent, answer.states]).toEqual([[], ['expired']]);
  });

  it('asks later about an order that was sent before and that the venue does not know yet', () => {
    const kit = new EngineKit();
    kit.restore(snapshot({ openOrders: [known({ state: 'submitted' })] }));
    const answer = kit.status(A, null);
    expect([answer.sent, answer.states]).toEqual([[], ['in-doubt']]);
    expect(answer.timers).toEqual([{ timer: `query:${A}`, at: NOW + 5_001 }]);
  });

  it('books what was filled meanwhile, after what was decided before has been sent', () => {
    const kit = quoted(new EngineKit());
    kit.restore(snapshot({ openOrders: [known({ order: identified({ id: B }), state: 'acknowledged' }), known()] }));
    expect(kit.status(B, { state: 'filled', reason: null, fills: [kit.fillOf(B, 10_000, 99)] }).records).toEqual([]);
    const answer = kit.status(A, null);
    expect(answer.actions[0]).toMatchObject({ kind: 'submit' });
    expect(answer.of('fill').map(({ fill }) => fill.order)).toEqual([B]);
    expect(kit.held()).toBe(10_000);
  });

  it('does not book again what the ledger had', () => {
    const kit = quoted(new EngineKit());
    kit.restore(
      snapshot({ positions: [HELD], openOrders: [known({ state: 'partially-filled', filledLots: 4_000, fillIds: ['before'] })] }),
    );
    const fills = [kit.fillOf(A, 4_000, 99, 'before'), kit.fillOf(A, 1_000, 99, 'after')];
    const answer = kit.status(A, { state: 'working', reason: null, fills });
    expect(answer.of('fill').map(({ fill }) => fill.id)).toEqual(['after']);
    expect(kit.engine.gate.outstandingLots(0, 'buy')).toBe(5_000);
  });

  it('reserves for the legs of a bracket what their entry had filled, and asks again for ends', () => {
    const kit = quoted(new EngineKit());
    const stop = identified({
      side: 'sell',
      type: 'stop',
      limitTicks: null,
      triggerTicks: 9_000,
      reduceOnly: true,
      group: { id: 'g', role: 'stop' },
    });
    kit.restore(
      snapshot({
        positions: [HELD],
        openOrders: [
          known({ order: stop, state: 'acknowledged', group: { entryLots: 4_000, legLots: 0, endedLots: 0 }, cancelReason: 'user' }),
        ],
      }),
    );
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(4_000);
    expect(kit.status(A, { state: 'working', reason: null, fills: [] }).actions).toEqual([{ kind: 'cancel', order: A, reason: 'user' }]);
  });

  it('counts an order by amount for no less than it has filled', () => {
    const kit = new EngineKit();
    const byAmount = identified({ type: 'market', limitTicks: null, lots: 0, quoteAmount: Decimal.parse('10'), decisionTicks: 0 });
    kit.restore(snapshot({ openOrders: [known({ order: byAmount, state: 'partially-filled', filledLots: 4_000 })] }));
    expect(kit.engine.account.orders.get(A)?.worstLots).toBe(4_000);
  });

  it('takes strategies up with memory and position; those that were stopped stay so', () => {
    const scripted = new Scripted();
    const kit = new EngineKit({ find: scripted.find });
    const instance = 'scripted-1' as StrategyInstanceId;
    const strategies = [strategyRecord(), strategyRecord({ instance: 'stopped' as StrategyInstanceId, running: false })];
    const memories = new Map([[instance, 'mine']]);
    const instancePositions = [
      { ...HELD, instrument: 1, lots: 0, instance },
      { ...HELD, lots: 7_000, instance },
    ];
    kit.restore(snapshot({ strategies, memories, instancePositions, positions: [HELD] }), () => flatBars(NOW - 60_000, '1m', [1]));
    expect(kit.engine.director.running.map(({ record, positionLots }) => [record.instance, positionLots])).toEqual([['scripted-1', 7_000]]);
    expect([scripted.remembered, scripted.warmed]).toEqual(['mine', 1]);
    kit.now += 60_000;
    expect(kit.bar(100).of('strategy-memory')).toEqual([]);
  });

  it('says so when a strategy of the ledger cannot run any more', () => {
    const kit = new EngineKit();
    expect(() => kit.restore(snapshot({ strategies: [strategyRecord()] }), () => candleColumns(0))).toThrow('scripted');
  });

  it('goes on with a closing that waited for other sells', () => {
    const kit = quoted(new EngineKit());
    const stop = identified({ side: 'sell', type: 'stop', limitTicks: null, triggerTicks: 9_000, reduceOnly: true });
    const waiting = JSON.stringify([{ instrument: 0, lots: 10_000, origin: 'you', decision: 'c9' }]);
    kit.restore(
      snapshot({
        positions: [HELD],
        openOrders: [known({ order: stop, state: 'acknowledged', cancelReason: 'user' })],
        memories: new Map([[CLOSINGS_MEMORY, waiting]]),
      }),
    );
    kit.status(A, { state: 'working', reason: null, fills: [] });
    expect(kit.end('cancelled', A).of('order')[0]?.order).toMatchObject({ side: 'sell', lots: 10_000 });
  });
});
