import {
  type ArmedStrategy,
  GATE_SENTENCES,
  type GateFacts,
  type GateWord,
  type HeldAs,
  type JudgedStrategy,
  parametersText,
} from '../../src-shared/domain/arming.ts';
import type { Timeframe } from '../../src-shared/domain/candle.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import type { ResearchStore, StoredVerdict } from '../ports/research-store.ts';

/** Where verdicts are kept, and the version of the program that is to trade. */
export interface GateKept {
  readonly store: Pick<ResearchStore, 'verdicts' | 'trialCount'>;
  readonly code: string;
}

/**
 * What the overfit gate's newest verdict on exactly these parameters says of a strategy. It vouches where it was passed, by the code that will run,
 * and nothing of the family was tried since.
 */
export function gateWord(strategy: ArmedStrategy, { store, code }: GateKept): JudgedStrategy {
  const { instrument, timeframe } = strategy;
  const all = store.verdicts({ strategy: strategy.strategy, instrument, timeframe: timeframe as Timeframe });
  const verdict = all.find(({ parameters, held }) => isSame(parameters, strategy.parameters) && isHeldSo(held, strategy.held));
  const shown = verdict ?? all[0];
  const more = verdict === undefined ? 0 : store.trialCount(verdict.family).total - verdict.tries;
  const gate = wordOf(strategy, { all, verdict, more, code });
  return { ...strategy, gate, sentence: GATE_SENTENCES[gate](factsOf(strategy, shown, more)) };
}

interface Read {
  readonly all: readonly StoredVerdict[];
  readonly verdict: StoredVerdict | undefined;
  readonly more: number;
  readonly code: string;
}

function wordOf({ hash }: ArmedStrategy, { all, verdict, more, code }: Read): GateWord {
  if (verdict === undefined) return all.length === 0 ? 'never' : 'other-parameters';
  if (verdict.strategyHash !== hash || verdict.engine !== code) return 'older-code';
  if (!verdict.passed) return 'failed';
  return more > 0 ? 'tried-since' : 'passed';
}

function factsOf(
  { strategy, instrument, timeframe, parameters, held }: ArmedStrategy,
  shown: StoredVerdict | undefined,
  more: number,
): GateFacts {
  const { at = 0, from = 0, to = 0, tries = 0, sentence: said = '' } = shown ?? {};
  const judged = parametersText(shown?.parameters ?? {}, shown?.held);
  return {
    what: `${strategy} on ${instrument}, ${timeframe}`,
    at,
    said,
    from,
    to,
    tries,
    more,
    judged,
    asked: parametersText(parameters, held),
  };
}

function isHeldSo(a: HeldAs | undefined, b: HeldAs | undefined): boolean {
  return a?.leverage === b?.leverage && a?.direction === b?.direction;
}

function isSame(a: StrategyParameters, b: StrategyParameters): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
