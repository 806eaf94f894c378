import type { MarginTierTerms } from '../../../src-shared/domain/margin-tiers.ts';
import { marginTiers } from '../../../src-shared/domain/margin-tiers.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** Where a table of brackets is wrong: the line from 1, the column, and a sentence. */
export interface TierProblem {
  readonly line: number;
  readonly column: string;
  readonly problem: string;
}

const COLUMNS = ['from', 'rate', 'amount', 'leverage'] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Readonly<Record<Column, string>>;

const HUNDREDTH = Decimal.of(1n, 2);
const MOST_TIERS = 100;

/**
 * Reads brackets of maintenance margin as a venue's page lists them: a line each with `from` (the position's value, plain digits), `rate` (0.025 or 2.5%), and where they are at hand `amount` (the maintenance amount, which must be the one that follows
 * from the rates) and `leverage`. Lines that are empty or begin with # are passed over.
 */
export function readMarginTiers(text: string): readonly MarginTierTerms[] | TierProblem {
  const lines = text.split(/\r?\n/u).map((line, i) => ({ line: i + 1, cells: line.split(',').map((cell) => cell.trim()) }));
  const [head, ...rows] = lines.filter(({ cells }) => cells[0] !== '' && !cells[0]!.startsWith('#'));
  if (head === undefined) return { line: 1, column: 'from', problem: 'the file is empty.' };
  const wrong = head.cells.find((name) => !COLUMNS.some((known) => known === name));
  if (wrong !== undefined) return { line: head.line, column: wrong, problem: `there is no such column; there are ${COLUMNS.join(', ')}.` };
  if (rows.length === 0 || rows.length > MOST_TIERS)
    return {
      line: head.line,
      column: 'from',
      problem: `there are ${String(rows.length)} brackets, from 1 to ${String(MOST_TIERS)} can be taken.`,
    };
  const read: MarginTierTerms[] = [];
  for (const { line, cells } of rows) {
    const row = Object.fromEntries(COLUMNS.map((name) => [name, cells[head.cells.indexOf(name)] ?? ''])) as Cells;
    const next = tierOf(row, read.at(-1));
    if ('problem' in next) return { line, ...next };
    const amount = amountProblem(row, [...read, next]);
    if (amount !== null) return { line, column: 'amount', problem: amount };
    read.push(next);
  }
  return read;
}

function tierOf({ from, rate, leverage }: Cells, before: MarginTierTerms | undefined): MarginTierTerms | Omit<TierProblem, 'line'> {
  const start = amountIn(from);
  if (start === null) return { column: 'from', problem: `"${from}" is not an amount.` };
  if (before === undefined && start.sign() !== 0) return { column: 'from', problem: 'the first bracket begins at 0.' };
  if (before !== undefined && start.compare(Decimal.parse(before.from)) <= 0)
    return { column: 'from', problem: 'each bracket begins higher than the one before.' };
  const share = rate.endsWith('%') ? amountIn(rate.slice(0, -1))?.mul(HUNDREDTH) : amountIn(rate);
  if (share === null || share === undefined || share.compare(Decimal.ONE) >= 0)
    return { column: 'rate', problem: `"${rate}" is no rate such as 0.025 or 2.5%.` };
  if (before !== undefined && share.compare(Decimal.parse(before.rate)) < 0)
    return { column: 'rate', problem: 'a larger position never needs a smaller rate.' };
  const tier = { from: start.toString(), rate: share.toString() };
  if (leverage === '') return tier;
  const highest = Number(leverage);
  return highest >= 1 && highest <= 1_000
    ? { ...tier, leverage: highest }
    : { column: 'leverage', problem: `"${leverage}" is no leverage from 1 on.` };
}

/** What is wrong with an amount that is given; null where none is, or it is right. */
function amountProblem({ amount }: Cells, tiers: readonly MarginTierTerms[]): string | null {
  if (amount === '') return null;
  const given = amountIn(amount);
  const follows = marginTiers(tiers).at(-1)!.amount;
  return given?.equals(follows) === true ? null : `"${amount}" does not follow from the rates; ${follows.toString()} does.`;
}

function amountIn(text: string): Decimal | null {
  return /^\d{1,15}(?:\.\d{1,12})?$/u.test(text) ? Decimal.parse(text) : null;
}
