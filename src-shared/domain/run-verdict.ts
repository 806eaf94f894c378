/** What a verdict rests on: fractions, null where a figure has no value. */
export interface JudgedRun {
  readonly fills: boolean;
  /** Whether the risk gate refused anything. */
  readonly refused: boolean;
  readonly totalReturn: number;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly holdReturn: number;
  readonly holdDrawdown: number;
  readonly holdSharpe: number | null;
}

/** Money against holding, then depth of the fall, then return for the risk taken. */
export type VerdictId =
  | 'nothing-traded'
  | 'all-refused'
  | 'more-calmer-better'
  | 'more-calmer-worse'
  | 'more-rougher-better'
  | 'more-rougher-worse'
  | 'less-calmer-better'
  | 'less-calmer-worse'
  | 'less-rougher-better'
  | 'less-rougher-worse';

/** Figures of a verdict as they are written where it stands. */
export interface VerdictFigures {
  readonly gain: string;
  readonly held: string;
  readonly fall: string;
  readonly heldFall: string;
}

/** Which sentence is true of a run. A Sharpe ratio that one of both lacks counts as no better. */
export function runVerdict(run: JudgedRun): VerdictId {
  if (!run.fills) return run.refused ? 'all-refused' : 'nothing-traded';
  const money = run.totalReturn > run.holdReturn ? 'more' : 'less';
  const calm = run.maxDrawdown < run.holdDrawdown ? 'calmer' : 'rougher';
  const better = run.sharpe !== null && run.holdSharpe !== null && run.sharpe > run.holdSharpe ? 'better' : 'worse';
  return `${money}-${calm}-${better}`;
}

/** The verdicts in words. They say what was, not what will be. */
export const VERDICT_SENTENCES: Readonly<Record<VerdictId, (figures: VerdictFigures) => string>> = {
  'nothing-traded': () => 'Nothing was traded: no order was filled over the whole range.',
  'all-refused': () => 'Nothing was traded: the risk limits refused every order.',
  'more-calmer-better': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, with a smaller drawdown (${fall} against ${heldFall}): more money, calmer, and more return for the risk.`,
  'more-calmer-worse': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, with a smaller drawdown (${fall} against ${heldFall}): more money, but no more return for the risk from day to day.`,
  'more-rougher-better': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, through a deeper drawdown (${fall} against ${heldFall}): more money and more return for the risk, on a rougher way.`,
  'more-rougher-worse': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, through a deeper drawdown (${fall} against ${heldFall}): more money, paid for with more risk.`,
  'less-calmer-better': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, with a smaller drawdown (${fall} against ${heldFall}): less money, calmer, and more return for the risk.`,
  'less-calmer-worse': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, with a smaller drawdown (${fall} against ${heldFall}): less money, calmer, and no better for the risk.`,
  'less-rougher-better': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, through a deeper drawdown (${fall} against ${heldFall}): less money, though steadier from day to day.`,
  'less-rougher-worse': ({ gain, held, fall, heldFall }) =>
    `Made ${gain} where holding made ${held}, through a deeper drawdown (${fall} against ${heldFall}): worse in every respect.`,
};
