import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import type { IdentifiedOrder } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { faultSentence } from '../../../../src-shared/kernel/fault.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';
import { approve } from '../../../../src-main/core/risk/gate.ts';
import { DEFAULT_LIMITS, type DeskView, ETH, limits, NOW, order, spec, view } from './desk-of-one.ts';

function refusal(asked: IdentifiedOrder, on: DeskView) {
  const approval = approve(asked, on);
  if (approval.ok) throw new Error('it passed');
  return { ...approval.refusal, sentence: faultSentence(approval.refusal.code, approval.refusal.details) };
}

function passes(asked: IdentifiedOrder, on: DeskView): boolean {
  return approve(asked, on).ok;
}

const sell = { side: 'sell' } as const;

describe('approve', () => {
  it('passes the very order it was given', () => {
    const asked = order();
    expect(approve(asked, view({ limits: DEFAULT_LIMITS }))).toEqual({ ok: true, order: asked });
  });

  it('does not judge an order of an instrument it does not know', () => {
    expect(() => approve(order({ instrument: 7 }), view())).toThrow(InvariantError);
  });
});

describe('the worked examples of docs/risk.md', () => {
  it('recovering', () => {
    const on = view({ recovering: true });
    expect(refusal(order(), on).code).toBe('risk.recovering');
    on.position[0] = 10_000;
    expect(passes(order(sell), on)).toBe(true);
  });

  it('unarmed', () => {
    const on = view({ unarmed: true, recovering: true });
    expect(refusal(order(), on).code).toBe('risk.unarmed');
    on.position[0] = 10_000;
    expect(passes(order(sell), on)).toBe(true);
  });

  it('differing', () => {
    const on = view({ differing: true });
    expect(refusal(order(), on).code).toBe('risk.differing');
    on.position[0] = 10_000;
    expect(passes(order(sell), on)).toBe(true);
  });

  it('coins that were sold elsewhere: what stands below nothing is bought back as any coin is', () => {
    const on = view({ recovering: true });
    on.position[0] = -10_000;
    expect(refusal(order(), on).code).toBe('risk.recovering');
  });

  it('reduce only: 0.5 held, 0.3 to be sold already, so 0.2 may be sold and 0.25 may not', () => {
    const on = view();
    on.position[0] = 50_000;
    on.outstanding.sell[0] = 30_000;
    expect(passes(order({ ...sell, lots: 20_000, reduceOnly: true }), on)).toBe(true);
    const { code, details } = refusal(order({ ...sell, lots: 25_000, reduceOnly: true }), on);
    expect(code).toBe('risk.not-reducing');
    expect(details).toMatchObject({
      instrument: 'BTC/USD',
      instrumentId: 'BTC/USD.SIM',
      actual: '0.25000',
      limit: '0.20000',
      passesSize: '0.20000',
    });
    expect(refusal(order({ reduceOnly: true }), on).details).toMatchObject({ limit: '0.00000' });
    expect(refusal(order({ reduceOnly: true }), on).details).not.toHaveProperty('passesSize');
  });

  it('halted', () => {
    const on = view({ state: 'HALTED', stateReason: 'kill-switch', stateSince: Date.UTC(2026, 0, 5, 14, 3) });
    expect(refusal(order(), on)).toMatchObject({
      code: 'risk.halted',
      sentence: 'Trading is HALTED since 14:03 UTC by the kill switch. Cancelling and closing still work.',
    });
    on.stateSince = Date.UTC(2026, 0, 4, 23, 59);
    on.stateReason = 'risk.drawdown';
    expect(refusal(order(), on).sentence).toContain('since 2026-01-04 23:59 UTC by the drawdown limit');
    on.stateReason = 'something-new';
    expect(refusal(order(), on).details).toMatchObject({ reason: 'something-new', reasonCode: 'something-new', sinceMs: on.stateSince });
  });

  it('reducing', () => {
    const on = view({ state: 'REDUCING', stateReason: 'you', stateSince: NOW - 120_000 });
    expect(refusal(order(), on).sentence).toBe(
      'Not sent: trading is REDUCING since 14:03 UTC, as you asked. Orders that only reduce a position still pass.',
    );
    on.stateReason = 'risk.daily-loss';
    expect(refusal(order(), on).sentence).toContain('because the daily loss limit was reached');
    on.limits = limits({ maxDailyLoss: '1000' });
    on.equity = 98_987.6;
    expect(refusal(order(), on).code).toBe('risk.daily-loss');
  });

  it('daily loss: 100,000 at 00:00 and 98,987.60 now against 1,000', () => {
    const on = view({ limits: limits({ maxDailyLoss: '1000' }), equity: 98_987.6 });
    expect(refusal(order(), on)).toMatchObject({
      code: 'risk.daily-loss',
      sentence:
        "Not sent: today's loss is 1,012.40 USD; the daily limit is 1,000.00. Closing still works; new positions are possible again from 00:00 UTC.",
    });
    on.equity = 99_000;
    expect(passes(order(), on)).toBe(false);
    on.equity = 99_000.01;
    expect(passes(order(), on)).toBe(true);
  });

  it('drawdown: 125,000 at the peak and 99,500 now against 20 %', () => {
    const on = view({ limits: limits({ maxDrawdown: 0.2 }), equityPeak: 125_000, equity: 99_500 });
    expect(refusal(order(), on)).toMatchObject({
      code: 'risk.drawdown',
      sentence: 'Not sent: equity is 20.40% below its peak; your limit is 20.00%. Closing still works.',
    });
    on.equity = 100_001;
    expect(passes(order(), on)).toBe(true);
    expect(passes(order(), view({ limits: limits({ maxDrawdown: 0.2 }), equityPeak: 0, equity: 0 }))).toBe(true);
  });

  it('allowed instruments', () => {
    const on = view({ limits: limits({ allowedInstruments: ['ETH/USD.SIM'] }) });
    expect(refusal(order(), on)).toMatchObject({
      code: 'risk.instrument-not-allowed',
      details: { actual: 'BTC/USD.SIM', limit: 'ETH/USD.SIM' },
    });
    expect(passes(order({ instrument: 1 }), on)).toBe(true);
  });

  it('open orders: the 50th passes, the 51st does not', () => {
    const on = view({ limits: limits({ maxOpenOrders: 50 }), openOrders: 49 });
    expect(passes(order(), on)).toBe(true);
    on.openOrders = 50;
    expect(refusal(order(), on).sentence).toBe('Not sent: 51 orders would be open; your limit is 50.');
  });

  it('order rate: 60 within a minute of market time, the 61st waits', () => {
    const on = view({ limits: limits({ maxOrdersPerMinute: 60 }), rate: 59 });
    expect(passes(order(), on)).toBe(true);
    on.rate = 60;
    expect(refusal(order(), on).sentence).toBe('Not sent: 61 orders within 60 s; your limit is 60.');
  });

  it('no price', () => {
    const on = view();
    on.mark[0] = 0;
    expect(refusal(order({ limitTicks: 10_000_000 }), on).code).toBe('risk.no-price');
    on.position[0] = 10_000;
    expect(passes(order(sell), on)).toBe(true);
  });

  it('stale data: 14 s against 5 s', () => {
    const on = view({ limits: limits({ maxDataAgeMs: 5_000 }) });
    on.markTimes[0] = NOW - 14_000;
    expect(refusal(order(), on).sentence).toBe('Not sent: the last price is 14 s old; orders need one under 5 s. Waiting for data.');
    for (const [age, text] of [
      [5_400, '5.4 s'],
      [180_000, '3 min'],
      [18_000_000, '5 h'],
    ] as const) {
      on.markTimes[0] = NOW - age;
      expect(refusal(order(), on).details['actual']).toBe(text);
    }
    on.markTimes[0] = NOW - 5_000;
    expect(passes(order(), on)).toBe(true);
  });

  it('stale book: not known for 3 s; what reduces passes, and so does another instrument', () => {
    const on = view();
    on.bookStale[0] = NOW - 3_000;
    expect(refusal(order(), on)).toMatchObject({
      code: 'risk.stale-book',
      sentence: 'Not sent: the order book of BTC/USD has not been known for 3 s. It is asked for anew; closing still works.',
    });
    expect(passes(order({ instrument: 1 }), on)).toBe(true);
    on.position[0] = 100_000;
    expect(passes(order(sell), on)).toBe(true);
    [on.position[0], on.bookStale[0]] = [0, 0];
    expect(passes(order(), on)).toBe(true);
  });
});

