import { describe, expect, it } from 'vitest';
import { CONSERVATIVE, type CostProfile } from '../../../../src-shared/domain/costs.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { FLAT, HOUR, order, ReplayRun, START, type BarRow } from './venue-fixture.ts';

const usd = (text: string): Decimal => Decimal.parse(text);

/** A bar that goes from 100 to 101 with volume 10, then quiet ones at 100. */
const MOVED: readonly BarRow[] = [[100, 101, 100, 101, 10], [100, 100, 100, 100, 100_000], FLAT, FLAT];

function priceOf(changes: Partial<CostProfile>, side: 'buy' | 'sell', rows: readonly BarRow[] = MOVED, lots = 2_400): number {
  const run = new ReplayRun({ rows, costs: changes }).after(0, order({ side, lots })).play();
  const fill = run.reports.find((report) => report.kind === 'fill');
  return fill?.kind === 'fill' ? fill.fill.ticks / 100 : Number.NaN;
}

describe('the price of taking on bars', () => {
  it('rule 1: fills at the open of the next bar that exists, at its time', () => {
    const run = new ReplayRun({ rows: [FLAT, null, null, [103.07, 104, 103, 104, 50], FLAT] }).after(0, order({ id: 'a' })).play();
    expect(run.fills()).toEqual(['103.07 x 1 @ 3h']);
    expect(run.events).toEqual(['bar 0', 'acknowledged a', 'fill a', 'bar 1', 'bar 2']);
  });

  it('rule 4: takes an open on a tick as it is and rounds any other against the trader', () => {
    expect(priceOf({}, 'buy', [FLAT, [1_234.57, 1_235, 1_234, 1_234, 9]])).toBe(1_234.57);
    expect(priceOf({}, 'buy', [FLAT, [100.004, 101, 100, 100, 9]])).toBe(100.01);
    expect(priceOf({}, 'sell', [FLAT, [100.006, 101, 100, 100, 9]])).toBe(100);
  });

  it('rule 5: half spread from the profile, the instrument, or 1 bp', () => {
    expect([priceOf({ halfSpreadBps: 5 }, 'buy'), priceOf({ halfSpreadBps: 5 }, 'sell')]).toEqual([100.05, 99.95]);
    expect(priceOf({ halfSpreadBps: null }, 'buy')).toBe(100.01);
    const known = new ReplayRun({ rows: MOVED, costs: { halfSpreadBps: null }, spec: { halfSpreadBps: 3 } }).after(0, order()).play();
    expect(known.fills()).toEqual(['100.03 x 1 @ 1h']);
  });

  it('rule 6: slippage', () => {
    expect([priceOf({ slippageBps: 1 }, 'buy'), priceOf({ slippageBps: 1 }, 'sell')]).toEqual([100.01, 99.99]);
  });

  it('rule 6: slippage that grows with the movement of the market', () => {
    // One hour from 100 to 101: a day's deviation of 0.01 x sqrt(24) = 4.899 %, a minute's of 12.91 bp.
    expect([priceOf({ slippageDeviations: 1 }, 'buy'), priceOf({ slippageDeviations: 1 }, 'sell')]).toEqual([100.13, 99.87]);
    expect(priceOf({ slippageDeviations: 0.5, slippageBps: 10 }, 'buy')).toBe(100.17);
  });

  it('rule 7: latency within the bar costs one deviation and is seen in the time', () => {
    const rows: readonly BarRow[] = [[10_000, 10_100, 10_000, 10_100, 10], [10_000, 10_000, 10_000, 10_000, 1_000], FLAT];
    expect([priceOf({ latencyMs: 250 }, 'buy', rows), priceOf({ latencyMs: 250 }, 'sell', rows)]).toEqual([10_000.84, 9_999.16]);
    const run = new ReplayRun({ rows, costs: { latencyMs: 250 } }).after(0, order()).play();
    expect(run.reports.map(({ time }) => time - START)).toEqual([HOUR + 250, HOUR + 250]);
  });

  it('rule 3: a longer latency waits for the first open at or after its arrival and costs no deviation', () => {
    const rows: readonly BarRow[] = [[100, 101, 100, 101, 10], FLAT, FLAT, [98, 98, 98, 98, 1_000], FLAT];
    const late = (latencyMs: number): string[] => new ReplayRun({ rows, costs: { latencyMs } }).after(0, order()).play().fills();
    expect(late(HOUR - 1)).toEqual(['101 x 1 @ 2h']);
    expect(late(HOUR)).toEqual(['100 x 1 @ 2h']);
    expect(late(HOUR + 1)).toEqual(['98 x 1 @ 3h']);
    const gap = new ReplayRun({ rows: [rows[0]!, null, null, [98, 98, 98, 98, 1_000]], costs: { latencyMs: HOUR } })
      .after(0, order())
      .play();
    expect(gap.fills()).toEqual(['98 x 1 @ 3h']);
  });

  it('rule 8: square-root impact', () => {
    expect([priceOf({ impact: 1 }, 'buy'), priceOf({ impact: 1 }, 'sell')]).toEqual([100.49, 99.51]);
    // Twice the coefficient, twice the cost: 97.98 bp.
    expect(priceOf({ impact: 2 }, 'buy')).toBe(100.98);
  });

  it('rule 8: an order by amount is sized by what it would take without impact', () => {
    // 240 buys 2.4 at 100; at 100.49 it is floor(240 / 100.49 / 0.001) = 2388 lots.
    const run = new ReplayRun({ rows: MOVED, costs: { impact: 1 } }).after(0, order({ quoteAmount: usd('240') })).play();
    expect(run.fills()).toEqual(['100.49 x 2.388 @ 1h']);
  });

  it('rule 9: assumes 5 % and a hundredth of a day where nothing is known', () => {
    // No volume so far: 0.04899 x sqrt(0.01) as in rule 8.
    expect(priceOf({ impact: 1 }, 'buy', [[100, 101, 100, 101, 0], FLAT])).toBe(100.49);
    // No bar so far: 0.05 x sqrt(0.01) = 50 bp.
    const run = new ReplayRun({ rows: [FLAT, FLAT], costs: { impact: 1 } });
    run.replay.next(START as never);
    run.replay.submit(order());
    expect(run.play().fills()).toEqual(['100.5 x 1 @ 0h']);
  });

  it('rule 10: exact fees of the profile or of the instrument', () => {
    const feeOf = (changes: Partial<CostProfile>): string => {
      const run = new ReplayRun({ rows: [FLAT, [100.01, 101, 100, 101, 9]], costs: changes }).after(0, order({ lots: 1 })).play();
      const fill = run.reports.find((report) => report.kind === 'fill');
      return fill?.kind === 'fill' ? `${fill.fill.fee.toString()} ${fill.fill.liquidity}` : '';
    };
    expect(feeOf({ takerFeeBps: 10 })).toBe('0.00010001 taker');
    expect(feeOf({ takerFeeBps: 7.25 })).toBe('0.00007250725 taker');
    expect(feeOf({ takerFeeBps: null })).toBe('0.000050005 taker');
  });
});

