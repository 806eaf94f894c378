import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Side } from '../../../../src-shared/domain/order.ts';
import { marketBoundAt } from '../../../../src-shared/domain/venue-terms.ts';

/** Significant figures of a price; a whole number may have more. */
export const PRICE_FIGURES = 5;
/** How much worse than the best price of the other side a market order may be filled: what the ticket says. */
export const MARKET_BOUND = Decimal.parse(marketBoundAt('HYPERLIQUID') ?? '0');
/** The same of one by quote amount, whose size is what the amount buys at that price: the closer it is, the less is left over. */
export const AMOUNT_BOUND = Decimal.parse('0.01');
/** How much worse than its trigger an order that goes at market once its price has come may be filled: what the venue's own application takes. */
export const TRIGGER_BOUND = Decimal.parse('0.1');

/** The worst price at which a market order may be filled: a price that the venue takes, and never beyond the bound. `best` is the other side's, `digits` the most behind the point. */
export function marketBound(best: string, side: Side, digits: number, bound = MARKET_BOUND): string {
  const factor = side === 'buy' ? Decimal.ONE.add(bound) : Decimal.ONE.sub(bound);
  const price = Decimal.parse(best).mul(factor);
  const scale = Math.max(0, Math.min(digits, PRICE_FIGURES - placesBefore(price)));
  return price.quantize(scale, side === 'buy' ? 'floor' : 'ceil').toString();
}

/** Places before the point; below nothing for noughts behind it. */
function placesBefore(price: Decimal): number {
  return price.coefficient.toString().length - price.scale;
}

/** What an amount of money buys at a price at least, in whole steps of the market; nought where it is less than one. */
export function sizeWithin(amount: string, price: string, step: string): string {
  const steps = Decimal.parse(amount).divide(Decimal.parse(price).mul(Decimal.parse(step)), 0, 'floor');
  return steps.mul(Decimal.parse(step)).toString();
}
