import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { TIMEFRAMES, type Timeframe } from '../domain/candle.ts';
import type { FaultDetails } from '../kernel/fault.ts';
import type { FaultCode } from '../kernel/fault-codes.ts';
import { call } from './base.ts';
import type { FundingRow, RecordingRow, SeriesRow } from './data.ts';
import { commandId, instant, positiveDecimalText } from './scalars.ts';

const anyTimeframe = z.enum(Object.keys(TIMEFRAMES) as [Timeframe, ...Timeframe[]]);
const seriesId = z.string().check(z.maxLength(80));
const recordingId = z.string().check(z.maxLength(80));
const step = positiveDecimalText;
/** Days that are kept; null keeps all. */
const keepDays = z.nullable(z.int().check(z.gte(1), z.lte(36_500)));
const symbol = z.string().check(z.regex(/^[A-Z0-9]{1,15}\/[A-Z0-9]{1,15}$/u));
const venue = z.string().check(z.regex(/^[A-Z0-9-]{1,20}$/u));
/** What the program's own dialog gave for a file; the window never names a path. */
const fileToken = z.string().check(z.maxLength(60));

/** How a chosen file is to be read. What is null is told from the file, and said. */
export const fileReading = z.object({
  file: fileToken,
  content: z.enum(['bars', 'trades', 'funding']),
  symbol: z.nullable(symbol),
  timeframe: z.nullable(anyTimeframe),
  /** Whether a row's time is the open or the end of its bar. */
  time: z.nullable(z.enum(['open', 'end'])),
  /** The zone of times without an offset. */
  zone: z.nullable(z.string().check(z.maxLength(60))),
  /** A role per column of the file, `-` for one of no interest. */
  columns: z.nullable(z.array(z.string().check(z.maxLength(20))).check(z.maxLength(200))),
  repair: z.boolean(),
});

/** How a chosen file is to be read. */
export type FileReading = z.infer<typeof fileReading>;

/** Work on the stored data that takes its time. */
export const dataWork = z.union([
  z.object({ kind: z.literal('look'), reading: fileReading }),
  z.object({
    kind: z.literal('import'),
    reading: z.object({ ...fileReading.shape, symbol, timeframe: anyTimeframe }),
    venue,
    /** SHA-256 of the file that was looked at; another one is refused. */
    hash: z.string().check(z.regex(/^[0-9a-f]{64}$/u)),
    /** Whether bars take the place of stored ones with other figures. */
    replace: z.boolean(),
  }),
  /** Funding rates of a perpetual contract, from a file. */
  z.object({
    kind: z.literal('funding'),
    reading: z.object({ ...fileReading.shape, symbol }),
    venue,
    hash: z.string().check(z.regex(/^[0-9a-f]{64}$/u)),
    replace: z.boolean(),
  }),
  z.object({ kind: z.literal('verify'), series: z.nullable(seriesId) }),
  z.object({ kind: z.literal('export'), series: seriesId, format: z.enum(['csv', 'csv.gz', 'parquet']) }),
  /** Takes bars away that are older than so many days, if any, and gives unused space back. */
  z.object({ kind: z.literal('compact'), keepDays }),
  /** Records the simulated market's order book and trades, from where the recordings of it end. */
  z.object({ kind: z.literal('record'), symbol, minutes: z.int().check(z.gte(1), z.lte(1_440)), keepDays }),
  /** Reads recordings to their end, one or all, and keeps a book by them. */
  z.object({ kind: z.literal('check'), recording: z.nullable(recordingId) }),
  /** Takes a raw capture of an order book in; steps that are null are those of the file's own digits. */
  z.object({ kind: z.literal('capture'), file: fileToken, symbol, venue, tick: z.nullable(step), lot: z.nullable(step) }),
  /** Repeats a run from its capsule. */
  z.object({ kind: z.literal('capsule'), file: fileToken }),
  z.object({ kind: z.literal('download'), venue, symbol, timeframe: anyTimeframe, from: instant, to: z.nullable(instant) }),
]);

/** Work on the stored data, as it is asked for. */
export type DataWork = z.infer<typeof dataWork>;

/** A file that a person chose, by the name under which main knows it. */
export interface ChosenFile {
  readonly file: string;
  readonly name: string;
  readonly bytes: number;
}

/** The files that a person chose, and why others cannot be taken, a sentence each. */
export interface FilesChosen {
  readonly chosen: readonly ChosenFile[];
  readonly refused: readonly string[];
}

/** Why a file cannot be taken as it is read now. */
export type FileBlock = 'columns' | 'timeframe' | 'time' | 'zone' | 'rows' | 'empty' | 'damaged';

/** A kind of problem in a file, with the first lines that have it. */
export interface FileProblem {
  readonly kind: string;
  readonly count: number;
  /** 1-based; the first five. */
  readonly lines: readonly number[];
  /** Whether a repair takes it away. */
  readonly repairable: boolean;
}

