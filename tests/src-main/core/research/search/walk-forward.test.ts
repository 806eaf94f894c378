import { describe, expect, test } from 'vitest';
import {
  planWindows,
  walkForwardSummary,
  type WindowPlan,
  type WindowResult,
} from '../../../../../src-main/core/research/search/walk-forward.ts';
import { DAY_MS } from '../../../../../src-shared/kernel/time.ts';
import { trial } from '../../../../support/research-kit.ts';

const days = (plan: Partial<WindowPlan>) => {
  const made = planWindows({ from: 0, to: 100 * DAY_MS, inSampleDays: null, outOfSampleDays: null, count: null, anchored: false, ...plan });
  if (!made.ok) return made.fault.message;
  return made.value.map(({ inSampleFrom, inSampleTo, outOfSampleFrom, outOfSampleTo }) =>
    [inSampleFrom, inSampleTo, outOfSampleFrom, outOfSampleTo].map((time) => time / DAY_MS),
  );
};

describe('windows', () => {
  test('roll along by the days out of sample and end with the bars', () => {
    expect(days({ inSampleDays: 40, outOfSampleDays: 25 })).toEqual([
      [10, 50, 50, 75],
      [35, 75, 75, 100],
    ]);
  });

  test('anchored, all begin with the first', () => {
    expect(days({ inSampleDays: 40, outOfSampleDays: 25, anchored: true })).toEqual([
      [10, 50, 50, 75],
      [10, 75, 75, 100],
    ]);
  });

  test('by count alone are three times as long in-sample, six where nothing is said', () => {
    expect(days({ count: 2 })).toEqual([
      [0, 60, 60, 80],
      [20, 80, 80, 100],
    ]);
    expect(days({})).toHaveLength(6);
    expect(days({ inSampleDays: 30, count: 1 })).toEqual([[60, 90, 90, 100]]);
  });

  test('begin and end on whole UTC days', () => {
    expect(days({ from: 0.5 * DAY_MS, to: 10.9 * DAY_MS, inSampleDays: 6, outOfSampleDays: 3 })).toEqual([[1, 7, 7, 10]]);
  });

  test('that do not fit are refused with the numbers', () => {
    expect(days({ inSampleDays: 90, outOfSampleDays: 20 })).toContain('cover 100 whole days; 1 windows of 90 and 20 days need 110');
    expect(days({ inSampleDays: 40, outOfSampleDays: 25, count: 3 })).toContain('3 windows of 40 and 25 days need 115');
    expect(days({ to: 2 * DAY_MS })).toContain('cover 2 whole days');
  });
});

function result(index: number, inside: number, out: readonly number[] | null): WindowResult {
  const window = {
    inSampleFrom: index * 10 * DAY_MS,
    inSampleTo: (index * 10 + 30) * DAY_MS,
    outOfSampleFrom: (index * 10 + 30) * DAY_MS,
    outOfSampleTo: (index * 10 + 40) * DAY_MS,
  };
  const total = (out ?? []).reduce((growth, each) => growth * (1 + each), 1) - 1;
  return {
    window,
    chosen: out === null ? null : { fast: 5 + index, slow: 50 },
    inSample: out === null ? null : trial(0, { figures: { totalReturn: inside } }),
    outOfSample:
      out === null
        ? null
        : trial(0, { part: 'out-of-sample', figures: { totalReturn: total, trades: 4 }, dailyReturns: Float64Array.from(out) }),
  };
}

const flat = (value: number): number[] => Array.from({ length: 10 }, () => value);

