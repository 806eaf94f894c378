import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planWindows } from '../../../src-main/core/research/search/walk-forward.ts';
import { findStrategy } from '../../../src-main/core/strategies/catalog.ts';
import type { SearchWindow, Trial } from '../../../src-main/ports/research-store.ts';
import { backtest } from '../../../src-main/run-backtest.ts';
import { type SearchRequest, SearchService } from '../../../src-main/services/search-service.ts';
import { type BarPaths, runBarPaths } from '../../../src-main/sessions/research/bar-paths.ts';
import { TrialPool } from '../../../src-main/sessions/research/trial-pool.ts';
import type { TrialBase, TrialResult, TrialTask } from '../../../src-main/sessions/research/trial-types.ts';
import { type CandleColumns, sliceCandles } from '../../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../../src-shared/domain/funding.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { unwrap } from '../../../src-shared/kernel/result.ts';
import { DAY_MS, HOUR_MS, utcMs } from '../../../src-shared/kernel/time.ts';
import { type LocalOptions, localThread } from '../../support/local-trials.ts';
import { perpetualSearch, ratesOver } from '../../support/perpetual-search.ts';
import { temporaryResearch } from '../../support/research-kit.ts';
import { wanderingBars } from '../../support/search-bars.ts';

const BARS = wanderingBars(900);
const RATES = ratesOver(BARS);
const SPACE = [
  { name: 'fast', from: 2, to: 10, step: 2 },
  { name: 'slow', from: 20, to: 40, step: 20 },
];

let place: ReturnType<typeof temporaryResearch>;
let ids: number;
let bases: TrialBase[];
beforeEach(() => {
  place = temporaryResearch();
  ids = 0;
  bases = [];
});
afterEach(() => place.remove());

function service(options: LocalOptions = {}): SearchService {
  let elapsed = 0;
  const clock = { now: () => utcMs((elapsed += 1)), monotonic: () => (elapsed += 1), after: () => ({ dispose: () => undefined }) };
  const thread = (base: TrialBase) => {
    bases.push(base);
    return localThread(base, options);
  };
  return new SearchService({
    store: place.store,
    clock,
    ids: { next: () => `search000000000${String((ids += 1))}` },
    find: findStrategy,
    thread,
  });
}

const shown = (trials: readonly Trial[]) => trials.map(({ problem: _, ...trial }) => trial);

async function searched(request: SearchRequest, jobs = 1, options: LocalOptions = {}): Promise<readonly Trial[]> {
  const handle = service(options).start(request, { candles: BARS, funding: RATES, jobs });
  expect(await handle.finished).toEqual({ state: 'done', fault: null });
  return place.store.trials(handle.id);
}

/** The run of a trial over rows of the bars, made without anything of the search. */
function playedOver(trial: Trial, { conditions }: SearchRequest, rows: { readonly from: number; readonly to: number }) {
  const { from, to } = rows;
  const warm = findStrategy('sma-cross')!.warmupBars(trial.parameters);
  return backtest({
    instruments: [conditions.instrument],
    series: [{ instrument: 0, timeframe: '4h', candles: sliceCandles(BARS, from, to) }],
    placements: [
      {
        instance: 'sma-cross-1',
        strategy: 'sma-cross',
        instrument: 0,
        timeframe: '4h',
        parameters: trial.parameters,
        size: conditions.size,
        ways: conditions.ways!,
        history: sliceCandles(BARS, Math.max(0, from - warm), from),
      },
    ],
    cash: Decimal.parse(conditions.cash),
    costs: conditions.costs,
    limits: conditions.limits,
    seed: conditions.seed,
    funding: [{ kind: 'stored', rates: RATES }],
  });
}

