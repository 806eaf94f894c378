import { describe, expect, it } from 'vitest';
import { dailyReturns } from '../../../../src-shared/domain/daily-returns.ts';
import { type EquityCurve, type MetricInput, type MetricResult, reasonSentence } from '../../../../src-shared/domain/metric.ts';
import { METRICS } from '../../../../src-shared/domain/metrics/catalog.ts';
import { deepestDrawdown } from '../../../../src-shared/domain/metrics/max-drawdown.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

function curve(values: readonly number[], step = DAY): EquityCurve {
  return { start: 1_000, from: 0, times: Float64Array.from(values, (_, i) => (i + 1) * step), equity: Float64Array.from(values) };
}

function compute(id: string, values: readonly number[], more: Partial<MetricInput> = {}): MetricResult {
  const made = curve(values);
  const input: MetricInput = { curve: made, dailyReturns: dailyReturns(made), trips: [], profits: [], bought: 0, sold: 0, ...more };
  return METRICS.find((metric) => metric.id === id)!.compute(input);
}

const codeOf = (result: MetricResult): string | undefined => result.reason?.code;

describe('no value, and why', () => {
  it.each([
    ['sharpe', [], 'too-few-days'],
    ['sharpe', [1_010], 'too-few-days'],
    ['sharpe', [1_000, 1_000, 1_000], 'no-variation'],
    ['sharpe', [1_010, 1_020.1, 1_030.301], 'no-variation'],
    ['volatility', [1_010], 'too-few-days'],
    ['sortino', [1_010], 'too-few-days'],
    ['sortino', [1_010, 1_020], 'no-losing-day'],
    ['calmar', [1_010, 1_020], 'no-drawdown'],
    ['calmar', [500, 0], 'ruined'],
    ['annualReturn', [], 'no-time'],
    ['annualReturn', [500, 0], 'ruined'],
    ['annualReturn', [500, -20], 'ruined'],
    ['calmar', [500, -20], 'ruined'],
    // Splendid until everything was lost, and more: no ratio says that.
    ['sharpe', [1_500, 2_400, 3_600, -20], 'ruined'],
    ['sortino', [1_500, 2_400, 3_600, -20], 'ruined'],
    ['omega', [1_500, 2_400, 3_600, 0], 'ruined'],
    ['annualReturn', [1e300], 'out-of-range'],
    ['exposure', [], 'no-time'],
    ['turnover', [], 'no-time'],
    ['turnover', [0, 0], 'ruined'],
    ['winRate', [1_000], 'too-few-trades'],
    ['profitFactor', [1_000], 'too-few-trades'],
    ['payoff', [1_000], 'too-few-trades'],
    ['averageTrade', [1_000], 'too-few-trades'],
    ['expectancy', [1_000], 'too-few-trades'],
    ['sqn', [1_000], 'too-few-trades'],
    ['longestLosingStreak', [1_000], 'too-few-trades'],
    ['omega', [1_010], 'too-few-days'],
    ['omega', [1_010, 1_020], 'no-losing-day'],
    ['ulcerIndex', [], 'no-time'],
    ['longestUnderWater', [], 'no-time'],
    ['recoveryFactor', [1_010, 1_020], 'no-drawdown'],
    ['recoveryFactor', [], 'no-drawdown'],
    ['valueAtRisk', [1_010, 1_020], 'too-few-days'],
    ['conditionalValueAtRisk', [1_010, 1_020], 'too-few-days'],
  ] as const)('%s of %j: %s', (id, values, code) => {
    const result = compute(id, values);
    expect(result.value).toBeNull();
    expect(codeOf(result)).toBe(code);
  });

  it('profit factor without a loss', () => {
    expect(codeOf(compute('profitFactor', [1_000], { profits: [5, 0] }))).toBe('no-loss');
  });

  it.each([
    ['payoff', [5, 0], 'no-loss'],
    ['payoff', [-5, 0], 'no-win'],
    ['expectancy', [5, 0], 'no-loss'],
    ['sqn', [5], 'too-few-trades'],
    ['sqn', [5, 5, 5], 'no-trade-variation'],
  ] as const)('%s of trades %j: %s', (id, profits, code) => {
    const result = compute(id, [1_000], { profits });
    expect(result.value).toBeNull();
    expect(codeOf(result)).toBe(code);
  });

  it('SQN of few trades is told to machines, and shown from 30 on; trades beyond 100 do not raise it', () => {
    const trades = (count: number): number[] => Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 3 : -1));
    expect(reasonSentence(compute('sqn', [1_000], { profits: trades(29) }).reason!)).toBe('29 closed trades, 30 are needed');
    expect(compute('sqn', [1_000], { profits: trades(30) }).reason).toBeNull();
    // Mean 1, deviation 2 but for n - 1: half the root of the number that counts.
    expect(compute('sqn', [1_000], { profits: trades(400) }).value).toBeCloseTo(5, 1);
    expect(compute('sqn', [1_000], { profits: trades(100) }).value).toBeCloseTo(5, 1);
  });

  it('is a sentence with the numbers', () => {
    expect(reasonSentence(compute('sharpe', [1_010]).reason!)).toBe('1 daily returns, 2 are needed');
    const nine = compute('sharpe', [1_010, 1_000, 1_010, 1_000, 1_010, 1_000, 1_010, 1_000, 1_010]);
    expect(nine.value).not.toBeNull();
    expect(reasonSentence(nine.reason!)).toBe('9 daily returns, 30 are needed');
  });

  it('30 days are enough to be shown', () => {
    expect(
      compute(
        'sharpe',
        Array.from({ length: 30 }, (_, i) => 1_000 + (i % 3)),
      ).reason,
    ).toBeNull();
  });
});

