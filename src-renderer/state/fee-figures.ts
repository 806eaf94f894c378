import type { FillRow } from '../../src-shared/contract/rows.ts';
import type { Format } from '../format/format.ts';

/** Digits after the point of an amount of coins, at most. */
const COIN_DIGITS = 8;

/** A fee as it was taken, `0.00001 BTC`, and what that was worth, `0.97 USD`; null where it was money. */
export interface FeeFigures {
  readonly taken: string;
  readonly worth: string | null;
}

/** The fee of a fill in figures with their units. */
export function feeFigures({ fee, feeAsset, paid }: Pick<FillRow, 'fee' | 'feeAsset' | 'paid'>, format: Format): FeeFigures {
  const worth = `${format.quoteMoney(fee)} ${feeAsset}`;
  if (paid === undefined || paid.length === 0) return { taken: worth, worth: null };
  const parts = paid.map(({ asset, amount }) =>
    asset === feeAsset ? `${format.quoteMoney(amount)} ${asset}` : `${format.plainQuantity(amount, COIN_DIGITS)} ${asset}`,
  );
  return { taken: parts.join(' + '), worth };
}
