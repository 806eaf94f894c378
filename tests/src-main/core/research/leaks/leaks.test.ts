import { describe, expect, it } from 'vitest';
import type { FundingRates } from '../../../../../src-shared/domain/funding.ts';
import type { CandleColumns } from '../../../../../src-shared/domain/candle.ts';
import { cutPoints } from '../../../../../src-main/core/research/leaks/cut-points.ts';
import { findLeak, type LeakSearch } from '../../../../../src-main/core/research/leaks/find-leak.ts';
import { FUTURES, otherFuture, otherRates } from '../../../../../src-main/core/research/leaks/other-futures.ts';
import { indicatorDependence, startDependence } from '../../../../../src-main/core/research/leaks/start-dependence.ts';
import { firstDifference, type Trace, type TracedRun, type TraceEntry } from '../../../../../src-main/core/research/leaks/trace.ts';
import { perpetualOf } from '../../../../../src-main/core/market-data/perpetual-instrument.ts';
import { findStrategy } from '../../../../../src-main/core/strategies/catalog.ts';
import type { StrategyDefinition } from '../../../../../src-main/core/strategies/strategy.ts';
import { leakRun } from '../../../../../src-main/run-leaks.ts';
import type { BacktestSpec } from '../../../../../src-main/sessions/backtest-types.ts';
import { judgePlanted, leakBars, leakSpec } from '../../../../calibrate/leaks/judge.ts';

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

describe('planted leaks', () => {
  const verdicts = judgePlanted(120, 30);

  it.each(verdicts)('$name, which $fault, is caught', ({ caught, how }) => {
    expect(caught).toBe(true);
    expect(how).not.toBe('');
  });

  it.each(verdicts)('the honest twin of $name is not accused', ({ twinAccused }) => {
    expect(twinAccused).toBe(false);
  });

  it('are of many kinds', () => {
    expect(new Set(verdicts.map(({ name }) => name)).size).toBeGreaterThanOrEqual(19);
    expect(new Set(verdicts.map(({ kind }) => kind)).size).toBe(3);
  });
});

describe('otherFuture', () => {
  const candles = leakBars(1, 40);

  it.each(FUTURES)('%s leaves what came before a cut as it was, and everything after it otherwise', (kind) => {
    const changed = otherFuture(candles, 20, kind, 3);
    for (const name of COLUMNS) expect(changed[name].subarray(0, 20)).toEqual(candles[name].subarray(0, 20));
    expect(changed.length).toBe(kind === 'truncated' ? 20 : 40);
    for (let row = 20; row < changed.length; row += 1) {
      expect(changed.time[row]).toBe(candles.time[row]);
      expect(changed.close[row]).not.toBe(candles.close[row]);
      expect(changed.low[row]).toBeLessThanOrEqual(Math.min(changed.open[row]!, changed.close[row]!));
      expect(changed.high[row]).toBeGreaterThanOrEqual(Math.max(changed.open[row]!, changed.close[row]!));
      expect(changed.low[row]).toBeGreaterThan(0);
      const isFirst = kind.endsWith('after-open') && row === 20;
      // What opens where the last bar closed is its own mirror image.
      if (kind !== 'mirrored' || row > 20) expect(changed.open[row] === candles.open[row]).toBe(isFirst);
      expect(changed.volume[row] === candles.volume[row]).toBe(isFirst);
    }
    expect(otherFuture(candles, 20, kind, 3)).toEqual(changed);
  });

  it('turns a rise into a fall about the last close, and begins at the first open where nothing was before', () => {
    const mirrored = otherFuture(candles, 20, 'mirrored', 3);
    const last = candles.close[19]!;
    expect(mirrored.close[25]! * candles.close[25]!).toBeCloseTo(last * last, 6);
    expect(otherFuture(candles, 0, 'mirrored', 3).open[0]).toBeCloseTo(candles.open[0]!, 9);
  });
});

