import type { PaidFee } from '../../../src-shared/domain/fill.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** What was taken for a fee, as its column: `[["BTC","0.00001"]]`. */
export function paidText(paid: readonly PaidFee[]): string {
  return JSON.stringify(paid.map(({ asset, amount }) => [asset, amount.toString()]));
}

/** The same read again. */
export function paidOfText(text: string): readonly PaidFee[] {
  return (JSON.parse(text) as [string, string][]).map(([asset, amount]) => ({ asset, amount: Decimal.parse(amount) }));
}
