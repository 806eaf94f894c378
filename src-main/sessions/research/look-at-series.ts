import type { SeriesLook } from '../../../src-shared/contract/data.ts';
import { type CandleColumns, TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { candleGaps, candleQuality } from '../../../src-shared/domain/candle-quality.ts';
import type { CandleStore } from '../../ports/candle-store.ts';

const SHOWN_GAPS = 200;
const PARTS = 120;

/** Looks a stored series through: every byte against its hash, gaps, quality, and how much of each part of the span is there. Fails as the store does. */
export function lookAtSeries(store: CandleStore, id: string): SeriesLook {
  const { info, columns } = store.read(id);
  return {
    id,
    quality: candleQuality(columns, info.timeframe),
    gaps: candleGaps(columns, info.timeframe).slice(0, SHOWN_GAPS),
    coverage: coverageOf(columns, info.timeframe),
    problems: store.verify(id).map(({ month, problem }) => (month === null ? problem : `${month}: ${problem}`)),
  };
}

function coverageOf({ time, length }: CandleColumns, timeframe: Timeframe): readonly number[] {
  if (length === 0) return [];
  const bar = TIMEFRAMES[timeframe];
  const first = time[0]!;
  const expected = (time[length - 1]! - first) / bar + 1;
  const parts = Math.min(PARTS, expected);
  const found = new Float64Array(parts);
  for (let row = 0; row < length; row += 1) {
    const part = Math.min(parts - 1, Math.floor((((time[row]! - first) / bar) * parts) / expected));
    found[part]! += 1;
  }
  return Array.from(found, (count, part) => {
    const room = Math.ceil(((part + 1) * expected) / parts) - Math.ceil((part * expected) / parts);
    return Math.min(1, count / Math.max(1, room));
  });
}
