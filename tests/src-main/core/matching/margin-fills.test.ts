import { describe, expect, it } from 'vitest';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { FLAT, order, ReplayRun, type BarRow, type ReplaySetup } from './venue-fixture.ts';

/** Ten times, maintenance 1 %, liquidation fee 1 %, no other cost: a hundred dollars carry a thousand. */
const SPEC = {
  kind: 'perpetual',
  makerFee: '0',
  takerFee: '0',
  terms: { maxLeverage: 10, leverage: 10, maintenanceMargin: '0.01', liquidationFee: '0.01' },
} as Partial<InstrumentSpec>;

const market = (id: string, side: 'buy' | 'sell', units: number, more: object = {}) => order({ id, side, lots: units * 1_000, ...more });
const stop = (id: string, triggerTicks: number) => order({ id, type: 'stop', side: 'sell', lots: 5_000, triggerTicks, reduceOnly: true });
const limit = (id: string, side: 'buy' | 'sell', limitTicks: number, lots = 5_000) => order({ id, type: 'limit', side, lots, limitTicks });

function account(rows: readonly BarRow[], more: Partial<ReplaySetup> = {}): ReplayRun {
  return new ReplayRun({ rows: [FLAT, FLAT, ...rows, FLAT], balances: { USD: '100' }, spec: SPEC, ...more });
}

/** `side price x size` of every liquidation. */
function liquidations(run: ReplayRun): readonly string[] {
  return run.margin.flatMap((report) =>
    report.kind === 'liquidated' ? [`${report.side} ${report.ticks / 100} x ${report.lots / 1_000}`] : [],
  );
}

describe('a liquidation within a bar', () => {
  // 100 + 5 P - 500 = 0.01 x 5 P at 80.808...; the first cent under it.
  it('is at the price where equity falls to maintenance margin, for a long at the low', () => {
    const run = account([[100, 100, 75, 90, 1_000]])
      .after(0, market('a', 'buy', 5))
      .play();
    expect(liquidations(run)).toEqual(['sell 80.8 x 5']);
    // 80.80 x 5 x 0.01
    expect(run.margin.map((report) => report.kind === 'liquidated' && report.fee.toString())).toEqual(['4.04']);
    expect(
      liquidations(
        account([[100, 120, 80.81, 90, 1_000]])
          .after(0, market('a', 'buy', 5))
          .play(),
      ),
    ).toEqual([]);
  });

  it('is at the high for a short', () => {
    // 100 - 5 P + 500 = 0.05 P at 118.811...
    expect(
      liquidations(
        account([[100, 119, 50, 90, 1_000]])
          .after(0, market('a', 'sell', 5))
          .play(),
      ),
    ).toEqual(['buy 118.82 x 5']);
    expect(
      liquidations(
        account([[100, 118.81, 50, 90, 1_000]])
          .after(0, market('a', 'sell', 5))
          .play(),
      ),
    ).toEqual([]);
  });

  it('is at the open where a gap went through its price, whatever that takes', () => {
    expect(
      liquidations(
        account([[70, 75, 70, 72, 1_000]])
          .after(0, market('a', 'buy', 5))
          .play(),
      ),
    ).toEqual(['sell 70 x 5']);
  });

  it('is made worse by the costs of taking, and fills whole', () => {
    // Bought at 101: 100 + 5 P - 505 = 0.05 P at 81.818...; a bar's volume does not bound it.
    const whole = account([[100, 100, 75, 90, 1]], { costs: { slippageBps: 100 } })
      .after(0, market('a', 'buy', 5))
      .play();
    expect(liquidations(whole)).toEqual(['sell 80.99 x 5']);
  });

  it('comes after a stop that lies nearer, and before one that lies farther', () => {
    const near = account([[100, 100, 75, 90, 1_000]])
      .after(0, market('a', 'buy', 5))
      .after(1, stop('s', 9_000));
    expect([liquidations(near.play()), near.fills('s')]).toEqual([[], ['90 x 5 @ 3h']]);
    const far = account([[100, 100, 75, 90, 1_000]])
      .after(0, market('a', 'buy', 5))
      .after(1, stop('s', 8_000));
    expect([liquidations(far.play()), far.ends()]).toEqual([['sell 80.8 x 5'], ['s liquidation']]);
  });

  it('comes before a target in the same bar', () => {
    const run = account([[100, 120, 75, 90, 1_000]])
      .after(0, market('a', 'buy', 5))
      .after(1, limit('t', 'sell', 11_000));
    expect([liquidations(run.play()), run.fills('t')]).toEqual([['sell 80.8 x 5'], []]);
  });

  it('looks at what was opened within the bar at the worst of it', () => {
    const run = account([[100, 100, 70, 90, 1_000]]).after(1, limit('l', 'buy', 9_500, 10_000));
    // 100 + 10 P - 950 = 0.1 P at 85.858...
    expect([run.play().fills('l'), liquidations(run)]).toEqual([['95 x 10 @ 3h'], ['sell 85.85 x 10']]);
  });
});