describe('price collar: 5 % round 104,231.50', () => {
  const on = view({ limits: limits({ priceCollar: 0.05 }) });
  on.mark[0] = 10_423_150;
  on.position[0] = 100_000;

  it('stops a buy above and a sell below', () => {
    expect(refusal(order({ limitTicks: 10_950_000 }), on)).toMatchObject({
      code: 'risk.price-collar',
      sentence: 'Not sent: 109,500.00 is 5.05% away from the market; the collar is 5.00%. Highest price that passes: 109,443.07.',
      details: { passesPrice: '109443.07' },
    });
    expect(refusal(order({ ...sell, limitTicks: 9_901_992 }), on).details).toMatchObject({ way: 'Lowest', passesPrice: '99019.93' });
  });

  it('lets the last price pass and every price on the right side', () => {
    expect(passes(order({ limitTicks: 10_944_307, lots: 1_000 }), on)).toBe(true);
    expect(passes(order({ limitTicks: 10_944_308, lots: 1_000 }), on)).toBe(false);
    expect(passes(order({ ...sell, limitTicks: 9_901_993 }), on)).toBe(true);
    expect(passes(order({ limitTicks: 100_000 }), on)).toBe(true);
    expect(passes(order({ ...sell, limitTicks: 90_000_000 }), on)).toBe(true);
    expect(passes(order(), on)).toBe(true);
  });

  it('stops a trigger that would fire at once, and a limit too far beyond its trigger', () => {
    expect(refusal(order({ ...sell, triggerTicks: 10_944_308 }), on).details).toMatchObject({ way: 'Highest', passesPrice: '109443.07' });
    expect(passes(order({ ...sell, triggerTicks: 5_000_000 }), on)).toBe(true);
    expect(refusal(order({ triggerTicks: 9_000_000 }), on).details).toMatchObject({ way: 'Lowest' });
    expect(passes(order({ triggerTicks: 20_000_000, limitTicks: 21_000_000, lots: 1_000 }), on)).toBe(true);
    expect(refusal(order({ triggerTicks: 20_000_000, limitTicks: 21_000_001, lots: 1_000 }), on).details).toMatchObject({
      passesPrice: '210000.00',
    });
    expect(refusal(order({ ...sell, triggerTicks: 9_000_000, limitTicks: 8_549_999 }), on).details).toMatchObject({
      passesPrice: '85500.00',
    });
  });

  it('cannot judge without a price', () => {
    const blind = view({ limits: limits({ priceCollar: 0.05 }) });
    blind.mark[0] = 0;
    blind.position[0] = 10_000;
    expect(passes(order({ ...sell, limitTicks: 1_000_000 }), blind)).toBe(true);
  });
});

