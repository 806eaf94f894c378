import { describe, expect, test } from 'vitest';
import { SIM_PROFILES } from '../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { chartedBars, replayStart } from '../../../../src-main/sessions/replay/replay-bars.ts';
import { ReplayClock } from '../../../../src-main/sessions/replay/replay-clock.ts';
import { ReplayControl } from '../../../../src-main/sessions/replay/replay-control.ts';
import { replayResult } from '../../../../src-main/sessions/replay/replay-result.ts';
import type { ReplayResult } from '../../../../src-shared/contract/rows.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { ExecutedFill } from '../../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { HOUR_MS } from '../../../../src-shared/kernel/time.ts';
import { walkBars } from '../../../support/candle-kit.ts';

const FROM = Date.UTC(2025, 0, 1);
/** Eight hours with the fourth one missing. */
const bars = walkBars({ bars: 8, from: FROM, timeframe: '1h', skip: [3] });
const closes = [1, 2, 3, 5, 6, 7, 8].map((hour) => FROM + hour * HOUR_MS);
const wanted = { timeframe: '1h', instrument: 'X/Y.FILE' } as const;

describe('where a replay begins', () => {
  test('with the last bar that has closed, gaps left out; without one, with the first', () => {
    expect(replayStart(bars, { ...wanted, from: FROM + 4.5 * HOUR_MS })).toEqual({ row: 2, closes: Float64Array.from(closes.slice(2)) });
    expect(replayStart(bars, { ...wanted, from: FROM + 5 * HOUR_MS }).row).toBe(3);
    expect(replayStart(bars, { ...wanted, from: 0 })).toEqual({ row: 0, closes: Float64Array.from(closes) });
  });

  test('not where no bar would come', () => {
    expect(() => replayStart(bars, { ...wanted, from: FROM + 8 * HOUR_MS })).toThrow(expect.objectContaining({ code: 'replay.range' }));
  });

  test('longer bars come along as far as they can be made of whole ones', () => {
    expect(chartedBars(bars, '1h').map(({ timeframe, columns }) => [timeframe, columns.length])).toEqual([
      ['1h', 7],
      ['4h', 2],
    ]);
  });
});

test('the result counts trades, fees and profit exactly', () => {
  const instrument = new Instrument(SIM_PROFILES[0]!.spec, 0);
  const fill = (side: 'buy' | 'sell', price: number, lots: number, fee: string): ExecutedFill => ({
    ...{ time: FROM, instrument: 0, origin: 'you', side, lots },
    ticks: instrument.toTicks(price),
    fee: Decimal.parse(fee),
  });
  const fills = [fill('buy', 100, 10, '0.1'), fill('sell', 110, 10, '0.2'), fill('buy', 120, 5, '0.05')];
  expect(replayResult({ instrument, fills, cash: Decimal.parse('1000'), equity: Decimal.parse('1012.5'), holdEquity: 980 })).toEqual({
    trades: 1,
    open: 1,
    fills: 3,
    fees: '0.35',
    profit: '12.5',
    profitFraction: 0.0125,
    holdFraction: expect.closeTo(-0.02),
  });
});

test('the end is judged once, when the market has come to it', () => {
  let time = 0;
  let judged = 0;
  const result: ReplayResult = { trades: 0, open: 0, fills: 0, fees: '0', profit: '0', profitFraction: 0, holdFraction: 0 };
  const control = new ReplayControl({
    clock: new ReplayClock(Float64Array.of(10, 20)),
    ...{ instrument: 'X/Y.FILE', timeframe: '1h', label: 'bars', timeframes: ['1h', '4h'] },
    reached: () => time,
    result: () => {
      judged += 1;
      return result;
    },
  });
  control.move({ kind: 'step', bars: 1 }, 0);
  expect(control.row()).toMatchObject({ bar: 1, bars: 1, result: null });
  time = 20;
  expect([control.row().result, control.row().result, judged]).toEqual([result, result, 1]);
  expect(() => {
    control.needs('1m');
  }).toThrow(expect.objectContaining({ code: 'replay.timeframe', details: { timeframe: '1h', asked: '1m' } }));
  control.needs('4h');
});