describe('what a walk-forward came to', () => {
  test('compounds both sides to a year and puts them in proportion', () => {
    const summary = walkForwardSummary([result(0, 0.3, flat(0.001)), result(1, 0.3, flat(0.002))], { fast: 20 });
    const out = (1.001 ** 10 * 1.002 ** 10) ** (365 / 20) - 1;
    const inside = 1.69 ** (365 / 60) - 1;
    expect(summary.outOfSampleAnnual).toBeCloseTo(out, 9);
    expect(summary.inSampleAnnual).toBeCloseTo(inside, 9);
    expect(summary.efficiency).toBeCloseTo(out / inside, 9);
    expect(summary.profitable).toBe(2);
    expect(summary.trades).toBe(8);
    expect(summary.verdict).toContain('It holds weakly');
    expect(summary.metrics['totalReturn']!.value).toBeCloseTo(1.001 ** 10 * 1.002 ** 10 - 1, 12);
    expect(summary.metrics['winRate']).toBeUndefined();
  });

  test('puts the windows in a row, flat where nothing was chosen or after a ruin', () => {
    const summary = walkForwardSummary([result(0, 0.1, [0.1, -0.5]), result(1, 0, null), result(2, 0.1, flat(0.01))], { fast: 20 });
    const { curve } = summary;
    expect(curve.times).toHaveLength(30);
    expect([...curve.equity.slice(0, 3)]).toEqual([1.1, 0.55, 0.55]);
    expect(curve.equity[19]).toBe(0.55);
    expect(curve.equity[29]).toBeCloseTo(0.55 * 1.01 ** 10, 12);
    expect(curve.times[0]).toBe(31 * DAY_MS);
    expect(curve.times[29]).toBe(60 * DAY_MS);
    expect(summary.metrics['maxDrawdown']!.value).toBeCloseTo(0.5, 12);
    expect(summary.profitable).toBe(1);
  });

  test('has nothing to go on with after a window that lost everything, and does not take two ruins for a gain', () => {
    const ruined = (index: number) => result(index, -1.3, [0.1, -1.2]);
    const summary = walkForwardSummary([ruined(0), result(1, 0.1, flat(0.01)), ruined(2)], { fast: 20 });
    expect(summary.curve.equity[1]).toBeCloseTo(-0.22, 12);
    expect(summary.curve.equity[29]).toBe(summary.curve.equity[1]);
    expect([summary.outOfSampleAnnual, summary.inSampleAnnual, summary.efficiency]).toEqual([null, null, null]);
    expect(summary.verdict).toContain('the money was lost altogether');
    expect(summary.metrics).toMatchObject({ sharpe: { value: null }, annualReturn: { value: null }, maxDrawdown: { value: 1.2 } });
    expect(Object.values(summary.metrics).every(({ value }) => value === null || Number.isFinite(value))).toBe(true);
  });

  test('says how far choices moved', () => {
    const windows = [result(0, 0.1, flat(0)), result(1, 0.1, flat(0)), result(3, 0.1, flat(0))];
    expect(walkForwardSummary(windows, { fast: 20, slow: 100 }).stability).toEqual([
      { name: 'fast', values: [5, 6, 8], distinct: 3, meanMove: expect.closeTo(0.075, 12) },
      { name: 'slow', values: [50, 50, 50], distinct: 1, meanMove: 0 },
    ]);
    expect(walkForwardSummary([result(0, 0.1, null)], { fast: 20 }).stability[0]).toMatchObject({ distinct: 0, meanMove: null });
  });

  test('judges in one sentence', () => {
    const verdict = (inside: number, out: number) => walkForwardSummary([result(0, inside, flat(out))], {}).verdict;
    expect(verdict(0.01, 0.0003)).toMatch(
      /^It holds: 11\.6% a year out of sample against 12\.9% in-sample, of which it kept 89\.9%; 1 of 1 windows made money\.$/u,
    );
    expect(verdict(0.5, 0.0003)).toMatch(/^It holds weakly: .*Below 50% usually means/u);
    expect(verdict(0.5, -0.0003)).toMatch(/^It does not hold: -10\.4% a year/u);
    expect(verdict(-0.1, 0.01)).toMatch(/^There was nothing to hold/u);
    expect(verdict(-1, 0.01)).toMatch(/even in-sample the best choices came to -100\.0%/u);
    expect(verdict(0.5, -1)).toMatch(/the money was lost altogether; 0 of 1/u);
  });
});