describe('how much', () => {
  it('rule 11: takes up to and including the share of the volume and waits with the rest', () => {
    const rows: readonly BarRow[] = [FLAT, ...[100, 101, 102, 103].map((open): BarRow => [open, open, open, open, 10])];
    const run = new ReplayRun({ rows, costs: { participation: 0.1 } }).after(0, order({ lots: 2_500 })).play();
    expect(run.fills()).toEqual(['100 x 1 @ 1h', '101 x 1 @ 2h', '102 x 0.5 @ 3h']);
    expect(run.reports.flatMap((report) => (report.kind === 'fill' ? [report.remaining] : []))).toEqual([1_500, 500, 0]);
    const all = new ReplayRun({ rows: [FLAT, [100, 100, 100, 100, 0.29], FLAT] }).after(0, order({ lots: 290 })).play();
    expect(all.fills()).toEqual(['100 x 0.29 @ 1h']);
    const none = new ReplayRun({ rows: [FLAT, [100, 100, 100, 100, 0], FLAT] }).after(0, order()).play();
    expect(none.fills()).toEqual(['100 x 1 @ 2h']);
  });

  it('rule 12: by amount the fee comes on top and less than a lot is left', () => {
    const run = new ReplayRun({ rows: [FLAT, FLAT], costs: { takerFeeBps: 10 }, balances: { USD: '1000' } })
      .after(0, order({ quoteAmount: usd('1000') }))
      .play();
    expect(run.fills()).toEqual(['100 x 9.99 @ 1h']);
    expect(run.reports.at(-1)).toMatchObject({ kind: 'fill', remaining: 0 });
  });

  it('rule 12: the rest of an amount waits for the next open at its price', () => {
    const rows: readonly BarRow[] = [FLAT, [100, 100, 100, 100, 6], [200, 200, 200, 200, 10], FLAT];
    const run = new ReplayRun({ rows, balances: { USD: '1000' } }).after(0, order({ quoteAmount: usd('1000') })).play();
    expect(run.fills()).toEqual(['100 x 6 @ 1h', '200 x 2 @ 2h']);
  });

  it('rule 12: a rest that buys less than a lot ends the order', () => {
    const rows: readonly BarRow[] = [FLAT, [100, 100, 100, 100, 0.999], [200_000, 200_000, 200_000, 200_000, 10], FLAT];
    const run = new ReplayRun({ rows, balances: { USD: '1000' } }).after(0, order({ id: 'a', quoteAmount: usd('100') })).play();
    expect(run.fills()).toEqual(['100 x 0.999 @ 1h']);
    expect(run.ends()).toEqual(['a funds']);
  });

  it('rule 12: a sale by amount delivers coins worth it', () => {
    const run = new ReplayRun({ rows: [FLAT, FLAT], costs: { takerFeeBps: 10 } })
      .after(0, order({ id: 'a', side: 'sell', quoteAmount: usd('50') }))
      .play();
    expect(run.fills()).toEqual(['100 x 0.5 @ 1h']);
    const short = new ReplayRun({ rows: [FLAT, FLAT], balances: { BTC: '0.3' } })
      .after(0, order({ id: 'a', side: 'sell', quoteAmount: usd('50') }))
      .play();
    expect([...short.fills(), ...short.ends()]).toEqual(['100 x 0.3 @ 1h', 'a funds']);
  });

  it('rule 13: cuts to the money and to the coins there are', () => {
    const buy = new ReplayRun({ rows: [FLAT, FLAT], costs: { takerFeeBps: 10 }, balances: { USD: '1000' } })
      .after(0, order({ id: 'a', lots: 20_000 }))
      .play();
    expect([...buy.fills(), ...buy.ends()]).toEqual(['100 x 9.99 @ 1h', 'a funds']);
    const sell = new ReplayRun({ rows: [FLAT, FLAT], balances: { BTC: '0.5' } }).after(0, order({ id: 'a', side: 'sell' })).play();
    expect([...sell.fills(), ...sell.ends()]).toEqual(['100 x 0.5 @ 1h', 'a funds']);
    const none = new ReplayRun({ rows: [FLAT, FLAT], balances: { USD: '1' } }).after(0, order({ id: 'a', side: 'sell' })).play();
    expect([...none.fills(), ...none.ends()]).toEqual(['a funds']);
  });

  it('rule 13: an amount beyond the balance takes the balance and ends', () => {
    const run = new ReplayRun({ rows: [FLAT, FLAT], balances: { USD: '500' } })
      .after(0, order({ id: 'a', quoteAmount: usd('1000') }))
      .play();
    expect([...run.fills(), ...run.ends()]).toEqual(['100 x 5 @ 1h', 'a funds']);
    expect(run.reports.find((report) => report.kind === 'fill')).toMatchObject({ remaining: 1 });
  });

  it('rule 14: an order under the smallest value ends', () => {
    const run = new ReplayRun({ rows: [FLAT, FLAT], spec: { minNotional: '10' } })
      .after(0, order({ id: 'a', lots: 99 }), order({ id: 'b', lots: 100 }), order({ id: 'c', quoteAmount: usd('9.99') }))
      .after(0, order({ id: 'd', type: 'limit', limitTicks: 5_000, lots: 199 }), order({ id: 'e', quoteAmount: usd('0.05') }))
      .play();
    expect(run.ends()).toEqual(['a minimum', 'c minimum', 'd minimum', 'e funds']);
    expect(run.fills()).toEqual(['100 x 0.1 @ 1h']);
  });

  it('rule 15: a reduce-only order is cut to the position and ends with it', () => {
    const run = new ReplayRun({ rows: [FLAT, FLAT, FLAT, FLAT], spec: { minNotional: '10' } })
      .after(0, order({ id: 'early', side: 'sell', reduceOnly: true }), order({ id: 'buy', lots: 500 }))
      .after(1, order({ id: 'stop', side: 'sell', type: 'stop', triggerTicks: 5_000, reduceOnly: true }))
      .after(1, order({ id: 'part', side: 'sell', lots: 490 }))
      .after(2, order({ id: 'dust', side: 'sell', reduceOnly: true }))
      .play();
    expect(run.fills()).toEqual(['100 x 0.5 @ 1h', '100 x 0.49 @ 2h', '100 x 0.01 @ 3h']);
    expect(run.ends()).toEqual(['early reduce-only', 'stop reduce-only', 'dust reduce-only']);
  });
});

