import type { SearchEntry, Trial } from '../../../ports/research-store.ts';
import { compareScores, scoreOf } from './scores.ts';
import type { WindowResult } from './walk-forward.ts';

/** The windows of a walk-forward that are complete, in order: those whose choice was tried, and those all of whose trials are there without one to choose. */
export function windowResults(
  search: Pick<SearchEntry, 'windows' | 'trials' | 'objectives' | 'constraints'>,
  trials: readonly Trial[],
): readonly WindowResult[] {
  const results: WindowResult[] = [];
  for (const [index, window] of (search.windows ?? []).entries()) {
    const own = trials.filter((trial) => trial.window === index);
    const inSample = own.filter(({ part }) => part === 'in-sample');
    const scored = inSample.map((trial) => ({ trial, score: scoreOf(trial, search) })).filter(({ score }) => score.violation === 0);
    scored.sort((a, b) => compareScores(a.score, b.score) || a.trial.number - b.trial.number);
    const chosen = scored[0]?.trial ?? null;
    const outOfSample = own.find(({ part }) => part === 'out-of-sample') ?? null;
    const complete = chosen === null ? inSample.length >= search.trials : outOfSample !== null;
    if (!complete) break;
    results.push({ window, chosen: chosen?.parameters ?? null, inSample: chosen, outOfSample });
  }
  return results;
}
