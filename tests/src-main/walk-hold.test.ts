import { expect, test } from 'vitest';
import { researchBars } from '../../src-main/research-bars.ts';
import { walkHold } from '../../src-main/walk-hold.ts';
import type { SearchSummary } from '../../src-main/ports/research-store.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';
import { besideHeld } from '../../src-renderer/features/research/walk-curve.tsx';
import { conditions, searchEntry } from '../support/research-kit.ts';

const FROM = Date.UTC(2026, 0, 1);
const REQUEST = {
  source: { kind: 'simulated' },
  instrument: 'BTC/USD.SIM',
  timeframe: '4h',
  from: FROM,
  to: FROM + 40 * DAY_MS,
  cash: '10000',
} as const;
const bars = researchBars({ request: REQUEST, marketSeed: 7, home: '' });
const windows = [0, 1].map((window) => ({
  inSampleFrom: FROM + window * 10 * DAY_MS,
  inSampleTo: FROM + (window * 10 + 20) * DAY_MS,
  outOfSampleFrom: FROM + (window * 10 + 20) * DAY_MS,
  outOfSampleTo: FROM + (window * 10 + 30) * DAY_MS,
}));

function searchOf(data: string = bars.dataHash, label = 'Simulated market, seed 7'): SearchSummary {
  const base = conditions({ strategy: 'sma-cross', instrument: 'BTC/USD.SIM', timeframe: '4h', data });
  const note = { id: null, label, bars: bars.candles.length, from: REQUEST.from, to: REQUEST.to };
  const entry = searchEntry({ windows, conditions: { ...base, data: note, instrument: bars.instrument, cash: '10000', seed: 7 } });
  return { ...entry, state: 'done', stateAt: 0, recorded: 0 };
}

const ground = { home: '', marketSeed: 7 };

test('the same cash is held from the first day out of sample to the last, worth what the closes make of it', () => {
  const hold = walkHold({ search: searchOf(), ...ground });
  expect([...hold.times]).toEqual([...Array(20).keys()].map((day) => FROM + (day + 21) * DAY_MS));
  // The close of each day, read naively from the bars.
  const { candles } = bars;
  const close = (day: number): number => candles.close[candles.time.findLastIndex((time) => time < FROM + (day + 21) * DAY_MS)]!;
  for (let day = 1; day < 20; day += 1) expect(hold.equity[day]! / hold.equity[day - 1]!).toBeCloseTo(close(day) / close(day - 1), 4);
  const open = candles.open[candles.time.indexOf(FROM + 20 * DAY_MS)]!;
  // Costs and one bar of waiting are all that lies between the cash and the coins.
  expect(hold.equity[0]! / 10_000).toBeCloseTo(close(0) / open, 1);
  const peaks = [...hold.equity].map((_, day) => Math.max(10_000, ...hold.equity.subarray(0, day + 1)));
  [...hold.drawdown].forEach((fall, day) => expect(fall).toBeCloseTo(hold.equity[day]! / peaks[day]! - 1, 12));
  // A walk that is half done has half of it beside it.
  const curve = { times: hold.times.subarray(0, 10), equity: hold.equity.subarray(0, 10), drawdown: hold.drawdown.subarray(0, 10) };
  expect(besideHeld(curve, hold)).toMatchObject({ hold: hold.equity.subarray(0, 10), holdDrawdown: hold.drawdown.subarray(0, 10) });
  expect(besideHeld(curve, 'the bars are gone')).toBe(curve);
});

test('bars that are others by now, or lie in a file, are not held', () => {
  expect(() => walkHold({ search: searchOf('ab'.repeat(32)), ...ground })).toThrow('other bars than when they were walked forward');
  expect(() => walkHold({ search: searchOf(bars.dataHash, 'btc.csv'), ...ground })).toThrow('bars of a file are read on the command line');
  expect(() => walkHold({ search: { ...searchOf(), windows: [] }, ...ground })).toThrow('search0000000001');
});
