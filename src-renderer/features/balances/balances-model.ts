import type { AccountRow, BalanceRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { shareOf, sumShown } from '../../state/money-sums.ts';

/** A balance as the table shows it. */
export interface BalanceLine {
  readonly row: BalanceRow;
  /** Digits after the point of its amounts and of its price, and the most that stand in the columns. */
  readonly decimals: number;
  readonly priceDecimals: number;
  readonly room: { readonly amount: number; readonly price: number };
  readonly value: Decimal | null;
  /** Value as a fraction of equity. */
  readonly share: Decimal | null;
}

const MONEY_DECIMALS = 2;
const MOST_DECIMALS = 8;

/** The assets of the account, the quote asset first, then by value. */
export function balanceLines(account: AccountRow, instruments: ReadonlyMap<string, Instrument>): readonly BalanceLine[] {
  const equity = Decimal.parse(account.equity);
  const bare = account.balances.map((row) => {
    const traded = [...instruments.values()].find((instrument) => instrument.spec.base === row.asset);
    const money = row.asset === account.quote;
    const value = row.value === null ? null : Decimal.parse(row.value);
    return {
      row,
      decimals: money ? MONEY_DECIMALS : (traded?.sizeDecimals ?? MOST_DECIMALS),
      priceDecimals: traded?.priceDecimals ?? MONEY_DECIMALS,
      value,
      share: value === null ? null : shareOf(value, equity),
    };
  });
  const room = {
    amount: Math.max(0, ...bare.map((line) => line.decimals)),
    price: Math.max(0, ...bare.map((line) => line.priceDecimals)),
  };
  const rank = (line: { readonly row: BalanceRow; readonly value: Decimal | null }): number =>
    line.row.asset === account.quote ? Number.POSITIVE_INFINITY : (line.value?.toNumber() ?? -1);
  return bare.map((line) => ({ ...line, room })).sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

/** The sum row: what everything is worth, and its share of equity. Nothing when an asset has no price. */
export function balanceSums(lines: readonly BalanceLine[]) {
  const shares = lines.map((line) => line.share);
  return {
    value: sumShown(lines.map((line) => line.value)),
    share: sumShown(shares, 4),
  };
}
