import { describe, expect, it } from 'vitest';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { NOW } from '../risk/desk-of-one.ts';
import { EngineKit, Scripted, flatBars, funded, intent, strategyRecord } from './engine-kit.ts';

const STOP = { side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true } as const;

describe('commands', () => {
  it('books a deposit as two postings that sum to zero, moves the marks with it, and records the command', () => {
    const kit = new EngineKit();
    const answer = kit.deposit('100000');
    const [transfer] = answer.of('transfer');
    expect(transfer?.postings.map(({ account, asset, amount }) => [account, asset, amount.toString()])).toEqual([
      ['holdings', 'USD', '100000'],
      ['funding', 'USD', '-100000'],
    ]);
    expect(answer.of('command').map(({ id }) => id)).toEqual(['c1']);
    expect(answer.of('risk-state').at(-1)?.risk).toMatchObject({ equityPeak: 100_000, state: 'ACTIVE' });
    expect(kit.balance()).toBe('100000');
    expect(kit.engine.account.equity()).toBe(100_000);
  });

  it('records an order before it is sent, in one step with the command', () => {
    const kit = funded();
    const answer = kit.place(intent());
    expect(answer.records.map(({ kind }) => kind)).toEqual(['order', 'command']);
    expect(answer.actions.map(({ kind }) => kind)).toEqual(['submit']);
    expect(answer.timers.map(({ timer }) => timer)).toEqual([`answer:${answer.sent[0]!}`]);
    expect(answer.outcome).toEqual({ ok: true, orders: answer.sent, cancelled: 0, kept: 0 });
  });

  it('gives the same command the same order id, and each leg its own', () => {
    const first = funded().command({ type: 'place', intents: [intent()] }, 'same');
    const second = funded().command({ type: 'place', intents: [intent({ lots: 300 })] }, 'same');
    expect(first.sent).toEqual(second.sent);
    const group = (role: 'entry' | 'stop') => ({ id: 'g', role });
    const bracket = funded().place(intent({ group: group('entry') }), intent({ ...STOP, group: group('stop') }));
    expect(new Set(bracket.sent).size).toBe(2);
  });

  it('refuses the wrong shape without a record of an order, and a wrong group', () => {
    const kit = funded();
    expect(kit.place(intent({ type: 'trailing-stop' })).fault).toBe('input.invalid');
    expect(kit.place().fault).toBe('input.invalid');
    expect(kit.place(intent({ type: 'limit', limitTicks: 9_900, timeInForce: 'gtd', expiresAt: NOW })).fault).toBe('order.expiry-past');
    expect(kit.place(intent(), intent()).fault).toBe('input.invalid');
    const answer = kit.place(intent({ lots: 0 }));
    expect(answer.fault).toBe('input.invalid');
    expect(answer.records.map(({ kind }) => kind)).toEqual(['command']);
  });

  it('records what the gate refuses, with rule, limit and actual value', () => {
    const kit = funded({ limits: { ...NO_LIMITS, maxOrderNotional: '5' } });
    const answer = kit.place(intent());
    expect(answer.fault).toBe('risk.max-order-notional');
    expect(answer.sent).toEqual([]);
    expect(answer.of('refusal')[0]).toMatchObject({ code: 'risk.max-order-notional', origin: 'you', side: 'buy', time: NOW });
    expect(answer.of('refusal')[0]?.details).toMatchObject({ limit: '5.00' });
    const group = (role: 'entry' | 'stop') => ({ id: 'g', role });
    expect(kit.place(intent({ group: group('entry') }), intent({ ...STOP, group: group('stop') })).of('refusal')).toHaveLength(1);
  });

  it('cancels one order once, and says what is wrong with the others', () => {
    const kit = funded();
    const id = kit.order({ type: 'limit', limitTicks: 9_900 });
    kit.ack(id);
    const answer = kit.command({ type: 'cancel', order: id });
    expect(answer.actions).toEqual([{ kind: 'cancel', order: id, reason: 'user' }]);
    expect(answer.of('order-state')[0]).toMatchObject({ state: 'acknowledged', reason: 'user' });
    expect(kit.command({ type: 'cancel', order: id }).actions).toEqual([]);
    kit.end('cancelled', id);
    expect(kit.command({ type: 'cancel', order: id }).fault).toBe('order.closed');
    expect(kit.command({ type: 'cancel', order: 'o-none' as ClientOrderId }).fault).toBe('order.unknown');
  });

  it('asks again for the end of an order whose cancel the venue refused', () => {
    const kit = funded();
    const id = kit.order({ type: 'limit', limitTicks: 9_900 });
    kit.command({ type: 'cancel', order: id });
    kit.report({ kind: 'cancel-refused', order: id, time: kit.engine.account.time as never });
    expect(kit.command({ type: 'cancel', order: id }).cancelled).toEqual([id]);
  });

  it.each(['cancel-all', 'kill'] as const)('leaves on %s what only protects a position', (type) => {
    const kit = funded();
    kit.buy(10_000);
    const open = kit.order({ type: 'limit', limitTicks: 9_900 });
    const stop = kit.order(STOP);
    const answer = kit.command({ type });
    expect(answer.cancelled).toEqual([open]);
    expect(answer.outcome).toMatchObject({ ok: true, cancelled: 1, kept: 1 });
    expect(kit.engine.account.orders.isOpen(stop)).toBe(true);
    expect(kit.engine.control.record.state).toBe(type === 'kill' ? 'HALTED' : 'ACTIVE');
  });

  it('halts, lets reducing pass, and needs a person to begin again', () => {
    const kit = funded();
    kit.buy(10_000);
    expect(kit.command({ type: 'kill' }).of('risk-state').at(-1)?.risk).toMatchObject({ state: 'HALTED', reason: 'kill-switch' });
    expect(kit.place(intent()).fault).toBe('risk.halted');
    // Reducing is less than halted, so it changes nothing.
    expect(kit.command({ type: 'reduce' }).of('risk-state')).toEqual([]);
    expect(kit.place(intent({ side: 'sell', reduceOnly: true, lots: 1_000 })).fault).toBeNull();
    expect(kit.command({ type: 'rearm' }).of('risk-state').at(-1)?.risk).toMatchObject({ state: 'ACTIVE', reason: 'you' });
    expect(kit.place(intent()).fault).toBeNull();
    expect(kit.command({ type: 'reduce' }).of('risk-state').at(-1)?.risk.state).toBe('REDUCING');
    expect(kit.place(intent()).fault).toBe('risk.reducing');
  });

  it('takes other limits from then on, and records them', () => {
    const kit = funded();
    const limits = { ...NO_LIMITS, maxOpenOrders: 0 };
    expect(kit.command({ type: 'set-limits', limits }).of('limits')).toEqual([{ kind: 'limits', limits, time: NOW }]);
    expect(kit.place(intent()).fault).toBe('risk.max-open-orders');
  });

  it('closes a share of one position, all of it, or all positions', () => {
    const kit = funded();
    kit.buy(10_000);
    kit.buy(4_000, 1);
    const half = kit.command({ type: 'close', instrument: 0, percent: 50 });
    expect(half.of('order')[0]?.order).toMatchObject({ side: 'sell', type: 'market', lots: 5_000, reduceOnly: true, origin: 'you' });
    expect(half.outcome).toMatchObject({ ok: true, kept: 1 });
    kit.fill(half.sent[0]!, 5_000);
    const all = kit.command({ type: 'close', instrument: null, percent: 100 });
    expect(all.of('order').map(({ order }) => [order.instrument, order.lots])).toEqual([
      [0, 5_000],
      [1, 4_000],
    ]);
    for (const id of all.sent) kit.fill(id, id === all.sent[0] ? 5_000 : 4_000);
    expect(kit.command({ type: 'close', instrument: null, percent: 100 }).sent).toEqual([]);
  });

  it('sends a closing order only when the other sells are gone, for what is then held', () => {
    const kit = funded();
    kit.buy(10_000);
    const stop = kit.order({ ...STOP });
    const close = kit.command({ type: 'close', instrument: 0, percent: 100 });
    expect(close.cancelled).toEqual([stop]);
    expect(close.sent).toEqual([]);
    // That it waits is durable before the cancel goes out.
    expect(close.of('strategy-memory')[0]?.memory).toContain('"lots":10000');
    kit.fill(stop, 4_000, { remaining: 6_000, price: 90 });
    const freed = kit.end('cancelled', stop);
    expect(freed.of('order')[0]?.order).toMatchObject({ lots: 6_000, reduceOnly: true });
    expect(freed.of('strategy-memory')[0]?.memory).toBe('[]');
  });

  it('forgets a closing whose position the other sells have closed', () => {
    const kit = funded();
    kit.buy(10_000);
    const stop = kit.order({ ...STOP });
    kit.command({ type: 'close', instrument: 0, percent: 100 });
    expect(kit.fill(stop, 10_000, { price: 90 }).sent).toEqual([]);
    expect(kit.held()).toBe(0);
  });

  it('starts a strategy, records it, and refuses what does not exist', () => {
    const scripted = new Scripted();
    const kit = funded({ find: scripted.find });
    const start = (over: Parameters<typeof strategyRecord>[0]) =>
      kit.command({ type: 'start-strategy', record: strategyRecord(over), history: flatBars(NOW - 180_000, '1m', [1, 2, 3]) });
    const answer = start({});
    expect(answer.of('strategy')[0]?.record).toMatchObject({ instance: 'scripted-1', running: true });
    expect(scripted.warmed).toBe(3);
    expect(kit.engine.director.running).toHaveLength(1);
    expect(start({ strategy: 'nothing' }).fault).toBe('strategy.unknown');
    expect(start({ instrument: 'DOGE/USD.SIM' }).fault).toBe('instrument.unknown');
    expect(start({ strategy: 'sma-cross', parameters: { fast: 50, slow: 20 } }).fault).toBe('strategy.parameter');
    expect(kit.engine.director.running).toHaveLength(1);
  });

  it('stops a strategy with its orders, and closes what it held when asked to', () => {
    const scripted = new Scripted();
    const kit = funded({ find: scripted.find });
    kit.command({ type: 'start-strategy', record: strategyRecord({ size: { kind: 'base', amount: '0.1' } }), history: candleColumns(0) });
    scripted.bar = (desk) => desk.enter();
    const [entry] = kit.bar(100).sent;
    kit.fill(entry!, 10_000);
    scripted.bar = (desk) => desk.limit('sell', 12_000, 4_000, 'far');
    kit.now += 60_000;
    const [far] = kit.bar(100).sent;
    const mine = kit.order({ type: 'limit', limitTicks: 9_000 });
    const stop = kit.command({ type: 'stop-strategy', instance: 'scripted-1' as StrategyInstanceId, close: true });
    expect(stop.cancelled).toEqual([far]);
    expect(stop.of('strategy')[0]?.record).toMatchObject({ running: false, stopReason: 'you' });
    expect(kit.end('cancelled', far!).of('order')[0]?.order).toMatchObject({ side: 'sell', lots: 10_000, origin: 'scripted-1' });
    expect(kit.engine.account.orders.isOpen(mine)).toBe(true);
    expect(kit.command({ type: 'stop-strategy', instance: 'scripted-1' as StrategyInstanceId, close: false }).fault).toBe(
      'strategy.unknown',
    );
  });

  it('stops every strategy on the kill switch, with the reason', () => {
    const scripted = new Scripted();
    const kit = funded({ find: scripted.find });
    kit.command({ type: 'start-strategy', record: strategyRecord(), history: candleColumns(0) });
    expect(kit.command({ type: 'kill' }).of('strategy')[0]?.record).toMatchObject({ running: false, stopReason: 'kill-switch' });
    expect(kit.engine.director.running).toEqual([]);
  });

  it('counts money in another asset as a balance and not as equity', () => {
    const kit = funded();
    kit.deposit('3', 'EUR');
    expect(kit.balance('EUR')).toBe('3');
    expect(kit.engine.account.freeCash('EUR').equals(Decimal.parse('3'))).toBe(true);
    expect(kit.engine.account.freeCash('GBP').isZero()).toBe(true);
  });
});
