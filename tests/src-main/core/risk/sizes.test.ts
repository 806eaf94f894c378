import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { IdentifiedOrder } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { faultSentence } from '../../../../src-shared/kernel/fault.ts';
import { approve } from '../../../../src-main/core/risk/gate.ts';
import { type DeskView, limits, order, spec, view } from './desk-of-one.ts';

function refusal(asked: IdentifiedOrder, on: DeskView) {
  const approval = approve(asked, on);
  if (approval.ok) throw new Error('it passed');
  return { ...approval.refusal, sentence: faultSentence(approval.refusal.code, approval.refusal.details) };
}

function passes(asked: IdentifiedOrder, on: DeskView): boolean {
  return approve(asked, on).ok;
}

const sell = { side: 'sell' } as const;

describe('min notional: 10 USD at 100,000', () => {
  it('names the smallest size and amount that pass', () => {
    expect(refusal(order({ lots: 9 }), view())).toMatchObject({
      code: 'risk.min-notional',
      sentence: 'Not sent: smallest order is 10.00 USD; this one is worth 9.00 USD.',
      details: { passesSize: '0.00010' },
    });
    expect(passes(order({ lots: 10 }), view())).toBe(true);
    expect(refusal(order({ quoteAmount: Decimal.parse('10') }), view()).details).toMatchObject({ passesAmount: '10.01' });
    expect(passes(order({ quoteAmount: Decimal.parse('10.01') }), view())).toBe(true);
  });

  it('values an order at its own price', () => {
    expect(passes(order({ lots: 10, limitTicks: 9_999_999 }), view())).toBe(false);
    expect(passes(order({ lots: 9, limitTicks: 12_000_000 }), view())).toBe(true);
    expect(passes(order({ lots: 9, triggerTicks: 12_000_000 }), view())).toBe(true);
    expect(refusal(order({ lots: 1, limitTicks: 100 }), view()).details).toMatchObject({ actual: '0.00001 USD' });
  });

  it('names no size where the smallest has more lots than an order can', () => {
    const tiny = '0.000000000000000001';
    const wei = new Instrument(spec('WEI', { tick: tiny, lot: tiny, engineLot: tiny }), 0);
    const { code, details } = refusal(order({ lots: 9 }), view({ instruments: [wei] }));
    expect(code).toBe('risk.min-notional');
    expect(details).not.toHaveProperty('passesSize');
  });

  it('asks nothing where the venue has no minimum', () => {
    const free = new Instrument(spec('BTC', { minNotional: '0' }), 0);
    expect(passes(order({ lots: 1 }), view({ instruments: [free] }))).toBe(true);
  });
});

