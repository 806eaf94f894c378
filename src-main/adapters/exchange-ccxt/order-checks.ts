import type { VenueOrder } from '../../ports/venue-orders.ts';
import type { OrderAbilities, OrderMarket } from './venues/order-protocol.ts';

/** A step that every amount is a multiple of. */
const FINEST = `0.${'1'.padStart(18, '0')}`;
/** A figure as it goes to a venue: digits, and a point among them. */
export const FIGURE = /^(\d+)(?:\.(\d+))?$/u;

/** Why an order cannot be written so that the venue does exactly what it says; null where it can. `venue` is the venue's name. */
export function whyNotSent(order: VenueOrder, market: OrderMarket, abilities: OrderAbilities, venue: string): string | null {
  return (
    whyNotThisKind(order, abilities, venue) ??
    whyNotByMoney(order, market, abilities) ??
    whyNotTheseFields(order) ??
    whyNotTheseFigures(order, abilities.sizesAmounts === true ? { ...market, quoteStep: FINEST } : market, venue) ??
    whyNotThisPrice(order, abilities, venue)
  );
}

function whyNotThisKind(
  { type, side, price, trigger, timeInForce, postOnly, quoteAmount }: VenueOrder,
  abilities: OrderAbilities,
  venue: string,
): string | null {
  if (!abilities.types.includes(type)) return `${venue} takes no ${type} orders.`;
  if (!abilities.timesInForce.includes(timeInForce)) return `${venue} takes no orders that work ${timeInForce.toUpperCase()}.`;
  if (trigger !== null && price !== null && abilities.afterTrigger?.includes(timeInForce) === false)
    return `${venue} takes no ${type} orders that work ${timeInForce.toUpperCase()} when their price has come.`;
  if (postOnly && (type !== 'limit' || timeInForce !== 'gtc'))
    return 'Only a limit order that works until it is cancelled can be post-only.';
  if (quoteAmount !== null && (type !== 'market' || !abilities.byQuote.includes(side)))
    return `${venue} takes no such order by quote amount.`;
  return null;
}

/** An amount of money is no size of a contract, but where a size is made of it here. */
function whyNotByMoney({ quoteAmount }: VenueOrder, { symbol, contract }: OrderMarket, { sizesAmounts }: OrderAbilities): string | null {
  if (quoteAmount === null || contract === null || sizesAmounts === true) return null;
  return `An order of ${symbol} has a size and no quote amount.`;
}

function whyNotTheseFields({ type, size, quoteAmount, price, trigger, timeInForce }: VenueOrder): string | null {
  const limited = price !== null;
  if ((size === null) === (quoteAmount === null)) return 'An order has either a size or a quote amount.';
  if ((type === 'limit' || type === 'stop-limit') && !limited) return `A ${type} order needs a price.`;
  if ((type === 'market' || type === 'stop') && limited) return `A ${type} order has no price.`;
  if ((type === 'market' || type === 'limit') !== (trigger === null))
    return `A ${type} order ${trigger === null ? 'needs a' : 'has no'} trigger.`;
  if (!limited && timeInForce === 'fok') return `A ${type} order cannot be filled whole or not at all.`;
  return null;
}

/** Why other terms of an order cannot be written exactly as they are; null where they can. */
export function whyNoTerms(terms: Pick<VenueOrder, 'size' | 'price' | 'trigger'>, market: OrderMarket, venue: string): string | null {
  return whyNotTheseFigures({ ...terms, quoteAmount: null }, market, venue);
}

/** Size and price go exactly as they are or not at all: venues and libraries cut off what is finer than a market's steps. */
function whyNotTheseFigures(
  order: Pick<VenueOrder, 'size' | 'quoteAmount' | 'price' | 'trigger'>,
  market: OrderMarket,
  venue: string,
): string | null {
  const figures = [
    ['size', order.size, market.sizeStep],
    ['quote amount', order.quoteAmount, market.quoteStep],
    ['price', order.price, market.priceStep],
    ['trigger', order.trigger, market.priceStep],
  ] as const;
  for (const [name, text, step] of figures) {
    if (text === null) continue;
    if (!FIGURE.test(text) || /^[0.]+$/u.test(text)) return `The ${name} ${text} is no amount above nothing.`;
    if (!isMultiple(text, step)) return `The ${name} ${text} is finer than the steps of ${step} of ${market.symbol} at ${venue}.`;
  }
  return null;
}

/** A venue whose prices have so many figures at most takes whole ones all the same. */
function whyNotThisPrice({ price, trigger }: VenueOrder, { priceFigures }: OrderAbilities, venue: string): string | null {
  if (priceFigures === undefined) return null;
  for (const [name, text] of [['price', price] as const, ['trigger', trigger] as const]) {
    if (text === null || !/[1-9]/u.test(fraction(text))) continue;
    const figures = text.replace('.', '').replace(/^0+/u, '').replace(/0+$/u, '');
    if (figures.length > priceFigures)
      return `The ${name} ${text} has ${String(figures.length)} significant figures: ${venue} takes ${String(priceFigures)} at most, or a whole number.`;
  }
  return null;
}

function isMultiple(text: string, step: string): boolean {
  const digits = Math.max(fraction(text).length, fraction(step).length);
  const units = (amount: string) => BigInt(amount.replace(/\..*$/u, '') + fraction(amount).padEnd(digits, '0'));
  return units(step) > 0n && units(text) % units(step) === 0n;
}

function fraction(text: string): string {
  return FIGURE.exec(text)?.[2] ?? '';
}
