import { fillRealised } from '../../../src-shared/contract/fill-realised.ts';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { decimalRoom, instrumentFacts } from '../../state/instrument-facts.ts';
import type { DecimalRoom, InstrumentFacts } from '../../state/instrument-facts.ts';
import { sumShownTexts } from '../../state/money-sums.ts';

/** A snapshot brings at most this many; a window that was told of fewer knows all. */
export const SNAPSHOT_MOST = 500;

/** A fill as the table shows it; one line per row for as long as its instrument is the same, so that nothing is drawn or read twice. */
export interface FillLine {
  readonly row: FillRow;
  readonly facts: InstrumentFacts;
}

/** The lines of a table and the room that its columns keep. */
export interface FillLines {
  readonly lines: readonly FillLine[];
  readonly room: DecimalRoom;
  /** Whether a fee was taken in something else than the account's money. */
  readonly taken: boolean;
}

const made = new WeakMap<FillRow, FillLine>();

function isSorted(rows: readonly FillRow[]): boolean {
  return rows.every((row, at) => at === 0 || rows[at - 1]!.time >= row.time);
}

/** Fills newest first; each once. */
export function fillLines(rows: readonly FillRow[], instruments: ReadonlyMap<string, Instrument>): FillLines {
  const facts = new Map<string, InstrumentFacts>();
  const seen = new Set<string>();
  const lines: FillLine[] = [];
  for (const row of isSorted(rows) ? rows : [...rows].sort((a, b) => b.time - a.time)) {
    if (seen.has(row.id)) continue;
    seen.add(row.id);
    const known = facts.get(row.instrument) ?? instrumentFacts(instruments, row.instrument);
    facts.set(row.instrument, known);
    const before = made.get(row);
    const line = before?.facts.priceDecimals === known.priceDecimals && before.facts.tag === known.tag ? before : { row, facts: known };
    if (line !== before) made.set(row, line);
    lines.push(line);
  }
  return { lines, room: decimalRoom([...facts.values()]), taken: lines.some(({ row }) => row.paid !== undefined) };
}

/** What the sum row says. */
export interface FillSums {
  readonly value: Decimal;
  readonly fee: Decimal;
  readonly realised: Decimal;
}

const sums = new WeakMap<readonly FillLine[], FillSums>();

/** The sum row: totals of the lines as shown. Worked out once for the same lines. */
export function fillSums(lines: readonly FillLine[]): FillSums {
  const known = sums.get(lines);
  if (known !== undefined) return known;
  const result = {
    value: sumShownTexts(lines.map(({ row }) => row.value)),
    fee: sumShownTexts(lines.map(({ row }) => row.fee)),
    realised: sumShownTexts(lines.flatMap(({ row }) => fillRealised(row) ?? [])),
  };
  sums.set(lines, result);
  return result;
}
