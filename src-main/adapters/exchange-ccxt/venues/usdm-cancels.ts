import * as z from 'zod/mini';
import type { OrderMarket, OrderProtocol, ProtocolCalls } from './order-protocol.ts';
import { ID, WHOLE } from './read-parts.ts';
import { saysOneOf, waitingName, waitingNameOf } from './usdm-parts.ts';

/** There is no such open order, or none at all. */
const NOT_OPEN = [-2_011, -2_013];

const ERROR = z.object({ code: WHOLE });
const CANCELLED = z.object({ orderId: ID, status: z.literal('CANCELED') });
/** Of one that waits: it has no state. */
const WAITED = z.object({ clientAlgoId: z.string(), code: z.union([z.literal('200'), z.literal(200)]) });
const SHOWN = z.object({ symbol: z.string(), algoStatus: z.string(), actualOrderId: z.nullish(z.union([z.literal(''), ID])) });
const NEVER_PLACED: ReadonlySet<string> = new Set(['CANCELED', 'EXPIRED', 'REJECTED']);

/** Asks for the end of an order. One of which only our name is known may be of either kind. */
export const usdmCancel: OrderProtocol['cancel'] = async (exchange, market, { name, venueId }) => {
  const waiting = waitingNameOf(venueId);
  if (waiting !== null) return cancelWaiting(exchange, market, waiting);
  if (venueId !== null) return exchange.fapiPrivateDeleteOrder({ symbol: market.id, orderId: venueId });
  try {
    return await exchange.fapiPrivateDeleteOrder({ symbol: market.id, origClientOrderId: name });
  } catch (thrown) {
    if (!saysOneOf(thrown, NOT_OPEN)) throw thrown;
    return cancelWaiting(exchange, market, waitingName(name));
  }
};

/** Ends an order that waits; where its price has come meanwhile, what it has placed. The newest answer says what came of it. */
async function cancelWaiting(exchange: ProtocolCalls, market: OrderMarket, clientAlgoId: string): Promise<unknown> {
  try {
    return await exchange.fapiPrivateDeleteAlgoOrder({ clientAlgoId });
  } catch (thrown) {
    if (!saysOneOf(thrown, NOT_OPEN)) throw thrown;
  }
  const answer = await exchange.fapiPrivateGetAlgoOrder({ clientAlgoId });
  const { actualOrderId } = SHOWN.parse(answer);
  if (actualOrderId === null || actualOrderId === undefined || actualOrderId === '') return answer;
  return exchange.fapiPrivateDeleteOrder({ symbol: market.id, orderId: actualOrderId });
}

/** What the newest answer to a cancel says. */
export const usdmCancelled: OrderProtocol['cancelled'] = (status, body) => {
  if (status === 200) {
    if (CANCELLED.safeParse(body).success || WAITED.safeParse(body).success) return 'taken';
    const shown = SHOWN.safeParse(body).data;
    return shown !== undefined && NEVER_PLACED.has(shown.algoStatus) ? 'unknown-order' : null;
  }
  return status === 400 && NOT_OPEN.includes(ERROR.safeParse(body).data?.code ?? 0) ? 'unknown-order' : null;
};
