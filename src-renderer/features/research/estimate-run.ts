import type { RunRequest, RunRow } from '../../../src-shared/contract/research.ts';
import { isBarsRequest } from '../../state/bars-source.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';

type Span = Pick<RunRequest, 'from' | 'to' | 'timeframe'>;
type Asked = Span & Pick<RunRequest, 'source'>;

function barsOf({ from, to, timeframe }: Span): number {
  return Math.max(1, (to - from) / TIMEFRAMES[timeframe]);
}

/** Seconds that a run will take by what the newest one over bars of the same length took, or over a recorded book as it is; nothing before there is one. */
export function estimateSeconds(span: Asked, runs: readonly RunRow[]): number | null {
  const like = runs.find(
    (row) => row.seconds !== null && row.request.timeframe === span.timeframe && isBarsRequest(row.request) === isBarsRequest(span),
  );
  return like === undefined || like.seconds === null ? null : (like.seconds * barsOf(span)) / barsOf(like.request);
}
