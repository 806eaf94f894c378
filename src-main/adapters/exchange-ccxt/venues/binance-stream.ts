import * as z from 'zod/mini';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { BINANCE_SIDE, BINANCE_STATE, BINANCE_TYPE, binanceId } from './binance-parts.ts';
import type { OrderMarkets, ReadTrade, StreamFrame } from './order-protocol.ts';
import { AMOUNT, ID, WHOLE, plain, plainOrNull } from './read-parts.ts';

const SUBSCRIBED = z.object({ status: z.literal(200), result: z.object({ subscriptionId: WHOLE }) });
const EVENT = z.object({ event: z.object({ e: z.string() }) });
const REPORT = z.object({
  s: z.string(),
  c: z.string(),
  C: z.nullish(z.string()),
  S: BINANCE_SIDE,
  o: BINANCE_TYPE,
  q: AMOUNT,
  p: AMOUNT,
  P: AMOUNT,
  x: z.string(),
  X: BINANCE_STATE,
  i: ID,
  z: AMOUNT,
  T: WHOLE,
});
const TRADED = z.object({ l: AMOUNT, L: AMOUNT, n: AMOUNT, N: z.nullish(z.string()), t: ID, m: z.boolean() });

/** Reads Binance's account stream: one message tells of a trade and of what the order has become by it. */
export function binanceStream(markets: OrderMarkets): (message: unknown) => StreamFrame | null {
  return (message) => {
    if (SUBSCRIBED.safeParse(message).success) return { kind: 'subscribed' };
    const event = EVENT.safeParse(message);
    if (event.data?.event.e === 'eventStreamTerminated') return { kind: 'lost', problem: 'the venue has ended the stream of the account' };
    if (event.data?.event.e !== 'executionReport') return null;
    const raw = (message as { readonly event: unknown }).event;
    const report = REPORT.parse(raw);
    const order = orderOf(report, markets);
    return { kind: 'told', orders: [order], fills: report.x === 'TRADE' ? [tradeOf(TRADED.parse(raw), order)] : [], unclear: [] };
  };
}

function orderOf(report: z.infer<typeof REPORT>, markets: OrderMarkets): SeenOrder {
  // A cancel has an id of its own, and names that of the order beside it.
  const name = report.C === null || report.C === undefined || report.C === '' ? report.c : report.C;
  return {
    id: binanceId(name),
    venueId: report.i,
    symbol: markets.named(report.s)?.symbol ?? report.s,
    side: report.S,
    type: report.o,
    size: plain(report.q),
    filled: plain(report.z),
    price: plainOrNull(report.p),
    trigger: plainOrNull(report.P),
    state: report.X,
    time: report.T,
  };
}

function tradeOf(traded: z.infer<typeof TRADED>, order: SeenOrder): ReadTrade {
  return {
    tradeId: traded.t,
    venueId: order.venueId,
    symbol: order.symbol,
    side: order.side,
    price: plain(traded.L),
    size: plain(traded.l),
    liquidity: traded.m ? 'maker' : 'taker',
    fees: typeof traded.N === 'string' ? [{ asset: traded.N, amount: plain(traded.n) }] : [],
    time: order.time,
    id: order.id,
  };
}