describe('strictly reducing orders', () => {
  it('pass every limit that guards against enlarging', () => {
    const on = view({
      state: 'HALTED',
      stateReason: 'kill-switch',
      limits: {
        ...NO_LIMITS,
        maxAssetExposure: '1',
        maxQuoteExposure: '1',
        maxVenueExposure: '1',
        maxStrategyExposure: '1',
        maxNetExposure: '1',
        maxGroupExposure: '1',
        groupCorrelation: 0.5,
        maxLeverage: 0.1,
        minLiquidationDistance: 1,
        maxWeeklyLoss: '1',
        maxTradesPerDay: 0,
        maxTypicalMultiple: 1,
        maxOrderNotional: '1',
        maxPositionNotional: '1',
        maxGrossExposure: '1',
        maxOpenOrders: 0,
        priceCollar: 0.05,
        maxDataAgeMs: 100,
        maxOrdersPerMinute: 0,
        maxDailyLoss: '1',
        maxDrawdown: 0.01,
        allowedInstruments: [],
        protections: [],
        breakers: [],
      },
      equity: 50_000,
      groups: [[0, 1]],
      typical: 1,
      cash: Decimal.ZERO,
    });
    on.markTimes[0] = 0;
    on.position[0] = 50_000;
    expect(passes(order({ ...sell, lots: 50_000 }), on)).toBe(true);
    on.outstanding.sell[0] = 1;
    expect(passes(order({ ...sell, lots: 50_000 }), on)).toBe(false);
  });

  it('are offered where they are all that passes', () => {
    const on = view({ limits: limits({ maxOrderNotional: '100' }) });
    on.position[0] = 50_000;
    expect(passes(order({ ...sell, lots: 50_000 }), on)).toBe(true);
    expect(refusal(order({ ...sell, lots: 60_000 }), on)).toMatchObject({ code: 'risk.free-base', details: { passesSize: '0.50000' } });
  });
});