describe('otherRates', () => {
  const time = Float64Array.of(10, 20, 30, 40, 50);
  const rates = { time, rate: Float64Array.of(1e-4, -2e-4, 0, 3e-4, 1e-4) };

  it.each(FUTURES)('%s leaves what was paid up to an instant, and changes every rate behind it', (kind) => {
    const changed = otherRates(rates, 20, kind, 3);
    expect([...changed.time]).toEqual(kind === 'truncated' ? [10, 20] : [...time]);
    expect([...changed.rate.subarray(0, 2)]).toEqual([1e-4, -2e-4]);
    for (let i = 2; i < changed.rate.length; i += 1) expect(changed.rate[i]).not.toBe(rates.rate[i]);
    expect(otherRates(rates, 20, kind, 3)).toEqual(changed);
  });
});

describe('rates of funding', () => {
  const candles = leakBars(7, 120);
  const time = Float64Array.from({ length: 40 }, (_, i) => candles.time[0]! + i * 4 * 3_600_000);
  const rates = { time, rate: time.map((_, i) => Math.sin(i) * 1e-4) };
  const terms = { maxLeverage: 20, leverage: 2, maintenanceMargin: '0.01', liquidationFee: '0.01' };

  /** Short while a rate is above zero: the one paid last, or of the rates that the run is given the next. */
  const carry = (next: FundingRates | null): StrategyDefinition => ({
    ...findStrategy('funding-carry')!,
    warmupBars: () => 0,
    create: () => ({
      warm: () => undefined,
      onBar: (_columns, _row, desk) => {
        const rate = next === null ? desk.fundingRate(0) : (next.rate[next.time.findIndex((at) => at > desk.time)] ?? 0);
        if (rate > 0 && desk.positionLots === 0 && desk.outstandingLots('sell') === 0) desk.enter('short');
        if (rate <= 0 && desk.positionLots < 0 && desk.outstandingLots('buy') === 0) desk.exit();
      },
      onFill: () => undefined,
      memory: () => '',
      restore: () => undefined,
    }),
  });

  const searched = (leaks: boolean): LeakSearch => {
    const spec: BacktestSpec = {
      ...leakSpec(carry(null), {}, candles),
      instruments: [perpetualOf(leakSpec(carry(null), {}, candles).instruments[0]!, terms)],
      funding: [{ kind: 'stored', rates }],
    };
    const run =
      (pace: 'one-by-one' | 'passing'): TracedRun =>
      (bars, others) =>
        leakRun(spec, carry(leaks ? (others ?? rates) : null), pace)(bars, others);
    return findLeak([run('one-by-one'), run('passing')], candles, { cuts: 40, seed: 1, rates });
  };

  it('that are not paid yet are a future like any other', () => {
    const { leak, happened } = searched(true);
    expect(happened).toBeGreaterThan(10);
    expect(leak?.row).toBeLessThan(leak?.cut ?? 0);
    expect(searched(false)).toMatchObject({ leak: null, cuts: 40 });
  });
});

function trace(entries: readonly TraceEntry[], equity: readonly number[] = []): Trace {
  return { entries, equity: Float64Array.from(equity), held: new Float64Array(equity.length) };
}

const at = (row: number, part: 'open' | 'close', text: string): TraceEntry => ({ row, part, kind: 'order', text });

