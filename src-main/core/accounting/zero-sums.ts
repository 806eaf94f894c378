import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { Posting } from '../../ports/ledger.ts';

/** Holds that the lines of a transaction sum to zero per asset: what one side loses, another gains. */
export function checkZeroSums(postings: readonly Posting[]): void {
  invariant(postings.length > 0, 'a transaction has lines');
  const sums = new Map<string, Decimal>();
  for (const { asset, amount } of postings) {
    const sum = sums.get(asset);
    sums.set(asset, sum === undefined ? amount : sum.add(amount));
  }
  for (const [asset, sum] of sums) invariant(sum.isZero(), `the lines of a transaction sum to zero in ${asset}`);
}
