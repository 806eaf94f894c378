import { Decimal } from '../kernel/decimal.ts';
import { invariant } from '../kernel/result.ts';

/** A bracket of maintenance margin as venues publish them: it holds for positions worth `from` and more, up to the next bracket. */
export interface MarginTierTerms {
  /** Settle asset, decimal text; 0 of the first, rising. */
  readonly from: string;
  /** Fraction of the value, decimal text; rising, below 1. */
  readonly rate: string;
  /** The highest leverage at which a position may grow into the bracket; where absent, any whose initial margin is more than the rate. */
  readonly leverage?: number;
}

/** A bracket ready for calculation: maintenance margin is value x rate - amount. */
export interface MarginTier {
  readonly from: Decimal;
  readonly rate: Decimal;
  /** What venues call the maintenance amount: the amount of the bracket before plus from x (rate - rate before), so that nothing jumps at a border. */
  readonly amount: Decimal;
  /** The same two as doubles. */
  readonly rateRough: number;
  readonly amountRough: number;
}

/** Brackets with their amounts, in order. */
export function marginTiers(terms: readonly MarginTierTerms[]): readonly MarginTier[] {
  const tiers: MarginTier[] = [];
  for (const each of terms) {
    const from = Decimal.parse(each.from);
    const rate = Decimal.parse(each.rate);
    const before = tiers.at(-1);
    invariant(rate.sign() >= 0 && rate.compare(Decimal.ONE) < 0, 'a maintenance rate is a fraction');
    invariant(before === undefined ? from.sign() === 0 : from.compare(before.from) > 0, 'brackets begin at nothing and rise');
    invariant(before === undefined || rate.compare(before.rate) >= 0, 'more is never held on less');
    const amount = before === undefined ? Decimal.ZERO : before.amount.add(from.mul(rate.sub(before.rate)));
    tiers.push({ from, rate, amount, rateRough: rate.toNumber(), amountRough: amount.toNumber() });
  }
  invariant(tiers.length > 0, 'there is a bracket for every value');
  return tiers;
}

/** The bracket of a position's value, which is not below zero. */
export function tierAt(tiers: readonly MarginTier[], value: Decimal): MarginTier {
  let found = tiers[0]!;
  for (let i = 1; i < tiers.length && tiers[i]!.from.compare(value) <= 0; i += 1) found = tiers[i]!;
  return found;
}

/** Maintenance margin of a value by one bracket's terms, exact. */
export function maintenanceBy({ rate, amount }: MarginTier, value: Decimal): Decimal {
  return value.mul(rate).sub(amount);
}

/** Maintenance margin of a value in doubles: of all brackets' lines the highest, since rates rise. */
export function roughMaintenance(tiers: readonly MarginTier[], value: number): number {
  let most = 0;
  for (let i = 0; i < tiers.length; i += 1) most = Math.max(most, value * tiers[i]!.rateRough - tiers[i]!.amountRough);
  return most;
}

/** The value up to which a position may be enlarged at a leverage: where the first bracket begins that does not allow it; null for none. */
export function mostValue(terms: readonly MarginTierTerms[], leverage: number): Decimal | null {
  const barred = terms.find((each) => (each.leverage === undefined ? Number(each.rate) * leverage >= 1 : leverage > each.leverage));
  return barred === undefined ? null : Decimal.parse(barred.from);
}