describe('an order on margin', () => {
  it('fills as far as margin and fee are there, and ends', () => {
    const run = account([], { spec: { ...SPEC, takerFee: '0.01' } as Partial<InstrumentSpec>, costs: { takerFeeBps: null } });
    // 100 / (100 x (0.1 + 0.01)) = 9.0909...
    run.after(0, market('a', 'sell', 20)).play();
    expect([run.fills(), run.ends()]).toEqual([['100 x 9.09 @ 1h'], ['a funds']]);
  });

  it('closes without margin, and turns with what closing leaves', () => {
    const run = account([[100, 100, 99, 99, 1_000], FLAT])
      .after(0, market('a', 'buy', 10))
      .after(2, market('b', 'sell', 25))
      .play();
    expect(run.fills()).toEqual(['100 x 10 @ 1h', '100 x 20 @ 3h']);
    expect(run.ends()).toEqual(['b funds']);
  });

  it('holds margin back while it rests, on either side, and nothing for what it closes', () => {
    const run = account([FLAT])
      .after(0, limit('a', 'buy', 9_000), limit('b', 'sell', 11_000), limit('c', 'sell', 12_000))
      .play();
    // 45 and 55 of margin leave nothing for a third.
    expect(run.ends()).toEqual(['c funds']);
    const closing = account([FLAT])
      .after(0, market('a', 'buy', 10))
      .after(1, limit('b', 'sell', 11_000, 10_000))
      .play();
    expect(closing.ends()).toEqual([]);
  });

  it('that rested fills no further than margin is there', () => {
    const spec = { ...SPEC, takerFee: '0.01' } as Partial<InstrumentSpec>;
    const run = account([[100, 101, 100, 100, 1_000]], { spec, costs: { takerFeeBps: null } })
      .after(0, market('a', 'buy', 9))
      // Each closes what is held, so none holds margin back; the second comes too late for that.
      .after(1, limit('b', 'sell', 10_001, 9_000), limit('c', 'sell', 10_002, 9_000))
      .play();
    // 100 - 9 of fee + 0.09 of profit over 100.02 x (0.1 + 0.01).
    expect([run.fills('b'), run.fills('c')]).toEqual([['100.01 x 9 @ 3h'], ['100.02 x 8.279 @ 3h']]);
  });

  it('by an amount of money is none', () => {
    const run = account([])
      .after(0, order({ id: 'a', quoteAmount: { sign: () => 1 } as never }))
      .play();
    expect(run.ends()).toEqual(['a venue']);
  });
});

describe('funding', () => {
  it('is paid on what is held before the instant, at the close there, and by a short received', () => {
    const rows = Array.from({ length: 16 }, (_, i): BarRow => [100 + i, 100 + i, 100 + i, 100 + i, 1_000]);
    const play = (side: 'buy' | 'sell'): ReplayRun =>
      new ReplayRun({ rows, balances: { USD: '1000' }, spec: SPEC, funding: { kind: 'stated', bps: 10 } })
        .after(0, market('a', side, 5))
        // Decided at 15:00 and done there: the last payment is at 08:00.
        .after(14, market('b', side === 'buy' ? 'sell' : 'buy', 5))
        .play();
    expect(play('buy').margin).toMatchObject([{ kind: 'funding', lots: 5_000, ticks: 10_700, rate: { coefficient: 10n } }]);
    expect(play('sell').margin).toMatchObject([{ kind: 'funding', lots: -5_000, ticks: 10_700 }]);
  });

  it('within a bar is on the open of it', () => {
    const rows: readonly BarRow[] = [
      [100, 100, 100, 100, 1_000],
      [110, 130, 110, 130, 1_000],
      [120, 120, 120, 120, 1_000],
    ];
    const day = { timeframe: '1d', stepMs: 86_400_000 } as const;
    const run = new ReplayRun({ rows, balances: { USD: '1000' }, spec: SPEC, ...day, funding: { kind: 'against', bps: 10 } });
    run.after(0, market('a', 'buy', 5)).play();
    // At 08:00 and 16:00 the open is known, at 00:00 the close; the fill at 00:00 before them pays nothing.
    expect(run.margin.map((report) => 'ticks' in report && report.ticks)).toEqual([11_000, 11_000, 13_000, 12_000, 12_000, 12_000]);
  });
});