/** What fills pay in funding, in whole units of a billionth of a cent: at each instant after the first open up to the last close, on what was held before it, at the price known then. */
function naiveFunding(
  fills: readonly { readonly time: number; readonly side: string; readonly lots: number }[],
  candles: CandleColumns,
  { time, rate }: FundingRates,
): number {
  const end = candles.time[candles.length - 1]! + 4 * HOUR_MS;
  let paid = 0n;
  for (const [i, at] of time.entries()) {
    if (at <= candles.time[0]! || at > end) continue;
    let lots = 0;
    for (const fill of fills) if (fill.time < at) lots += fill.side === 'buy' ? fill.lots : -fill.lots;
    const row = candles.time.findLastIndex((open) => open + 4 * HOUR_MS <= at);
    if (row < 0) continue;
    // Bars of four hours end where rates are due: the price is a close. Ticks are cents, lots hundred-millionths, rates ten-thousandths.
    paid -= BigInt(Math.round(candles.close[row]! * 100)) * BigInt(lots) * BigInt(Math.round(rate[i]! * 1e4));
  }
  return Number(paid) / 1e14;
}

describe('a search on a perpetual', () => {
  test('runs each trial with its leverage, sides and stored rates, to the last digit', async () => {
    const request = perpetualSearch(BARS, RATES, { space: SPACE, leverage: 20 });
    const trials = await searched(request);
    expect(trials).toHaveLength(10);
    for (const trial of trials) {
      const outcome = playedOver(trial, request, { from: 0, to: BARS.length });
      const { figures } = trial;
      expect(figures['finalEquity']).toBeCloseTo(outcome.equity.at(-1)!, 6);
      expect(figures['liquidations']).toBe(outcome.fills.filter(({ liquidation }) => liquidation === true).length);
      expect(figures['funding']).toBeCloseTo(naiveFunding(outcome.fills, BARS, RATES), 9);
    }
    expect(new Set(trials.map(({ figures }) => figures['funding'])).size).toBeGreaterThan(3);
    expect(trials.some(({ figures }) => figures['liquidations']! > 0)).toBe(true);
    expect(place.store.searches(1)[0]!.conditions).toEqual(request.conditions);
  });

  test('its threads read rates and bars from one shared memory', async () => {
    await searched(perpetualSearch(BARS, RATES, { space: SPACE }), 3);
    const memories = new Set(bases.flatMap(({ candles, funding }) => [candles.close.buffer, funding!.time.buffer, funding!.rate.buffer]));
    expect(bases).toHaveLength(3);
    expect([...memories].map((memory) => memory instanceof SharedArrayBuffer)).toEqual([true, true]);
    expect([...bases[2]!.funding!.rate]).toEqual([...RATES.rate]);
  });

  test.each(['grid', 'tpe'] as const)('%s gives the same with one thread and with several that land in any order', async (method) => {
    const request = perpetualSearch(BARS, RATES, { method, trials: 24, leverage: 20 });
    const alone = await searched(request);
    expect(shown(await searched(request, 4, { turns: new Sfc32(5) }))).toEqual(shown(alone));
  });

  test('goes on after a pause to what it comes to without one, over the same rates alone', async () => {
    const request = perpetualSearch(BARS, RATES, { space: SPACE });
    const whole = await searched(request);
    const paused = service().start(request, { candles: BARS, funding: RATES, jobs: 1 });
    paused.onProgress(({ done }) => {
      if (done === 4) paused.pause();
    });
    expect((await paused.finished).state).toBe('paused');
    expect(() => service().resume(paused.id, { candles: BARS, funding: 'missing', jobs: 1 })).toThrow(
      'the stored rates of funding are not those',
    );
    expect(place.again().search(paused.id)!.state).toBe('paused');
    const resumed = service().resume(paused.id, { candles: BARS, funding: RATES, jobs: 1 });
    expect((await resumed.finished).state).toBe('done');
    expect(shown(place.store.trials(paused.id))).toEqual(shown(whole));
  });

  test('leverage that costs everything is a result without a ratio, never the choice', async () => {
    // A fall, then every bar a thousandth up, so that all are long; one bar then opens at half of the price.
    const ground = sliceCandles(wanderingBars(900), 0, 300);
    let price = 50_000;
    for (let row = 0; row < 300; row += 1) {
      const open = row === 150 ? price / 2 : price;
      price = Math.round(open * (row < 50 ? 990 : 1_001)) / 1_000;
      ground.open[row] = open;
      ground.close[row] = price;
      ground.high[row] = Math.max(open, price);
      ground.low[row] = Math.min(open, price);
    }
    const request = perpetualSearch(ground, RATES, { space: SPACE, leverage: 5, ways: 'long' });
    const handle = service().start(request, { candles: ground, funding: RATES, jobs: 1 });
    await handle.finished;
    const trials = place.store.trials(handle.id);
    const ruined = trials.filter(({ figures }) => figures['finalEquity']! <= 0);
    expect(ruined.length).toBeGreaterThan(0);
    for (const { state, figures, dailyReturns } of ruined) {
      expect(state).toBe('ok');
      expect(figures).toMatchObject({ sharpe: null, sortino: null, omega: null, annualReturn: null, calmar: null });
      expect(figures['totalReturn']).toBeLessThanOrEqual(-1);
      expect(figures['maxDrawdown']).toBeGreaterThanOrEqual(1);
      expect(Object.values(figures).every((value) => value === null || Number.isFinite(value))).toBe(true);
      expect([...dailyReturns].every(Number.isFinite)).toBe(true);
    }
    const best = handle.progress().best;
    expect(best === null || best.figures['finalEquity']! > 0).toBe(true);
  });
});

