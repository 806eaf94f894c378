import { describe, expect, it } from 'vitest';
import { SimMarket } from '../../../../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SIM_ANCHOR_MS, SIM_PROFILES } from '../../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { DAY_MS, MINUTE_MS } from '../../../../../src-shared/kernel/time.ts';
import { autocorrelation, correlation, kurtosis, logReturns, mean, tStatistic, variance } from './statistics.ts';

const SEEDS = [7, 1_001, 987_654_321];
const DAYS = 30;
const from = SIM_ANCHOR_MS - 200 * DAY_MS;

describe.each(SEEDS)('30 days of 1m returns, seed %i', (seed) => {
  const market = new SimMarket(seed);
  const returns = SIM_PROFILES.map((_, i) => logReturns(market.minuteBars(i, from, from + DAYS * DAY_MS).close));

  it('have fat tails: kurtosis over 5', () => {
    for (const series of returns) expect(kurtosis(series)).toBeGreaterThan(5);
  });

  it('cluster: the autocorrelation of |r| is 0.10 to 0.45 after a minute and falls, still positive after an hour', () => {
    for (const series of returns) {
      const sizes = series.map(Math.abs);
      const [minute, quarter, hour, halfDay] = [1, 15, 60, 720].map((lag) => autocorrelation(sizes, lag)) as [
        number,
        number,
        number,
        number,
      ];
      expect(minute).toBeGreaterThan(0.1);
      expect(minute).toBeLessThan(0.45);
      expect(quarter).toBeLessThan(minute);
      expect(hour).toBeLessThan(quarter);
      expect(hour).toBeGreaterThan(0.02);
      expect(halfDay).toBeLessThan(hour);
    }
  });

  it('do not foretell themselves: |autocorrelation of r| under 0.04 at lags 1 to 5', () => {
    for (const series of returns) for (const lag of [1, 2, 3, 4, 5]) expect(Math.abs(autocorrelation(series, lag))).toBeLessThan(0.04);
  });

  it('move together: mean pairwise correlation 0.3 to 0.8', () => {
    const pairs = returns.flatMap((a, i) => returns.slice(i + 1).map((b) => correlation(a, b)));
    expect(pairs.length).toBe(28);
    expect(mean(pairs)).toBeGreaterThan(0.3);
    expect(mean(pairs)).toBeLessThan(0.8);
    expect(Math.min(...pairs)).toBeGreaterThan(0.2);
  });
});

describe('200 seeds', () => {
  const start = SIM_ANCHOR_MS + 13 * DAY_MS;
  const middle = (market: SimMarket, i: number, t: number): number => {
    const quote = market.quote(i, t);
    return (quote.bidTicks + quote.askTicks) / 2;
  };
  const paths = Array.from({ length: 200 }, (_, seed) => {
    const market = new SimMarket(seed);
    return SIM_PROFILES.map((_, i) => [0, 0.5, 1, 8].map((days) => middle(market, i, start + days * DAY_MS)));
  });
  const gain = (a: number, b: number): number[][] =>
    SIM_PROFILES.map((_, i) => paths.map((path) => (path[i]?.[b] ?? 0) / (path[i]?.[a] ?? 1) - 1));

  it('are a fair game: the mean simple return of a day and of 8 days is within 3.5 standard errors of zero for each instrument', () => {
    for (const horizon of [gain(0, 2), gain(0, 3)]) for (const series of horizon) expect(Math.abs(tStatistic(series))).toBeLessThan(3.5);
  });

  it('are a fair game for the eight together: the equally weighted mean is within 3 standard errors of zero', () => {
    const day = gain(0, 2);
    expect(Math.abs(tStatistic(paths.map((_, seed) => mean(day.map((series) => series[seed] ?? 0)))))).toBeLessThan(3);
  });

  it('are not pulled back within a day: morning and afternoon are uncorrelated, though the day was drawn first', () => {
    const [morning, afternoon] = [gain(0, 1), gain(1, 2)];
    const products = SIM_PROFILES.map((_, i) => correlation(morning[i] ?? [], afternoon[i] ?? []));
    // One correlation over 200 pairs has a standard error of 0.07; with fat tails a little more.
    for (const value of products) expect(Math.abs(value)).toBeLessThan(0.28);
    expect(Math.abs(mean(products))).toBeLessThan(0.2);
  });

  it('have the stated daily volatility, within three tenths', () => {
    gain(0, 2).forEach((series, i) => {
      const ratio = Math.sqrt(variance(series)) / (SIM_PROFILES[i]?.dailyVolatility ?? 1);
      expect(ratio).toBeGreaterThan(0.7);
      expect(ratio).toBeLessThan(1.3);
    });
  });
});

it('varies as much over an hour as sixty minutes do: variance ratio 0.85 to 1.15', () => {
  const market = new SimMarket(77);
  for (const i of [0, 2, 5, 6]) {
    const minutes = variance(logReturns(market.bars(i, '1m', from, from + 60 * DAY_MS).close));
    const hours = variance(logReturns(market.bars(i, '1h', from, from + 60 * DAY_MS).close));
    expect(hours / (60 * minutes)).toBeGreaterThan(0.85);
    expect(hours / (60 * minutes)).toBeLessThan(1.15);
  }
});

it('trades more when it moves more: volume and |r| are correlated', () => {
  const bars = new SimMarket(78).minuteBars(0, from, from + 10 * DAY_MS);
  const sizes = logReturns(bars.close).map(Math.abs);
  expect(correlation(sizes, [...bars.volume].slice(1))).toBeGreaterThan(0.2);
});

it('tells nothing by its tape: who was the aggressor and how quotes moved last do not foretell the next move, |correlation| under 0.012', () => {
  const market = new SimMarket(33);
  const sides: number[] = [];
  const middles: number[] = [];
  for (let minute = 0; minute < 2_000; minute += 1) {
    const prints = market.prints(0, SIM_ANCHOR_MS + minute * MINUTE_MS);
    prints.time.forEach((time, j) => {
      const quote = market.quote(0, time);
      sides.push(prints.side[j] ?? 0);
      middles.push(quote.bidTicks + quote.askTicks);
    });
  }
  const moves = middles.slice(1).map((middle, j) => middle - (middles[j] ?? 0));
  // About 128,000 pairs: 0.012 is four standard errors.
  expect(moves.length).toBeGreaterThan(110_000);
  expect(Math.abs(correlation(sides.slice(0, -1), moves))).toBeLessThan(0.012);
  expect(Math.abs(autocorrelation(moves, 1))).toBeLessThan(0.012);
});
