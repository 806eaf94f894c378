import { describe, expect, it } from 'vitest';
import type { FamilyResult, RunConditions, TrialFamily } from '../../../src-main/ports/research-store.ts';
import { backtestOverfitting } from '../../../src-main/core/research/backtest-overfitting.ts';
import { overfitReport } from '../../../src-main/services/overfit-report.ts';
import type { MarginTierTerms } from '../../../src-shared/domain/margin-tiers.ts';
import { BTC, conditions } from '../../support/research-kit.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';

const FAMILY: TrialFamily = { strategy: 'sma-cross', instrument: 'BTC/USD.FILE', timeframe: '1h', data: 'ab'.repeat(32) };

const CONDITIONS = conditions(FAMILY);

/** Daily returns with this drift in deviations a day. */
function result(fast: number, days: number, drift = 0): FamilyResult {
  const random = new Sfc32(fast + 1);
  return {
    conditions: CONDITIONS,
    parameters: { fast },
    figures: { trades: 100 },
    dailyReturns: Float64Array.from({ length: days }, () => 0.02 * (random.normal() + drift)),
  };
}

function store(results: readonly FamilyResult[], failed = 0) {
  const trials = results.length + failed;
  return { trialCount: () => ({ runs: 2, trials, total: trials + 2 }), familyResults: () => results.values() };
}

const PLAN = { conditions: CONDITIONS, seed: 1, resamples: 200, runAgain: null };
const NOISE = Array.from({ length: 40 }, (_, i) => result(i, 1_460));

