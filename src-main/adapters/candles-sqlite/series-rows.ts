import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { SeriesInfo } from '../../ports/candle-store.ts';
import { seriesHash } from './content-hash.ts';
import type { MarketConnection } from './market-connection.ts';

/** What the table says of a series. */
export interface SeriesRow {
  readonly id: string;
  readonly venue: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** A JSON list of texts. */
  readonly sources: string;
  readonly imported_at: number;
  readonly price_decimals: number;
  readonly volume_decimals: number;
}

/** What the table says of a month's bars, without the bars. */
export interface ChunkRow {
  readonly month: number;
  readonly first: number;
  readonly last: number;
  readonly bars: number;
  readonly gaps: number;
  readonly missing: number;
  readonly digest: Uint8Array;
  readonly bytes: number;
}

/** A month with its bars as they are stored. */
export interface ChunkData extends ChunkRow {
  readonly data: Uint8Array;
}

const SHAPE = 'month, first, last, bars, gaps, missing, digest, length(data) AS bytes';

/** Prepared statements of the two tables. */
export class SeriesRows {
  private readonly connection: MarketConnection;

  constructor(connection: MarketConnection) {
    this.connection = connection;
  }

  all(): SeriesRow[] {
    return this.connection.prepare<[], SeriesRow>('SELECT * FROM series ORDER BY id').all();
  }

  find(id: string): SeriesRow | undefined {
    return this.connection.prepare<[string], SeriesRow>('SELECT * FROM series WHERE id = ?').get(id);
  }

  /** Every month of a series, oldest first. */
  chunks(id: string): ChunkRow[] {
    return this.connection.prepare<[string], ChunkRow>(`SELECT ${SHAPE} FROM chunks WHERE series = ? ORDER BY month`).all(id);
  }

  /** Every month of a series with its bars, one after the other. */
  data(id: string): IterableIterator<ChunkData> {
    return this.connection.prepare<[string], ChunkData>(`SELECT ${SHAPE}, data FROM chunks WHERE series = ? ORDER BY month`).iterate(id);
  }

  month(id: string, month: number): ChunkData | undefined {
    return this.connection
      .prepare<[string, number], ChunkData>(`SELECT ${SHAPE}, data FROM chunks WHERE series = ? AND month = ?`)
      .get(id, month);
  }

  saveSeries(row: SeriesRow): void {
    this.connection
      .prepare<[SeriesRow]>(
        `INSERT INTO series (id, venue, symbol, timeframe, sources, imported_at, price_decimals, volume_decimals)
         VALUES (@id, @venue, @symbol, @timeframe, @sources, @imported_at, @price_decimals, @volume_decimals)
         ON CONFLICT (id) DO UPDATE SET sources = @sources, imported_at = @imported_at, price_decimals = @price_decimals, volume_decimals = @volume_decimals`,
      )
      .run(row);
  }

  saveChunk(series: string, chunk: Omit<ChunkData, 'bytes'>): void {
    this.connection
      .prepare(
        `INSERT OR REPLACE INTO chunks (series, month, first, last, bars, gaps, missing, digest, data)
         VALUES (@series, @month, @first, @last, @bars, @gaps, @missing, @digest, @data)`,
      )
      .run({ series, ...chunk });
  }

  removeChunk(series: string, month: number): void {
    this.connection.prepare('DELETE FROM chunks WHERE series = ? AND month = ?').run(series, month);
  }

  removeSeries(id: string): void {
    this.connection.prepare('DELETE FROM chunks WHERE series = ?').run(id);
    this.connection.prepare('DELETE FROM series WHERE id = ?').run(id);
  }
}

/** What is told of a series, from its rows. */
export function infoOf(row: SeriesRow, chunks: readonly ChunkRow[]): SeriesInfo {
  const bar = TIMEFRAMES[row.timeframe];
  let [bars, gaps, missing, bytes] = [0, 0, 0, 0];
  let before: ChunkRow | null = null;
  for (const chunk of chunks) {
    const between = before === null ? 0 : (chunk.first - before.last) / bar - 1;
    bars += chunk.bars;
    gaps += chunk.gaps + (between > 0 ? 1 : 0);
    missing += chunk.missing + between;
    bytes += chunk.bytes;
    before = chunk;
  }
  return {
    id: row.id,
    venue: row.venue,
    symbol: row.symbol,
    timeframe: row.timeframe,
    bars,
    from: chunks[0]?.first ?? 0,
    to: before === null ? 0 : before.last + bar,
    gaps,
    missing,
    hash: seriesHash(
      row.timeframe,
      chunks.map((chunk) => chunk.digest),
    ),
    source: (JSON.parse(row.sources) as string[]).join('; '),
    importedAt: row.imported_at,
    priceDecimals: row.price_decimals,
    volumeDecimals: row.volume_decimals,
    bytes,
  };
}
