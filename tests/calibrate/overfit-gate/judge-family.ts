import { backtestOverfitting } from '../../../src-main/core/research/backtest-overfitting.ts';
import { entrySignificance } from '../../../src-main/core/research/entry-significance.ts';
import { type GateEvidence, judgeOverfit } from '../../../src-main/core/research/gate.ts';
import { sharpeOfReturns } from '../../../src-main/core/research/moments.ts';
import { Sfc32, mixSeed } from '../../../src-shared/kernel/random.ts';
import { BARS_PER_YEAR, type Family } from './family.ts';

/** Random arrangements that entries are held against. */
const ARRANGEMENTS = 200;

/** A family with everything the gate asks of it. */
export interface JudgedFamily {
  readonly family: Family;
  readonly sharpes: Float64Array;
  readonly overfitting: number;
  readonly seed: number;
}

/** Works out what all trials of a family share. */
export function judgedFamily(family: Family, seed: number): JudgedFamily {
  return {
    family,
    sharpes: Float64Array.from(family.returns, sharpeOfReturns),
    overfitting: backtestOverfitting(family.returns).probability,
    seed,
  };
}

/** Whether the gate passes one trial of its family, all trials counted. Entries are tested only where everything else passes: they can but fail it. */
export function passes({ family, sharpes, overfitting, seed }: JudgedFamily, trial: number): boolean {
  const evidence: GateEvidence = {
    returns: family.returns[trial]!,
    periodsPerYear: BARS_PER_YEAR,
    trades: family.holdings[trial]!.length,
    trials: family.returns.length,
    trialSharpes: sharpes,
    overfitting,
    entryPValue: null,
  };
  if (!judgeOverfit(evidence).passed) return false;
  const { pValue } = entrySignificance(family.closes, family.holdings[trial]!, {
    random: new Sfc32(mixSeed(seed, trial)),
    arrangements: ARRANGEMENTS,
  });
  return judgeOverfit({ ...evidence, entryPValue: pValue }).passed;
}

/** The trial that a search of the family would choose. */
export function bestTrial({ sharpes }: JudgedFamily): number {
  let best = 0;
  for (let i = 1; i < sharpes.length; i += 1) if (sharpes[i]! > sharpes[best]!) best = i;
  return best;
}
