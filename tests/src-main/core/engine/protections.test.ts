import { describe, expect, it } from 'vitest';
import type { OrderGroup, OrderIntent } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { PROTECTIONS_MEMORY } from '../../../../src-main/core/engine/protections.ts';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import { NOW, spec } from '../risk/desk-of-one.ts';
import {
  ALL,
  EngineKit,
  Scripted,
  flatBars,
  funded as fundedKit,
  intent,
  snapshot,
  strategyRecord,
  type Answer,
  type KitOptions,
} from './engine-kit.ts';

/** A few lots are worth trading, so that sizes can be read. */
const SPECS = [spec('BTC', { minNotional: '0.0001' }), spec('ETH', { minNotional: '0.0001' })];

const funded = (options: KitOptions = {}): EngineKit => fundedKit({ specs: SPECS, ...options });

type Target = { readonly ticks: number; readonly share: number };

const STOP = { side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true } as const;
const TAKE = { side: 'sell', type: 'limit', limitTicks: 11_000, reduceOnly: true } as const;

function protect(kit: EngineKit, stopTicks: number | null, targets: readonly Target[] = []): Answer {
  return kit.command({ type: 'protect', instrument: 0, stopTicks, targets });
}

function submitted({ actions }: Answer): readonly ApprovedOrder[] {
  return actions.flatMap((action) => (action.kind === 'submit' ? [action.order] : []));
}

/** What an answer asks the venue, in order: `stop 9500 x10000`, `amend 9500 x10000`, `cancel stop`. */
function asked(kit: EngineKit, { actions }: Answer): readonly string[] {
  const price = (of: { readonly triggerTicks: number | null; readonly limitTicks: number | null }): string =>
    String(of.triggerTicks ?? of.limitTicks);
  return actions.flatMap((action) => {
    if (action.kind === 'submit') return [`${action.order.type} ${price(action.order)} x${String(action.order.lots)}`];
    if (action.kind === 'amend') return [`amend ${price(action.amendment.terms)} x${String(action.amendment.terms.lots)}`];
    if (action.kind === 'cancel') return [`cancel ${String(kit.engine.account.orders.get(action.order)?.order.type)}`];
    return [];
  });
}

function takeAll(kit: EngineKit, { actions }: Answer): void {
  for (const action of actions) {
    if (action.kind !== 'amend') continue;
    const { order, number, terms } = action.amendment;
    kit.report({ kind: 'amended', order, number, terms, time: utcMs(kit.now) });
  }
}

function ackAll(kit: EngineKit, answer: Answer): readonly ClientOrderId[] {
  for (const id of answer.sent) kit.ack(id);
  return answer.sent;
}

function group(id: string, role: OrderGroup['role']): { readonly group: OrderGroup } {
  return { group: { id, role } };
}

/** A bracket of ten lots whose entry has filled. */
function bracketed(targets: readonly Partial<OrderIntent>[] = [TAKE]): {
  kit: EngineKit;
  stop: ClientOrderId;
  takes: readonly ClientOrderId[];
} {
  const kit = funded();
  const placed = kit.place(
    intent({ lots: 10, ...group('b', 'entry') }),
    intent({ ...STOP, lots: 10, ...group('b', 'stop') }),
    ...targets.map((target) => intent({ ...TAKE, lots: 10, ...target, ...group('b', 'target') })),
  );
  const [entry, stop, ...takes] = ackAll(kit, placed);
  kit.fill(entry!, 10);
  return { kit, stop: stop!, takes };
}

const held = (lots = 10): EngineKit => {
  const kit = funded();
  kit.buy(lots);
  return kit;
};

