import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { Evidence, underEvidence } from '../evidence.ts';
import { HYPERLIQUID_LEVELS } from './hyperliquid-class.ts';
import type { HyperliquidKind } from './hyperliquid-kinds.ts';
import { AMOUNT_BOUND, MARKET_BOUND, marketBound, sizeWithin, TRIGGER_BOUND } from './hyperliquid-price.ts';
import type { NamedOrder, OrderMarket, OrderProtocol, ProtocolCalls } from './order-protocol.ts';
import { plain } from './read-parts.ts';

/** How long after its signing an action may still be taken, ms: what comes later is refused by the venue itself. */
export const HYPERLIQUID_TAKEN_MS = 10_000;

const NUMBERED = z.object({ baseId: z.string() });

/** Which way an order waits for its price. */
const WAITS: Readonly<Partial<Record<OrderType, 'sl' | 'tp'>>> = { stop: 'sl', 'stop-limit': 'sl', 'take-profit': 'tp' };

/** The number of a market in actions. */
export function hyperliquidAsset(kind: HyperliquidKind, exchange: ProtocolCalls, { symbol }: Pick<OrderMarket, 'symbol'>): number {
  const { baseId } = NUMBERED.parse(exchange.market(symbol));
  if (!kind.numbers.test(baseId)) throw new Fault('venue.garbled', { venue: kind.name });
  return Number(baseId);
}

/** Sends an order as an action that is taken for ten seconds. */
export function hyperliquidPlace(kind: HyperliquidKind): OrderProtocol['place'] {
  return async (exchange, market, order) => {
    const action = { type: 'order', orders: [await writtenOrder(kind, exchange, market, order)], grouping: 'na' };
    return exchange.privatePostExchange({ action, takenMs: HYPERLIQUID_TAKEN_MS });
  };
}

/** Ends an order, by the venue’s number of it where that is known. */
export function hyperliquidCancel(kind: HyperliquidKind): OrderProtocol['cancel'] {
  return (exchange, market, { name, venueId }) => {
    const asset = hyperliquidAsset(kind, exchange, market);
    return exchange.privatePostExchange({
      action:
        venueId === null
          ? { type: 'cancelByCloid', cancels: [{ asset, cloid: name }] }
          : { type: 'cancel', cancels: [{ a: asset, o: Number(venueId) }] },
    });
  };
}

/** An order as actions hold it: fields in the order in which the venue signs them, figures without the noughts at their ends, as it writes them itself. */
export async function writtenOrder(kind: HyperliquidKind, exchange: ProtocolCalls, market: OrderMarket, order: NamedOrder) {
  const price = order.price ?? (order.trigger === null ? await worstPrice(kind, exchange, market, order) : worstAfter(order, market));
  const size = order.size ?? sizeWithin(order.quoteAmount ?? '0', price, market.sizeStep);
  if (size === '0')
    throw new Fault('venue.refused', { venue: kind.name, problem: `the amount buys less than ${market.sizeStep} of ${market.symbol}` });
  return {
    a: hyperliquidAsset(kind, exchange, market),
    b: order.side === 'buy',
    p: plain(price),
    s: plain(size),
    r: order.reduceOnly === true,
    t: termsOf(order),
    c: order.name,
  };
}

function termsOf({ type, price, trigger, timeInForce, postOnly }: NamedOrder) {
  const tpsl = WAITS[type];
  if (tpsl !== undefined && trigger !== null) return { trigger: { isMarket: price === null, triggerPx: plain(trigger), tpsl } };
  return { limit: { tif: postOnly ? 'Alo' : type === 'market' || timeInForce === 'ioc' ? 'Ioc' : 'Gtc' } };
}

/** There are no market orders there: they are limits that take what is there at once, down to the worst price that is written. The book is asked for beside the order, and is no part of what proves its fate. */
async function worstPrice(
  { name }: HyperliquidKind,
  exchange: ProtocolCalls,
  market: OrderMarket,
  { side, quoteAmount }: NamedOrder,
): Promise<string> {
  const answer = await underEvidence(new Evidence(), () => exchange.publicPostInfo({ type: 'l2Book', coin: market.id }));
  const [bids, asks] = HYPERLIQUID_LEVELS.parse(answer).levels;
  const best = (side === 'buy' ? asks : bids)[0];
  if (best === undefined) throw new Fault('venue.refused', { venue: name, problem: `nobody is there to trade ${market.symbol} with` });
  return marketBound(best.px, side, digitsOf(market), quoteAmount === null ? MARKET_BOUND : AMOUNT_BOUND);
}

/** The same of one that waits: how much worse than its trigger it may be filled. */
function worstAfter({ trigger, side }: NamedOrder, market: OrderMarket): string {
  return marketBound(trigger ?? '0', side, digitsOf(market), TRIGGER_BOUND);
}

function digitsOf({ priceStep }: OrderMarket): number {
  return priceStep.split('.')[1]?.length ?? 0;
}