describe('the default profile', () => {
  it('is never below what is stated', () => {
    expect(CONSERVATIVE.takerFeeBps).toBeGreaterThanOrEqual(10);
    expect(CONSERVATIVE.makerFeeBps).toBeGreaterThanOrEqual(8);
    expect(CONSERVATIVE.halfSpreadBps).toBeNull();
    expect(priceOf({ halfSpreadBps: null }, 'buy')).toBeGreaterThanOrEqual(100.01);
    expect(CONSERVATIVE.slippageBps).toBeGreaterThanOrEqual(1);
    expect(CONSERVATIVE.impact).toBeGreaterThanOrEqual(1);
    expect(CONSERVATIVE.participation).toBeLessThanOrEqual(0.1);
    expect(CONSERVATIVE.latencyMs).toBeGreaterThanOrEqual(250);
  });

  const rows: readonly BarRow[] = Array.from({ length: 12 }, (_, i): BarRow => {
    const open = 1_000 + (i % 3) * 10;
    return [open, open + 12, open - 12, open + 10, 20];
  });
  /** Prices, sizes and fees of a sample run, without their times. */
  const result = (changes: Partial<CostProfile>): string[] =>
    new ReplayRun({ rows, costs: { ...CONSERVATIVE, ...changes } })
      .after(1, order({ id: 'in', quoteAmount: usd('3000') }))
      .after(4, order({ id: 'limit', type: 'limit', limitTicks: 99_500 }))
      .after(7, order({ id: 'out', side: 'sell', lots: 1_500 }))
      .play()
      .reports.flatMap((report) =>
        report.kind === 'fill' ? [`${report.fill.ticks} ${report.fill.lots} ${report.fill.fee.toString()}`] : [],
      );

  it.each([
    { takerFeeBps: 0 },
    { makerFeeBps: 0 },
    { halfSpreadBps: 0 },
    { slippageBps: 0 },
    { impact: 0 },
    { participation: 1 },
    { latencyMs: 0 },
  ] satisfies Partial<CostProfile>[])('changes the result of a sample run by %o alone', (off) => {
    expect(result(off)).not.toEqual(result({}));
  });
});
