import type { ReplayResult } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { roundTrips, type ExecutedFill } from '../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** What a replay's end is judged by. Money in the quote asset, exact. */
export interface ReplayFigures {
  readonly instrument: Instrument;
  /** In the order in which they were booked. */
  readonly fills: readonly ExecutedFill[];
  readonly cash: Decimal;
  /** Cash and what is held at the last close. */
  readonly equity: Decimal;
  /** What buying and holding would have come to. */
  readonly holdEquity: number;
}

/** Trades, profit after costs, and the same of buying and holding. */
export function replayResult({ instrument, fills, cash, equity, holdEquity }: ReplayFigures): ReplayResult {
  const trips = roundTrips(fills, [instrument]);
  const fees = fills.reduce((sum, fill) => sum.add(fill.fee), Decimal.ZERO);
  const profit = equity.sub(cash);
  const start = cash.toNumber();
  return {
    trades: trips.filter(({ exitTime }) => exitTime !== null).length,
    open: trips.filter(({ exitTime }) => exitTime === null).length,
    fills: fills.length,
    fees: fees.toString(),
    profit: profit.toString(),
    profitFraction: profit.toNumber() / start,
    holdFraction: holdEquity / start - 1,
  };
}