describe('a perpetual, which may be short', () => {
  const perpetual = new Instrument(spec('BTC', { kind: 'perpetual' }), 0);
  const short = (over: Partial<DeskView> = {}) => {
    const made = view({ instruments: [perpetual, ETH], ...over });
    made.position[0] = -20_000;
    return made;
  };

  it('counts its worst case on the side of the order', () => {
    const on = short({ limits: limits({ maxPositionNotional: '30000' }) });
    on.opening.sell[0] = 5_000;
    expect(passes(order({ ...sell, lots: 5_000 }), on)).toBe(true);
    expect(refusal(order({ ...sell, lots: 5_001 }), on).details).toMatchObject({ passesSize: '0.05000' });
    expect(passes(order({ lots: 50_000 }), on)).toBe(true);
    on.outstanding.buy[0] = 1_000;
    expect(refusal(order({ lots: 50_000 }), on).code).toBe('risk.max-position');
  });

  it('is covered by strictly reducing buys only', () => {
    const on = short({ state: 'REDUCING', stateReason: 'you' });
    expect(passes(order({ lots: 20_000 }), on)).toBe(true);
    expect(passes(order({ lots: 20_001 }), on)).toBe(false);
    expect(passes(order({ lots: 20_001, reduceOnly: true }), on)).toBe(false);
    expect(refusal(order({ lots: 20_001, reduceOnly: true }), on).details).toMatchObject({ passesSize: '0.20000' });
    expect(passes(order({ ...sell, lots: 1_000 }), on)).toBe(false);
    expect(passes(order({ quoteAmount: Decimal.parse('100') }), on)).toBe(false);
  });

  it('counts in gross exposure, whichever way it is held', () => {
    const on = short({ limits: limits({ maxGrossExposure: '30000' }) });
    expect(passes(order({ ...sell, lots: 10_000 }), on)).toBe(true);
    expect(passes(order({ ...sell, lots: 10_001 }), on)).toBe(false);
    expect(passes(order({ lots: 40_000 }), on)).toBe(true);
    expect(refusal(order({ lots: 60_000 }), on).details).toMatchObject({ actual: '40,000.00 USD', passesSize: '0.50000' });
  });

  it('needs margin and fee for what it opens, nothing for what it closes', () => {
    // 100,000 a coin at five times: 0.2 + 0.001 of the value, 0.201 a lot of 0.00001.
    const on = short({ cash: Decimal.parse('201') });
    expect(passes(order({ ...sell, lots: 1_000 }), on)).toBe(true);
    expect(refusal(order({ ...sell, lots: 1_001 }), on)).toMatchObject({ code: 'risk.funds', details: { passesSize: '0.01000' } });
    expect(passes(order({ lots: 20_000 }), short({ cash: Decimal.ZERO }))).toBe(true);
  });

  it('may be turned with what closing it leaves', () => {
    const on = short({ cash: Decimal.ZERO, closed: Decimal.parse('4020') });
    expect(passes(order({ lots: 40_000 }), on)).toBe(true);
    expect(passes(order({ lots: 40_001 }), on)).toBe(false);
    // While another order closes it too, nothing says which of them gives the margin back.
    on.outstanding.buy[0] = 1;
    expect(passes(order({ lots: 40_000 }), on)).toBe(false);
  });

  it('offers the size that reduces where the limits leave less', () => {
    const on = short({ limits: limits({ maxOrderNotional: '100' }) });
    expect(refusal(order({ lots: 20_001 }), on)).toMatchObject({ code: 'risk.max-order-notional', details: { passesSize: '0.20000' } });
  });
});
