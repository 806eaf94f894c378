import { Decimal } from '../kernel/decimal.ts';
import type { Fill, PaidFee } from './fill.ts';
import type { Instrument } from './instrument.ts';

/** What was taken in one asset, and how much of the fee's value it is. */
export interface FeePart extends PaidFee {
  /** Exact, settle asset. */
  readonly value: Decimal;
}

/**
 * A fee per asset, each once. The settle asset is worth itself and the coin that was traded the price of the fill; the rest of the fee's
 * value is what was taken in other coins, or else the coin's. So the values always come to `fee`, but for a fee of nothing.
 */
export function feeParts(fill: Pick<Fill, 'ticks' | 'fee' | 'paid'>, instrument: Instrument): readonly FeePart[] {
  const { base, settle } = instrument.spec;
  if (fill.paid === undefined) return [{ asset: settle, amount: fill.fee, value: fill.fee }];
  const amounts = new Map<string, Decimal>();
  for (const { asset, amount } of fill.paid) amounts.set(asset, (amounts.get(asset) ?? Decimal.ZERO).add(amount));
  // The last of them takes what the others leave: a third coin before the one that was traded.
  const last = [...amounts.keys()].sort((a, b) => rank(a) - rank(b)).at(-1);
  let rest = fill.fee;
  const parts: FeePart[] = [];
  for (const [asset, amount] of amounts) {
    const value = asset === last ? Decimal.ZERO : valueOf(asset, amount);
    rest = rest.sub(value);
    parts.push({ asset, amount, value });
  }
  return parts.map((part) => (part.asset === last ? { ...part, value: rest } : part));

  function rank(asset: string): number {
    return asset === settle ? 0 : asset === base ? 1 : 2;
  }

  function valueOf(asset: string, amount: Decimal): Decimal {
    if (asset === settle) return amount;
    return asset === base ? instrument.priceOf(fill.ticks).mul(amount) : Decimal.ZERO;
  }
}

/** A part of a fee as it is shown: exact decimal text. */
export interface ShownFeePart {
  readonly asset: string;
  readonly amount: string;
  readonly value: string;
}

/** What was really taken for a fee, as text; null where it was the settle asset alone. */
export function shownFeeParts(fill: Pick<Fill, 'ticks' | 'fee' | 'paid'>, instrument: Instrument): readonly ShownFeePart[] | null {
  if (fill.paid === undefined) return null;
  return feeParts(fill, instrument).map(({ asset, amount, value }) => ({ asset, amount: amount.toString(), value: value.toString() }));
}
