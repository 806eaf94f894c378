import type { Trial } from '../ports/research-store.ts';
import { perpetualTaken } from './assumptions.ts';
import { leadingTrials } from './search-text.ts';
import type { SearchResult } from './search-result.ts';

/** Leading trials in an answer. */
const SHOWN = 100;

/** The answer of a search for a machine. */
export function searchJson({ search, trials, tries }: SearchResult): Readonly<Record<string, unknown>> {
  const { id, state, conditions, space, fixed, method, objectives, constraints } = search;
  const leading = leadingTrials(search, trials);
  const count = (wanted: Trial['state']): number => trials.filter((trial) => trial.state === wanted).length;
  return {
    search: id,
    state,
    method,
    family: conditions.family,
    data: conditions.data,
    space,
    fixed,
    objectives,
    constraints,
    seed: conditions.seed,
    ...perpetualTaken(conditions),
    trials: trials.length,
    failed: count('failed'),
    pruned: count('pruned'),
    tries,
    accepted: objectives.length > 1 ? null : leading.length,
    best: leading[0] ? trialJson(leading[0]) : null,
    [objectives.length > 1 ? 'paretoFront' : 'leading']: leading.slice(0, SHOWN).map(trialJson),
  };
}

/** A trial without its returns. */
export function trialJson({
  number,
  window,
  part,
  state,
  parameters,
  objectives,
  figures,
  problem,
}: Trial): Readonly<Record<string, unknown>> {
  return { number, window, part, state, parameters, objectives, figures, problem };
}
