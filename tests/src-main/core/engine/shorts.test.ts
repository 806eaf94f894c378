import { describe, expect, it } from 'vitest';
import type { OrderGroup, OrderIntent } from '../../../../src-shared/domain/order.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { ELSEWHERE } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { CLOSINGS_MEMORY } from '../../../../src-main/core/engine/closings.ts';
import { PROTECTIONS_MEMORY } from '../../../../src-main/core/engine/protections.ts';
import { spec } from '../risk/desk-of-one.ts';
import { type Answer, EngineKit, flatBars, funded, intent, type KitOptions, Scripted, snapshot, strategyRecord } from './engine-kit.ts';

const CONTRACT = spec('BTC', { kind: 'perpetual', minNotional: '0.0001' });
const STOP = { side: 'buy', type: 'stop', triggerTicks: 11_000, reduceOnly: true } as const;
const TAKE = { side: 'buy', type: 'limit', limitTicks: 9_000, reduceOnly: true } as const;

const empty = (options: KitOptions = {}): EngineKit => funded({ specs: [CONTRACT], ...options });

/** An account at a real venue, with money and nothing else. */
function live(): EngineKit {
  const kit = new EngineKit({ specs: [CONTRACT], reconciles: true });
  kit.look({ USD: '100000' });
  kit.look({ USD: '100000' });
  kit.quote(100);
  return kit;
}

function sell(kit: EngineKit, lots = 10_000): EngineKit {
  const id = kit.order({ side: 'sell', lots });
  kit.ack(id);
  kit.fill(id, lots);
  return kit;
}

function member(role: OrderGroup['role'], id = 'b'): { readonly group: OrderGroup } {
  return { group: { id, role } };
}

function working(kit: EngineKit, ...intents: readonly Partial<OrderIntent>[]): readonly ClientOrderId[] {
  const { sent } = kit.place(...intents.map(intent));
  for (const id of sent) kit.ack(id);
  return sent;
}

/** What an answer asks the venue: `buy stop 11000 x10000`, `amend x5000`, `cancel stop`. */
function asked(kit: EngineKit, { actions }: Answer): readonly string[] {
  return actions.flatMap((action) => {
    if (action.kind === 'submit') {
      const { side, type, triggerTicks, limitTicks, lots } = action.order;
      return [`${side} ${type} ${String(triggerTicks ?? limitTicks ?? '-')} x${String(lots)}`];
    }
    if (action.kind === 'amend') {
      const { lots, triggerTicks, limitTicks } = action.amendment.terms;
      return [`amend ${String(triggerTicks ?? limitTicks)} x${String(lots)}`];
    }
    return action.kind === 'cancel' ? [`cancel ${String(kit.engine.account.orders.get(action.order)?.order.type)}`] : [];
  });
}

function takeAll(kit: EngineKit, { actions }: Answer): Answer {
  const answers = actions.flatMap((action) =>
    action.kind === 'amend' ? [kit.report({ kind: 'amended', ...action.amendment, time: utcMs(kit.now) })] : [],
  );
  return answers.at(-1)!;
}

const close = (kit: EngineKit, percent: number): Answer => kit.command({ type: 'close', instrument: 0, percent });

