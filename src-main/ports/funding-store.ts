import type { SeriesRange } from './candle-store.ts';

/** What is known of a stored series of funding rates. */
export interface FundingInfo {
  /** The name to ask for it by, `BTC/USDT.BINANCE:funding`. */
  readonly id: string;
  readonly venue: string;
  readonly symbol: string;
  readonly rates: number;
  /** The first and the last payment, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Where the rates came from, for a person. */
  readonly source: string;
  /** When rates were last written, ms UTC of the wall clock. */
  readonly importedAt: number;
}

/** Funding rates to be stored. */
export interface FundingWrite {
  readonly venue: string;
  readonly symbol: string;
  /** Instants of payment, ms UTC, strictly rising. */
  readonly time: Float64Array;
  /** Fractions of the position, paid by longs to shorts when above zero. */
  readonly rate: Float64Array;
  readonly source: string;
  /** Wall clock, ms UTC. */
  readonly importedAt: number;
  /** Whether a rate may take the place of another one of its instant; else the whole write is refused. */
  readonly replace: boolean;
}

/** Funding rates that were read, oldest first. */
export interface StoredFunding {
  readonly info: FundingInfo;
  readonly time: Float64Array;
  readonly rate: Float64Array;
}

/** Stored funding rates of perpetual contracts. Calls may fail with `disk.full`, `disk.failed`, `data.corrupt`; naming a series also with `data.unknown`. */
export interface FundingStore {
  /** Every series, in the order of their ids. */
  list(): readonly FundingInfo[];
  read(id: string, range?: SeriesRange): StoredFunding;
  /** Stores all rates or none. Fails with `data.conflict`. */
  write(rates: FundingWrite): { readonly info: FundingInfo; readonly added: number };
  remove(id: string): void;
  close(): void;
}
