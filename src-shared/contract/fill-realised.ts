import { Decimal } from '../kernel/decimal.ts';
import type { FillRow } from './rows.ts';

/** Profit that a fill realised before its fee, with what its fee took from positions; settle asset, null where it realised nothing. */
export function fillRealised({ realised, feeLots = [] }: Pick<FillRow, 'realised' | 'feeLots'>): string | null {
  if (feeLots.length === 0) return realised;
  const all = [realised, ...feeLots.map((given) => given.realised)].flatMap((text) => text ?? []);
  const sum = all.reduce((total, text) => total.add(Decimal.parse(text)), Decimal.ZERO);
  return realised === null && sum.isZero() ? null : sum.toString();
}
