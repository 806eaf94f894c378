import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { termsOf, type IdentifiedOrder, type OrderGroup, type OrderTerms } from '../../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import type { AmendRefusal } from '../../../../src-main/ports/execution-venue.ts';
import type { LedgerOrder } from '../../../../src-main/ports/ledger.ts';
import { NOW } from '../risk/desk-of-one.ts';
import { EngineKit, funded, intent, snapshot, type Answer } from './engine-kit.ts';

const LIMIT = { type: 'limit', limitTicks: 9_900 } as const;
const A = 'o-a' as ClientOrderId;

function termsNow(kit: EngineKit, order: ClientOrderId): OrderTerms {
  return termsOf(kit.engine.account.orders.get(order)!.order);
}

function amend(kit: EngineKit, order: ClientOrderId, terms: Partial<OrderTerms>): Answer {
  return kit.command({ type: 'amend', order, terms });
}

function take(kit: EngineKit, order: ClientOrderId, number: number, terms: OrderTerms): Answer {
  return kit.report({ kind: 'amended', order, number, terms, time: utcMs(kit.now) });
}

function refuse(kit: EngineKit, order: ClientOrderId, number: number, reason: AmendRefusal): Answer {
  return kit.report({ kind: 'amend-refused', order, number, reason, time: utcMs(kit.now) });
}

function resting(kit: EngineKit, over = {}): ClientOrderId {
  const order = kit.order({ ...LIMIT, ...over });
  kit.ack(order);
  return order;
}

function group(role: OrderGroup['role']): { readonly group: OrderGroup } {
  return { group: { id: 'g', role } };
}

