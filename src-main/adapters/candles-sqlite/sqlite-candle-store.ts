import { statSync } from 'node:fs';
import { type CandleColumns, TIMEFRAMES, type Timeframe, candleColumns, sliceCandles } from '../../../src-shared/domain/candle.ts';
import { type CandleGap, type CandleQuality, candleGaps, candleQuality } from '../../../src-shared/domain/candle-quality.ts';
import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import type {
  CandleStore,
  SeriesInfo,
  SeriesProblem,
  SeriesRead,
  SeriesWrite,
  SeriesWritten,
  StoredCandles,
} from '../../ports/candle-store.ts';
import { checkChunks, chunkProblem } from './check-chunks.ts';
import { decodeChunk, encodeChunk } from './chunk-codec.ts';
import { monthDigest, monthText, seriesHash } from './content-hash.ts';
import { type MarketConnection, guarded, openMarketFile } from './market-connection.ts';
import { type MonthSlice, mergeBars, monthSlices } from './month-slices.ts';
import { type ChunkData, type SeriesRow, SeriesRows, infoOf } from './series-rows.ts';
import { seriesId } from './series-id.ts';

/** Candles in one SQLite file: a row per series and month, its bars packed. May be thrown away; everything in it can be had again. */
export class SqliteCandleStore implements CandleStore {
  private readonly file: string;
  private readonly connection: MarketConnection;
  private readonly rows: SeriesRows;

  private constructor(file: string, connection: MarketConnection) {
    this.file = file;
    this.connection = connection;
    this.rows = new SeriesRows(connection);
  }

  /** Opens the file, made when absent. Fails with `data.newer-version`, `data.corrupt`, `disk.failed`. */
  static open(file: string): SqliteCandleStore {
    return new SqliteCandleStore(file, openMarketFile(file));
  }

  list(): readonly SeriesInfo[] {
    return this.reading(() => this.rows.all().map((row) => infoOf(row, this.rows.chunks(row.id))));
  }

  find(id: string): SeriesInfo | null {
    return this.reading(() => {
      const row = this.rows.find(id);
      return row ? infoOf(row, this.rows.chunks(id)) : null;
    });
  }

  read(id: string, how: SeriesRead = {}): StoredCandles {
    return this.reading(() => this.readNow(id, how));
  }

  write(bars: SeriesWrite): SeriesWritten {
    return this.writing(() => this.writeNow(bars));
  }

  writeAll(bars: readonly SeriesWrite[]): readonly SeriesWritten[] {
    return this.writing(() => bars.map((each) => this.writeNow(each)));
  }

  remove(id: string): void {
    this.writing(() => {
      this.needed(id);
      this.rows.removeSeries(id);
    });
  }

  trim(id: string, before: number): number {
    return this.writing(() => this.trimNow(id, before));
  }

  gaps(id: string): readonly CandleGap[] {
    const { info, columns } = this.read(id);
    return candleGaps(columns, info.timeframe);
  }

  quality(id: string): CandleQuality {
    const { info, columns } = this.read(id);
    return candleQuality(columns, info.timeframe);
  }

  verify(id?: string): readonly SeriesProblem[] {
    return this.reading(() => {
      const rows = id === undefined ? this.rows.all() : [this.needed(id)];
      return rows.flatMap((row) => checkChunks(row, this.rows.data(row.id)));
    });
  }

  compact(): number {
    return guarded(this.file, () => {
      this.connection.pragma('wal_checkpoint(TRUNCATE)');
      const before = statSync(this.file).size;
      this.connection.exec('VACUUM');
      this.connection.pragma('wal_checkpoint(TRUNCATE)');
      return before - statSync(this.file).size;
    });
  }

  close(): void {
    this.connection.close();
  }

  /** Reads within one transaction, so that a write of another process cannot come in between. */
  private reading<Value>(work: () => Value): Value {
    return guarded(this.file, () => this.connection.transaction(work).deferred());
  }

  private writing<Value>(work: () => Value): Value {
    return guarded(this.file, () => this.connection.transaction(work).immediate());
  }

  private needed(id: string): SeriesRow {
    const row = this.rows.find(id);
    if (row) return row;
    const ids = this.rows.all().map((known) => known.id);
    const rest = ids.length === 0 ? 'Nothing is stored yet.' : `Stored are ${ids.slice(0, 8).join(', ')}.`;
    throw new Fault('data.unknown', { series: id, suggestion: suggestion(id, ids, rest) });
  }

  private readNow(id: string, { from = -Infinity, to = Infinity, allocate = candleColumns }: SeriesRead): StoredCandles {
    const row = this.needed(id);
    const whole = this.rows.chunks(id);
    const chunks = whole.filter((chunk) => chunk.last >= from && chunk.first < to);
    const cuts = new Map<number, CandleColumns>();
    for (const { month, first, last } of chunks) {
      if (first < from || last >= to) cuts.set(month, this.cut(row, this.rows.month(id, month)!, from, to));
    }
    const columns = allocate(chunks.reduce((sum, { month, bars }) => sum + (cuts.get(month)?.length ?? bars), 0));
    let at = 0;
    for (const { month, bars } of chunks) {
      const cut = cuts.get(month);
      if (cut) copyBars(cut, columns, at);
      else this.decode(row, this.rows.month(id, month)!, { columns, at });
      at += cut?.length ?? bars;
    }
    const digests = chunks.flatMap(({ month, digest }) => {
      const cut = cuts.get(month);
      return cut === undefined ? [digest] : cut.length === 0 ? [] : [monthDigest(cut)];
    });
    return { info: infoOf(row, whole), columns, hash: seriesHash(row.timeframe, digests) };
  }

