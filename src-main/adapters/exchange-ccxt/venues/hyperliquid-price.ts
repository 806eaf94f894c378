import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Side } from '../../../../src-shared/domain/order.ts';
import { marketBoundAt } from '../../../../src-shared/domain/venue-terms.ts';

/** Significant figures of a price; a whole number may have more. */
export const PRICE_FIGURES = 5;
/** How much worse than the best price of the other side a market order may be filled: what the ticket says. */
const MARKET_BOUND = Decimal.parse(marketBoundAt('HYPERLIQUID') ?? '0');

/** The worst price at which a market order may be filled: a price that the venue takes, and never beyond the bound. `best` is the other side's, `digits` the most behind the point. */
export function marketBound(best: string, side: Side, digits: number): string {
  const factor = side === 'buy' ? Decimal.ONE.add(MARKET_BOUND) : Decimal.ONE.sub(MARKET_BOUND);
  const price = Decimal.parse(best).mul(factor);
  const scale = Math.max(0, Math.min(digits, PRICE_FIGURES - placesBefore(price)));
  return price.quantize(scale, side === 'buy' ? 'floor' : 'ceil').toString();
}

/** Places before the point; below nothing for noughts behind it. */
function placesBefore(price: Decimal): number {
  return price.coefficient.toString().length - price.scale;
}