describe('amending an order', () => {
  it('records what is asked for before the venue is asked, and the old terms hold until it has answered', () => {
    const kit = funded();
    const order = resting(kit);
    const answer = amend(kit, order, { limitTicks: 9_950, lots: 12_000 });
    const wanted = { ...termsNow(kit, order), limitTicks: 9_950, lots: 12_000 };
    expect(answer.of('amendment')).toEqual([
      { kind: 'amendment', order, number: 1, state: 'asked', terms: wanted, reason: null, time: utcMs(kit.now) },
    ]);
    expect(answer.actions).toEqual([{ kind: 'amend', amendment: { order, number: 1, terms: wanted } }]);
    expect(answer.timers).toEqual([{ timer: `amend:${order}`, at: kit.now + 5_000 }]);
    expect(termsNow(kit, order)).toMatchObject({ limitTicks: 9_900, lots: 10_000 });
    const taken = take(kit, order, 1, wanted);
    expect(taken.of('amendment')).toMatchObject([{ state: 'amended', number: 1, terms: wanted }]);
    expect(termsNow(kit, order)).toEqual(wanted);
  });

  it('leaves the old terms where the venue refuses, and says why', () => {
    const kit = funded();
    const order = resting(kit, { postOnly: true });
    amend(kit, order, { limitTicks: 9_999 });
    expect(refuse(kit, order, 1, 'post-only').of('amendment')).toMatchObject([
      { state: 'refused', reason: 'post-only', terms: { limitTicks: 9_999 } },
    ]);
    expect(termsNow(kit, order).limitTicks).toBe(9_900);
    expect(amend(kit, order, { limitTicks: 9_980 }).of('amendment')).toMatchObject([{ number: 2, state: 'asked' }]);
  });

  it('counts with the larger of both terms until it is answered, in lots and in money', () => {
    const kit = funded();
    const order = resting(kit);
    const reserved = () => kit.engine.account.orders.reserved(() => 'USD', 'USD').toString();
    // 0.1 at 99.00 and 0.1 %.
    expect(reserved()).toBe('9.9099');
    amend(kit, order, { lots: 5_000, limitTicks: 9_000 });
    expect([kit.engine.gate.outstandingLots(0, 'buy'), reserved()]).toEqual([10_000, '9.9099']);
    refuse(kit, order, 1, 'funds');
    amend(kit, order, { lots: 30_000, limitTicks: 9_950 });
    expect([kit.engine.gate.outstandingLots(0, 'buy'), reserved()]).toEqual([30_000, '29.87985']);
    take(kit, order, 2, { ...termsNow(kit, order), lots: 30_000, limitTicks: 9_950 });
    expect([kit.engine.gate.outstandingLots(0, 'buy'), reserved()]).toEqual([30_000, '29.87985']);
    amend(kit, order, { lots: 1_000 });
    take(kit, order, 3, { ...termsNow(kit, order), lots: 1_000 });
    expect([kit.engine.gate.outstandingLots(0, 'buy'), reserved()]).toEqual([1_000, '0.995995']);
  });

  it('judges what could still fill against the limits, without the order as it was', () => {
    const kit = funded({ limits: { ...NO_LIMITS, maxOrderNotional: '15' } });
    const order = resting(kit);
    const answer = amend(kit, order, { lots: 16_000 });
    expect(answer.fault).toBe('risk.max-order-notional');
    expect(answer.of('refusal')[0]).toMatchObject({ code: 'risk.max-order-notional', origin: 'you' });
    expect([answer.actions, answer.of('amendment')]).toEqual([[], []]);
    expect(amend(kit, order, { lots: 15_000 }).fault).toBeNull();
  });

  it('lets an order shrink while trading is halted, and nothing else', () => {
    const kit = funded();
    const order = resting(kit);
    const stop = resting(kit, { type: 'stop', limitTicks: null, triggerTicks: 11_000 });
    kit.command({ type: 'reduce' });
    expect(amend(kit, stop, { triggerTicks: 10_900 }).fault).toBe('risk.reducing');
    expect(amend(kit, order, { lots: 20_000 }).fault).toBe('risk.reducing');
    expect(amend(kit, order, { lots: 5_000 }).fault).toBeNull();
  });

  it('asks for nothing where everything is so already', () => {
    const kit = funded();
    const order = resting(kit);
    expect(amend(kit, order, { limitTicks: 9_900 }).records.map(({ kind }) => kind)).toEqual(['command']);
  });

  it('refuses what cannot be, with the numbers', () => {
    const kit = funded();
    expect(amend(kit, A, {}).fault).toBe('order.unknown');
    const order = resting(kit);
    expect(amend(kit, order, { limitTicks: 0 }).fault).toBe('input.invalid');
    expect(amend(kit, order, { triggerTicks: 5 }).fault).toBe('input.invalid');
    kit.fill(order, 4_000, { remaining: 6_000, price: 99 });
    const beyond = amend(kit, order, { lots: 4_000 });
    expect(beyond.outcome).toMatchObject({ ok: false, fault: { code: 'order.filled-beyond', details: { filled: '0.04000 BTC' } } });
    amend(kit, order, { lots: 5_000 });
    expect(amend(kit, order, { lots: 6_000 }).fault).toBe('order.in-doubt');
    refuse(kit, order, 1, 'funds');
    kit.command({ type: 'cancel', order });
    expect(amend(kit, order, { lots: 6_000 }).fault).toBe('order.closed');
    kit.end('cancelled', order);
    expect(amend(kit, order, { lots: 6_000 }).fault).toBe('order.closed');
    const market = kit.order();
    expect(amend(kit, market, { lots: 5 }).fault).toBe('order.not-amendable');
    const trailing = resting(kit, { type: 'trailing-stop', limitTicks: null, trailTicks: 50 });
    expect(amend(kit, trailing, { triggerTicks: 10_050 }).fault).toBe('input.invalid');
    expect(amend(kit, trailing, { trailTicks: 80 }).fault).toBeNull();
    const dated = resting(kit, { timeInForce: 'gtd', expiresAt: kit.now + 10 });
    expect(amend(kit, dated, { expiresAt: kit.now }).fault).toBe('order.expiry-past');
    expect(amend(kit, dated, { expiresAt: kit.now + 500 }).fault).toBeNull();
  });

  it('ends with its order: what was asked for is not taken any more', () => {
    const kit = funded();
    const order = resting(kit);
    amend(kit, order, { lots: 5_000 });
    const answer = kit.end('cancelled', order);
    expect(answer.of('amendment')).toMatchObject([{ state: 'refused', reason: 'ended' }]);
    const other = resting(kit);
    amend(kit, other, { lots: 20_000 });
    expect(kit.fill(other, 10_000).of('amendment')).toMatchObject([{ state: 'refused', reason: 'ended' }]);
    expect(take(kit, other, 1, { ...termsOf(intent(LIMIT)), lots: 20_000 }).records).toEqual([]);
  });

  it('follows the trigger of a trailing stop without a record', () => {
    const kit = funded();
    const order = resting(kit, { type: 'trailing-stop', limitTicks: null, trailTicks: 50 });
    expect(kit.report({ kind: 'trigger-moved', order, triggerTicks: 10_040, time: utcMs(kit.now) }).records).toEqual([]);
    expect(termsNow(kit, order).triggerTicks).toBe(10_040);
  });
});

