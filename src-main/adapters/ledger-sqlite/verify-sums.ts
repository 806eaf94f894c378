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
  readonly summedLots: number;
  readonly spent: string;
  readonly summedRealised: string;
  readonly summedFees: string;
}

/** What is materialised and is not the sum of what it is made of, as sentences. */
export function sumProblems(connection: Connection): readonly string[] {
  return [...balanceProblems(connection), ...positionProblems(connection), ...orderProblems(connection)];
}

function differs(kept: string, summed: string): boolean {
  return !Decimal.parse(kept).equals(Decimal.parse(summed));
}

/** Whose position it is: of all origins together, or of one. */
function owner(instrument: string, origin: string): string {
  return origin === '' ? `The position of ${instrument}` : `The position of ${instrument} by ${origin}`;
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
    const whose = owner(instrument, row.origin);
    if (lots !== summedLots) problems.push(`${whose} is ${lots} lots; its fills sum to ${summedLots}.`);
    if (differs(realised, summedRealised)) problems.push(`${whose} has realised ${realised}; its fills sum to ${summedRealised}.`);
    if (differs(fees, summedFees)) problems.push(`${whose} has paid ${fees} in fees; its fills sum to ${summedFees}.`);
    // What is open costs what was spent and what was realised by closing, as the writer books it fill by fill.
    const expected = Decimal.parse(spent).add(Decimal.parse(summedRealised)).toString();
    if (differs(cost, expected)) problems.push(`${whose} costs ${cost}; its fills come to ${expected}.`);
    if (lots === 0 && differs(cost, '0')) problems.push(`${whose} is flat and still costs ${cost}.`);
  }
  const missing = prepare<{ instrument: string; origin: string }>(connection, 'checkMissingPositions').all();
  return [...problems, ...missing.map(({ instrument, origin }) => `${owner(instrument, origin)} is missing; there are fills.`)];
}

function orderProblems(connection: Connection): string[] {
  const fills = prepare<{ order: string; filledLots: number; lots: number }>(connection, 'checkOrderFills').all();
  const states = prepare<{ order: string; state: string; last: string }>(connection, 'checkOrderStates').all();
  const terms = prepare<{ order: string }>(connection, 'checkOrderTerms').all();
  return [
    ...fills.map(({ order, filledLots, lots }) => `Order ${order} says ${filledLots} lots are filled; its fills sum to ${lots}.`),
    ...terms.map(({ order }) => `Order ${order} has other terms than its last amendment gave it.`),
    ...states.map(({ order, state, last }) => `Order ${order} is ${state}; the last that happened to it left it ${last}.`),
  ];
}