/** What a file holds, as it is read. Times ms UTC. */
export interface FileLook {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the whole file; '' when it was not read to its end. */
  readonly hash: string;
  /** Names of its columns; null where it has no header. */
  readonly header: readonly string[] | null;
  /** The first rows, field by field as they stand there. */
  readonly sample: readonly (readonly string[])[];
  /** A role per column, `-` for one of no interest. */
  readonly columns: readonly string[];
  /** Whether the roles are a guess that nothing in the file says. */
  readonly guessed: boolean;
  /** How its times are written. */
  readonly timeForms: readonly string[];
  readonly meaning: { readonly means: 'open' | 'end'; readonly how: string } | null;
  /** The timeframe that its bars were read as; null where none could be told. */
  readonly timeframe: Timeframe | null;
  /** The timeframe that the spacing of the rows tells. */
  readonly spacing: Timeframe | null;
  /** What the name of the file says it is of. */
  readonly namedSymbol: string | null;
  readonly namedVenue: string | null;
  readonly rows: number;
  /** Bars, or rates of funding. */
  readonly bars: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly gaps: number;
  readonly missing: number;
  readonly firstGaps: readonly { readonly line: number; readonly from: number; readonly missing: number }[];
  readonly problems: readonly FileProblem[];
  readonly notes: readonly string[];
  /** Null when its bars may be taken. */
  readonly block: FileBlock | null;
}

/** What reading a recording to its end found. */
export interface RecordingCheck {
  readonly id: string;
  readonly messages: number;
  /** Whole books in it; without one the book is known only where levels were named. */
  readonly snapshots: number;
  readonly gaps: number;
  readonly crossed: number;
  readonly missingTrades: number;
  /** Bytes at an end that were cut off when the recorder died; they are not read. */
  readonly tornBytes: number;
  /** Why it cannot be read, a sentence; null when it can. */
  readonly damage: string | null;
}

/** What came of work that is done. */
export type DataResult =
  | { readonly kind: 'look'; readonly look: FileLook }
  | {
      readonly kind: 'import';
      readonly look: FileLook;
      readonly added: number;
      readonly unchanged: number;
      readonly replaced: number;
      readonly series: SeriesRow;
    }
  | { readonly kind: 'funding'; readonly look: FileLook; readonly added: number; readonly series: FundingRow }
  | { readonly kind: 'verify'; readonly series: number; readonly bars: number; readonly problems: readonly string[] }
  | { readonly kind: 'export'; readonly file: string; readonly bars: number; readonly bytes: number; readonly hash: string }
  | { readonly kind: 'compact'; readonly bars: number; readonly bytes: number }
  | { readonly kind: 'record'; readonly messages: number; readonly days: readonly RecordingRow[]; readonly pruned: readonly string[] }
  /** What differs, a sentence each; where the bars were found, null when nowhere. */
  | { readonly kind: 'capsule'; readonly same: boolean; readonly differences: readonly string[]; readonly bars: string | null }
  | { readonly kind: 'check'; readonly checks: readonly RecordingCheck[] }
  | {
      readonly kind: 'capture';
      readonly messages: number;
      readonly days: readonly RecordingRow[];
      /** Frames of kinds that are not read, by kind. */
      readonly ignored: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'download'; readonly added: number; readonly requests: number; readonly series: SeriesRow | null };

/** Where work stands; `waiting` is for other work on the store. */
export type DataJobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** Work on the stored data as it is told of. */
export interface DataJobRow {
  /** Rising from 1. */
  readonly job: number;
  readonly kind: DataWork['kind'];
  /** The file, the series, or '' for the whole store. */
  readonly what: string;
  readonly state: DataJobState;
  /** Rows read, or bars stored so far. */
  readonly rows: number;
  /** Share of it that is done, 0 to 1, and seconds left; null where that cannot be told. */
  readonly share: number | null;
  readonly left: number | null;
  /** Why it waits for a venue, a sentence; '' while it does not. */
  readonly waits: string;
  readonly result: DataResult | null;
  readonly fault: { readonly code: FaultCode; readonly message: string; readonly details: FaultDetails } | null;
}

const change = call.$meta({ privilege: 'unlocked', ratePerSecond: 10 });

/** Work on the stored data: a file chosen and looked at before anything of it is stored, downloads, exports, checks. */
export const dataJobsContract = {
  /** What was asked for since the start, newest first, and the venues that bars can be had from. */
  jobs: call
    .$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true })
    .input(z.object({}))
    .output(type<{ readonly jobs: readonly DataJobRow[]; readonly venues: readonly string[] }>()),
  /** Shows the system's dialog for a file, or several; nothing where nobody chose one. What cannot be taken is named and costs the others nothing. */
  choose: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 2 })
    .input(z.object({ command: commandId, several: z.boolean() }))
    .output(type<FilesChosen>()),
  start: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 10, shutInReplay: true })
    .input(z.object({ command: commandId, work: dataWork }))
    .output(type<{ readonly job: number }>()),
  cancel: change.input(z.object({ command: commandId, job: z.int().check(z.positive()) })).output(type<{ readonly cancelled: boolean }>()),
};
