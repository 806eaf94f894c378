import { describe, expect, it } from 'vitest';
import { contributions } from '../../../src-shared/domain/contributions.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { ExecutedFill } from '../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';

const INSTRUMENTS = [
  new Instrument(spec('BTC', { engineLot: '1', lot: '1' }), 0),
  new Instrument(spec('ETH', { engineLot: '1', lot: '1' }), 1),
];
/** Closes at the end of days 1 to 4. */
const TIMES = Float64Array.of(1, 2, 3, 4).map((day) => day * DAY_MS);
const OPENS = TIMES.map((time) => time - DAY_MS);
const usd = (text: string): Decimal => Decimal.parse(text);

type Deal = readonly [day: number, instrument: number, side: 'buy' | 'sell', price: number, lots: number, fee: string];

function fill(...[day, instrument, side, price, lots, fee]: Deal): ExecutedFill {
  return { time: day * DAY_MS + 1, instrument, origin: 'a', side, ticks: price * 100, lots, fee: usd(fee) };
}

function parts(fills: readonly ExecutedFill[], closes: readonly (readonly number[])[], equity: readonly number[]) {
  return contributions(
    {
      instruments: INSTRUMENTS,
      start: usd('1000'),
      from: 0,
      times: TIMES,
      equity: Float64Array.from(equity),
      fills,
      cash: usd('0'),
      lastClose: closes.map((column) => column.at(-1)!),
    },
    closes.map((column) => ({ opens: OPENS, barMs: DAY_MS, close: Float64Array.from(column) })),
  );
}

describe('the parts of a run', () => {
  // BTC: 2 bought at 100 on day 2 with a fee of 1, one of them sold at 130 on day 4; ETH: 1 sold short at 50 on day 3.
  const fills = [fill(1, 0, 'buy', 100, 2, '1'), fill(2, 1, 'sell', 50, 1, '0.5'), fill(3, 0, 'sell', 130, 1, '0.25')];
  const { instruments, correlation, meanGross, highestGross } = parts(
    fills,
    [
      [100, 110, 120, 140],
      [50, 50, 40, 60],
    ],
    [1_000, 1_019, 1_048.5, 1_048.25],
  );

  it('have profit after fees with what is held at its last close, exactly, and the fees', () => {
    expect(instruments.map(({ profit, fees, fills: count }) => [profit.toString(), fees.toString(), count])).toEqual([
      ['68.75', '1.25', 2],
      ['-10.5', '0.5', 1],
    ]);
  });

  it('have the time they were held and their weight in equity, short ones by their size', () => {
    expect(instruments.map(({ held }) => held)).toEqual([0.75, 0.5]);
    expect(instruments[0]!.highestWeight).toBeCloseTo(240 / 1_048.5, 12);
    expect(instruments[0]!.meanWeight).toBeCloseTo((220 / 1_019 + 240 / 1_048.5 + 140 / 1_048.25) / 4, 12);
    expect(instruments[1]!.highestWeight).toBeCloseTo(60 / 1_048.25, 12);
    expect(highestGross).toBeCloseTo(280 / 1_048.5, 12);
    expect(meanGross).toBeCloseTo((220 / 1_019 + 280 / 1_048.5 + 200 / 1_048.25) / 4, 12);
  });

  it('have the correlation of their daily profits', () => {
    // Daily profits 0, 19, 20, 29.75 and 0, 0, 9.5, -20.
    const a = [0, 19, 20, 29.75].map((value) => value - 68.75 / 4);
    const b = [0, 0, 9.5, -20].map((value) => value + 10.5 / 4);
    const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    expect(correlation[0]![1]).toBeCloseTo(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)), 12);
    expect(correlation[1]![0]).toBe(correlation[0]![1]);
    expect(correlation[0]![0]).toBeCloseTo(1, 12);
  });

  it('have no correlation where nothing was traded, and no weight in an account that is ruined', () => {
    const idle = parts(
      [fill(1, 0, 'buy', 100, 2, '0')],
      [
        [100, 110, 120, 140],
        [50, 50, 40, 60],
      ],
      [1_000, 0, -5, 0],
    );
    expect(idle.correlation).toEqual([
      [1, null],
      [null, null],
    ]);
    expect([idle.instruments[0]!.highestWeight, idle.highestGross, idle.instruments[1]!.held]).toEqual([0, 0, 0]);
  });
});
