import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { NamedOrder, OrderMarket, ProtocolCalls, ReadPlaced } from './order-protocol.ts';
import { ID, WHOLE } from './read-parts.ts';
import { USDM, USDM_STATE, waitingName, waitingVenueId } from './usdm-parts.ts';

const PLACED = z.object({ orderId: ID, clientOrderId: z.string(), updateTime: WHOLE, status: z.optional(USDM_STATE) });
/** Of one that waits for a price. */
const WAITS = z.object({ algoId: ID, clientAlgoId: z.string(), createTime: z.optional(WHOLE) });

/** Sends an order as the venue's own fields, each figure as it was given: one that waits for a price goes to the service of its own that keeps those. */
export function placeUsdm(exchange: ProtocolCalls, market: OrderMarket, order: NamedOrder): Promise<unknown> {
  return order.trigger === null
    ? exchange.fapiPrivatePostOrder(plainOrder(market, order))
    : exchange.fapiPrivatePostAlgoOrder(waitingOrder(market, order));
}

function plainOrder(market: OrderMarket, order: NamedOrder): Readonly<Record<string, string>> {
  const { price, timeInForce, postOnly, name } = order;
  return {
    ...sidesOf(market, order),
    ...(price === null ? { type: 'MARKET' } : { type: 'LIMIT', price, timeInForce: postOnly ? 'GTX' : timeInForce.toUpperCase() }),
    newClientOrderId: name,
    newOrderRespType: 'RESULT',
  };
}

/** It waits for the last price, not for the mark: so it does in the backtests. */
function waitingOrder(market: OrderMarket, order: NamedOrder): Readonly<Record<string, string>> {
  const { type, price, trigger, name } = order;
  const kind = type === 'take-profit' ? 'TAKE_PROFIT' : 'STOP';
  return {
    ...sidesOf(market, order),
    algoType: 'CONDITIONAL',
    type: price === null ? `${kind}_MARKET` : kind,
    ...(price === null ? {} : { price, timeInForce: 'GTC' }),
    triggerPrice: trigger ?? '',
    workingType: 'CONTRACT_PRICE',
    clientAlgoId: waitingName(name),
  };
}

function sidesOf(market: OrderMarket, { side, size, reduceOnly }: NamedOrder): Readonly<Record<string, string>> {
  return {
    symbol: market.id,
    side: side.toUpperCase(),
    quantity: size ?? '',
    ...(reduceOnly === true ? { reduceOnly: 'true' } : {}),
  };
}

/** Reads the answer to either. */
export const usdmPlaced: ReadPlaced = (body, name) => {
  const waits = WAITS.safeParse(body).data;
  if (waits !== undefined) {
    if (waits.clientAlgoId !== waitingName(name)) throw new Fault('venue.garbled', { venue: USDM });
    return { venueId: waitingVenueId(waits.clientAlgoId), time: waits.createTime ?? null };
  }
  const { orderId, clientOrderId, updateTime } = PLACED.parse(body);
  if (clientOrderId !== name) throw new Fault('venue.garbled', { venue: USDM });
  return { venueId: orderId, time: updateTime };
};
