import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { CandleFile } from '../../ports/candle-files.ts';
import { DecimalField } from './decimal-field.ts';
import { checkOrder, checkShape, checkValue } from './row-checks.ts';
import { COLUMN_NAMES, type ColumnName, RowColumns } from './row-columns.ts';

const LINE_END = 0x0a;
const RETURN = 0x0d;
const COMMA = 0x2c;
const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;

/** No line of numbers is this long; what has none is not text. */
const LONGEST_LINE = 65_536;

/** Reads candle rows out of chunks of bytes, strictly: the first thing that is wrong ends it with `input.row`. */
export class CandleCsvParser {
  /** 1-based number of the line that comes next; the header is line 1. */
  line = 1;
  private readonly file: string;
  private readonly timeframe: Timeframe;
  private readonly rows = new RowColumns();
  private readonly field = new DecimalField();
  private readonly row = new Float64Array(COLUMN_NAMES.length);
  /** For each field of a line: the place of its column in `row`, or -1 for a column of no interest. Empty before the header. */
  private places: readonly number[] = [];
  private carry: Uint8Array = new Uint8Array(0);
  private before = Number.NaN;
  private priceDecimals = 0;
  private volumeDecimals = 0;
  private gaps = 0;
  private missing = 0;
  private firstGap: number | null = null;
  /** The first of the empty lines just read, 0 when there is none: they may only stand at the end. */
  private emptyLine = 0;

  constructor(file: string, timeframe: Timeframe) {
    this.file = file;
    this.timeframe = timeframe;
  }

  /** Rows read so far. */
  get length(): number {
    return this.rows.length;
  }

