import { Fault } from '../../../src-shared/kernel/fault.ts';
import { type Layout, headerLayout, statedLayout } from '../../core/market-data/layout.ts';
import { TimeReader } from '../../core/market-data/time-reader.ts';
import type { RawTable, TableRead } from '../../ports/table-files.ts';
import { DecimalField } from './decimal-field.ts';
import { firstFields, isForeword, isFigures } from './first-fields.ts';
import { RawColumns } from './raw-columns.ts';

const LINE_END = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const BLANKS = [0x20, 0x09];
const LONGEST_LINE = 65_536;

/** Reads rows out of chunks of bytes and judges none of them: what cannot be read is NaN, and a line that is no row is counted. */
export class RawCsvParser {
  private readonly file: string;
  private readonly how: TableRead;
  private readonly times: TimeReader;
  private readonly field = new DecimalField();
  private readonly rows: RawColumns;
  /** The row that is being read; its last place is the line. */
  private readonly row: Float64Array;
  private readonly decimals: number[];
  private readonly badLines: number[] = [];
  private readonly zoneless: number[] = [];
  private layout: Layout | null = null;
  private delimiter = 0x2c;
  private carry: Uint8Array = new Uint8Array(0);
  private line = 0;

  constructor(file: string, how: TableRead) {
    this.file = file;
    this.how = how;
    this.times = new TimeReader(how.zone);
    this.rows = new RawColumns(how.roles.length + 1);
    this.row = new Float64Array(how.roles.length + 1);
    this.decimals = how.roles.map(() => 0);
  }

  /** Rows read so far. */
  get length(): number {
    return this.rows.length;
  }

  /** Takes the next bytes of the file. */
  push(chunk: Uint8Array): void {
    const bytes = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(LINE_END, start);
      if (end < 0) break;
      this.takeLine(bytes, start, end);
      start = end + 1;
    }
    if (bytes.length - start > LONGEST_LINE) throw this.notText('a line does not end: this is not a text of rows.');
    this.carry = bytes.slice(start);
  }

  /** Takes the end of the file; `broken` when it ended in the middle, so that its last line is not whole. */
  finish(broken: boolean, hash: string): RawTable {
    if (this.carry.length > 0 && !broken) this.takeLine(this.carry, 0, this.carry.length);
    if (!this.layout && !broken) throw this.notText('the file has no rows.');
    const columns = this.rows.finish();
    return {
      rows: this.rows.length,
      line: columns.pop()!,
      columns,
      decimals: this.decimals,
      badLines: this.badLines,
      zoneless: this.zoneless,
      brokenAt: broken ? this.line + 1 : null,
      timeName: this.layout?.timeName ?? '',
      timeMeans: this.layout?.timeMeans ?? null,
      timeForms: [...this.times.forms],
      hash,
    };
  }

  private takeLine(bytes: Uint8Array, from: number, end: number): void {
    this.line += 1;
    let to = end;
    while (to > from && (bytes[to - 1] === RETURN || BLANKS.includes(bytes[to - 1]!)) && bytes[to - 1] !== this.delimiter) to -= 1;
    if (this.layout) this.takeRow(this.layout, bytes, from, to);
    else this.takeHeader(bytes, from, to);
  }

  private takeHeader(bytes: Uint8Array, from: number, to: number): void {
    const head = bytes.subarray(from, to);
    if (head.some((byte) => byte < 0x20 && byte !== 0x09)) throw this.notText('the file is binary, not text.');
    const text = new TextDecoder('utf-8').decode(head);
    if (isForeword(text)) return;
    const { delimiter, fields } = firstFields(text);
    this.delimiter = delimiter.charCodeAt(0);
    const isRow = isFigures(fields);
    if (this.how.stated !== null) this.layout = statedLayout(this.how.stated, this.how.roles);
    else if (!isRow) this.layout = headerLayout(fields, this.how.roles, this.file);
    else throw this.headless(text);
    if (isRow) this.takeRow(this.layout, bytes, from, to);
  }

  private headless(text: string): Fault {
    const order = this.how.roles.map(({ name }) => name).join(',');
    const problem = `the file has no header (it begins with "${text.slice(0, 60)}"). State the order of its columns: --columns ${order}, with "-" for a column of no interest.`;
    return new Fault('input.file', { file: this.file, problem });
  }

  private takeRow({ places }: Layout, bytes: Uint8Array, from: number, to: number): void {
    if (from === to) return;
    let start = from;
    let fields = 0;
    while (start <= to) {
      let end = bytes.indexOf(this.delimiter, start);
      if (end < 0 || end > to) end = to;
      const place = places[fields] ?? -1;
      if (place >= 0) this.takeField(bytes, start, end, place);
      fields += 1;
      start = end + 1;
    }
    if (fields !== places.length) {
      this.badLines.push(this.line);
      return;
    }
    this.row[this.row.length - 1] = this.line;
    this.rows.append(this.row);
  }

  private takeField(bytes: Uint8Array, start: number, end: number, place: number): void {
    let from = start;
    let to = end;
    while (from < to && BLANKS.includes(bytes[from]!)) from += 1;
    while (from < to && BLANKS.includes(bytes[to - 1]!)) to -= 1;
    if (to - from >= 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE) {
      from += 1;
      to -= 1;
    }
    const { field } = this;
    const number = field.read(bytes, from, to);
    if (place === 0) {
      this.row[0] = number ? this.times.count(field.value) : this.textTime(bytes, from, to);
      if (Number.isNaN(this.row[0]) && this.times.problem === 'zone') this.zoneless.push(this.line);
    } else {
      this.row[place] = number ? field.value : Number.NaN;
      if (number && field.decimals > this.decimals[place]!) this.decimals[place] = field.decimals;
    }
  }

  private textTime(bytes: Uint8Array, from: number, to: number): number {
    return this.times.text(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 40))));
  }

  private notText(problem: string): Fault {
    return new Fault('input.file', { file: this.file, problem });
  }
}
