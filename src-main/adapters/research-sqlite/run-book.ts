import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { FundingPayment } from '../../../src-shared/domain/funding.ts';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { RunRecord } from '../../../src-shared/domain/report.ts';
import type { ExecutedFill } from '../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** A fill as a row: time, instrument, origin, side, ticks, lots, fee, and 1 where it was a liquidation. */
type FillRow = readonly [number, number, string, Side, number, number, string, 1?];

/** A payment of funding as a row: time, instrument, origin, amount. */
type CarryRow = readonly [number, number, string, string];

/** A run's record without its curve. */
interface Book {
  readonly instruments: readonly InstrumentSpec[];
  readonly start: string;
  readonly from: number;
  readonly cash: string;
  readonly lastClose: readonly number[];
  readonly fills: readonly FillRow[];
  /** Of a run on perpetuals. */
  readonly carry?: readonly CarryRow[];
  readonly openCost?: string;
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
    ...(isContract(record) ? { carry: (record.carry ?? []).map(carryRow), openCost: (record.openCost ?? Decimal.ZERO).toFixed() } : {}),
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
    ...(book.carry === undefined ? {} : { carry: book.carry.map(carryOf), openCost: Decimal.parse(book.openCost ?? '0') }),
  };
}

function isContract({ instruments }: RunRecord): boolean {
  return instruments.some(({ margin }) => margin !== null);
}

function carryRow({ time, instrument, origin, amount }: FundingPayment): CarryRow {
  return [time, instrument, origin, amount.toFixed()];
}

function carryOf([time, instrument, origin, amount]: CarryRow): FundingPayment {
  return { time, instrument, origin, amount: Decimal.parse(amount) };
}

function fillRow({ time, instrument, origin, side, ticks, lots, fee, liquidation }: ExecutedFill): FillRow {
  const row = [time, instrument, origin, side, ticks, lots, fee.toFixed()] as const;
  return liquidation === true ? [...row, 1] : row;
}

function fillOf([time, instrument, origin, side, ticks, lots, fee, liquidation]: FillRow): ExecutedFill {
  const fill = { time, instrument, origin, side, ticks, lots, fee: Decimal.parse(fee) };
  return liquidation === 1 ? { ...fill, liquidation: true } : fill;
}