  /** The bars of a month that lie in a range. */
  private cut(row: SeriesRow, chunk: ChunkData, from: number, to: number): CandleColumns {
    const columns = candleColumns(chunk.bars);
    this.decode(row, chunk, { columns, at: 0 });
    let start = 0;
    while (start < columns.length && columns.time[start]! < from) start += 1;
    let end = start;
    while (end < columns.length && columns.time[end]! < to) end += 1;
    return sliceCandles(columns, start, end);
  }

  private decode(row: SeriesRow, chunk: ChunkData, target: { readonly columns: CandleColumns; readonly at: number }): void {
    try {
      decodeChunk(chunk.data, { timeframe: row.timeframe, first: chunk.first, bars: chunk.bars }, target);
    } catch (thrown) {
      throw this.damaged(row.id, chunk.month, chunkProblem(thrown));
    }
  }

  private damaged(id: string, month: number, problem: string): Fault {
    return new Fault('data.corrupt', {
      file: this.file,
      problem: `${id}, ${monthText(month)}: ${problem} Take the series away with "data remove ${id}" and import it again.`,
    });
  }

  private writeNow({ key, columns, source, importedAt, replace, ...decimals }: SeriesWrite): SeriesWritten {
    const id = seriesId(key);
    const before = this.rows.find(id);
    checkSteps(id, key.timeframe, columns, before ? this.rows.chunks(id)[0]?.first : undefined);
    const sources = new Set([...(before ? (JSON.parse(before.sources) as string[]) : []), source]);
    const row: SeriesRow = {
      id,
      venue: key.venue,
      symbol: key.symbol,
      timeframe: key.timeframe,
      sources: JSON.stringify([...sources]),
      imported_at: importedAt,
      price_decimals: Math.max(before?.price_decimals ?? 0, decimals.priceDecimals),
      volume_decimals: Math.max(before?.volume_decimals ?? 0, decimals.volumeDecimals),
    };
    this.rows.saveSeries(row);
    let unchanged = 0;
    const differing: number[] = [];
    for (const slice of monthSlices(columns)) {
      const met = this.writeMonth(row, slice);
      unchanged += met.unchanged;
      differing.push(...met.differing);
    }
    if (!replace && differing.length > 0)
      throw new Fault('data.conflict', { series: id, bars: differing.length, first: isoTime(differing[0]!) });
    const info = infoOf(row, this.rows.chunks(id));
    return { info, added: columns.length - unchanged - differing.length, unchanged, replaced: differing.length };
  }

  private writeMonth(
    row: SeriesRow,
    { month, columns }: MonthSlice,
  ): { readonly unchanged: number; readonly differing: readonly number[] } {
    const chunk = this.rows.month(row.id, month);
    if (!chunk) {
      this.save(row, month, columns);
      return { unchanged: 0, differing: [] };
    }
    const stored = candleColumns(chunk.bars);
    this.decode(row, chunk, { columns: stored, at: 0 });
    const merged = mergeBars(stored, columns);
    if (merged.unchanged < columns.length) this.save(row, month, merged.columns);
    return merged;
  }

  private save(row: SeriesRow, month: number, columns: CandleColumns): void {
    const gaps = candleGaps(columns, row.timeframe);
    this.rows.saveChunk(row.id, {
      month,
      first: columns.time[0]!,
      last: columns.time[columns.length - 1]!,
      bars: columns.length,
      gaps: gaps.length,
      missing: gaps.reduce((sum, gap) => sum + gap.missing, 0),
      digest: monthDigest(columns),
      data: encodeChunk(columns, row.timeframe),
    });
  }

  private trimNow(id: string, before: number): number {
    const row = this.needed(id);
    const chunks = this.rows.chunks(id);
    let removed = 0;
    for (const { month } of chunks.filter((known) => known.first < before)) {
      const chunk = this.rows.month(id, month)!;
      const kept = chunk.last < before ? null : this.cut(row, chunk, before, Infinity);
      removed += chunk.bars - (kept?.length ?? 0);
      if (kept) this.save(row, month, kept);
      else this.rows.removeChunk(id, month);
    }
    if (this.rows.chunks(id).length === 0) this.rows.removeSeries(id);
    return removed;
  }
}

function copyBars(from: CandleColumns, to: CandleColumns, at: number): void {
  to.time.set(from.time, at);
  to.open.set(from.open, at);
  to.high.set(from.high, at);
  to.low.set(from.low, at);
  to.close.set(from.close, at);
  to.volume.set(from.volume, at);
}

/** Refuses opens that do not rise by whole bars, and ones that are shifted against the bars already stored. */
function checkSteps(id: string, timeframe: Timeframe, { time, length }: CandleColumns, first: number | undefined): void {
  const bar = TIMEFRAMES[timeframe];
  if (length === 0) throw new Fault('data.misaligned', { series: id, problem: 'there are no bars to store.' });
  for (let i = 0; i < length; i += 1) {
    const step = i === 0 ? (first === undefined ? bar : Math.abs(time[0]! - first)) : time[i]! - time[i - 1]!;
    if (step % bar === 0 && (i === 0 || step > 0)) continue;
    const problem =
      i === 0
        ? `the bar at ${isoTime(time[0]!)} is shifted against those already stored, which open at ${isoTime(first!)} and whole bars from it.`
        : `the bar at ${isoTime(time[i]!)} is no whole number of ${timeframe} bars after ${isoTime(time[i - 1]!)}.`;
    throw new Fault('data.misaligned', { series: id, problem });
  }
}
