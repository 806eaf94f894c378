import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { binanceRefusal } from './binance-refusals.ts';
import { binanceRequest } from './binance-request.ts';
import type { ExitProtocol, NamedOrder, OrderMarket, Refusal } from './order-protocol.ts';
import { ID, WHOLE } from './read-parts.ts';

const PLACED = z.object({ orderId: ID, clientOrderId: z.string(), transactTime: WHOLE });
const PAIR = z.object({ orderReports: z.array(PLACED).check(z.length(2)) });
const REPLACED = z.object({ cancelResult: z.literal('SUCCESS'), newOrderResult: z.literal('SUCCESS'), newOrderResponse: PLACED });
const ERROR = z.object({ code: WHOLE, msg: z.string() });
const HALF = z.object({
  code: WHOLE,
  data: z.object({
    cancelResult: z.enum(['SUCCESS', 'FAILURE']),
    newOrderResult: z.enum(['SUCCESS', 'FAILURE', 'NOT_ATTEMPTED']),
    cancelResponse: z.unknown(),
    newOrderResponse: z.unknown(),
  }),
});
/** The order was not cancelled, or the new one not placed after it was. */
const HALF_DONE: ReadonlySet<number> = new Set([-2_021, -2_022]);

/** Pairs and replacements at Binance: `orderList/oco`, and `order/cancelReplace` that stops where nothing could be cancelled. */
export const BINANCE_EXITS: ExitProtocol = {
  pair: {
    send: (exchange, market, { list, stop, target }) =>
      exchange.privatePostOrderListOco({
        symbol: market.id,
        side: stop.side.toUpperCase(),
        quantity: stop.size ?? '',
        listClientOrderId: list,
        // Both are exits of what was bought: the target lies above the market, the stop below it.
        ...legOf(market, target, 'above'),
        ...legOf(market, stop, 'below'),
        newOrderRespType: 'RESULT',
      }),
    placed: (body, name) => {
      const placed = PAIR.parse(body).orderReports.find(({ clientOrderId }) => clientOrderId === name);
      if (placed === undefined) throw new Fault('venue.garbled', { venue: 'Binance' });
      return { venueId: placed.orderId, time: placed.transactTime };
    },
  },
  replace: {
    send: (exchange, market, { old, order }) =>
      exchange.privatePostOrderCancelReplace({
        ...binanceRequest(market, order),
        ...(old.venueId === null ? { cancelOrigClientOrderId: old.name } : { cancelOrderId: old.venueId }),
        cancelReplaceMode: 'STOP_ON_FAILURE',
        // What has begun to fill is not replaced: how much is left of it would be a guess.
        cancelRestrictions: 'ONLY_NEW',
      }),
    placed: (body, name) => {
      const { orderId, clientOrderId, transactTime } = REPLACED.parse(body).newOrderResponse;
      if (clientOrderId !== name) throw new Fault('venue.garbled', { venue: 'Binance' });
      return { venueId: orderId, time: transactTime };
    },
    refusal: replaceRefusal,
  },
  amend: null,
};

/** The fields of one leg; a target of a pair rests in the book. */
function legOf(market: OrderMarket, order: NamedOrder, place: 'above' | 'below'): Readonly<Record<string, string>> {
  const { type, price, stopPrice, timeInForce, newClientOrderId } = binanceRequest(market, order);
  const fields = {
    Type: type === 'LIMIT' ? 'LIMIT_MAKER' : type,
    ClientOrderId: newClientOrderId,
    Price: price,
    StopPrice: stopPrice,
    TimeInForce: type === 'LIMIT' ? undefined : timeInForce,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[`${place}${name}`, value] as const])),
  );
}

/** What an answer proves of the new order; the old one's fate is another question. */
function replaceRefusal(status: number, body: unknown): Refusal | null {
  const half = HALF.safeParse(body);
  if (!half.success || !HALF_DONE.has(half.data.code)) return binanceRefusal(status, body);
  const { newOrderResult, cancelResponse, newOrderResponse } = half.data.data;
  if (newOrderResult === 'NOT_ATTEMPTED') {
    const problem = ERROR.safeParse(cancelResponse).data?.msg ?? 'the order could not be replaced';
    return { reason: 'venue', problem, clock: false };
  }
  return newOrderResult === 'FAILURE' ? binanceRefusal(400, newOrderResponse) : null;
}