describe('protecting what nothing protects', () => {
  it('places a stop and, as nothing holds coins back, its targets when it works: one group that excludes itself', () => {
    const kit = held();
    const first = protect(kit, 9_500, [
      { ticks: 10_500, share: 33 },
      { ticks: 11_000, share: 67 },
    ]);
    expect(asked(kit, first)).toEqual(['stop 9500 x10']);
    const next = kit.ack(first.sent[0]!);
    expect(asked(kit, next)).toEqual(['limit 10500 x3', 'limit 11000 x7']);
    const orders = [...submitted(first), ...submitted(next)];
    expect(new Set(orders.map((order) => JSON.stringify(order.group))).size).toBe(1);
    expect(orders.every((order) => order.reduceOnly && order.group?.role === 'oco')).toBe(true);
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(10);
  });

  it('places one target alone, and a stop alone', () => {
    expect(asked(held(), protect(held(), null, [{ ticks: 10_500, share: 40 }]))).toEqual(['limit 10500 x4']);
    expect(asked(held(), protect(held(), 9_500))).toEqual(['stop 9500 x10']);
  });

  it('says what is wrong, with the numbers, and does nothing', () => {
    const kit = held();
    const faults: readonly (readonly [number | null, readonly Target[], string])[] = [
      [10_000, [], 'The stop at 100.00 must lie below 100.00.'],
      [9_500, [{ ticks: 9_999, share: 100 }], 'The target at 99.99 must lie above 100.00.'],
      [9_500, [60, 41].map((share) => ({ ticks: 10_500, share })), 'these are 2 and 101%'],
      [9_500, [1, 2, 3, 4].map((share) => ({ ticks: 10_500, share })), 'these are 4 and 10%'],
      [null, [50, 50].map((share) => ({ ticks: 10_500, share })), 'Several targets need a stop beside them.'],
      [9_500, [{ ticks: 10_500, share: 9 }], 'Size moves in steps of'],
    ];
    for (const [stop, targets, sentence] of faults) {
      const { outcome, actions } = protect(kit, stop, targets);
      expect(outcome?.ok === false ? outcome.fault.message : 'done').toContain(sentence);
      expect(actions).toEqual([]);
    }
    expect(protect(funded(), 9_500).fault).toBe('order.nothing-held');
  });

  it('leaves what other orders sell to them', () => {
    const scripted = new Scripted();
    const kit = funded({ find: scripted.find });
    kit.command({ type: 'start-strategy', record: strategyRecord({ size: ALL }), history: flatBars(NOW, '1m', []) });
    kit.buy(10);
    scripted.bar = (desk) => desk.limit('sell', 10_400, 6, 'mine');
    kit.now += 60_000;
    const [sell] = ackAll(kit, kit.bar(100));
    const answer = protect(kit, 9_500);
    expect(asked(kit, answer)).toEqual(['stop 9500 x4']);
    expect(answer.cancelled).not.toContain(sell);
  });

  it('has nothing to do where others sell all of it', () => {
    const kit = held();
    kit.order({ side: 'sell', type: 'limit', limitTicks: 10_900, lots: 10 });
    expect(protect(kit, 9_500).fault).toBe('order.all-selling');
  });
});

