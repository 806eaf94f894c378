import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Posting } from '../../ports/ledger.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';

/** A venue settles what is closed by an average price of its own, rounded: by what it paid more or less than the exact one, the account is put right in sight. */
export function settleProfit(
  account: AccountState,
  effects: Effects,
  { asset, amount, time }: { readonly asset: string; readonly amount: Decimal; readonly time: UtcMs },
): void {
  if (amount.isZero()) return;
  account.balances.add(asset, amount);
  const postings: Posting[] = [
    { account: 'holdings', asset, amount },
    { account: 'corrections', asset, amount: amount.neg() },
  ];
  const note = 'the venue settled a profit by its own average price';
  effects.records.push({ kind: 'transfer', reason: 'correction', postings, note, time });
}
