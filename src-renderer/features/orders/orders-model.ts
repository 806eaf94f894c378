import type { OrderRow, RefusalRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { decimalRoom, instrumentFacts } from '../../state/instrument-facts.ts';
import type { DecimalRoom, InstrumentFacts } from '../../state/instrument-facts.ts';
import { shareOf } from '../../state/money-sums.ts';

interface LineBase {
  readonly key: string;
  readonly facts: InstrumentFacts;
  readonly room: DecimalRoom;
  /** When it was decided, or for ended ones when it ended; market time, ms. */
  readonly time: number;
  readonly side: OrderRow['side'];
  readonly origin: string;
  /** Market time of the drawing, for telling today from other days. */
  readonly now: number;
}

/** An order of the ledger. */
export interface PlacedLine extends LineBase {
  readonly kind: 'order';
  readonly row: OrderRow;
  /** Part filled, a fraction; nothing for an order by quote amount before its size is known. */
  readonly filledShare: Decimal | null;
}

/** An intent that the risk gate refused: it never became an order. */
export interface RefusedLine extends LineBase {
  readonly kind: 'refusal';
  readonly row: RefusalRow;
}

/** A line of the orders table. */
export type OrderLine = PlacedLine | RefusedLine;

/** Everything the lines are made of. */
export interface OrderLinesInput {
  readonly orders: Iterable<OrderRow>;
  readonly refusals: readonly RefusalRow[];
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly now: number;
}

/** Whether anything is still expected of an order. */
export function isWorking(row: OrderRow): boolean {
  return !FINAL_STATES.has(row.state);
}

/** Whether its end was asked for and not yet confirmed. */
export function isCancelling(row: OrderRow): boolean {
  return isWorking(row) && row.state !== 'in-doubt' && row.reason !== null;
}

function filledShare(row: OrderRow): Decimal | null {
  if (row.size === null) return row.state === 'filled' ? Decimal.ONE : null;
  return shareOf(Decimal.parse(row.filled), Decimal.parse(row.size));
}

function placedLine(row: OrderRow, input: OrderLinesInput, room: DecimalRoom): PlacedLine {
  return {
    kind: 'order',
    key: row.id,
    row,
    facts: instrumentFacts(input.instruments, row.instrument),
    room,
    time: isWorking(row) ? row.createdAt : row.updatedAt,
    side: row.side,
    origin: row.origin,
    now: input.now,
    filledShare: filledShare(row),
  };
}

/** One order as a line by itself. */
export function lineOf(row: OrderRow, input: OrderLinesInput): PlacedLine {
  return placedLine(row, input, roomOf([row], input.instruments));
}

function roomOf(rows: readonly { readonly instrument: string }[], instruments: OrderLinesInput['instruments']): DecimalRoom {
  return decimalRoom([...new Set(rows.map((row) => row.instrument))].map((id) => instrumentFacts(instruments, id)));
}

function newestFirst(a: OrderLine, b: OrderLine): number {
  return b.time - a.time || b.key.localeCompare(a.key);
}

/** Orders that may still trade, newest first; those in doubt stand on top. */
export function openLines(input: OrderLinesInput): readonly OrderLine[] {
  const rows = [...input.orders].filter(isWorking);
  const room = roomOf(rows, input.instruments);
  const doubt = (line: OrderLine): number => Number(line.kind === 'order' && line.row.state === 'in-doubt');
  return rows.map((row) => placedLine(row, input, room)).sort((a, b) => doubt(b) - doubt(a) || newestFirst(a, b));
}

/** Orders that ended and intents that were refused, newest first; each order once, however it was learnt of. */
export function historyLines(input: OrderLinesInput): readonly OrderLine[] {
  const rows = [...new Map([...input.orders].filter((row) => !isWorking(row)).map((row) => [row.id, row])).values()];
  const room = roomOf([...rows, ...input.refusals], input.instruments);
  const refused = input.refusals.map((row, index): RefusedLine => ({
    kind: 'refusal',
    key: `refusal ${String(row.time)} ${String(input.refusals.length - index)}`,
    row,
    facts: instrumentFacts(input.instruments, row.instrument),
    room,
    time: row.time,
    side: row.side,
    origin: row.origin,
    now: input.now,
  }));
  return [...rows.map((row) => placedLine(row, input, room)), ...refused].sort(newestFirst);
}

/** What tells the lines of a table apart. */
export function keyOf(line: OrderLine): string {
  return line.key;
}
