import * as z from 'zod/mini';
import { algoIdOf } from './okx-parts.ts';
import { okxWord } from './okx-refusals.ts';
import { type Query, saysOneOf } from './okx-rows.ts';
import type { OrderMarket, OrderProtocol, ProtocolCalls } from './order-protocol.ts';

/** Codes that say that there is no such open order. */
const NOT_OPEN: ReadonlySet<string> = new Set(['51400', '51401', '51402', '51603']);
/** It waits no more, or may not: the newer of these say that its price has come. */
const WAITS_NO_MORE = [...NOT_OPEN, '51412', '51416'];
/** It is being cancelled already. */
const UNDER_WAY = '51410';

const NAME = z.string().check(z.minLength(1));
const WAITED = z.object({
  code: z.literal('0'),
  data: z.tuple([z.object({ algoId: NAME, state: z.string(), ordIdList: z.optional(z.array(NAME)), ordId: z.optional(z.string()) })]),
});
const NEVER_PLACED: ReadonlySet<string> = new Set(['canceled', 'order_failed']);

/** Asks for the end of an order. One of which only our name is known may be of either kind. */
export const okxCancel: OrderProtocol['cancel'] = async (exchange, market, { name, venueId }) => {
  const algoId = algoIdOf(venueId);
  if (algoId !== null) return cancelWaiting(exchange, market, { algoId });
  if (venueId !== null) return exchange.privatePostTradeCancelOrder({ instId: market.id, ordId: venueId });
  try {
    return await exchange.privatePostTradeCancelOrder({ instId: market.id, clOrdId: name });
  } catch (thrown) {
    if (!saysOneOf(thrown, NOT_OPEN)) throw thrown;
    return cancelWaiting(exchange, market, { algoClOrdId: name });
  }
};

/** Ends an order that waits; where its price has come meanwhile, what it has placed. The newest answer says what came of it. */
async function cancelWaiting(exchange: ProtocolCalls, market: OrderMarket, named: Query): Promise<unknown> {
  try {
    return await exchange.privatePostTradeCancelAlgos([{ instId: market.id, ...named }]);
  } catch (thrown) {
    if (!saysOneOf(thrown, WAITS_NO_MORE)) throw thrown;
  }
  const answer = await exchange.privateGetTradeOrderAlgo(named);
  const [{ ordIdList = [], ordId = '' }] = WAITED.parse(answer).data;
  const placed = ordIdList.length > 0 ? ordIdList : ordId === '' ? [] : [ordId];
  let last = answer;
  for (const each of placed) last = await exchange.privatePostTradeCancelOrder({ instId: market.id, ordId: each });
  return last;
}

/** What the newest answer to a cancel says. */
export const okxCancelled: OrderProtocol['cancelled'] = (status, body) => {
  if (status !== 200) return null;
  const waited = WAITED.safeParse(body).data?.data[0];
  if (waited !== undefined) return NEVER_PLACED.has(waited.state) ? 'unknown-order' : null;
  const code = okxWord(body)?.code;
  if (code === '0' || code === UNDER_WAY) return 'taken';
  return code !== undefined && NOT_OPEN.has(code) ? 'unknown-order' : null;
};
