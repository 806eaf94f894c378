import type { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** What a person accepts of an asset: held less booked, as it was shown to them. */
export interface AcceptedDifference {
  readonly asset: string;
  readonly amount: Decimal;
}