describe('overfit page of a family', () => {
  it('judges the best by every try, and tells what choosing it was worth', () => {
    const planted = result(99, 1_460, 0.16);
    const report = overfitReport(store([...NOISE, planted], 7), PLAN);
    expect(report).toMatchObject({
      results: 41,
      tries: { total: 50 },
      best: { parameters: { fast: 99 }, days: 1_460, trades: 100 },
      verdict: { passed: true },
    });
    expect(report.verdict.checks[3]!.sentence).toContain('the best of 50 trials');
    expect(report.verdict.checks[5]!.outcome).toBe('not-judged');
    const all = [...NOISE, planted].map(({ dailyReturns }) => dailyReturns);
    const { probability, degradation, lossProbability } = backtestOverfitting(all, 16);
    expect(report.selection).toEqual({ blocks: 16, splits: 12_870, probability, degradation, lossProbability });
    expect(report.crossValidation).toMatchObject({ groups: 10, tested: 2, splits: 45, span: 1, embargo: 15 });
    expect(report.crossValidation!.sharpes).toHaveLength(9);
    expect(report.crossValidation!.sentence).toContain('9 histories');
    const [low, high] = report.resampled.sharpe;
    expect([low < report.verdict.figures.sharpe!, report.verdict.figures.sharpe! < high]).toEqual([true, true]);
    expect(report.resampled.medianDrawdown).toBeLessThan(report.resampled.deepDrawdown);
    expect(overfitReport(store([...NOISE, planted], 7), PLAN)).toEqual(report);
  });

  it('does not pass the best of noise', () => {
    expect(overfitReport(store(NOISE, 2_000), PLAN).verdict.passed).toBe(false);
  });

  it('keeps days apart for as long as a trade lasts in the middle of the trials', () => {
    const held = NOISE.map((each, i) => ({ ...each, figures: { trades: 73, exposure: i < 30 ? 0.3 : 0.9 } }));
    // 0.3 x 1,460 days / 73 trades are six days each.
    expect(overfitReport(store(held), PLAN).crossValidation).toMatchObject({ span: 6 });
    const long = NOISE.map((each) => ({ ...each, figures: { trades: 1, exposure: 1 } }));
    expect(overfitReport(store(long), PLAN).crossValidation).toMatchObject({ span: 36 });
  });

  it('counts what stood still as a try, and not as luck that is small', () => {
    const still = Array.from({ length: 60 }, (_, i) => ({ ...result(i + 200, 1), dailyReturns: new Float64Array(1_460) }));
    const alone = overfitReport(store(NOISE, 60), PLAN).verdict.figures;
    const beside = overfitReport(store([...NOISE, ...still]), PLAN).verdict.figures;
    expect(beside).toEqual(alone);
  });

  it('takes what was ruined on the way as nothing from then on, and fewer blocks for fewer days', () => {
    const ruined = { ...result(7, 30, -1) };
    const report = overfitReport(store([result(1, 80), ruined, result(2, 80)]), PLAN);
    expect(report.selection).toMatchObject({ blocks: 16 });
    expect(overfitReport(store([result(1, 60), result(2, 60)]), PLAN).selection).toMatchObject({ blocks: 12, splits: 924 });
  });

  it('judges no selection of one trial or of a few days', () => {
    for (const results of [[result(1, 400)], [result(1, 29), result(2, 29)]]) {
      const report = overfitReport(store(results), PLAN);
      expect(report.selection).toBeNull();
      expect(report.verdict.checks[4]!.outcome).toBe('not-judged');
    }
  });

  it('takes fewer blocks where the trials are many', () => {
    const many = Array.from({ length: 800 }, (_, i) => result(i, 90));
    expect(overfitReport(store(many), PLAN).selection).toMatchObject({ blocks: 14, splits: 3_432 });
  });

  it('judges no selection where the returns would not fit into memory', () => {
    // The same array again and again: only its length is counted.
    const one = result(1, 2_000);
    const report = overfitReport(store(Array.from({ length: 10_001 }, () => one)), PLAN);
    expect(report.selection).toBeNull();
    expect(report.results).toBe(10_001);
  });

  it('counts trades that are not known as none', () => {
    const report = overfitReport(store([{ ...result(1, 400), figures: {} }, result(2, 400, -1)]), PLAN);
    expect(report.best.trades).toBe(0);
    expect(report.verdict.checks[1]!.outcome).toBe('failed');
  });

  it('compares what held the same contract, and counts what held another as tries', () => {
    const perpetual = (leverage: number, over: Partial<RunConditions> = {}, tiers?: readonly MarginTierTerms[]): RunConditions => {
      const terms = { maxLeverage: 20, leverage, maintenanceMargin: '0.01', liquidationFee: '0.01', ...(tiers && { tiers }) };
      return { ...CONDITIONS, instrument: { ...BTC, kind: 'perpetual', terms }, funding: { kind: 'against', bps: 1 }, ...over };
    };
    const stored = { kind: 'stored', series: 'BTC/USD.FILE:funding', payments: 3 } as const;
    const asked = perpetual(2, { funding: { ...stored, hash: 'a' } });
    const others = [
      perpetual(3, { funding: { ...stored, hash: 'a' } }),
      perpetual(2),
      perpetual(2, { funding: { ...stored, hash: 'b' } }),
      perpetual(2, { funding: { ...stored, hash: 'a' } }, [{ from: '0', rate: '0.01' }]),
      { ...asked, ways: 'both' as const },
      CONDITIONS,
    ];
    const mine = NOISE.slice(0, 10).map((each) => ({ ...each, conditions: asked }));
    // Far better than any of the others, and of no use: it is another thing to hold.
    const better = others.map((conditions, i) => ({ ...result(300 + i, 1_460, 0.3), conditions }));
    const report = overfitReport(store([...better, ...mine]), { ...PLAN, conditions: asked });
    expect(report).toMatchObject({ results: 10, otherContracts: 6, tries: { total: 18 } });
    expect(report.best.parameters['fast']).toBeLessThan(10);
    expect(report.verdict.checks[3]!.sentence).toContain('the best of 18 trials');
    // Sides that are not said are long ones.
    const long = mine.map((each) => ({ ...each, conditions: { ...asked, ways: 'long' as const } }));
    expect(overfitReport(store([...better, ...long]), { ...PLAN, conditions: asked }).best).toEqual(report.best);
  });

  it('never takes for the best what lost everything, however well it went before', () => {
    const splendid = result(9, 400, 0.5);
    const ruined = { ...splendid, dailyReturns: Float64Array.of(...splendid.dailyReturns, -1.2) };
    expect(overfitReport(store([ruined, result(1, 400), result(2, 400)]), PLAN).best.parameters['fast']).not.toBe(9);
    expect(() => overfitReport(store([ruined]), PLAN)).toThrow('lost all its money');
  });

  it('says so where nothing has traded', () => {
    expect(() => overfitReport(store([]), PLAN)).toThrow('Nothing of sma-cross on BTC/USD.FILE has traded yet');
    expect(() => overfitReport(store([{ ...result(1, 9), dailyReturns: new Float64Array(9) }]), PLAN)).toThrow('has traded yet');
  });
});