describe('an amendment without an answer', () => {
  it('is asked about, and taken where the venue proves it took it', () => {
    const kit = funded();
    const order = resting(kit);
    amend(kit, order, { lots: 5_000 });
    const terms = { ...termsNow(kit, order), lots: 5_000 };
    kit.now += 5_000;
    expect(kit.timer(`amend:${order}`).queried).toEqual([order]);
    expect(kit.status(order, { state: 'working', reason: null, fills: [], terms, amendment: 1 }).of('amendment')).toMatchObject([
      { state: 'amended' },
    ]);
    expect(kit.timer(`amend:${order}`).actions).toEqual([]);
  });

  it('is refused for the venue’s reason where it was seen and not taken', () => {
    const kit = funded();
    const order = resting(kit);
    amend(kit, order, { lots: 50_000 });
    const answer = kit.status(order, { state: 'working', reason: null, fills: [], amendment: 1, amendRefusal: 'funds' });
    expect(answer.of('amendment')).toMatchObject([{ state: 'refused', reason: 'funds' }]);
    expect(termsNow(kit, order).lots).toBe(10_000);
  });

  it('stays open within the receive window and was never sent after it', () => {
    const kit = funded();
    const order = resting(kit);
    amend(kit, order, { lots: 5_000 });
    kit.now += 5_000;
    const open = kit.status(order, { state: 'working', reason: null, fills: [] });
    expect([open.records, open.timers]).toEqual([[], [{ timer: `query:${order}`, at: kit.now + 1 }]]);
    expect(amend(kit, order, { lots: 6_000 }).fault).toBe('order.in-doubt');
    kit.now += 1;
    expect(kit.timer(`query:${order}`).queried).toEqual([order]);
    const proved = kit.status(order, { state: 'working', reason: null, fills: [] });
    expect(proved.of('amendment')).toMatchObject([{ state: 'refused', reason: 'never-sent' }]);
  });

  it('ends where the order has ended, after its fills', () => {
    const kit = funded();
    const order = resting(kit);
    amend(kit, order, { lots: 5_000 });
    const fills = [kit.fillOf(order, 1_000, 99)];
    const answer = kit.status(order, { state: 'cancelled', reason: 'user', fills });
    expect(answer.records.map(({ kind }) => kind)).toEqual(['fill', 'order-state', 'amendment', 'order-state']);
    expect(answer.of('amendment')).toMatchObject([{ state: 'refused', reason: 'ended' }]);
  });
});

describe('a start with an amendment that was not answered', () => {
  const order: IdentifiedOrder = {
    ...intent(LIMIT),
    id: A,
    origin: 'you',
    tag: null,
    decidedAt: utcMs(NOW - 60_000),
    decisionTicks: 10_000,
  };
  const terms = { ...termsOf(order), lots: 20_000 };
  const known: LedgerOrder = {
    order,
    state: 'acknowledged',
    filledLots: 0,
    cancelReason: null,
    group: null,
    amendments: 3,
    pending: { terms, since: utcMs(NOW - 2_000) },
    fillIds: [],
  };

  function started(over: Parameters<typeof snapshot>[0] = {}): EngineKit {
    const kit = new EngineKit();
    kit.restore(snapshot({ openOrders: [known], ...over }));
    for (const { index } of kit.instruments) kit.quote(100, index);
    return kit;
  }

  it('counts with the larger terms from the first instant', () => {
    expect(started().engine.gate.outstandingLots(0, 'buy')).toBe(20_000);
  });

  it('sends it again within the receive window, for its first sending may never have happened', () => {
    const kit = started();
    const answer = kit.status(A, { state: 'working', reason: null, fills: [], amendment: 2 });
    expect(answer.actions).toEqual([{ kind: 'amend', amendment: { order: A, number: 3, terms } }]);
    // Its timer counts from when it was asked for.
    expect(answer.timers).toEqual([{ timer: `amend:${A}`, at: NOW + 3_000 }]);
    expect(answer.records).toEqual([]);
  });

  it('does not send it again where trading has been halted since', () => {
    const risk = { state: 'HALTED', reason: 'kill-switch', since: utcMs(NOW), equityPeak: 1, day: 0, dayStartEquity: 1 } as const;
    const answer = started({ risk }).status(A, { state: 'working', reason: null, fills: [], amendment: 2 });
    expect([answer.actions, answer.of('amendment')]).toMatchObject([[], [{ state: 'refused', reason: 'never-sent', number: 3 }]]);
  });

  it('takes the venue’s word for one that arrived', () => {
    const kit = started();
    expect(kit.status(A, { state: 'working', reason: null, fills: [], amendment: 3, terms }).of('amendment')).toMatchObject([
      { state: 'amended' },
    ]);
    expect(termsNow(kit, A)).toEqual(terms);
  });

  it('has the present trigger of a trailing stop from the venue', () => {
    const trailing = { ...order, type: 'trailing-stop', limitTicks: null, trailTicks: 50, side: 'sell', reduceOnly: true } as const;
    const kit = started({ openOrders: [{ ...known, order: trailing, pending: null }] });
    kit.status(A, { state: 'working', reason: null, fills: [], amendment: 3, terms: { ...termsOf(trailing), triggerTicks: 9_870 } });
    expect(termsNow(kit, A).triggerTicks).toBe(9_870);
  });
});

