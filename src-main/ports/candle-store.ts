import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
import type { CandleGap, CandleQuality } from '../../src-shared/domain/candle-quality.ts';

/** What a stored series is of. */
export interface SeriesKey {
  /** Where the bars come from, in capitals: `BINANCE`, or `FILE` for bars of no known venue. */
  readonly venue: string;
  /** `BTC/USDT` */
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

/** What is known of a stored series without reading its bars. */
export interface SeriesInfo extends SeriesKey {
  /** The name to ask for it by, `BTC/USDT.BINANCE:1m`. */
  readonly id: string;
  readonly bars: number;
  /** Open of the first bar, ms UTC. */
  readonly from: number;
  /** Close of the last bar, ms UTC. */
  readonly to: number;
  /** Places where at least one bar is missing. */
  readonly gaps: number;
  /** Bars missing in all of them. */
  readonly missing: number;
  /** SHA-256 over the bars alone, 64 hexadecimal digits: equal bars have equal hashes wherever they came from. */
  readonly hash: string;
  /** Where the bars came from, for a person; several sources are joined by semicolons. */
  readonly source: string;
  /** When bars were last written, ms UTC of the wall clock. */
  readonly importedAt: number;
  /** Most digits after the point in any price. */
  readonly priceDecimals: number;
  /** Most digits after the point in any volume. */
  readonly volumeDecimals: number;
  /** Bytes on disk. */
  readonly bytes: number;
}

/** A part of a series by time; a bound that is left out is the series' own. */
export interface SeriesRange {
  /** Bars that open at or after it, ms UTC. */
  readonly from?: number;
  /** Bars that open before it, ms UTC. */
  readonly to?: number;
}

/** How a series is to be read. */
export interface SeriesRead extends SeriesRange {
  /** Gives the columns to read into, of the asked length, for instance over shared memory; without it they are new. */
  readonly allocate?: (length: number) => CandleColumns;
}

/** Bars that were read. */
export interface StoredCandles {
  readonly info: SeriesInfo;
  readonly columns: CandleColumns;
  /** The hash of exactly these bars; that of `info` when the whole series was read. */
  readonly hash: string;
}

/** Bars to be stored. */
export interface SeriesWrite {
  readonly key: SeriesKey;
  /** Strictly rising in whole steps of the timeframe. */
  readonly columns: CandleColumns;
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  /** For a person: the file with its own hash, or the venue. */
  readonly source: string;
  /** Wall clock, ms UTC. */
  readonly importedAt: number;
  /** Whether a bar may take the place of a stored one with other figures; else the whole write is refused. */
  readonly replace: boolean;
}

/** What a write did. */
export interface SeriesWritten {
  readonly info: SeriesInfo;
  readonly added: number;
  /** Bars that were there already with the same figures. */
  readonly unchanged: number;
  /** Bars whose figures were replaced. */
  readonly replaced: number;
}

/** Something that a check of the stored bytes found. */
export interface SeriesProblem {
  readonly id: string;
  /** Month of the damaged part, `2026-01`; null when it concerns the whole series. */
  readonly month: string | null;
  /** A sentence. */
  readonly problem: string;
}

/**
 * Stored candles by series. Calls are synchronous and read from the disk: the window's thread leaves large reads to a worker.
 * Every call may fail with `disk.full`, `disk.failed` and `data.corrupt`; one that names a series also with `data.unknown`.
 */
export interface CandleStore {
  /** Every series, in the order of their ids. */
  list(): readonly SeriesInfo[];
  /** One series, or null when there is none of that id. */
  find(id: string): SeriesInfo | null;
  /** The bars of a range, oldest first; none are an empty answer. */
  read(id: string, how?: SeriesRead): StoredCandles;
  /** Stores all bars or none, merged with those that are there. Fails with `data.conflict` and `data.misaligned`. */
  write(bars: SeriesWrite): SeriesWritten;
  /** The same for several, all of them or none. */
  writeAll(bars: readonly SeriesWrite[]): readonly SeriesWritten[];
  /** Takes a whole series away. */
  remove(id: string): void;
  /** Takes away bars that open before an instant, ms UTC, and the series when none is left; gives how many. */
  trim(id: string, before: number): number;
  /** Every gap, oldest first. */
  gaps(id: string): readonly CandleGap[];
  /** What the figures of a series look like. */
  quality(id: string): CandleQuality;
  /** Reads and hashes every stored byte of one series, or of all; an empty answer is a sound store. */
  verify(id?: string): readonly SeriesProblem[];
  /** Gives unused space back to the disk; gives the bytes freed. */
  compact(): number;
  close(): void;
}