describe('changing a bracket where it stands', () => {
  it('amends stop and target, and moves nothing that is so already', () => {
    const { kit } = bracketed();
    expect(asked(kit, protect(kit, 9_500, [{ ticks: 11_000, share: 100 }]))).toEqual(['amend 9500 x10']);
  });

  it('places a leg that is missing, and cancels what is left out after that', () => {
    const { kit, takes } = bracketed([{ lots: 5 }, { lots: 5, limitTicks: 11_500 }]);
    const more = protect(kit, 9_000, [
      { ticks: 11_000, share: 50 },
      { ticks: 11_500, share: 30 },
      { ticks: 12_000, share: 20 },
    ]);
    expect(asked(kit, more)).toEqual(['amend 11500 x3', 'limit 12000 x2']);
    expect(submitted(more)[0]?.group).toEqual({ id: 'b', role: 'target' });
    takeAll(kit, more);
    ackAll(kit, more);
    const fewer = protect(kit, 9_100, [{ ticks: 11_000, share: 50 }]);
    expect(asked(kit, fewer)).toEqual(['amend 9100 x10', 'cancel limit', 'cancel limit']);
    expect(fewer.cancelled).not.toContain(takes[0]);
  });

  it('takes the stop away when that is what is asked', () => {
    const { kit, stop } = bracketed();
    expect(protect(kit, null, [{ ticks: 11_000, share: 100 }]).cancelled).toEqual([stop]);
  });

  it('covers what is held after a target has filled: the stop says all that the legs share', () => {
    const { kit, takes } = bracketed([{ lots: 4 }, { lots: 6, limitTicks: 11_500 }]);
    kit.fill(takes[0]!, 4, { price: 110 });
    expect(kit.held()).toBe(6);
    expect(asked(kit, protect(kit, 9_200, [{ ticks: 11_500, share: 100 }]))).toEqual(['amend 9200 x10']);
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(6);
  });

  it('keeps the distance of a stop-limit', () => {
    const kit = held();
    const [stop] = ackAll(kit, kit.place(intent({ ...STOP, type: 'stop-limit', limitTicks: 8_950, lots: 10 })));
    const oco = protect(kit, 9_500);
    // Alone it is no group: a new stop takes its place first.
    expect(asked(kit, oco)).toEqual(['stop 9500 x10']);
    expect(oco.cancelled).toEqual([]);
    expect(kit.ack(oco.sent[0]!).cancelled).toEqual([stop]);
    const { kit: other } = bracketed();
    const bracket = other.place(
      intent({ instrument: 1, lots: 10, ...group('c', 'entry') }),
      intent({ ...STOP, instrument: 1, type: 'stop-limit', limitTicks: 8_950, lots: 10, ...group('c', 'stop') }),
    );
    const [entry] = ackAll(other, bracket);
    other.fill(entry!, 10);
    const answer = other.command({ type: 'protect', instrument: 1, stopTicks: 9_600, targets: [] });
    const [change] = answer.actions.flatMap((action) => (action.kind === 'amend' ? [action.amendment.terms] : []));
    expect(change).toMatchObject({ triggerTicks: 9_600, limitTicks: 9_550 });
  });

  it('does nothing at all where one part of it cannot be', () => {
    const { kit, takes } = bracketed();
    kit.command({ type: 'amend', order: takes[0]!, terms: { limitTicks: 11_200 } });
    const answer = protect(kit, 9_500, [{ ticks: 11_500, share: 100 }]);
    expect([answer.fault, answer.actions]).toEqual(['order.in-doubt', []]);
  });

  it('covers an entry that still fills as it fills, and leaves one beside another holding alone', () => {
    const kit = funded();
    const placed = kit.place(
      intent({ type: 'limit', limitTicks: 9_900, lots: 10, ...group('b', 'entry') }),
      intent({ ...STOP, lots: 10, ...group('b', 'stop') }),
    );
    const [entry] = ackAll(kit, placed);
    kit.fill(entry!, 4, { price: 99, remaining: 6 });
    const answer = protect(kit, 9_500, [{ ticks: 11_000, share: 50 }]);
    expect(asked(kit, answer)).toEqual(['amend 9500 x10', 'limit 11000 x5']);
    kit.buy(3);
    expect(protect(kit, 9_400).fault).toBe('order.entry-working');
  });

  it('leaves the legs of an entry that has filled nothing to it', () => {
    const kit = held();
    const placed = kit.place(
      intent({ type: 'limit', limitTicks: 9_900, lots: 5, ...group('b', 'entry') }),
      intent({ ...STOP, lots: 5, ...group('b', 'stop') }),
    );
    ackAll(kit, placed);
    const answer = protect(kit, 9_500);
    expect(asked(kit, answer)).toEqual(['stop 9500 x10']);
    expect(kit.ack(answer.sent[0]!).actions).toEqual([]);
  });
});

