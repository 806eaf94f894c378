import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import type { SeriesRange } from '../../ports/candle-store.ts';
import type { FundingInfo, FundingStore, FundingWrite, StoredFunding } from '../../ports/funding-store.ts';
import { type MarketConnection, guarded, openMarketFile } from './market-connection.ts';

interface InfoRow {
  readonly id: string;
  readonly venue: string;
  readonly symbol: string;
  readonly sources: string;
  readonly imported_at: number;
  readonly rates: number;
  readonly first: number;
  readonly last: number;
}

const INFO = `SELECT funding.*, count(*) AS rates, min(time) AS first, max(time) AS last
  FROM funding JOIN funding_rates ON funding_rates.series = funding.id`;

/** Funding rates beside the candles in the file of market data. */
export class SqliteFundingStore implements FundingStore {
  private readonly file: string;
  private readonly connection: MarketConnection;

  private constructor(file: string, connection: MarketConnection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens the file, made when absent. Fails as the candles' store does. */
  static open(file: string): SqliteFundingStore {
    return new SqliteFundingStore(file, openMarketFile(file));
  }

  list(): readonly FundingInfo[] {
    return guarded(this.file, () => this.connection.prepare<[], InfoRow>(`${INFO} GROUP BY id ORDER BY id`).all().map(infoOf));
  }

  read(id: string, { from = -Infinity, to = Infinity }: SeriesRange = {}): StoredFunding {
    return guarded(this.file, () => {
      const info = this.needed(id);
      const rows = this.connection
        .prepare<[string, number, number], { time: number; rate: number }>(
          'SELECT time, rate FROM funding_rates WHERE series = ? AND time >= ? AND time < ? ORDER BY time',
        )
        .all(id, from, to);
      return { info, time: Float64Array.from(rows, (row) => row.time), rate: Float64Array.from(rows, (row) => row.rate) };
    });
  }

  write(rates: FundingWrite): { readonly info: FundingInfo; readonly added: number } {
    return guarded(this.file, () => this.connection.transaction(() => this.writeNow(rates)).immediate());
  }

  remove(id: string): void {
    guarded(this.file, () =>
      this.connection
        .transaction(() => {
          this.needed(id);
          this.connection.prepare('DELETE FROM funding_rates WHERE series = ?').run(id);
          this.connection.prepare('DELETE FROM funding WHERE id = ?').run(id);
        })
        .immediate(),
    );
  }

  close(): void {
    this.connection.close();
  }

  private writeNow({ venue, symbol, time, rate, source, importedAt, replace }: FundingWrite): {
    readonly info: FundingInfo;
    readonly added: number;
  } {
    const id = `${symbol}.${venue}:funding`;
    const before = this.find(id);
    const sources = new Set([...(before ? before.source.split('; ') : []), source]);
    this.connection
      .prepare(
        `INSERT INTO funding (id, venue, symbol, sources, imported_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET sources = excluded.sources, imported_at = excluded.imported_at`,
      )
      .run(id, venue, symbol, [...sources].join('; '), importedAt);
    const stored = this.connection.prepare<[string, number], { rate: number }>(
      'SELECT rate FROM funding_rates WHERE series = ? AND time = ?',
    );
    const save = this.connection.prepare('INSERT OR REPLACE INTO funding_rates (series, time, rate) VALUES (?, ?, ?)');
    const differing: number[] = [];
    time.forEach((instant, i) => {
      const known = stored.get(id, instant);
      if (known && known.rate !== rate[i]) differing.push(instant);
      if (known?.rate !== rate[i]) save.run(id, instant, rate[i]);
    });
    if (!replace && differing.length > 0) {
      throw new Fault('data.conflict', { series: id, bars: differing.length, first: isoTime(differing[0]!) });
    }
    const info = this.needed(id);
    return { info, added: info.rates - (before?.rates ?? 0) };
  }

  private find(id: string): FundingInfo | null {
    const row = this.connection.prepare<[string], InfoRow>(`${INFO} WHERE id = ? GROUP BY id`).get(id);
    return row ? infoOf(row) : null;
  }

  private needed(id: string): FundingInfo {
    const info = this.find(id);
    if (info) return info;
    const ids = this.list().map((known) => known.id);
    const rest = ids.length === 0 ? 'No funding rates are stored yet.' : `Stored are ${ids.slice(0, 8).join(', ')}.`;
    throw new Fault('data.unknown', { series: id, suggestion: suggestion(id, ids, rest) });
  }
}

function infoOf({ id, venue, symbol, sources, imported_at, rates, first, last }: InfoRow): FundingInfo {
  return { id, venue, symbol, rates, from: first, to: last, source: sources, importedAt: imported_at };
}
