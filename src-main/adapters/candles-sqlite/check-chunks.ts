import { candleColumns } from '../../../src-shared/domain/candle.ts';
import { candleGaps } from '../../../src-shared/domain/candle-quality.ts';
import { InvariantError } from '../../../src-shared/kernel/result.ts';
import type { SeriesProblem } from '../../ports/candle-store.ts';
import { decodeChunk } from './chunk-codec.ts';
import { monthDigest, monthOf, monthText } from './content-hash.ts';
import type { ChunkData, SeriesRow } from './series-rows.ts';

/** What is wrong with bytes that cannot be unpacked, as a sentence; whatever is not theirs is thrown on. */
export function chunkProblem(thrown: unknown): string {
  const known =
    thrown instanceof InvariantError || (thrown instanceof Error && 'code' in thrown && /^(ZSTD|Z|ERR)_/u.test(String(thrown.code)));
  if (!known) throw thrown;
  return `the stored bytes are damaged (${thrown.message}).`;
}

/** Unpacks and hashes every month of a series and holds its row against what is there. */
export function checkChunks(row: SeriesRow, chunks: Iterable<ChunkData>): SeriesProblem[] {
  const problems: SeriesProblem[] = [];
  let count = 0;
  for (const chunk of chunks) {
    count += 1;
    for (const problem of problemsOf(row, chunk)) problems.push({ id: row.id, month: monthText(chunk.month), problem });
  }
  if (count === 0) problems.push({ id: row.id, month: null, problem: 'the series has no bars.' });
  return problems;
}

function problemsOf(row: SeriesRow, chunk: ChunkData): string[] {
  const columns = candleColumns(chunk.bars);
  try {
    decodeChunk(chunk.data, { timeframe: row.timeframe, first: chunk.first, bars: chunk.bars }, { columns, at: 0 });
  } catch (thrown) {
    return [chunkProblem(thrown)];
  }
  const { time, length } = columns;
  const problems: string[] = [];
  if (!Buffer.from(monthDigest(columns)).equals(chunk.digest)) problems.push('the bars do not have the hash that was stored with them.');
  for (let i = 0; i < length; i += 1) {
    if (i > 0 && time[i]! <= time[i - 1]!) problems.push(`bar ${i + 1} does not open after the one before.`);
    if (monthOf(time[i]!) !== chunk.month) problems.push(`bar ${i + 1} belongs to another month.`);
  }
  const gaps = candleGaps(columns, row.timeframe);
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  if (time[length - 1] !== chunk.last || gaps.length !== chunk.gaps || missing !== chunk.missing)
    problems.push('its last bar or its gaps are not those that were recorded.');
  return problems;
}
