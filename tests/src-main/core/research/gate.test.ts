import { describe, expect, it } from 'vitest';
import { GATE_BOUNDS, type GateEvidence, judgeOverfit } from '../../../../src-main/core/research/gate.ts';
import type { GateCheckCode } from '../../../../src-main/core/research/gate-sentences.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';

/** Four years of hourly returns with exactly this Sharpe ratio a year. */
function returnsWith(sharpe: number, count = 35_040): Float64Array {
  const random = new Sfc32(21);
  const drawn = Float64Array.from({ length: count }, () => random.normal());
  const mean = drawn.reduce((sum, each) => sum + each, 0) / count;
  const deviation = Math.sqrt(drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1));
  return drawn.map((each) => 0.01 * ((each - mean) / deviation + sharpe / Math.sqrt(8_760)));
}

/** Sharpe ratios per hour of trials without an edge: the spread of luck over four years. */
function luckyTrials(count: number): Float64Array {
  const random = new Sfc32(5);
  return Float64Array.from({ length: count }, () => random.normal() / Math.sqrt(35_040));
}

function evidence(changed: Partial<GateEvidence> = {}): GateEvidence {
  return {
    returns: returnsWith(2),
    periodsPerYear: 8_760,
    trades: 400,
    trials: 200,
    trialSharpes: luckyTrials(200),
    overfitting: 0.1,
    entryPValue: 0.001,
    ...changed,
  };
}

function failedOf(changed: Partial<GateEvidence>): readonly GateCheckCode[] {
  return judgeOverfit(evidence(changed))
    .checks.filter(({ outcome }) => outcome === 'failed')
    .map(({ code }) => code);
}

describe('overfit gate', () => {
  it('passes a Sharpe ratio of 2 over four years among 200 trials, and says that it is not the strict standard', () => {
    const verdict = judgeOverfit(evidence());
    expect(verdict).toMatchObject({ passed: true, strict: false });
    expect(verdict.checks.map(({ outcome }) => outcome)).toEqual(Array(6).fill('passed'));
    expect(verdict.figures.sharpe).toBeCloseTo(2, 9);
    // The best of 200 at half a deviation a year each: 2.75 / 2.
    expect(verdict.figures.luckySharpe).toBeGreaterThan(1.25);
    expect(verdict.figures.luckySharpe).toBeLessThan(1.4);
    expect(verdict.sentence).toBe(
      'Passes, but not by the strict standard (95.0%): a Sharpe ratio of 2.00 a year is more than a strategy without an edge shows, yet the luckiest of 200 could come to it. Prove it on paper before money.',
    );
  });

  it('passes 2.6 Passes, by the strict standard too:', () => {
    const verdict = judgeOverfit(evidence({ returns: returnsWith(2.6) }));
    expect(verdict).toMatchObject({ passed: true, strict: true });
    expect(verdict.sentence).toContain('Passes, by the strict standard too:');
  });

  it.each<[GateCheckCode[], Partial<GateEvidence>]>([
    [['span'], { periodsPerYear: 40_000, returns: returnsWith(9) }],
    [['trades'], { trades: 29 }],
    [['luck'], { returns: returnsWith(1.06), trials: 4_000 }],
    [['skill', 'luck'], { returns: returnsWith(0.8) }],
    [['selection'], { overfitting: 0.51 }],
    [['entries'], { entryPValue: 0.06 }],
  ])('fails %j', (codes, changed) => {
    expect(failedOf(changed)).toEqual(codes);
    const verdict = judgeOverfit(evidence(changed));
    expect(verdict).toMatchObject({ passed: false, strict: false });
    expect(verdict.sentence).toContain(`${String(codes.length)} of 6 checks failed`);
  });

  it('counts trials of which nothing is known beside their number', () => {
    const few = judgeOverfit(evidence({ returns: returnsWith(1.15), trials: 20, trialSharpes: luckyTrials(20) }));
    const many = judgeOverfit(evidence({ returns: returnsWith(1.15), trials: 2_000, trialSharpes: luckyTrials(20) }));
    expect([few.passed, many.passed]).toEqual([true, false]);
    expect(many.figures.luckySharpe!).toBeGreaterThan(few.figures.luckySharpe!);
  });

  it('does not take the losses of fast traders in the family for luck, as the published figure does', () => {
    const losers = luckyTrials(200).map((each, i) => each - (i % 20) / Math.sqrt(35_040));
    const verdict = judgeOverfit(evidence({ trialSharpes: losers }));
    expect(verdict.passed).toBe(true);
    expect(verdict.figures.deflatedAsPublished!).toBeLessThan(0.001);
  });

  it('does not judge what the evidence does not hold, and says so', () => {
    const verdict = judgeOverfit(evidence({ overfitting: null, entryPValue: null }));
    expect(verdict.passed).toBe(true);
    expect(verdict.checks.slice(4).map(({ outcome, sentence }) => [outcome, sentence.includes('not')])).toEqual([
      ['not-judged', true],
      ['not-judged', true],
    ]);
  });

  it('fails returns that do not vary, are too few, or are not there', () => {
    for (const returns of [new Float64Array(9_000), Float64Array.of(0.1, 0.2), new Float64Array(0)]) {
      const verdict = judgeOverfit(evidence({ returns, trials: 0, trialSharpes: new Float64Array(0) }));
      expect(verdict.passed).toBe(false);
      expect(verdict.figures).toMatchObject({ sharpe: null, probabilistic: null, deflated: null, yearsNeeded: null });
      expect(verdict.sentence).toContain('Do not trade this with money');
    }
  });

  it('says how long a record would have to be, and nothing where none is long enough', () => {
    // (2.054 / 1)^2 years.
    expect(judgeOverfit(evidence({ returns: returnsWith(1) })).figures.yearsNeeded).toBeCloseTo(4.22, 1);
    expect(judgeOverfit(evidence({ returns: returnsWith(-1) })).figures.yearsNeeded).toBeNull();
  });

  it('marks down returns that hang together', () => {
    const returns = returnsWith(2);
    for (let i = 1; i < returns.length; i += 1) returns[i]! += 0.4 * returns[i - 1]!;
    const mixed = returns.slice();
    const random = new Sfc32(2);
    for (let i = mixed.length - 1; i > 0; i -= 1) {
      const other = random.below(i + 1);
      [mixed[i], mixed[other]] = [mixed[other]!, mixed[i]!];
    }
    const together = judgeOverfit(evidence({ returns })).figures;
    const apart = judgeOverfit(evidence({ returns: mixed })).figures;
    expect(together.sharpe).toBeCloseTo(apart.sharpe!, 9);
    expect([together.dependence > 1.5, apart.dependence]).toEqual([true, 1]);
    expect(together.probabilistic!).toBeLessThan(apart.probabilistic!);
    expect(together.deflated!).toBeLessThan(apart.deflated!);
  });

  it('never writes a figure that misses its bound as the bound itself', () => {
    const sentence = judgeOverfit(evidence({ overfitting: GATE_BOUNDS.selection + 0.0000004 })).checks[4]!.sentence;
    expect(sentence).toContain('50.00004%');
    expect(judgeOverfit(evidence({ overfitting: GATE_BOUNDS.selection })).checks[4]).toMatchObject({ outcome: 'passed' });
    const hardly = judgeOverfit(evidence({ overfitting: GATE_BOUNDS.selection + 1e-12 })).checks[4]!.sentence;
    expect(hardly).toContain('record, 50.00000000');
  });

  it('is the same for the same evidence', () => {
    expect(judgeOverfit(evidence())).toEqual(judgeOverfit(evidence()));
  });
});
