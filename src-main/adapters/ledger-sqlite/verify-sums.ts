import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Connection } from './connection.ts';
import { prepare } from './statements.ts';

interface BalanceRow {
  readonly book: string;
  readonly account: string;
  readonly asset: string;
  readonly kept: string;
  readonly summed: string;
}

interface PositionRow {
  readonly instrument: string;
  readonly origin: string;
  readonly lots: number;
  readonly cost: string;
  readonly realised: string;
  readonly fees: string;
  readonly summedLots: number | null;
  readonly spent: string | null;
  readonly summedRealised: string | null;
  readonly summedFees: string | null;
}

/** What is materialised and is not the sum of what it is made of, as sentences. */
export function sumProblems(connection: Connection): readonly string[] {
  return [...balanceProblems(connection), ...positionProblems(connection), ...orderProblems(connection)];
}

function differs(kept: string, summed: string | null): boolean {
  return !Decimal.parse(kept).equals(Decimal.parse(summed ?? '0'));
}

function balanceProblems(connection: Connection): string[] {
  return prepare<BalanceRow>(connection, 'checkBalances')
    .all()
    .filter(({ kept, summed }) => differs(kept, summed))
    .map(
      ({ book, account, asset, kept, summed }) =>
        `The balance of ${asset} of ${account} (${book}) is ${kept}; its postings sum to ${summed}.`,
    );
}

function positionProblems(connection: Connection): string[] {
  const problems: string[] = [];
  for (const row of prepare<PositionRow>(connection, 'checkPositions').iterate()) {
    const { instrument, lots, cost, realised, fees, spent, summedLots, summedRealised, summedFees } = row;
    const whose = row.origin === '' ? `The position of ${instrument}` : `The position of ${instrument} by ${row.origin}`;
    if (lots !== (summedLots ?? 0)) problems.push(`${whose} is ${lots} lots; its fills sum to ${summedLots ?? 0}.`);
    if (differs(realised, summedRealised)) problems.push(`${whose} has realised ${realised}; its fills sum to ${summedRealised ?? '0'}.`);
    if (differs(fees, summedFees)) problems.push(`${whose} has paid ${fees} in fees; its fills sum to ${summedFees ?? '0'}.`);
    const spentAndRealised = Decimal.parse(spent ?? '0').add(Decimal.parse(summedRealised ?? '0'));
    if (!Decimal.parse(cost).equals(spentAndRealised))
      problems.push(`${whose} costs ${cost}; its fills come to ${spentAndRealised.toString()}.`);
    if (lots === 0 && !Decimal.parse(cost).isZero()) problems.push(`${whose} is flat and still costs ${cost}.`);
  }
  const groups = prepare<{ count: number }>(connection, 'checkPositionGroups').get()?.count;
  const rows = prepare<{ count: number }>(connection, 'checkPositionRows').get()?.count;
  if (groups !== rows) problems.push(`There are ${rows ?? 0} positions; the fills make ${groups ?? 0}.`);
  return problems;
}

function orderProblems(connection: Connection): string[] {
  const fills = prepare<{ order: string; filledLots: number; lots: number }>(connection, 'checkOrderFills').all();
  const states = prepare<{ order: string; state: string; last: string }>(connection, 'checkOrderStates').all();
  return [
    ...fills.map(({ order, filledLots, lots }) => `Order ${order} says ${filledLots} lots are filled; its fills sum to ${lots}.`),
    ...states.map(({ order, state, last }) => `Order ${order} is ${state}; the last that happened to it left it ${last}.`),
  ];
}
