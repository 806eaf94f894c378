import { describe, expect, it } from 'vitest';
import { limitUse } from '../../../../src-main/core/risk/limit-use.ts';
import { DEFAULT_LIMITS, limits, NOW, view } from './desk-of-one.ts';

type Row = readonly [rule: string, scope: string, limit: string, used: string, fraction: number];

function row(...[rule, scope, limit, used, fraction]: Row) {
  return { rule, scope, limit, used, fraction };
}

describe('limitUse', () => {
  it('says how much of each limit is used, per instrument where that matters', () => {
    const on = view({
      limits: { ...DEFAULT_LIMITS, allowedInstruments: ['BTC/USD.SIM'] },
      equity: 98_788,
      equityPeak: 101_000,
      openOrders: 5,
      rate: 6,
    });
    on.position[0] = 18_412;
    on.opening.buy[1] = 100_000;
    on.markTimes[1] = NOW - 2_500;
    expect(limitUse(on)).toEqual([
      row('risk.max-order-notional', 'all', '25,000.00 USD', '', 0),
      row('risk.max-position', 'BTC/USD.SIM', '30,000.00 USD', '18,412.00 USD', 18_412 / 30_000),
      row('risk.max-position', 'ETH/USD.SIM', '30,000.00 USD', '4,000.00 USD', 4_000 / 30_000),
      row('risk.max-gross-exposure', 'all', '150,000.00 USD', '22,412.00 USD', 22_412 / 150_000),
      row('risk.daily-loss', 'all', '5,000.00 USD', '1,212.00 USD', 1_212 / 5_000),
      row('risk.drawdown', 'all', '20.00%', '2.19%', (1 - 98_788 / 101_000) / 0.2),
      row('risk.max-open-orders', 'all', '50', '5', 0.1),
      row('risk.order-rate', 'all', '60', '6', 0.1),
      row('risk.price-collar', 'all', '5.00%', '', 0),
      row('risk.stale-data', 'BTC/USD.SIM', '5 s', '0 s', 0),
      row('risk.stale-data', 'ETH/USD.SIM', '5 s', '2.5 s', 0.5),
      row('risk.instrument-not-allowed', 'all', 'BTC/USD.SIM', '', 0),
    ]);
  });

  it('has no row for a rule that is off, and one for all when nothing is held', () => {
    expect(limitUse(view())).toEqual([]);
    const flat = limitUse(view({ limits: DEFAULT_LIMITS, equityPeak: 0, equity: 100_500 }));
    expect(flat.filter(({ fraction }) => fraction > 0)).toEqual([]);
    expect(flat).toContainEqual(row('risk.max-position', 'all', '30,000.00 USD', '0.00 USD', 0));
    expect(limitUse(view({ limits: limits({ maxPositionNotional: '1' }), instruments: [] }))).toHaveLength(1);
  });

  it('a limit of zero is used up by the first order', () => {
    const closed = limits({ maxOpenOrders: 0 });
    expect(limitUse(view({ limits: closed }))[0]?.fraction).toBe(0);
    expect(limitUse(view({ limits: closed, openOrders: 1 }))[0]?.fraction).toBe(1);
  });
});
