import type { BarsRequest, BarsSource, ResearchSource, RunRequest } from '../../src-shared/contract/research.ts';

/** Whether a run can be made over bars alone: searches, portfolios and replays go over nothing else. */
export function isBarsSource(source: ResearchSource): source is BarsSource {
  return source.source.kind !== 'recorded';
}

/** Whether a run goes over bars, not over a recorded book. */
export function isBarsRequest<Asked extends Pick<RunRequest, 'source'>>(
  request: Asked,
): request is Asked & Pick<BarsRequest, 'source' | 'timeframe'> {
  return request.source.kind !== 'recorded';
}