describe('closing a short', () => {
  it('buys all of it back, once what would buy is out of the way', () => {
    const kit = sell(empty());
    const [stop] = working(kit, STOP);
    const [other] = working(kit, { side: 'sell', type: 'limit', limitTicks: 12_000 });
    const all = close(kit, 100);
    expect([asked(kit, all), all.cancelled]).toEqual([['cancel stop'], [stop]]);
    expect(asked(kit, kit.end('cancelled', stop!))).toEqual(['buy market - x10000']);
    expect([kit.held(), kit.stateOf(other!)]).toEqual([-10_000, 'acknowledged']);
  });

  it('buys a part back, rounded down, and lets the stop say what is left', () => {
    const kit = sell(empty(), 9_999);
    working(kit, { ...STOP, lots: 9_999 });
    const half = close(kit, 50);
    expect(asked(kit, half)).toEqual(['buy market - x4999']);
    kit.ack(half.sent[0]!);
    expect(asked(kit, kit.fill(half.sent[0]!, 4_999))).toEqual(['amend 11000 x5000']);
    expect(kit.held()).toBe(-5_000);
  });

  it('at a real venue exits shrink first, each to its share', () => {
    const kit = sell(live());
    const [entry, ...legs] = working(
      kit,
      { side: 'sell', ...member('entry') },
      { ...STOP, ...member('stop') },
      { ...TAKE, ...member('target') },
    );
    kit.fill(entry!, 10_000);
    expect(legs).toHaveLength(2);
    const half = close(kit, 50);
    expect(asked(kit, half)).toEqual(['amend 11000 x5000', 'amend 9000 x5000']);
    expect(asked(kit, takeAll(kit, half))).toEqual(['buy market - x10000']);
  });

  it('everything: each position on its own side', () => {
    const kit = funded({ specs: [CONTRACT, spec('ETH', { minNotional: '0.0001' })] });
    sell(kit, 300);
    const id = kit.order({ instrument: 1, lots: 200 });
    kit.ack(id);
    kit.fill(id, 200);
    const flat = kit.command({ type: 'close', instrument: null, percent: 100 });
    expect([asked(kit, flat), flat.outcome]).toEqual([
      ['buy market - x300', 'sell market - x200'],
      { ok: true, orders: [], cancelled: 0, kept: 2 },
    ]);
  });

  it('does not go on where the short has become a long meanwhile', () => {
    const kit = sell(empty());
    const [stop] = working(kit, STOP);
    const turned = kit.order({ lots: 30_000 });
    kit.ack(turned);
    close(kit, 100);
    kit.fill(turned, 30_000);
    expect([kit.held(), asked(kit, kit.end('cancelled', stop!))]).toEqual([20_000, []]);
  });

  it('is taken up after a restart', () => {
    const kit = sell(empty());
    working(kit, STOP);
    const memory = close(kit, 100)
      .of('strategy-memory')
      .find(({ instance }) => instance === CLOSINGS_MEMORY)!.memory;
    expect(JSON.parse(memory)).toMatchObject([{ instrument: 0, lots: -10_000 }]);
    const again = new EngineKit({ specs: [CONTRACT] });
    const held = { lots: -10_000, cost: Decimal.parse('-10'), realised: Decimal.ZERO, fees: Decimal.ZERO, openedAt: utcMs(0) };
    again.restore(snapshot({ positions: [{ instrument: 0, ...held }], memories: new Map([[CLOSINGS_MEMORY, memory]]) }));
    again.quote(100);
    const other = again.order({ side: 'sell', type: 'limit', limitTicks: 12_000 });
    expect(asked(again, again.ack(other))).toEqual(['buy market - x10000']);
  });

  it('of a strategy that is stopped and closed', () => {
    const scripted = new Scripted();
    const kit = empty({ find: scripted.find });
    const record = strategyRecord({ instrument: CONTRACT.id, size: { kind: 'base', amount: '0.1' } });
    kit.command({ type: 'start-strategy', record, history: flatBars(kit.now, '1m', []) });
    scripted.bar = (desk) => {
      if (desk.positionLots === 0) desk.enter('short');
    };
    kit.now += 60_000;
    const [id] = kit.bar(100).sent;
    kit.ack(id!);
    kit.fill(id!, 10_000);
    const stopped = kit.command({ type: 'stop-strategy', instance: 'scripted-1' as StrategyInstanceId, close: true });
    expect(asked(kit, stopped)).toEqual(['buy market - x10000']);
  });
});

describe('turning a position', () => {
  const turn = (kit: EngineKit, instrument = 0): Answer => kit.command({ type: 'reverse', instrument });

  it('closes it and opens as much on the other side by one order, once what protected it has gone', () => {
    const kit = sell(empty());
    const [stop] = working(kit, STOP);
    expect(turn(kit).cancelled).toEqual([stop]);
    const sent = kit.end('cancelled', stop!);
    expect(asked(kit, sent)).toEqual(['buy market - x20000']);
    expect(sent.of('order').map(({ order }) => order.reduceOnly)).toEqual([false]);
    kit.ack(sent.sent[0]!);
    kit.fill(sent.sent[0]!, 20_000);
    expect(kit.held()).toBe(10_000);
    expect(asked(kit, turn(kit))).toEqual(['sell market - x20000']);
  });

  it('asked for twice turns it once', () => {
    const kit = sell(empty());
    const [first] = turn(kit).sent;
    kit.ack(first!);
    const again = turn(kit);
    kit.fill(first!, 20_000);
    const rest = kit.end('cancelled', first!);
    // The first order was to be cancelled for the second, and had filled by then.
    expect([again.sent, rest.sent, kit.held()]).toEqual([[], [], 10_000]);
  });

  it('what may not be opened is not begun: stop and position stay', () => {
    const kit = sell(empty({ limits: { ...NO_LIMITS, maxOrderNotional: '15' } }));
    const [stop] = working(kit, STOP);
    const answer = turn(kit);
    expect([answer.fault, answer.actions, kit.stateOf(stop!)]).toEqual(['risk.max-order-notional', [], 'acknowledged']);
    expect(answer.of('refusal')).toHaveLength(1);
  });

  it('where trading is halted while the stop is being cancelled, the position is closed', () => {
    const kit = sell(empty());
    const [stop] = working(kit, STOP);
    turn(kit);
    kit.command({ type: 'kill' });
    const last = kit.end('cancelled', stop!);
    expect([asked(kit, last), last.of('refusal').map(({ code }) => code)]).toEqual([['buy market - x10000'], ['risk.halted']]);
    expect(last.of('order')[0]!.order.reduceOnly).toBe(true);
  });

  it('counts with the money that closing sets free, and no more', () => {
    const kit = new EngineKit({ specs: [CONTRACT] });
    kit.deposit('3');
    kit.quote(100);
    sell(kit, 10_000);
    // 0.1 at 100 on 5x: 2.00 of margin of 2.90; as much again is there only when those are free.
    expect(asked(kit, turn(kit))).toEqual(['buy market - x20000']);
    const poor = new EngineKit({ specs: [CONTRACT] });
    poor.deposit('2.2');
    poor.quote(100);
    sell(poor, 10_000);
    poor.quote(102);
    expect([turn(poor).fault, poor.held()]).toEqual(['risk.funds', -10_000]);
  });

  it('needs something that is held, and a contract', () => {
    expect(turn(empty()).fault).toBe('input.invalid');
    const kit = funded();
    kit.buy(10_000);
    expect(turn(kit).fault).toBe('order.not-offered');
  });
});