describe('daily returns', () => {
  it('a close at midnight ends its day; the first base is the starting cash', () => {
    const four = curve([1_010, 1_020, 1_030, 1_040, 1_050, 1_100, 1_210], 4 * HOUR);
    expect(Array.from(dailyReturns(four))).toEqual([1_100 / 1_000 - 1, 1_210 / 1_100 - 1]);
  });

  it('a day without a bar has no return', () => {
    const gap: EquityCurve = { start: 100, from: 0, times: Float64Array.of(DAY, 2 * DAY, 9 * DAY), equity: Float64Array.of(100, 110, 121) };
    const returns = dailyReturns(gap);
    expect(returns.length).toBe(3);
    expect(returns[2]).toBeCloseTo(0.1, 12);
  });

  it('end where nothing is left', () => {
    expect(Array.from(dailyReturns(curve([500, 0, 700])))).toEqual([-0.5, -1]);
  });
});

describe('max drawdown', () => {
  it('names peak, trough and recovery', () => {
    expect(deepestDrawdown(curve([900, 1_000, 1_200, 1_050, 1_100, 1_200, 1_300]))).toEqual({
      fraction: 0.125,
      peakTime: 3 * DAY,
      troughTime: 4 * DAY,
      recoveryTime: 6 * DAY,
    });
  });

  it('counts the starting cash as the first peak, and may never recover', () => {
    expect(deepestDrawdown(curve([990, 800, 900]))).toEqual({ fraction: 0.2, peakTime: 0, troughTime: 2 * DAY, recoveryTime: null });
  });

  it('is none when equity never fell', () => {
    expect(deepestDrawdown(curve([1_000, 1_001, 1_001]))).toBeNull();
    expect(compute('maxDrawdown', [1_000, 1_001])).toEqual({ value: 0, reason: null });
  });

  it('keeps the first of two equal ones', () => {
    expect(deepestDrawdown(curve([900, 1_000, 900, 1_000]))).toMatchObject({ troughTime: DAY, recoveryTime: 2 * DAY });
  });
});

describe('the worst days', () => {
  const of = (losses: readonly number[], gains: number): Float64Array => Float64Array.from([...losses, ...Array<number>(gains).fill(0.01)]);

  it('are a twentieth of them, rounded up', () => {
    const value = (id: string, dailyReturns: Float64Array): number | null => compute(id, [1_000], { dailyReturns }).value;
    expect(value('valueAtRisk', of([-0.02, -0.08], 18))).toBe(0.08);
    expect(value('valueAtRisk', of([-0.02, -0.08], 19))).toBe(0.02);
    expect(value('conditionalValueAtRisk', of([-0.02, -0.08], 18))).toBe(0.08);
    expect(value('conditionalValueAtRisk', of([-0.02, -0.08], 19))).toBeCloseTo(0.05, 12);
    // Where even the worst of the tail gained, there is less than nothing to lose.
    expect(value('valueAtRisk', of([], 40))).toBe(-0.01);
    expect(codeOf(compute('valueAtRisk', [1_000], { dailyReturns: of([], 19) }))).toBe('too-few-days');
  });
});

describe('longest under water', () => {
  it('ends with the close that is back at the peak, or with the run', () => {
    expect(compute('longestUnderWater', [1_000, 1_001, 1_001]).value).toBe(0);
    expect(compute('longestUnderWater', [900, 950, 1_000, 1_100]).value).toBe(3);
    expect(compute('longestUnderWater', [1_100, 900, 950, 1_000, 1_099]).value).toBe(4);
  });
});

it('metric values are never NaN or infinite, whatever the curve', () => {
  for (const values of [[], [0], [-5, 3], [1e308, 1e308], [1e-300, 1e300], [1_000, 1_000]]) {
    for (const metric of METRICS) {
      const { value } = compute(metric.id, values);
      expect(value === null || Number.isFinite(value)).toBe(true);
    }
  }
});
