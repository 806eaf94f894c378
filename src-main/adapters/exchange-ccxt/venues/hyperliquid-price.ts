import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Side } from '../../../../src-shared/domain/order.ts';

/** Significant figures of a price; a whole number may have more. */
export const PRICE_FIGURES = 5;
/** How much worse than the best price of the other side a market order may be filled. */
export const MARKET_BOUND = '0.05';

/** The worst price at which a market order may be filled: a price that the venue takes, and never beyond the bound. `best` is the other side's, `digits` the most behind the point. */
export function marketBound(best: string, side: Side, digits: number): string {
  const bound = Decimal.parse(MARKET_BOUND);
  const factor = side === 'buy' ? Decimal.ONE.add(bound) : Decimal.ONE.sub(bound);
  const price = Decimal.parse(best).mul(factor);
  const scale = Math.max(0, Math.min(digits, PRICE_FIGURES - placesBefore(price)));
  return price.quantize(scale, side === 'buy' ? 'floor' : 'ceil').toString();
}

/** Places before the point; below nothing for noughts behind it. */
function placesBefore(price: Decimal): number {
  return price.coefficient.toString().length - price.scale;
}
