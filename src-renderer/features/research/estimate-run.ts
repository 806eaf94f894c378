import type { RunRequest, RunRow } from '../../../src-shared/contract/research.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';

type Span = Pick<RunRequest, 'from' | 'to' | 'timeframe'>;

function barsOf({ from, to, timeframe }: Span): number {
  return Math.max(1, (to - from) / TIMEFRAMES[timeframe]);
}

/** Seconds that a run will take by what the newest one over bars of the same length took; nothing before there is one. */
export function estimateSeconds(span: Span, runs: readonly RunRow[]): number | null {
  const like = runs.find((row) => row.seconds !== null && row.request.timeframe === span.timeframe);
  return like === undefined || like.seconds === null ? null : (like.seconds * barsOf(span)) / barsOf(like.request);
}
