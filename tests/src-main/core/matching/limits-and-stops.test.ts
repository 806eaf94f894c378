import { describe, expect, it } from 'vitest';
import { FLAT, HOUR, order, ReplayRun, START, type BarRow } from './venue-fixture.ts';

const limit = (id: string, side: 'buy' | 'sell', limitTicks: number, more: object = {}) =>
  order({ id, side, type: 'limit', limitTicks, ...more });
const stop = (id: string, side: 'buy' | 'sell', triggerTicks: number, more: object = {}) =>
  order({ id, side, type: 'stop', triggerTicks, ...more });
const told = (run: ReplayRun): string[] => [...run.fills(), ...run.ends()];

describe('limit orders on bars', () => {
  it('rule 16: takes when it crosses, never beyond its limit', () => {
    const at = (limitTicks: number): ReplayRun =>
      new ReplayRun({ rows: [FLAT, FLAT], costs: { halfSpreadBps: 5, takerFeeBps: 10, makerFeeBps: 0 } })
        .after(0, limit('a', 'buy', limitTicks))
        .play();
    expect(at(10_002).fills()).toEqual(['100.02 x 1 @ 1h']);
    expect(at(10_010).fills()).toEqual(['100.05 x 1 @ 1h']);
    expect(at(10_010).reports.at(-1)).toMatchObject({ fill: { liquidity: 'taker' } });
    const sale = new ReplayRun({ rows: [FLAT, FLAT], costs: { halfSpreadBps: 5 } }).after(0, limit('a', 'sell', 9_998)).play();
    expect(sale.fills()).toEqual(['99.98 x 1 @ 1h']);
  });

  it('rule 16: what the open does not give rests, and has no second share of that bar', () => {
    const rows: readonly BarRow[] = [FLAT, [100, 100, 90, 100, 10], [100, 100, 99, 100, 10], FLAT];
    const run = new ReplayRun({ rows, costs: { participation: 0.05 } }).after(0, limit('a', 'buy', 10_000)).play();
    expect(run.fills()).toEqual(['100 x 0.5 @ 1h', '100 x 0.5 @ 3h']);
  });

  it('rule 16: post-only ends rather than take', () => {
    const run = new ReplayRun({ rows: [FLAT, [100, 101, 99, 100, 9]] })
      .after(0, limit('cross', 'buy', 10_000, { postOnly: true }), limit('rest', 'sell', 10_050, { postOnly: true }))
      .play();
    expect(told(run)).toEqual(['100.5 x 1 @ 2h', 'cross post-only']);
  });

  it('rule 17: a touch does not fill, going through does, at the limit and as maker', () => {
    const low = (price: number): ReplayRun =>
      new ReplayRun({ rows: [FLAT, FLAT, [100, 100, price, 100, 9]], costs: { makerFeeBps: 8 } }).after(0, limit('a', 'buy', 9_900)).play();
    expect(low(99).fills()).toEqual([]);
    expect(low(98.99).fills()).toEqual(['99 x 1 @ 3h']);
    const fill = low(98.99).reports.at(-1);
    expect(fill).toMatchObject({ kind: 'fill', time: START + 3 * HOUR - 1, fill: { liquidity: 'maker' } });
    expect(fill?.kind === 'fill' && fill.fill.fee.toString()).toBe('0.0792');
    const high = (price: number): string[] =>
      new ReplayRun({ rows: [FLAT, [100, price, 100, 100, 9]] })
        .after(0, limit('a', 'sell', 10_100))
        .play()
        .fills();
    expect([high(101), high(101.01)]).toEqual([[], ['101 x 1 @ 2h']]);
  });

  it('rule 17: a bar that opens beyond a resting limit fills it at its limit, at the open; the share is one for open and range', () => {
    const run = new ReplayRun({ rows: [FLAT, FLAT, [95, 96, 94, 95, 10], FLAT], costs: { participation: 0.04 } })
      .after(0, limit('a', 'buy', 9_900))
      .play();
    expect(run.fills()).toEqual(['99 x 0.4 @ 2h']);
    const sale = new ReplayRun({ rows: [FLAT, FLAT, [105, 106, 104, 105, 10]] }).after(0, limit('a', 'sell', 10_100)).play();
    expect(sale.fills()).toEqual(['101 x 1 @ 2h']);
  });

  it('rule 17: takes part of the volume bar by bar', () => {
    const dip: BarRow = [100, 100, 98, 100, 4];
    const run = new ReplayRun({ rows: [FLAT, dip, dip, dip, dip], costs: { participation: 0.1 } })
      .after(0, limit('a', 'buy', 9_900))
      .play();
    expect(run.fills()).toEqual(['99 x 0.4 @ 2h', '99 x 0.4 @ 3h', '99 x 0.2 @ 4h']);
  });

  it('rule 18: IOC and FOK', () => {
    const rows: readonly BarRow[] = [FLAT, [100, 100, 90, 100, 0.5], FLAT];
    const run = new ReplayRun({ rows })
      .after(0, order({ id: 'ioc', timeInForce: 'ioc' }), order({ id: 'fok', timeInForce: 'fok' }))
      .after(0, limit('ioc-away', 'buy', 9_900, { timeInForce: 'ioc' }), limit('fok-away', 'buy', 9_900, { timeInForce: 'fok' }))
      .after(0, order({ id: 'fok-fits', timeInForce: 'fok', lots: 500 }))
      .play();
    expect(told(run)).toEqual(['100 x 0.5 @ 1h', '100 x 0.5 @ 1h', 'ioc ioc', 'fok fok', 'ioc-away ioc', 'fok-away fok']);
    const poor = new ReplayRun({ rows: [FLAT, FLAT], balances: { USD: '50' } }).after(0, order({ id: 'a', timeInForce: 'fok' })).play();
    expect(told(poor)).toEqual(['a fok']);
  });

  it('rule 13: holds back money and coins while it rests', () => {
    const rows: readonly BarRow[] = [FLAT, FLAT, FLAT, [100, 100, 40, 100, 1_000]];
    const run = new ReplayRun({ rows, balances: { USD: '150', BTC: '1' }, costs: { takerFeeBps: 10, makerFeeBps: 20 } })
      .after(0, limit('a', 'buy', 9_900), limit('b', 'buy', 5_091), limit('c', 'buy', 5_070))
      .after(
        0,
        limit('d', 'sell', 20_000, { lots: 700 }),
        limit('e', 'sell', 20_000, { lots: 301 }),
        limit('f', 'sell', 20_000, { lots: 300 }),
      )
      .after(1, order({ id: 'g' }), order({ id: 'h', side: 'sell' }))
      .play();
    // a holds 99.198; b would need 51.01182 of the 50.802 left; c holds 50.8014. Nothing is left for g, no coin for h.
    expect(run.ends()).toEqual(['b funds', 'e funds', 'g funds', 'h funds']);
    expect(run.fills()).toEqual(['99 x 1 @ 4h', '50.7 x 1 @ 4h']);
  });

  it('rule 3: a cancel arrives after the open of its bar and before the range', () => {
    const rows: readonly BarRow[] = [FLAT, FLAT, [100, 100, 90, 100, 9], FLAT];
    const cancelled = new ReplayRun({ rows, costs: { latencyMs: 250 } }).after(0, limit('a', 'buy', 9_900));
    cancelled.on((event) => {
      if (event.kind === 'bar' && event.row === 1) cancelled.replay.cancel('a' as never, 'user');
    });
    expect(told(cancelled.play())).toEqual(['a user']);
    const late = new ReplayRun({ rows: [FLAT, FLAT, FLAT], costs: { latencyMs: 250 } }).after(0, order({ id: 'a' }));
    late.on((event) => {
      if (event.kind === 'bar' && event.row === 0) late.replay.cancel('a' as never, 'user');
      if (event.kind === 'bar' && event.row === 1) late.replay.cancel('unknown' as never, 'user');
    });
    late.play();
    expect(late.fills()).toEqual(['100 x 1 @ 1h']);
    expect(late.reports.map(({ kind }) => kind)).toEqual(['acknowledged', 'fill', 'cancel-refused', 'cancel-refused']);
  });
});

