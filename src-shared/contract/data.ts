import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { CandleGap, CandleQuality } from '../domain/candle-quality.ts';
import { call } from './base.ts';
import { commandId } from './scalars.ts';

/** A stored series as the list shows it. Times ms UTC. */
export interface SeriesRow {
  readonly id: string;
  readonly symbol: string;
  readonly venue: string;
  readonly timeframe: string;
  readonly bars: number;
  readonly from: number;
  readonly to: number;
  readonly gaps: number;
  readonly missing: number;
  /** SHA-256 over the bars, hexadecimal. */
  readonly hash: string;
  readonly source: string;
  readonly bytes: number;
  readonly importedAt: number;
}

/** Stored funding rates of a perpetual contract. Times ms UTC. */
export interface FundingRow {
  /** `BTC/USDT.BINANCE:funding` */
  readonly id: string;
  readonly rates: number;
  readonly from: number;
  readonly to: number;
  readonly source: string;
}

/** A stored series looked through. */
export interface SeriesLook {
  readonly id: string;
  readonly quality: CandleQuality;
  /** The first 200 gaps, oldest first. */
  readonly gaps: readonly CandleGap[];
  /** Share of the bars that are there, 0 to 1, in equal parts of the span. */
  readonly coverage: readonly number[];
  /** What a check of every stored byte found; empty when all is well. */
  readonly problems: readonly string[];
}

/** One recorded day of an order book with its trades. Times ms UTC; null where nothing of it can be read. */
export interface RecordingRow {
  /** `SIM/BTC-USD/2026-11-21` */
  readonly id: string;
  readonly symbol: string;
  readonly venue: string;
  readonly messages: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly bytes: number;
  readonly tornBytes: number;
  /** Why it cannot be read, a sentence; null when it can. */
  readonly damage: string | null;
}

const seriesId = z.string().check(z.maxLength(80));

/** The stored market data: what there is, how whole it is, and taking a series away. */
export const dataContract = {
  list: call.input(z.object({})).output(type<{ readonly series: readonly SeriesRow[]; readonly funding: readonly FundingRow[] }>()),
  /** The recorded order books, day by day. */
  recordings: call.input(z.object({})).output(type<{ readonly recordings: readonly RecordingRow[] }>()),
  look: call
    .$meta({ privilege: 'open', ratePerSecond: 5 })
    .input(z.object({ id: seriesId }))
    .output(type<SeriesLook>()),
  remove: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 2 })
    .input(z.object({ command: commandId, id: seriesId }))
    .output(type<{ readonly removed: boolean }>()),
};
