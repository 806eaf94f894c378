import type { CandleRow, TradesRow } from '../../src-shared/contract/rows.ts';
import type { StreamRows } from '../../src-shared/contract/stream.ts';
import type { ConflationTable } from './conflator.ts';

/** Prints of one instrument in a batch; the rest are counted. */
export const TAPE_PRINTS = 200;
/** Orders, fills, refusals, signals and notices that wait for one taker before it must ask for a snapshot. */
export const NUMBERED_LIMIT = 2_000;
/** Closed bars that wait for one taker before it must ask for a snapshot. */
export const CLOSED_BARS_LIMIT = 4_000;
/** Log lines that wait; the log panel asks for older ones. */
export const LOG_LINES = 200;

/** Two rows of a tape as one: the newest prints, the rest counted in `skipped`. */
export function mergeTape(older: TradesRow | null, newer: TradesRow): TradesRow {
  if (older === null && newer.prints.length <= TAPE_PRINTS) return newer;
  const prints = older === null ? newer.prints : [...older.prints, ...newer.prints];
  const skipped = (older?.skipped ?? 0) + newer.skipped + Math.max(0, prints.length - TAPE_PRINTS);
  return { instrument: newer.instrument, prints: prints.slice(-TAPE_PRINTS), skipped };
}

const byInstrument = (row: { readonly instrument: string }): string => row.instrument;
const bySeries = (row: CandleRow): string => `${row.instrument} ${row.timeframe}`;

/** What of the stream may be left out while a taker is slow, and what never. */
export const STREAM_CONFLATION: ConflationTable<StreamRows> = {
  quote: { keep: 'last', key: byInstrument },
  book: { keep: 'last', key: byInstrument },
  candle: { keep: 'last-and-closed', key: bySeries, closed: (row) => row.closed, limit: CLOSED_BARS_LIMIT },
  trades: { keep: 'merged', key: byInstrument, merge: mergeTape },
  order: { keep: 'all' },
  fill: { keep: 'all' },
  refusal: { keep: 'all' },
  position: { keep: 'last', key: byInstrument },
  account: { keep: 'last', key: (row) => `${row.book} ${row.account}` },
  risk: { keep: 'last', key: () => 'risk' },
  strategy: { keep: 'last', key: (row) => row.instance },
  signal: { keep: 'all' },
  status: { keep: 'last', key: () => 'status' },
  log: { keep: 'newest', limit: LOG_LINES },
  notice: { keep: 'all' },
  run: { keep: 'last', key: (row) => String(row.run) },
  portfolio: { keep: 'last', key: (row) => String(row.run) },
  search: { keep: 'last', key: (row) => row.search },
  data: { keep: 'last', key: (row) => String(row.job) },
  check: { keep: 'last', key: (row) => `${row.kind} ${String(row.run)}` },
  own: { keep: 'last', key: () => 'own' },
  alerts: { keep: 'last', key: () => 'alerts' },
  lock: { keep: 'last', key: () => 'lock' },
  goesOn: { keep: 'last', key: () => 'goesOn' },
  venue: { keep: 'last', key: () => 'venue' },
};