describe('replacing what cannot be changed where it stands', () => {
  /** A stop and a target that know nothing of each other. */
  function loose(): { kit: EngineKit; stop: ClientOrderId; take: ClientOrderId } {
    const kit = held();
    const [stop] = ackAll(kit, kit.place(intent({ ...STOP, lots: 4 })));
    const [take] = ackAll(kit, kit.place(intent({ ...TAKE, lots: 6 })));
    return { kit, stop: stop!, take: take! };
  }

  it('cancels the older orders only when the new stop works, and places the targets when they have gone', () => {
    const { kit, stop, take } = loose();
    const first = protect(kit, 9_500, [{ ticks: 10_500, share: 100 }]);
    expect(asked(kit, first)).toEqual(['stop 9500 x10']);
    expect(first.of('strategy-memory')).toMatchObject([{ instance: PROTECTIONS_MEMORY }]);
    const second = kit.ack(first.sent[0]!);
    expect([...second.cancelled].sort()).toEqual([stop, take].sort());
    expect(kit.end('cancelled', stop).actions).toEqual([]);
    const last = kit.end('cancelled', take);
    expect(asked(kit, last)).toEqual(['limit 10500 x10']);
    expect(last.of('strategy-memory')).toMatchObject([{ instance: PROTECTIONS_MEMORY, memory: '[]' }]);
  });

  it('leaves the older orders where the new stop did not come to work', () => {
    const { kit, stop, take } = loose();
    const first = protect(kit, 9_500, [{ ticks: 10_500, share: 100 }]);
    expect(kit.end('rejected', first.sent[0]!).cancelled).toEqual([]);
    expect([kit.stateOf(stop), kit.stateOf(take)]).toEqual(['acknowledged', 'acknowledged']);
  });

  it('waits while nobody knows whether the new stop arrived', () => {
    const { kit } = loose();
    const first = protect(kit, 9_500);
    kit.now += 5_000;
    expect(kit.timer(`answer:${first.sent[0]!}`).cancelled).toEqual([]);
    expect(kit.stateOf(first.sent[0]!)).toBe('in-doubt');
    expect(kit.status(first.sent[0]!, { state: 'working', reason: null, fills: [] }).cancelled).toHaveLength(2);
  });

  it('covers what is left when an older target fills meanwhile', () => {
    const { kit, stop, take } = loose();
    const first = protect(kit, 9_500, [{ ticks: 10_500, share: 50 }]);
    kit.ack(first.sent[0]!);
    kit.fill(take, 6, { price: 110 });
    const last = kit.end('cancelled', stop);
    expect(asked(kit, last)).toEqual(['amend 9500 x4', 'limit 10500 x2']);
  });

  it('goes on after a restart', () => {
    const { kit, stop, take } = loose();
    const first = protect(kit, 9_500, [{ ticks: 10_500, share: 100 }]);
    const { memory } = first.of('strategy-memory')[0]!;
    const again = new EngineKit({ specs: SPECS });
    const order = (id: ClientOrderId) => kit.engine.account.orders.get(id)!.order;
    const known = { filledLots: 0, cancelReason: null, group: null, amendments: 0, pending: null, fillIds: [] } as const;
    const fresh = first.sent[0]!;
    again.restore(
      snapshot({
        positions: [{ instrument: 0, lots: 10, cost: Decimal.ONE, realised: Decimal.ZERO, fees: Decimal.ZERO, openedAt: utcMs(NOW) }],
        memories: new Map([[PROTECTIONS_MEMORY, memory]]),
        openOrders: [
          { ...known, order: order(stop), state: 'acknowledged' },
          { ...known, order: order(take), state: 'acknowledged' },
          { ...known, order: order(fresh), state: 'recorded', group: { entryLots: null, legLots: 0, endedLots: 0 } },
        ],
      }),
    );
    for (const id of [stop, take]) again.status(id, { state: 'working', reason: null, fills: [] });
    expect(again.status(fresh, null).sent).toEqual([fresh]);
    expect([...again.ack(fresh).cancelled].sort()).toEqual([stop, take].sort());
  });

  it('is wanted no more when the position is closed, or something else is asked', () => {
    const { kit } = loose();
    const first = protect(kit, 9_500, [{ ticks: 10_500, share: 100 }]);
    const second = protect(kit, 9_600, [{ ticks: 10_600, share: 100 }]);
    kit.ack(first.sent[0]!);
    const taken = kit.ack(second.sent[0]!);
    expect(taken.cancelled).toHaveLength(3);
    kit.command({ type: 'close', instrument: 0, percent: 100 });
    const rest = taken.cancelled.map((id) => kit.end('cancelled', id));
    expect(rest.flatMap(({ actions }) => actions)).toEqual([]);
  });

  it('replaces a trailing stop and a take-profit, which have no price that could be moved', () => {
    const kit = held();
    const [trailing] = ackAll(kit, kit.place(intent({ ...STOP, type: 'trailing-stop', triggerTicks: null, trailTicks: 100, lots: 10 })));
    const first = protect(kit, 9_500);
    expect([asked(kit, first), first.cancelled]).toEqual([['stop 9500 x10'], []]);
    expect(kit.ack(first.sent[0]!).cancelled).toEqual([trailing]);
  });

  it('replaces a bracket that is smaller than what is held', () => {
    const { kit } = bracketed();
    kit.buy(5);
    const first = protect(kit, 9_500);
    expect(asked(kit, first)).toEqual(['stop 9500 x15']);
    expect(kit.ack(first.sent[0]!).cancelled).toHaveLength(2);
  });
});