describe('protecting a short', () => {
  const protect = (
    kit: EngineKit,
    stopTicks: number | null,
    targets: readonly { readonly ticks: number; readonly share: number }[] = [],
  ): Answer => kit.command({ type: 'protect', instrument: 0, stopTicks, targets });

  it('places a stop above and, when it works, targets below that buy', () => {
    const kit = sell(empty(), 10);
    const first = protect(kit, 10_500, [
      { ticks: 9_500, share: 40 },
      { ticks: 9_000, share: 60 },
    ]);
    expect(asked(kit, first)).toEqual(['buy stop 10500 x10']);
    const next = kit.ack(first.sent[0]!);
    expect(asked(kit, next)).toEqual(['buy limit 9500 x4', 'buy limit 9000 x6']);
    expect(kit.engine.gate.outstandingLots(0, 'buy')).toBe(10);
  });

  it('says that a stop lies above and a target below', () => {
    const kit = sell(empty(), 10);
    const fault = ({ outcome }: Answer): string => (outcome?.ok === false ? outcome.fault.message : 'done');
    expect(fault(protect(kit, 10_000))).toContain('The stop at 100.00 must lie above 100.00.');
    expect(fault(protect(kit, 10_500, [{ ticks: 10_001, share: 100 }]))).toContain('The target at 100.01 must lie below 100.00.');
  });

  it('moves what is there; of two targets the nearer one stays where one is left out', () => {
    const kit = sell(empty(), 10);
    const first = protect(kit, 10_500, [
      { ticks: 9_000, share: 60 },
      { ticks: 9_500, share: 40 },
    ]);
    for (const id of kit.ack(first.sent[0]!).sent) kit.ack(id);
    const moved = protect(kit, 10_400, [{ ticks: 9_600, share: 100 }]);
    expect(asked(kit, moved)).toEqual(['amend 10400 x10', 'amend 9600 x10', 'cancel limit']);
    const gone = kit.engine.account.orders.get(moved.cancelled[0]!)!;
    expect(gone.order.limitTicks).toBe(9_000);
  });

  it('is not complete after a restart, and goes on for the short alone', () => {
    const kit = sell(empty(), 10);
    const first = protect(kit, null, [{ ticks: 9_500, share: 40 }]);
    expect(asked(kit, first)).toEqual(['buy limit 9500 x4']);
    const [old] = first.sent;
    kit.ack(old!);
    const [second] = working(kit, { ...STOP, lots: 6 });
    // Two that protect and are no group: others take their place once they have gone.
    const replaced = protect(kit, null, [{ ticks: 9_600, share: 100 }]);
    expect(replaced.cancelled).toEqual([old, second]);
    const kept = replaced.of('strategy-memory').find(({ instance }) => instance === PROTECTIONS_MEMORY)!.memory;
    expect(JSON.parse(kept)).toMatchObject([{ side: 'buy', stop: null }]);
    const long = kit.order({ lots: 30 });
    kit.ack(long);
    kit.fill(long, 30);
    kit.end('cancelled', old!);
    expect([kit.held(), asked(kit, kit.end('cancelled', second!))]).toEqual([20, []]);
  });

  it('leaves what the long before it was protected with alone', () => {
    const kit = empty();
    kit.buy(10);
    const [old] = working(kit, { side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true, lots: 10 });
    sell(kit, 30);
    const now = protect(kit, 10_500);
    expect([asked(kit, now), kit.stateOf(old!)]).toEqual([['buy stop 10500 x20'], 'acknowledged']);
  });

  it('nothing is held: nothing is protected; and coins that were sold elsewhere are not bought back', () => {
    expect(protect(empty(), 10_500).fault).toBe('order.nothing-held');
    const spot = new EngineKit({ specs: [spec('BTC')] });
    const nothing = { cost: Decimal.ZERO, realised: Decimal.ZERO, fees: Decimal.ZERO, openedAt: utcMs(0) };
    spot.restore(snapshot({ positions: [{ instrument: 0, lots: -10, ...nothing }] }));
    spot.quote(100);
    expect([spot.held(), protect(spot, 10_500).fault, close(spot, 100).actions]).toEqual([-10, 'order.nothing-held', []]);
  });
});

