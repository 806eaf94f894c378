import { describe, expect, it } from 'vitest';
import type { GroupRole, IdentifiedOrder } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { approveGroup, reapprove } from '../../../../src-main/core/risk/gate.ts';
import { reserveOf } from '../../../../src-main/core/risk/judged.ts';
import { DEFAULT_LIMITS, limits, order, view } from './desk-of-one.ts';

const role = (name: GroupRole, id = 'g1') => ({ group: { id, role: name } });
const entry = (over: Partial<IdentifiedOrder> = {}) => order({ limitTicks: 10_000_000, ...role('entry'), ...over });
const stop = (over: Partial<IdentifiedOrder> = {}) =>
  order({ side: 'sell', triggerTicks: 9_800_000, reduceOnly: true, ...role('stop'), ...over });
const target = (over: Partial<IdentifiedOrder> = {}) =>
  order({ side: 'sell', limitTicks: 10_400_000, reduceOnly: true, ...role('target'), ...over });

function code(...args: Parameters<typeof approveGroup>): string {
  const approval = approveGroup(...args);
  return approval.ok ? 'passed' : approval.refusal.code;
}

describe('approveGroup with a bracket', () => {
  it('passes the entry and its sleeping legs together, from a flat position', () => {
    const orders = [entry(), stop(), target()] as const;
    expect(approveGroup(orders[0], orders.slice(1), view({ limits: DEFAULT_LIMITS }))).toEqual({ ok: true, orders });
  });

  it('refuses all when the entry is refused', () => {
    expect(code(entry({ lots: 50_000 }), [stop()], view({ limits: limits({ maxOrderNotional: '25000' }) }))).toBe(
      'risk.max-order-notional',
    );
    expect(code(entry(), [stop()], view({ state: 'HALTED', stateReason: 'kill-switch' }))).toBe('risk.halted');
  });

  it('counts its legs among the orders', () => {
    const on = view({ limits: limits({ maxOpenOrders: 3, maxOrdersPerMinute: 3 }) });
    expect(code(entry(), [stop(), target()], on)).toBe('passed');
    on.openOrders = 1;
    expect(code(entry(), [stop(), target()], on)).toBe('risk.max-open-orders');
    on.openOrders = 0;
    on.rate = 1;
    expect(code(entry(), [stop(), target()], on)).toBe('risk.order-rate');
  });

  it('refuses a leg that would do more than protect the entry', () => {
    for (const leg of [
      stop({ lots: 10_001 }),
      stop({ reduceOnly: false }),
      stop({ side: 'buy' }),
      stop({ instrument: 1 }),
      stop(role('stop', 'g2')),
      stop({ group: null }),
      stop({ lots: 0, quoteAmount: Decimal.parse('100'), triggerTicks: null }),
    ]) {
      expect(code(entry(), [leg], view())).toBe('risk.not-reducing');
    }
    expect(code(entry({ group: null }), [stop()], view())).toBe('risk.not-reducing');
    const on = view();
    on.outstanding.sell[0] = 1;
    expect(code(entry(), [stop()], on)).toBe('risk.not-reducing');
  });

  it('refuses legs that would enlarge what an entry reduces', () => {
    const on = view();
    on.position[0] = 20_000;
    const covering = { side: 'buy', triggerTicks: 10_200_000 } as const;
    expect(code(entry({ side: 'sell' }), [stop(covering)], on)).toBe('risk.not-reducing');
  });

  it('leaves the size of legs to the entry when that goes by amount', () => {
    expect(code(order({ quoteAmount: Decimal.parse('1000'), ...role('entry') }), [stop({ lots: 1_000 })], view())).toBe('passed');
  });

  it('judges the prices of legs from the price of the entry', () => {
    const on = view({ limits: limits({ priceCollar: 0.05 }) });
    expect(code(entry({ limitTicks: 8_000_000 }), [target({ limitTicks: 9_000_000 })], on)).toBe('passed');
    expect(code(entry({ limitTicks: 8_000_000 }), [target({ limitTicks: 7_599_999 })], on)).toBe('risk.price-collar');
    expect(code(entry({ limitTicks: null, triggerTicks: 10_300_000, type: 'stop' }), [stop({ triggerTicks: 10_815_001 })], on)).toBe(
      'risk.price-collar',
    );
    expect(code(order(role('entry')), [target({ limitTicks: 9_499_999 })], on)).toBe('risk.price-collar');
    expect(code(order(role('entry')), [stop({ lots: 9 })], on)).toBe('risk.min-notional');
  });
});

describe('approveGroup with an OCO pair', () => {
  const first = (over: Partial<IdentifiedOrder> = {}) => target({ ...role('oco'), ...over });
  const second = (over: Partial<IdentifiedOrder> = {}) => stop({ ...role('oco'), ...over });

  it('judges each leg as if it were alone, for one ends the other', () => {
    const on = view();
    on.position[0] = 10_000;
    expect(code(first(), [second()], on)).toBe('passed');
    expect(code(first(), [second({ lots: 10_001 })], on)).toBe('risk.not-reducing');
    expect(code(first({ lots: 10_001 }), [second()], on)).toBe('risk.not-reducing');
  });

  it('counts both', () => {
    const opening = { side: 'buy', reduceOnly: false } as const;
    const on = view({ limits: limits({ maxOpenOrders: 1 }) });
    expect(code(first({ ...opening }), [second({ ...opening })], on)).toBe('risk.max-open-orders');
  });
});

describe('reapprove', () => {
  it('passes what was approved before a restart, though the start is still being checked', () => {
    const asked = order();
    expect(reapprove(asked, view({ recovering: true }))).toEqual({ ok: true, order: asked });
  });

  it('does not let an opening order out after trading was stopped', () => {
    const on = view({ state: 'HALTED', stateReason: 'kill-switch' });
    expect(reapprove(order(), on)).toMatchObject({ ok: false, refusal: { code: 'risk.halted', details: { instrument: 'BTC/USD' } } });
    expect(reapprove(stop(), on).ok).toBe(true);
    expect(reapprove(target(), on).ok).toBe(true);
    on.position[0] = 10_000;
    on.outstanding.sell[0] = 10_000;
    expect(reapprove(order({ side: 'sell' }), on).ok).toBe(true);
    on.outstanding.sell[0] = 10_001;
    expect(reapprove(order({ side: 'sell' }), on).ok).toBe(false);
  });
});

describe('reserveOf', () => {
  it('holds back what a buy may cost with its fee, and nothing for a sell', () => {
    const on = view({ limits: limits({ priceCollar: 0.05 }) });
    expect(reserveOf(order({ side: 'sell' }), on).toString()).toBe('0');
    expect(reserveOf(order({ quoteAmount: Decimal.parse('123.45') }), on).toString()).toBe('123.45');
    expect(reserveOf(order({ limitTicks: 9_000_000 }), on).toString()).toBe('9009');
    expect(reserveOf(order(), on).toString()).toBe('10060.05');
  });

  it('falls back to the price at the decision when the market has none yet', () => {
    const on = view();
    on.mark[0] = 0;
    expect(reserveOf(order({ decisionTicks: 9_000_000 }), on).toString()).toBe('9009');
  });
});
