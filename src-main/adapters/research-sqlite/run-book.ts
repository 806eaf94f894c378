import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { RunRecord } from '../../../src-shared/domain/report.ts';
import type { ExecutedFill } from '../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** A fill as a row: time, instrument, origin, side, ticks, lots, fee. */
type FillRow = readonly [number, number, string, Side, number, number, string];

/** A run's record without its curve. */
interface Book {
  readonly instruments: readonly InstrumentSpec[];
  readonly start: string;
  readonly from: number;
  readonly cash: string;
  readonly lastClose: readonly number[];
  readonly fills: readonly FillRow[];
}

/** The books of a run, compressed: everything of its record beside the curve. */
export function packBook(record: RunRecord): Buffer {
  const book: Book = {
    instruments: record.instruments.map(({ spec }) => spec),
    start: record.start.toFixed(),
    from: record.from,
    cash: record.cash.toFixed(),
    lastClose: record.lastClose,
    fills: record.fills.map(fillRow),
  };
  return zstdCompressSync(Buffer.from(JSON.stringify(book)));
}

/** What `packBook` packed, with its curve. */
export function unpackBook(packed: Uint8Array, curve: Pick<RunRecord, 'times' | 'equity'>): RunRecord {
  const book = JSON.parse(zstdDecompressSync(packed).toString()) as Book;
  return {
    ...curve,
    instruments: book.instruments.map((spec, index) => new Instrument(spec, index)),
    start: Decimal.parse(book.start),
    from: book.from,
    cash: Decimal.parse(book.cash),
    lastClose: book.lastClose,
    fills: book.fills.map(fillOf),
  };
}

function fillRow({ time, instrument, origin, side, ticks, lots, fee }: ExecutedFill): FillRow {
  return [time, instrument, origin, side, ticks, lots, fee.toFixed()];
}

function fillOf([time, instrument, origin, side, ticks, lots, fee]: FillRow): ExecutedFill {
  return { time, instrument, origin, side, ticks, lots, fee: Decimal.parse(fee) };
}