describe('amending the orders of a bracket', () => {
  const ENTRY = { ...LIMIT, ...group('entry') };
  const STOP = { side: 'sell', type: 'stop', triggerTicks: 9_500, reduceOnly: true, ...group('stop') } as const;
  const TARGET = { side: 'sell', type: 'limit', limitTicks: 10_500, reduceOnly: true, ...group('target') } as const;

  function bracket(kit: EngineKit): readonly [ClientOrderId, ClientOrderId, ClientOrderId] {
    const [entry, stop, target] = kit.place(intent(ENTRY), intent(STOP), intent(TARGET)).sent;
    for (const order of [entry!, stop!, target!]) kit.ack(order);
    return [entry!, stop!, target!];
  }

  it('keeps sleeping legs on their sides of the entry, and says the prices', () => {
    const kit = funded();
    const [, stop, target] = bracket(kit);
    const high = amend(kit, stop, { triggerTicks: 9_900 });
    expect(high.outcome).toMatchObject({
      ok: false,
      fault: { code: 'order.wrong-side', details: { leg: 'stop', price: '99.00', side: 'below', reference: '99.00' } },
    });
    expect(amend(kit, target, { limitTicks: 9_800 }).fault).toBe('order.wrong-side');
    expect(amend(kit, stop, { triggerTicks: 9_899 }).fault).toBeNull();
    expect(amend(kit, target, { limitTicks: 9_901 }).fault).toBeNull();
  });

  it('holds legs against the market once the entry has filled, and against what is held', () => {
    const kit = funded();
    const [entry, stop, target] = bracket(kit);
    kit.fill(entry, 10_000, { price: 99 });
    expect(amend(kit, stop, { triggerTicks: 10_000 }).fault).toBe('order.wrong-side');
    expect(amend(kit, target, { limitTicks: 9_999 }).fault).toBe('order.wrong-side');
    expect(amend(kit, stop, { lots: 10_001 }).fault).toBe('risk.not-reducing');
    expect(amend(kit, stop, { triggerTicks: 9_700, lots: 8_000 }).fault).toBeNull();
    // The leg says less from then on, but not before the venue has taken it.
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(10_000);
  });

  it('moves a leg whose entry has paid its fee in coins: it says more than is held, and does not grow', () => {
    const kit = funded();
    const [entry, stop, target] = bracket(kit);
    const fill = { ...kit.fillOf(entry, 10_000, 99), paid: [{ asset: 'BTC', amount: Decimal.parse('0.0001') }] };
    kit.report({ kind: 'fill', order: entry, fill, remaining: 0, time: utcMs(kit.now) });
    expect(kit.engine.account.positions.lots(0)).toBe(9_990);
    expect(amend(kit, stop, { triggerTicks: 9_600 }).fault).toBeNull();
    expect(amend(kit, target, { limitTicks: 10_600 }).fault).toBeNull();
    take(kit, stop, 1, { ...termsNow(kit, stop), triggerTicks: 9_600 });
    expect(amend(kit, stop, { lots: 10_001 }).fault).toBe('risk.not-reducing');
  });

  it('lets a leg wait for all of an entry that has filled in part', () => {
    const kit = funded();
    const [entry, stop] = bracket(kit);
    kit.fill(entry, 4_000, { price: 99, remaining: 6_000 });
    expect(amend(kit, stop, { triggerTicks: 9_600 }).fault).toBeNull();
    refuse(kit, stop, 1, 'too-late');
    expect(amend(kit, stop, { lots: 10_001 }).fault).toBe('risk.not-reducing');
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(4_000);
  });

  it('lets no entry outgrow its stop', () => {
    const kit = funded();
    const [entry, stop] = bracket(kit);
    expect(amend(kit, entry, { lots: 12_000 }).outcome).toMatchObject({
      ok: false,
      fault: { code: 'order.uncovered', details: { covered: '0.10000 BTC' } },
    });
    expect(amend(kit, entry, { lots: 9_000 }).fault).toBeNull();
    take(kit, entry, 1, { ...termsNow(kit, entry), lots: 9_000 });
    expect(amend(kit, entry, { lots: 10_000 }).fault).toBeNull();
    expect(stop).toBeDefined();
  });

  it('keeps a stop for what its targets have left', () => {
    const kit = funded();
    const [entry, stop, target] = bracket(kit);
    kit.fill(entry, 10_000, { price: 99 });
    kit.fill(target, 3_000, { price: 105, remaining: 7_000 });
    // Ten were shared and three are filled: a stop that says ten covers the seven that are held.
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(7_000);
    expect(amend(kit, stop, { triggerTicks: 9_600 }).fault).toBeNull();
    expect(kit.held()).toBe(7_000);
  });
});
