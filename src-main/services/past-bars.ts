import type { RunRequest } from '../../src-shared/contract/research.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';

type Span = Pick<RunRequest, 'from' | 'to'>;

/**
 * A request that ends at the market's time, ms UTC, where it goes over the simulated market: that is a function of time, and would give bars
 * that have not happened on paper. Fails with `input.invalid` where no span is left.
 */
export function pastBars<Asked extends Span>(request: Asked, sources: readonly RunRequest['source'][], now: number): Asked {
  if (request.from >= request.to)
    throw new Fault('input.invalid', { field: 'from', problem: 'the first bar must open before the last one closes.' });
  if (request.to <= now || sources.every(({ kind }) => kind !== 'simulated')) return request;
  if (request.from >= now) throw new Fault('input.invalid', { field: 'from', problem: 'the simulated market has not come so far yet.' });
  return { ...request, to: now };
}