describe('sizes at 100,000 with an ask of 100,010', () => {
  const on = (over: Parameters<typeof limits>[0]) => {
    const made = view({ limits: limits(over) });
    made.ask[0] = 10_001_000;
    made.bid[0] = 9_999_000;
    return made;
  };

  it('order notional: 0.25 BTC at 100,010 against 25,000', () => {
    const desk = on({ maxOrderNotional: '25000' });
    expect(refusal(order({ lots: 25_000 }), desk)).toMatchObject({
      code: 'risk.max-order-notional',
      sentence: 'Not sent: the order is worth 25,002.50 USD; your limit is 25,000.00.',
      details: { passesSize: '0.24997' },
    });
    expect(passes(order({ lots: 24_997 }), desk)).toBe(true);
    expect(passes(order({ lots: 25_000, limitTicks: 10_000_000 }), desk)).toBe(true);
    expect(passes(order({ quoteAmount: Decimal.parse('25000') }), desk)).toBe(true);
    expect(refusal(order({ quoteAmount: Decimal.parse('25000.001') }), desk).details).toMatchObject({
      actual: '25,000.001 USD',
      limit: '25,000',
      passesAmount: '25000',
    });
  });

  it('position: 0.2 held, 0.07 buying, 0.042 more against 30,000', () => {
    const desk = on({ maxPositionNotional: '30000' });
    desk.position[0] = 20_000;
    desk.opening.buy[0] = 7_000;
    const asked = { limitTicks: 10_000_000 };
    expect(refusal(order({ ...asked, lots: 4_200 }), desk)).toMatchObject({
      code: 'risk.max-position',
      sentence: 'Not sent: BTC/USD would reach 31,200.00 USD; your limit is 30,000.00.',
      details: { passesSize: '0.03000' },
    });
    expect(passes(order({ ...asked, lots: 3_000 }), desk)).toBe(true);
    expect(passes(order({ ...asked, limitTicks: 9_000_000, lots: 3_001 }), desk)).toBe(false);
    expect(passes(order({ quoteAmount: Decimal.parse('3000') }), desk)).toBe(true);
    expect(refusal(order({ quoteAmount: Decimal.parse('3000.01') }), desk).details).toMatchObject({ passesAmount: '3000' });
  });

  it('position: nothing is offered where nothing passes', () => {
    const desk = on({ maxPositionNotional: '30000' });
    desk.position[0] = 40_000;
    const { details } = refusal(order(), desk);
    expect(details).toMatchObject({ actual: '50,001.00 USD' });
    expect(details).not.toHaveProperty('passesSize');
    const byAmount = refusal(order({ quoteAmount: Decimal.parse('500') }), desk).details;
    expect(byAmount).not.toHaveProperty('passesAmount');
  });

  it('gross exposure: 1 BTC held, 10 ETH buying, 0.2 BTC more against 150,000', () => {
    const desk = on({ maxGrossExposure: '150000' });
    desk.position[0] = 100_000;
    desk.opening.buy[1] = 1_000_000;
    expect(refusal(order({ limitTicks: 10_000_000, lots: 20_000 }), desk)).toMatchObject({
      code: 'risk.max-gross-exposure',
      sentence: 'Not sent: gross exposure would reach 160,000.00 USD; your limit is 150,000.00.',
      details: { passesSize: '0.10000' },
    });
    expect(passes(order({ limitTicks: 10_000_000, lots: 10_000 }), desk)).toBe(true);
    expect(passes(order({ quoteAmount: Decimal.parse('9999') }), desk)).toBe(true);
    desk.mark[1] = 600_000;
    expect(passes(order({ ...sell, lots: 100_000 }), desk)).toBe(true);
  });

  it('funds: 0.05 BTC at 104,231.50 against 4,812.30', () => {
    const desk = view({ cash: Decimal.parse('4812.30') });
    desk.mark[0] = 10_423_150;
    const asked = { limitTicks: 10_423_150 };
    expect(refusal(order({ ...asked, lots: 5_000 }), desk)).toMatchObject({
      code: 'risk.funds',
      sentence: 'Not sent: this order needs 5,216.79 USD with fee; free are 4,812.30.',
      details: { passesSize: '0.04612' },
    });
    expect(passes(order({ ...asked, lots: 4_612 }), desk)).toBe(true);
    expect(passes(order({ ...asked, lots: 4_613 }), desk)).toBe(false);
    expect(passes(order({ quoteAmount: Decimal.parse('4812.30') }), desk)).toBe(true);
    expect(passes(order({ quoteAmount: Decimal.parse('4812.31') }), desk)).toBe(false);
  });

  it('funds: a market order by size keeps 0.5 % in reserve while the collar is on', () => {
    const desk = view({ cash: Decimal.parse('10060.05'), limits: limits({ priceCollar: 0.05 }) });
    expect(passes(order(), desk)).toBe(true);
    desk.cash = Decimal.parse('10060.04');
    expect(passes(order(), desk)).toBe(false);
    desk.limits = limits({});
    desk.cash = Decimal.parse('10010');
    expect(passes(order(), desk)).toBe(true);
    desk.cash = Decimal.parse('10009.99');
    expect(passes(order(), desk)).toBe(false);
    desk.cash = Decimal.parse('12012');
    expect(passes(order({ triggerTicks: 12_000_000 }), desk)).toBe(true);
    expect(passes(order({ triggerTicks: 12_000_001 }), desk)).toBe(false);
  });

  it('free base: 0.1 held, 0.04 to be sold already', () => {
    const desk = view();
    desk.position[0] = 10_000;
    desk.outstanding.sell[0] = 4_000;
    expect(refusal(order({ ...sell, lots: 6_001 }), desk)).toMatchObject({
      code: 'risk.free-base',
      sentence: 'Not sent: this order sells 0.06001 BTC; free are 0.06000.',
      details: { passesSize: '0.06000' },
    });
    expect(passes(order({ ...sell, lots: 6_000 }), desk)).toBe(true);
    expect(refusal(order({ ...sell, lots: 1_000 }), view()).details).not.toHaveProperty('passesSize');
  });
});