describe('stops on bars', () => {
  it('rule 19: triggers in the range, at its trigger made worse; beyond the open, at the open', () => {
    const sale = (row: BarRow): string[] =>
      new ReplayRun({ rows: [FLAT, row, FLAT], costs: { slippageBps: 10 } })
        .after(0, stop('a', 'sell', 9_500))
        .play()
        .fills();
    expect(sale([100, 100, 94, 96, 9])).toEqual(['94.9 x 1 @ 2h']);
    expect(sale([93, 99, 92, 96, 9])).toEqual(['92.9 x 1 @ 1h']);
    expect(sale([100, 100, 95.01, 96, 9])).toEqual([]);
    const buy = (row: BarRow): string[] =>
      new ReplayRun({ rows: [FLAT, row, FLAT], costs: { slippageBps: 10 } })
        .after(0, stop('a', 'buy', 10_500))
        .play()
        .fills();
    expect(buy([100, 106, 100, 100, 9])).toEqual(['105.11 x 1 @ 2h']);
    expect(buy([107, 108, 106, 107, 9])).toEqual(['107.11 x 1 @ 1h']);
    expect(buy([100, 104.99, 100, 100, 9])).toEqual([]);
  });

  it('rule 19: what the bar does not give waits for the next open', () => {
    const rows: readonly BarRow[] = [FLAT, [100, 100, 94, 96, 0.4], [96, 96, 96, 96, 9], FLAT];
    const run = new ReplayRun({ rows }).after(0, stop('a', 'sell', 9_500)).play();
    expect(run.fills()).toEqual(['95 x 0.4 @ 2h', '96 x 0.6 @ 2h']);
    expect(run.reports.map(({ kind }) => kind)).toEqual(['acknowledged', 'triggered', 'fill', 'fill']);
  });

  it('rule 19: a stop-limit takes within its limit and rests from the next bar on', () => {
    const run = (rows: readonly BarRow[], limitTicks: number): string[] =>
      told(
        new ReplayRun({ rows, costs: { slippageBps: 10 } })
          .after(0, order({ id: 'a', type: 'stop-limit', triggerTicks: 10_500, limitTicks }))
          .play(),
      );
    expect(run([FLAT, [100, 106, 100, 100, 9], FLAT], 10_505)).toEqual(['105.05 x 1 @ 2h']);
    expect(run([FLAT, [107, 108, 100, 100, 9], FLAT], 10_600)).toEqual(['106 x 1 @ 2h']);
    // Triggered inside the bar with the limit below the trigger: the same range does not fill it.
    expect(run([FLAT, [100, 106, 100, 104, 9], [104, 104, 104, 104, 9], FLAT], 10_450)).toEqual(['104.5 x 1 @ 2h']);
    expect(run([FLAT, [100, 106, 100, 104, 9]], 10_450)).toEqual([]);
  });

  it('rule 20: of two stops in one bar the nearest to the open comes first', () => {
    const group = { id: 'g', role: 'oco' as const };
    const run = new ReplayRun({ rows: [FLAT, [100, 110, 90, 100, 9]] })
      .after(0, stop('far', 'sell', 9_500, { group }), stop('near', 'buy', 10_400, { group }))
      .play();
    expect(told(run)).toEqual(['104 x 1 @ 2h', 'far oco']);
  });

  it('rule 19: a stop that arrives after the open it would have met pays for coming late', () => {
    const rows: readonly BarRow[] = [
      [10_000, 10_100, 10_000, 10_100, 10],
      [10_000, 10_000, 10_000, 10_000, 9],
    ];
    const run = new ReplayRun({ rows, costs: { latencyMs: 250 } }).after(0, stop('a', 'sell', 1_005_000)).play();
    expect(run.fills()).toEqual(['9999.16 x 1 @ 1h']);
  });
});
