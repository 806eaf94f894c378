import type { Goal } from '../../../../../src-main/core/research/search/scores.ts';
import { SearchSpace } from '../../../../../src-main/core/research/search/search-space.ts';
import type { Sampler } from '../../../../../src-main/core/research/search/sampler.ts';
import type { RunFigures, SearchDimension, TrialOutcome } from '../../../../../src-shared/domain/search.ts';
import type { StrategyParameters } from '../../../../../src-shared/domain/strategy-spec.ts';

/** A space of `count` continuous dimensions x0, x1, … on an interval. */
export function continuous(count: number, from: number, to: number): SearchSpace {
  const dimensions: SearchDimension[] = Array.from({ length: count }, (_, i) => ({ name: `x${i}`, from, to, step: null }));
  return new SearchSpace(dimensions, {}, () => true);
}

/** Wants figures small. */
export function small(...figures: string[]): Goal {
  return { objectives: figures.map((figure) => ({ figure, direction: 'min' })), constraints: [] };
}

/** Plays a sampler to its end with `jobs` trials out at once; `pick` says which of those out lands next. */
export function play(
  sampler: Sampler,
  run: (parameters: StrategyParameters) => RunFigures,
  { jobs = 1, pick = () => 0 }: { readonly jobs?: number; readonly pick?: (out: number) => number } = {},
): TrialOutcome[] {
  const out: TrialOutcome[] = [];
  const done: TrialOutcome[] = [];
  for (;;) {
    while (out.length < jobs) {
      const proposal = sampler.ask();
      if (proposal === null) break;
      out.push({ ...proposal, state: 'ok', figures: run(proposal.parameters) });
    }
    if (out.length === 0) return done.sort((a, b) => a.number - b.number);
    const [landed] = out.splice(pick(out.length), 1);
    sampler.tell(landed!);
    done.push(landed!);
  }
}
