import type { PositionRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { breakEvenPrice } from './break-even.ts';
import { decimalRoom, instrumentFacts } from '../../state/instrument-facts.ts';
import type { InstrumentFacts } from '../../state/instrument-facts.ts';
import { shareOf, sumShown } from '../../state/money-sums.ts';

/** The most digits after the point in the columns that mix instruments. */
export interface PositionRoom {
  readonly price: number;
  readonly size: number;
  readonly stop: number;
  readonly target: number;
  readonly liquidation: number;
}

/** A position as the table shows it. */
export interface PositionLine {
  readonly row: PositionRow;
  readonly facts: InstrumentFacts;
  readonly room: PositionRoom;
  readonly long: boolean;
  /** Without sign, base units. */
  readonly size: Decimal;
  /** Without sign, quote units; nothing without a price. */
  readonly value: Decimal | null;
  readonly cost: Decimal;
  readonly pnl: Decimal | null;
  readonly pnlShare: Decimal | null;
  /** Profit in multiples of what the stop puts at risk, or why there is none. */
  readonly risk: Decimal | 'no-stop' | 'nothing-at-risk' | 'no-price';
  /** The price at which closing it pays for itself; nothing for an unknown instrument. */
  readonly breakEven: string | null;
  /** Market time since it was opened, ms. */
  readonly age: number;
}

function riskMultiple(row: PositionRow, long: boolean, size: Decimal, pnl: Decimal | null): PositionLine['risk'] {
  if (row.stop === null) return 'no-stop';
  if (pnl === null) return 'no-price';
  const distance = Decimal.parse(row.entry).sub(Decimal.parse(row.stop));
  const perUnit = long ? distance : distance.neg();
  if (perUnit.sign() <= 0) return 'nothing-at-risk';
  return pnl.divide(perUnit.mul(size), 4, 'half-away');
}

interface LineInput {
  readonly facts: InstrumentFacts;
  readonly instrument: Instrument | undefined;
  readonly room: PositionRoom;
  readonly now: number;
}

function positionLine(row: PositionRow, { facts, instrument, room, now }: LineInput): PositionLine {
  const signed = Decimal.parse(row.size);
  const priced = Decimal.parse(row.mark).sign() > 0;
  const long = signed.sign() > 0;
  const size = signed.abs();
  const pnl = priced ? Decimal.parse(row.unrealised) : null;
  const cost = Decimal.parse(row.entry).mul(size);
  return {
    row,
    facts,
    room,
    long,
    size,
    value: priced ? Decimal.parse(row.value).abs() : null,
    cost,
    pnl,
    pnlShare: pnl === null ? null : shareOf(pnl, cost),
    risk: riskMultiple(row, long, size, pnl),
    breakEven: instrument === undefined ? null : breakEvenPrice(row.entry, instrument, long),
    age: Math.max(0, now - row.openedAt),
  };
}

/** Whether anything is held. */
export function isOpen(row: PositionRow): boolean {
  return !Decimal.parse(row.size).isZero();
}

/** The open positions, the oldest first. `now` is market time, ms. */
export function positionLines(
  positions: ReadonlyMap<string, PositionRow>,
  instruments: ReadonlyMap<string, Instrument>,
  now: number,
): readonly PositionLine[] {
  const open = [...positions.values()].filter(isOpen);
  const facts = open.map((row) => instrumentFacts(instruments, row.instrument));
  const having = (has: (row: PositionRow) => boolean): number =>
    decimalRoom(facts.filter((_, index) => open[index] && has(open[index]))).price;
  const room: PositionRoom = {
    ...decimalRoom(facts),
    stop: having((row) => row.stop !== null),
    target: having((row) => row.targets.length > 0),
    liquidation: having((row) => (row.perpetual?.liquidation ?? null) !== null),
  };
  const lines = open.flatMap((row, index) => {
    const each = facts[index];
    return each === undefined ? [] : [positionLine(row, { facts: each, instrument: instruments.get(row.instrument), room, now })];
  });
  return lines.sort((a, b) => a.row.openedAt - b.row.openedAt || a.row.instrument.localeCompare(b.row.instrument));
}

/** The sum row: totals of the lines as shown, and the profit's share of what was paid. */
export function positionSums(lines: readonly PositionLine[]) {
  const pnl = sumShown(lines.map((line) => line.pnl));
  const cost = sumShown(lines.map((line) => line.cost));
  return {
    value: sumShown(lines.map((line) => line.value)),
    pnl,
    pnlShare: pnl === null || cost === null ? null : shareOf(pnl, cost),
    realised: sumShown(lines.map((line) => Decimal.parse(line.row.realisedToday))),
  };
}

/** "Sell 0.05 BTC and 1.2 ETH": what closing everything means. */
export function closingParts(lines: readonly PositionLine[], amount: (line: PositionLine) => string) {
  const list = (side: readonly PositionLine[]): string => joined(side.map((line) => `${amount(line)} ${line.facts.base}`));
  return { sell: list(lines.filter((line) => line.long)), buy: list(lines.filter((line) => !line.long)) };
}

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