  /** Takes the next bytes of the file. */
  push(chunk: Uint8Array): void {
    const bytes = this.carry.length === 0 ? chunk : joined(this.carry, chunk);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(LINE_END, start);
      if (end < 0) break;
      this.takeLine(bytes, start, end);
      start = end + 1;
    }
    if (bytes.length - start > LONGEST_LINE) throw this.problem(this.columnAt(0), 'the line does not end: this is not a text of candles.');
    this.carry = bytes.slice(start);
  }

  /** Takes the end of the file and gives what it held. */
  finish(): CandleFile {
    if (this.carry.length > 0) this.takeLine(this.carry, 0, this.carry.length);
    this.carry = new Uint8Array(0);
    if (this.places.length === 0) throw this.problem('ts', 'the file is empty; its first line must be ts,open,high,low,close,volume.');
    if (this.rows.length === 0) throw this.problem('ts', 'there are no bars after the header.');
    return {
      candles: this.rows.finish(),
      priceDecimals: this.priceDecimals,
      volumeDecimals: this.volumeDecimals,
      gaps: this.gaps,
      missing: this.missing,
      firstGap: this.firstGap,
    };
  }

  /** The fault for data that stops in the middle: names the line and the column that was being read. */
  brokenOff(problem: string): Fault {
    let commas = 0;
    for (const byte of this.carry) if (byte === COMMA) commas += 1;
    return this.problem(this.columnAt(commas), problem);
  }

  private takeLine(bytes: Uint8Array, from: number, end: number): void {
    const to = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
    if (this.places.length === 0) this.takeHeader(bytes.subarray(from, to));
    else if (isEmpty(bytes, from, to)) this.emptyLine ||= this.line;
    else this.takeRow(bytes, from, to);
    this.line += 1;
  }

  private takeHeader(bytes: Uint8Array): void {
    refuseBinary(bytes, (problem) => this.problem('ts', problem));
    const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
    const names = text.split(',').map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/u, '$1')
        .trim()
        .toLowerCase(),
    );
    if (text.trim() === '') throw this.problem('ts', 'the first line is empty; it must be ts,open,high,low,close,volume.');
    for (const column of COLUMN_NAMES) {
      const count = names.filter((name) => name === column).length;
      if (count === 0) throw this.problem(column, `the column is missing; the header is "${text.slice(0, 80)}".`);
      if (count > 1) throw this.problem(column, 'the column is named twice in the header.');
    }
    this.places = names.map((name) => COLUMN_NAMES.indexOf(name as ColumnName));
  }

  private takeRow(bytes: Uint8Array, from: number, to: number): void {
    if (this.emptyLine > 0) {
      this.line = this.emptyLine;
      throw this.problem('ts', 'the line is empty, and rows follow it.');
    }
    const places = this.places;
    let start = from;
    for (let i = 0; i < places.length; i += 1) {
      let end = bytes.indexOf(COMMA, start);
      if (end < 0 || end > to) end = to;
      if (start > to) throw this.problem(this.columnAt(i), `the row is short: it has ${i} of ${places.length} fields.`);
      const place = places[i]!;
      if (place >= 0) this.takeField(bytes, start, end, place);
      start = end + 1;
    }
    if (start <= to)
      throw this.problem(this.columnAt(places.length - 1), `the row has more fields than the ${places.length} of the header.`);
    this.acceptRow();
  }

  private takeField(bytes: Uint8Array, start: number, end: number, place: number): void {
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from]!)) from += 1;
    while (from < to && isBlank(bytes[to - 1]!)) to -= 1;
    if (to - from >= 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE) {
      from += 1;
      to -= 1;
    }
    const column = COLUMN_NAMES[place]!;
    const { field } = this;
    if (!field.read(bytes, from, to)) throw this.notANumber(column, bytes.subarray(from, to));
    const problem = checkValue(column, field.value);
    if (problem !== null) throw this.problem(column, problem);
    this.row[place] = field.value;
    if (place === 5) this.volumeDecimals = Math.max(this.volumeDecimals, field.decimals);
    else if (place > 0) this.priceDecimals = Math.max(this.priceDecimals, field.decimals);
  }

  private acceptRow(): void {
    const time = this.row[0]!;
    const wrong = checkShape(this.row) ?? (Number.isNaN(this.before) ? null : checkOrder(this.before, time, this.timeframe));
    if (wrong) throw this.problem(wrong.column, wrong.problem);
    const skipped = Number.isNaN(this.before) ? 0 : (time - this.before) / TIMEFRAMES[this.timeframe] - 1;
    if (skipped > 0) {
      this.gaps += 1;
      this.missing += skipped;
      this.firstGap ??= this.rows.length - 1;
    }
    this.before = time;
    this.rows.append(this.row);
  }

  private notANumber(column: ColumnName, bytes: Uint8Array): Fault {
    refuseBinary(bytes, (problem) => this.problem(column, problem));
    const text = new TextDecoder().decode(bytes.subarray(0, 40));
    if (text === '') return this.problem(column, 'the field is empty.');
    if (/^[+-]?nan$/iu.test(text)) return this.problem(column, `"${text}" is NaN, not a number.`);
    if (/^[+-]?inf(inity)?$/iu.test(text)) return this.problem(column, `"${text}" is infinite, not a number.`);
    return this.problem(column, `"${text}" is not a decimal number.`);
  }

  private columnAt(field: number): ColumnName {
    const place = this.places[Math.min(field, this.places.length - 1)] ?? 0;
    return COLUMN_NAMES[place] ?? 'ts';
  }

  private problem(column: ColumnName, problem: string): Fault {
    return new Fault('input.row', { file: this.file, line: this.line, column, problem });
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function isEmpty(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (!isBlank(bytes[i]!)) return false;
  return true;
}

/** Refuses bytes that no text holds. */
function refuseBinary(bytes: Uint8Array, fault: (problem: string) => Fault): void {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw fault('the file is UTF-16 text; save it as UTF-8.');
  }
  const strange = bytes.some((byte) => byte < SPACE && byte !== TAB);
  if (strange) throw fault('the file is binary, not text.');
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