describe('markets made of the bars of a perpetual', () => {
  test('bring its funding along, and one that liquidates counts with its loss', async () => {
    const { conditions } = perpetualSearch(BARS, RATES, { leverage: 20 });
    const plan = { parameters: { fast: 4, slow: 20 }, bars: BARS.length, paths: 20, blockBars: 42, seed: 3 };
    const found: TrialResult[] = [];
    const on = async (funding: FundingRates): Promise<BarPaths> => {
      const pool = new TrialPool(() => localThread({ conditions, candles: BARS, funding }), 1);
      const run = async (task: TrialTask): Promise<TrialResult> => {
        const result = await pool.run(task);
        found.push(result);
        return result;
      };
      return runBarPaths({ broken: pool.broken, run }, plan).finally(() => pool.close());
    };
    const paths = await on(RATES);
    expect(paths.failed).toBe(0);
    const liquidated = found.filter(({ figures }) => figures['liquidations']! > 0);
    expect(liquidated.length).toBeGreaterThan(0);
    for (const { figures } of liquidated) expect([...paths.returns]).toContain(figures['totalReturn']);
    // Without what came along with the blocks every market comes to something else.
    const without = await on({ time: RATES.time, rate: RATES.rate.map(() => 0) });
    expect([...without.returns].filter((each) => paths.returns.includes(each))).toEqual([]);
  });
});

describe('a walk-forward on a perpetual', () => {
  const windows: readonly SearchWindow[] = unwrap(
    planWindows({
      from: BARS.time[0]!,
      to: BARS.time[899]! + 4 * HOUR_MS,
      inSampleDays: null,
      outOfSampleDays: null,
      count: 3,
      anchored: false,
    }),
  );
  const rowAt = (time: number): number => BARS.time.findIndex((open) => open >= time);

  test('pays in each window what is due in it, an instant on a border to the one that ends there', async () => {
    const request = perpetualSearch(BARS, RATES, { space: SPACE, windows });
    const trials = await searched(request);
    const proved = trials.filter(({ part }) => part === 'out-of-sample');
    expect(proved).toHaveLength(3);
    for (const trial of proved) {
      const cut = windows[trial.window]!;
      expect(cut.outOfSampleFrom % DAY_MS).toBe(0);
      const end = rowAt(cut.outOfSampleTo);
      const rows = { from: rowAt(cut.outOfSampleFrom), to: end < 0 ? BARS.length : end };
      const outcome = playedOver(trial, request, rows);
      expect(trial.figures['finalEquity']).toBeCloseTo(outcome.equity.at(-1)!, 6);
      expect(trial.figures['funding']).toBeCloseTo(naiveFunding(outcome.fills, sliceCandles(BARS, rows.from, rows.to), RATES), 9);
    }
    expect(proved.some(({ figures }) => figures['funding'] !== 0)).toBe(true);
  });
});
