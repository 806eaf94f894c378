import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { decimalRoom, instrumentFacts } from '../../state/instrument-facts.ts';
import type { DecimalRoom, InstrumentFacts } from '../../state/instrument-facts.ts';
import { sumShown } from '../../state/money-sums.ts';

/** A snapshot brings at most this many; a window that was told of fewer knows all. */
export const SNAPSHOT_MOST = 500;

/** A fill as the table shows it. */
export interface FillLine {
  readonly row: FillRow;
  readonly facts: InstrumentFacts;
  readonly room: DecimalRoom;
  /** Market time of the drawing, ms. */
  readonly now: number;
}

/** Fills newest first; each once, however it was learnt of. */
export function fillLines(rows: readonly FillRow[], instruments: ReadonlyMap<string, Instrument>, now: number): readonly FillLine[] {
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
  const facts = new Map([...new Set(unique.map((row) => row.instrument))].map((id) => [id, instrumentFacts(instruments, id)]));
  const room = decimalRoom([...facts.values()]);
  return unique
    .map((row): FillLine => ({ row, facts: facts.get(row.instrument) ?? instrumentFacts(instruments, row.instrument), room, now }))
    .sort((a, b) => b.row.time - a.row.time);
}

/** The sum row: totals of the lines as shown. */
export function fillSums(lines: readonly FillLine[]) {
  const realised = lines.flatMap(({ row }) => (row.realised === null ? [] : [Decimal.parse(row.realised)]));
  return {
    value: sumShown(lines.map(({ row }) => Decimal.parse(row.value))),
    fee: sumShown(lines.map(({ row }) => Decimal.parse(row.fee))),
    realised: sumShown(realised),
  };
}
