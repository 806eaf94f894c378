import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';

/*
 * A chunk is a header of eight bytes and six columns of equal length, compressed as one. The header: version, then per column how it is
 * kept: RAW as doubles, or 0 to 9 as differences of value x 10^n in 32 bits (the open times as differences in bars).
 * A column is kept as differences only when every double comes back bit for bit. Doubles stand before the differences, so that both are aligned.
 */
const VERSION = 1;
const HEADER = 8;
const RAW = 255;
const MOST_DECIMALS = 9;
const LARGEST = 2 ** 31 - 1;
const LEVEL = 3;
/** Least room that the library unpacks into. */
const LEAST_ROOM = 64;

/** Every column in the order in which it stands in a chunk and is hashed. */
export function columnsOf(columns: CandleColumns): readonly Float64Array[] {
  return [columns.time, columns.open, columns.high, columns.low, columns.close, columns.volume];
}

/** Packs the bars of one chunk; zstd's own checksum goes along. */
export function encodeChunk(columns: CandleColumns, timeframe: Timeframe): Uint8Array {
  const { length } = columns;
  const header = new Uint8Array(HEADER);
  header[0] = VERSION;
  const doubles: Float64Array[] = [];
  const packed: Int32Array[] = [];
  columnsOf(columns).forEach((column, place) => {
    const small = place === 0 ? timeDifferences(column, timeframe) : valueDifferences(column);
    header[1 + place] = small?.decimals ?? RAW;
    if (small) packed.push(small.differences);
    else doubles.push(column);
  });
  const bytes = new Uint8Array(HEADER + length * (8 * doubles.length + 4 * packed.length));
  bytes.set(header);
  let at = HEADER;
  for (const part of [...doubles, ...packed]) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 } });
}

interface Differences {
  readonly decimals: number;
  readonly differences: Int32Array;
}

function timeDifferences(time: Float64Array, timeframe: Timeframe): Differences {
  const bar = TIMEFRAMES[timeframe];
  const differences = new Int32Array(time.length);
  for (let i = 1; i < time.length; i += 1) differences[i] = (time[i]! - time[i - 1]!) / bar;
  return { decimals: 0, differences };
}

/** The column as differences of whole numbers, or null when some value would not come back as it is. */
function valueDifferences(column: Float64Array): Differences | null {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals += 1) {
    const differences = differencesAt(column, 10 ** decimals);
    if (differences) return { decimals, differences };
  }
  return null;
}

function differencesAt(column: Float64Array, scale: number): Int32Array | null {
  const differences = new Int32Array(column.length);
  let before = 0;
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i]!;
    const whole = Math.round(value * scale);
    const difference = whole - before;
    if (!(Math.abs(whole) <= Number.MAX_SAFE_INTEGER && Math.abs(difference) <= LARGEST && Object.is(whole / scale, value))) return null;
    differences[i] = difference;
    before = whole;
  }
  return differences;
}

/** Where the bars of a chunk go. */
export interface ChunkTarget {
  readonly columns: CandleColumns;
  /** Row of the target that the first bar goes to. */
  readonly at: number;
}

/** What a chunk's row says of it. */
export interface ChunkShape {
  readonly timeframe: Timeframe;
  readonly first: number;
  readonly bars: number;
}

/** Unpacks a chunk into columns. Throws what zlib throws for damaged bytes, and an invariant's error for bytes that are no chunk. */
export function decodeChunk(data: Uint8Array, { timeframe, first, bars }: ChunkShape, { columns, at }: ChunkTarget): void {
  // Room for the differences of all columns, so that what comes out mostly lies in one piece.
  const bytes = aligned(zstdDecompressSync(data, { chunkSize: Math.max(LEAST_ROOM, HEADER + bars * 4 * 6) }));
  invariant(bytes[0] === VERSION, 'the part has a version that this program knows');
  const kinds = bytes.subarray(1, 1 + 6);
  const raws = kinds.filter((kind) => kind === RAW).length;
  invariant(bytes.length === HEADER + bars * (8 * raws + 4 * (6 - raws)), 'the part holds as many bars as it says');
  let doubleAt = bytes.byteOffset + HEADER;
  let packedAt = doubleAt + 8 * bars * raws;
  columnsOf(columns).forEach((column, place) => {
    const kind = kinds[place]!;
    if (kind === RAW) {
      column.set(new Float64Array(bytes.buffer, doubleAt, bars), at);
      doubleAt += 8 * bars;
      return;
    }
    const differences = new Int32Array(bytes.buffer, packedAt, bars);
    packedAt += 4 * bars;
    if (place === 0) unpackTimes(differences, column.subarray(at, at + bars), first, TIMEFRAMES[timeframe]);
    else unpackValues(differences, column.subarray(at, at + bars), 10 ** kind);
  });
}

/** Buffers of zlib may stand anywhere in their memory; numbers of eight bytes may not. */
function aligned(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

function unpackTimes(differences: Int32Array, time: Float64Array, first: number, bar: number): void {
  let value = first;
  for (let i = 0; i < differences.length; i += 1) {
    value += differences[i]! * bar;
    time[i] = value;
  }
}

function unpackValues(differences: Int32Array, column: Float64Array, scale: number): void {
  let whole = 0;
  for (let i = 0; i < differences.length; i += 1) {
    whole += differences[i]!;
    column[i] = whole / scale;
  }
}
