import { type FamilyTrials, deflatedSharpe, luckOfFamily, varianceOfLuck } from './deflated-sharpe.ts';
import { sampleVariance, returnMoments } from './moments.ts';
import { GATE_CHECK_NAMES, type GateCheckCode, type GateOutcome, gateSentence } from './gate-sentences.ts';
import { varianceInflation } from './serial-dependence.ts';
import { type SharpeEstimate, minimumTrackRecord, probabilisticSharpe } from './sharpe-probability.ts';

/** What a strategy has to show before money is put behind it. docs/research.md says how the bounds were chosen and what they let through. */
export const GATE_BOUNDS = {
  /** Least length of the record, years. */
  span: 1,
  /** Least number of closed trades. */
  trades: 30,
  /** Least probability that the true Sharpe ratio is above zero: one strategy without an edge in fifty passes it. */
  skill: 0.98,
  /** Least probability that the true Sharpe ratio is above what luck shows in a family of so many trials. */
  luck: 0.25,
  /** Most splits in which the best trial of one half is a poor one of the other: beyond it choosing is worse than a coin. */
  selection: 0.5,
  /** Most random arrangements of the entries that do as well. */
  entries: 0.05,
  /** The deflated Sharpe ratio that Bailey and Lopez de Prado ask for; told, not required. */
  strict: 0.95,
} as const;

/** What the gate judges by. */
export interface GateEvidence {
  /** Returns per period of the chosen trial, after all costs. */
  readonly returns: Float64Array;
  readonly periodsPerYear: number;
  /** Closed round trips of the chosen trial. */
  readonly trades: number;
  /** All trials of the family, those that were given up or failed among them. */
  readonly trials: number;
  /** Sharpe ratio per period of every trial that traded, the chosen one's among them. */
  readonly trialSharpes: Float64Array;
  /** Probability of backtest overfitting of the family; null where the trials' returns were not kept. */
  readonly overfitting: number | null;
  /** p-value of the entries against random ones; null where it was not tested. */
  readonly entryPValue: number | null;
}

/** One check of the gate. */
export interface GateCheck {
  readonly code: GateCheckCode;
  readonly name: string;
  readonly outcome: GateOutcome;
  readonly figure: number | null;
  readonly threshold: number;
  /** Whether the figure has to be at least or at most the threshold. */
  readonly bound: 'least' | 'most';
  readonly sentence: string;
}

/** Figures behind the checks; Sharpe ratios annualised, null where the returns do not vary. */
export interface GateFigures {
  readonly years: number;
  readonly sharpe: number | null;
  /** What luck alone would show in this family. */
  readonly luckySharpe: number | null;
  readonly probabilistic: number | null;
  readonly deflated: number | null;
  /** The deflated Sharpe ratio as published, with the whole spread of the trials taken for luck. */
  readonly deflatedAsPublished: number | null;
  /** Years from which on a Sharpe ratio like this passes the skill check; null where none are enough. */
  readonly yearsNeeded: number | null;
  readonly skewness: number;
  readonly kurtosis: number;
  /** How many times larger the variance of the mean is than that of independent returns. */
  readonly dependence: number;
}

/** What the gate says. */
export interface GateVerdict {
  readonly passed: boolean;
  /** Whether the deflated Sharpe ratio as published reaches the strict standard as well. */
  readonly strict: boolean;
  readonly checks: readonly GateCheck[];
  readonly figures: GateFigures;
  readonly sentence: string;
}

/** Returns below which no moment of theirs is taken for a figure. */
const FEWEST_RETURNS = 30;

interface Sharpes {
  readonly estimate: SharpeEstimate;
  readonly lucky: FamilyTrials;
  readonly published: FamilyTrials;
}

function sharpesOf(evidence: GateEvidence, estimate: SharpeEstimate): Sharpes {
  const count = Math.max(1, evidence.trials, evidence.trialSharpes.length);
  return {
    estimate,
    lucky: { count, variance: varianceOfLuck(estimate, evidence.trialSharpes) },
    published: { count, variance: sampleVariance(evidence.trialSharpes) },
  };
}

