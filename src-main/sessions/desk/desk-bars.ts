import { copyCandles, TIMEFRAMES, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { DAY_MS, utcMs } from '../../../src-shared/kernel/time.ts';
import type { CandlesRequest } from './desk-calls.ts';
import type { DeskParts } from './desk-parts.ts';

const SPARKLINE_POINTS = 64;
const LONGEST_HISTORY_MS = 90 * DAY_MS;

type BarsParts = Pick<DeskParts, 'session' | 'view' | 'source' | 'replay' | 'live'>;

/** Closed bars of a desk's market for a chart, by the instrument's dense index. */
export function deskCandles(
  { session, view, replay, live, source }: BarsParts,
  index: number,
  request: CandlesRequest,
): CandleColumns | Promise<CandleColumns> {
  const span = TIMEFRAMES[request.timeframe];
  const to = Math.min(Math.floor(request.before / span) * span, session.time);
  if (live !== null) return live.past(index, request.timeframe, utcMs(to), request.count);
  if (replay !== null) {
    replay.needs(request.timeframe);
    // A copy: what crosses to another thread takes its whole memory along, and the bars to come are no other thread's.
    return copyCandles(source.history(index, request.timeframe, utcMs(to), request.count));
  }
  const from = Math.max(to - request.count * span, session.time - LONGEST_HISTORY_MS);
  return view.bars(index, request.timeframe, utcMs(from), utcMs(to));
}

/** Closes of the last 24 h, at most so many as a line of a list shows. */
export function deskSparkline({ session, view, replay, live }: BarsParts, index: number): Float64Array | Promise<Float64Array> {
  // It is asked for once a minute, and a replay's day has long been another one then.
  if (replay !== null) return new Float64Array(0);
  if (live !== null) return live.past(index, '15m', session.time, DAY_MS / TIMEFRAMES['15m']).then(thinned);
  return thinned(view.bars(index, '15m', utcMs(session.time - DAY_MS), session.time));
}

function thinned(bars: CandleColumns): Float64Array {
  const step = Math.max(1, Math.floor(bars.length / SPARKLINE_POINTS));
  return bars.close.filter((_, row) => (bars.length - 1 - row) % step === 0);
}