describe('orders of a contract that have nothing left to reduce', () => {
  const flat = { USD: '100000' };
  /** Two looks at the account as it is booked. */
  const agree = (kit: EngineKit): Answer => kit.look({ USD: kit.balance() });

  it('are ended when ledger and venue agree; what can open stays, and what was made elsewhere', () => {
    const kit = sell(live());
    const [stop] = working(kit, { ...STOP, lots: 5_000 });
    const [target] = working(kit, { ...TAKE, lots: 5_000 });
    const [entry] = working(kit, { side: 'sell', type: 'limit', limitTicks: 12_000 });
    const made = { ...kit.engine.account.orders.get(target!)!.order, id: 'theirs' as ClientOrderId, origin: ELSEWHERE };
    kit.report({ kind: 'adopted', order: made.id, made, time: utcMs(kit.now) });
    expect(agree(kit).actions).toEqual([]);
    const back = kit.order({ lots: 10_000 });
    kit.ack(back);
    expect(kit.fill(back, 10_000).cancelled).toEqual([]);
    expect(kit.look({ USD: '1' }).cancelled).toEqual([]);
    const answer = agree(kit);
    expect([new Set(answer.cancelled), kit.stateOf(entry!)]).toEqual([new Set([stop, target]), 'acknowledged']);
    expect(answer.of('order-state').map(({ reason }) => reason)).toEqual(['reduce-only', 'reduce-only']);
  });

  it('not while something is on its way, nor while their entry works; but when the position has turned', () => {
    const kit = live();
    working(
      kit,
      { side: 'sell', type: 'limit', limitTicks: 12_000, ...member('entry') },
      { ...STOP, triggerTicks: 13_000, ...member('stop') },
    );
    expect(agree(kit).actions).toEqual([]);
    sell(kit);
    const [stop] = working(kit, STOP);
    const turned = kit.order({ lots: 30_000 });
    kit.ack(turned);
    kit.fill(turned, 30_000);
    kit.order({ lots: 1_000 });
    expect(agree(kit).actions).toEqual([]);
    kit.ack(kit.engine.account.orders.all().at(-1)!.order.id);
    expect(agree(kit).cancelled).toEqual([stop]);
  });

  it('of coins stay, as ever', () => {
    const kit = new EngineKit({ reconciles: true });
    kit.look(flat);
    kit.look(flat);
    kit.quote(100);
    kit.buy(10_000);
    const [stop] = working(kit, { side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true });
    const { order } = kit.engine.account.orders.get(stop!)!;
    const made = { ...order, id: 'theirs' as ClientOrderId, origin: ELSEWHERE, reduceOnly: false };
    kit.report({ kind: 'adopted', order: made.id, made, time: utcMs(kit.now) });
    kit.fill(made.id, 10_000);
    expect(kit.held()).toBe(0);
    expect(kit.look({ USD: kit.balance(), BTC: kit.balance('BTC') }).actions).toEqual([]);
  });
});

describe('what a stop, a kill switch and cancel-all leave', () => {
  it('what buys a short back stays; a sell that opens goes, and a buy that only closes in fact', () => {
    for (const part of [{ type: 'cancel-all' }, { type: 'kill' }] as const) {
      const kit = sell(empty());
      const [stop] = working(kit, STOP);
      const [more] = working(kit, { side: 'sell', type: 'limit', limitTicks: 12_000 });
      // Nothing keeps it from opening a long once the stop has filled.
      const [plain] = working(kit, { side: 'buy', type: 'limit', limitTicks: 9_500 });
      const answer = kit.command(part);
      expect([new Set(answer.cancelled), kit.stateOf(stop!)]).toEqual([new Set([more, plain]), 'acknowledged']);
    }
  });
});