function figuresOf(evidence: GateEvidence): GateFigures {
  const { returns, periodsPerYear } = evidence;
  const moments = returnMoments(returns);
  const dependence = varianceInflation(returns);
  const shape = { years: returns.length / periodsPerYear, skewness: moments.skewness, kurtosis: moments.kurtosis, dependence };
  if (moments.deviation === 0 || moments.count / dependence < FEWEST_RETURNS)
    return {
      ...shape,
      sharpe: null,
      luckySharpe: null,
      probabilistic: null,
      deflated: null,
      deflatedAsPublished: null,
      yearsNeeded: null,
    };
  const { estimate, lucky, published } = sharpesOf(evidence, { ...moments, count: moments.count / dependence });
  const needed = (minimumTrackRecord(estimate, 0, GATE_BOUNDS.skill) * dependence) / periodsPerYear;
  const perYear = Math.sqrt(periodsPerYear);
  return {
    ...shape,
    sharpe: moments.sharpe * perYear,
    luckySharpe: luckOfFamily(lucky) * perYear,
    probabilistic: probabilisticSharpe(estimate, 0),
    deflated: deflatedSharpe(estimate, lucky),
    deflatedAsPublished: deflatedSharpe(estimate, published),
    yearsNeeded: Number.isFinite(needed) ? needed : null,
  };
}

/** A share as per cent with one digit, never rounded over the bound that it is held against. */
function shareText(share: number, threshold: number): string {
  for (let digits = 1; digits < 6; digits += 1) {
    const text = (share * 100).toFixed(digits);
    if (share === threshold || Number(text) !== threshold * 100) return `${text}%`;
  }
  return `${String(share * 100)}%`;
}

const WRITTEN: Readonly<Record<GateCheckCode, (figure: number, threshold: number) => string>> = {
  span: (years) => (Math.floor(years * 100) / 100).toFixed(2),
  trades: (trades) => String(trades),
  skill: shareText,
  luck: shareText,
  selection: shareText,
  entries: shareText,
};

interface Measured {
  readonly code: GateCheckCode;
  readonly bound: 'least' | 'most';
  readonly figure: number | null;
}

function outcomeOf({ bound, figure }: Measured, threshold: number, needed: boolean): GateOutcome {
  if (figure === null) return needed ? 'failed' : 'not-judged';
  return (bound === 'least' ? figure >= threshold : figure <= threshold) ? 'passed' : 'failed';
}

/** Evidence that may be left out; what cannot be computed of the returns fails. */
const OPTIONAL: ReadonlySet<GateCheckCode> = new Set(['selection', 'entries']);

function checkOf(measured: Measured, evidence: GateEvidence, figures: GateFigures): GateCheck {
  const { code, bound, figure } = measured;
  const threshold = GATE_BOUNDS[code];
  const outcome = outcomeOf(measured, threshold, !OPTIONAL.has(code));
  const sentence = gateSentence(`${code}.${figure === null ? 'not-judged' : outcome}`, {
    figure: figure === null ? '—' : WRITTEN[code](figure, threshold),
    threshold: WRITTEN[code](threshold, threshold),
    trials: String(evidence.trials),
    hurdle: figures.luckySharpe === null ? '—' : figures.luckySharpe.toFixed(2),
  });
  return { code, name: GATE_CHECK_NAMES[code], outcome, figure, threshold, bound, sentence };
}

/**
 * Judges whether the record of a family's chosen trial is more than luck. It passes when no check fails; what the evidence does not
 * hold is not judged and told so. Deterministic: the same evidence gives the same verdict.
 */
export function judgeOverfit(evidence: GateEvidence): GateVerdict {
  const figures = figuresOf(evidence);
  const measured: readonly Measured[] = [
    { code: 'span', bound: 'least', figure: figures.years },
    { code: 'trades', bound: 'least', figure: evidence.trades },
    { code: 'skill', bound: 'least', figure: figures.probabilistic },
    { code: 'luck', bound: 'least', figure: figures.deflated },
    { code: 'selection', bound: 'most', figure: evidence.overfitting },
    { code: 'entries', bound: 'most', figure: evidence.entryPValue },
  ];
  const checks = measured.map((each) => checkOf(each, evidence, figures));
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
  const strict = failed === 0 && (figures.deflatedAsPublished ?? 0) >= GATE_BOUNDS.strict;
  const passing = strict ? 'verdict.strict' : 'verdict.passed';
  const sentence = gateSentence(failed > 0 ? 'verdict.failed' : passing, {
    trials: String(evidence.trials),
    sharpe: figures.sharpe === null ? '—' : figures.sharpe.toFixed(2),
    strict: shareText(GATE_BOUNDS.strict, GATE_BOUNDS.strict),
    failed: String(failed),
    judged: String(checks.filter(({ outcome }) => outcome !== 'not-judged').length),
  });
  return { passed: failed === 0, strict, checks, figures, sentence };
}
