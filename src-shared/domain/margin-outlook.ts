import { Decimal } from '../kernel/decimal.ts';
import type { Instrument } from './instrument.ts';
import { initialMargin, liquidationTicks } from './margin.ts';
import { directionOf, type Side } from './order.ts';

/** Digits of what is left of a cost of which a part was closed. */
const COST_DIGITS = 12;

/** An order of a perpetual that fills whole at one price, and the account around it. Settle asset. */
export interface OutlookInput {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly lots: number;
  readonly priceTicks: number;
  readonly fee: Decimal;
  /** Signed lots that are held, and what they cost, signed alike. */
  readonly held: { readonly lots: number; readonly cost: Decimal };
  /** Balance, and of every other position on the same margin its profit at the mark less its maintenance margin; null where unknown. */
  readonly collateral: Decimal | null;
}

/** What an order of a perpetual does to the position: opens or adds, only closes, or closes and opens the other side. */
export type PositionEffect = 'opens' | 'closes' | 'turns';

/** What becomes of the margin once an order has filled. */
export interface MarginOutlook {
  readonly effect: PositionEffect;
  /** Initial margin of what the order opens; what it closes needs none. */
  readonly margin: Decimal;
  /** Where the position that is then held would be liquidated, ticks; null where no price above zero does it, it is flat, or the collateral is unknown. */
  readonly liquidationTicks: number | null;
  readonly flat: boolean;
}

/** What an order of signed lots does to a position. */
export function effectOf(side: Side, lots: number, held: number): PositionEffect {
  const opposed = directionOf(side) * held < 0;
  if (!opposed) return 'opens';
  return lots > Math.abs(held) ? 'turns' : 'closes';
}

/** What an order of a perpetual takes as margin, and where the position would be liquidated once it has filled. */
export function marginOutlook({ instrument, side, lots, priceTicks, fee, held, collateral }: OutlookInput): MarginOutlook {
  const effect = effectOf(side, lots, held.lots);
  const direction = directionOf(side);
  const size = Math.abs(held.lots);
  const closed = effect === 'opens' ? 0 : Math.min(lots, size);
  const opened = instrument.notional(priceTicks, direction * (lots - closed));
  const kept = effect === 'opens' || size === 0 ? held.cost : shareOf(held.cost, size - closed, size);
  const realised = instrument.notional(priceTicks, -direction * closed).sub(held.cost.sub(kept));
  const after = held.lots + direction * lots;
  const margin = initialMargin(instrument, opened);
  if (after === 0 || collateral === null) return { effect, margin, liquidationTicks: null, flat: after === 0 };
  const behind = collateral.add(realised).sub(fee);
  return {
    effect,
    margin,
    liquidationTicks: liquidationTicks({ instrument, lots: after, cost: kept.add(opened), collateral: behind }),
    flat: false,
  };
}

function shareOf(whole: Decimal, part: number, of: number): Decimal {
  return whole.mul(Decimal.of(BigInt(part))).divide(Decimal.of(BigInt(of)), COST_DIGITS, 'half-away');
}