describe('firstDifference', () => {
  const base = trace([at(1, 'close', 'a'), at(2, 'open', 'b'), at(2, 'close', 'c')], [1, 2, 3]);

  it('looks no further than the limit', () => {
    const other = trace([at(1, 'close', 'a'), at(2, 'open', 'other'), at(2, 'close', 'c')], [1, 2, 9]);
    expect(firstDifference(base, other, { row: 2, open: false })).toBeNull();
    expect(firstDifference(base, other, { row: 2, open: true })).toEqual({ row: 2, kind: 'order', before: 'b', after: 'other' });
  });

  it('names what is missing and what is new, the earlier of both', () => {
    const limit = { row: 3, open: false };
    expect(firstDifference(base, trace([], [1, 2, 3]), limit)).toEqual({ row: 1, kind: 'order', before: 'a', after: null });
    expect(firstDifference(trace([], [1, 2, 3]), base, limit)).toEqual({ row: 1, kind: 'order', before: null, after: 'a' });
    const early = trace([at(0, 'close', 'z'), ...base.entries], [1, 2, 3]);
    expect(firstDifference(base, early, limit)).toEqual({ row: 0, kind: 'order', before: null, after: 'z' });
    expect(firstDifference(early, base, limit)).toEqual({ row: 0, kind: 'order', before: 'z', after: null });
  });

  it('holds equity too', () => {
    expect(firstDifference(base, trace(base.entries, [1, 7, 3]), { row: 2, open: true })).toEqual({
      row: 1,
      kind: 'equity',
      before: '2',
      after: '7',
    });
    expect(firstDifference(base, base, { row: 3, open: false })).toBeNull();
  });
});

describe('cutPoints', () => {
  it('lie behind what happened and evenly, and are all rows where there is room', () => {
    expect(cutPoints(trace([]), 5, 100)).toEqual([1, 2, 3, 4]);
    expect(cutPoints(trace([]), 1, 100)).toEqual([]);
    const cuts = cutPoints(trace([at(50, 'close', 'a'), at(51, 'open', 'b'), at(70, 'close', 'c')]), 101, 10);
    expect(cuts).toEqual(expect.arrayContaining([51, 71]));
    expect(cuts).toHaveLength(10);
    expect([...cuts].sort((a, b) => a - b)).toEqual(cuts);
  });
});

describe('findLeak', () => {
  it('needs a run', () => {
    expect(() => findLeak([], leakBars(1, 10), { cuts: 3, seed: 1 })).toThrow('a search needs a run');
  });

  it('tells how far it is, and how much happened', () => {
    const told: string[] = [];
    const still = (candles: CandleColumns): Trace => trace([], [...candles.close]);
    const search = findLeak([still], leakBars(1, 30), {
      cuts: 4,
      seed: 1,
      onCut: (done, of) => told.push(`${String(done)}/${String(of)}`),
    });
    expect(search).toMatchObject({ leak: null, cuts: 4, runs: 22, happened: 0 });
    expect(told).toEqual(['1/4', '2/4', '3/4', '4/4']);
  });
});

describe('startDependence', () => {
  const candles = leakBars(1, 100);

  it('is none for a run that looks back only as far as its warm-up', () => {
    const held = ({ close }: CandleColumns): Trace => ({
      ...trace([]),
      held: close.map((value, row) => (value > (close[row - 3] ?? 0) ? 1 : 0)),
    });
    expect(startDependence(held, candles, 3, 5)).toMatchObject({ starts: 5, differing: 0, settledAfter: 0 });
  });

  it('counts the bars on which a later start holds something else', () => {
    // It holds on every second bar, counted from its own beginning: begun at an odd row it never agrees.
    const held = ({ close }: CandleColumns): Trace => ({ ...trace([]), held: close.map((_, row) => row % 2) });
    const found = startDependence(held, candles, 0, 3);
    // Starts 25, 50, 75: two of them odd, with 75 and 25 of 150 bars.
    expect(found).toMatchObject({ starts: 3, bars: 150, settledAfter: 75 });
    expect(found.differing).toBeCloseTo((100 * 100) / 150, 12);
    expect(startDependence(held, candles, 100, 3)).toEqual({ starts: 0, bars: 0, differing: 0, settledAfter: 0 });
  });
});

describe('indicatorDependence', () => {
  it('is the distance in percent of the range: a running count that begins anew', () => {
    const count = (candles: CandleColumns): readonly Float64Array[] => [
      Float64Array.from({ length: candles.length }, (_, row) => row),
      new Float64Array(candles.length),
    ];
    // Of 101 values from 0 to 100 the last stands at 10 when only 10 bars came before it: 90 % away.
    expect(indicatorDependence(count, leakBars(1, 101), 10, 4)).toEqual([90, 0]);
  });
});