describe('protection at its edges', () => {
  const least = (minNotional: string): EngineKit => fundedKit({ specs: [spec('BTC', { minNotional }), spec('ETH', { minNotional })] });

  it('does nothing where the gate does not let a new leg pass, and records why', () => {
    const kit = least('0.004');
    kit.buy(10);
    const first = protect(kit, 9_500);
    kit.ack(first.sent[0]!);
    // 3 at 105.00 are worth 0.00315.
    const answer = protect(kit, 9_600, [{ ticks: 10_500, share: 30 }]);
    expect([answer.fault, answer.actions, answer.of('refusal').length]).toEqual(['risk.min-notional', [], 1]);
  });

  it('begins nothing where the gate does not let the new stop pass', () => {
    const kit = least('0.0099');
    kit.buy(10);
    expect(protect(kit, 9_500).fault).toBe('risk.min-notional');
    expect(kit.ack(kit.order({ lots: 20 })).actions).toEqual([]);
  });

  it('lets the older orders go first where no stop is wanted', () => {
    const kit = held();
    const [stop] = ackAll(kit, kit.place(intent({ ...STOP, lots: 10 })));
    const first = protect(kit, null, [{ ticks: 10_500, share: 100 }]);
    expect([first.cancelled, first.sent]).toEqual([[stop], []]);
    expect(asked(kit, kit.end('cancelled', stop!))).toEqual(['limit 10500 x10']);
  });

  it('places no target of what has been sold meanwhile', () => {
    const kit = held();
    const [stop] = ackAll(kit, kit.place(intent({ ...STOP, lots: 1 })));
    const [take] = ackAll(kit, kit.place(intent({ ...TAKE, lots: 9 })));
    const first = protect(kit, 9_500, [
      { ticks: 10_500, share: 50 },
      { ticks: 10_600, share: 30 },
    ]);
    kit.ack(first.sent[0]!);
    kit.fill(take!, 9, { price: 110 });
    // Half of one lot is none.
    expect(asked(kit, kit.end('cancelled', stop!))).toEqual(['amend 9500 x1']);
  });

  it('has nothing left to do where all has been sold meanwhile', () => {
    const kit = held();
    const [take] = ackAll(kit, kit.place(intent({ ...TAKE, lots: 10 })));
    const first = protect(kit, null, [{ ticks: 10_500, share: 100 }]);
    expect(first.cancelled).toEqual([take]);
    expect(kit.fill(take!, 10, { price: 110 }).actions).toEqual([]);
  });

  it('is not covered less by orders that are being cancelled', () => {
    const { kit } = bracketed();
    const without = protect(kit, 9_100);
    expect(without.cancelled).toHaveLength(1);
    takeAll(kit, without);
    // The target’s cancel is still on its way.
    expect(asked(kit, protect(kit, 9_200))).toEqual(['amend 9200 x10']);
  });
});
