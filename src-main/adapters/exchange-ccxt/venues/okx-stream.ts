import * as z from 'zod/mini';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { okxAlgo } from './okx-algos.ts';
import {
  isTradedKind,
  MILLISECONDS,
  OKX_LIQUIDITY,
  OKX_SIDE,
  OKX_STATE,
  OKX_TYPE,
  okxFee,
  okxId,
  okxReduces,
  okxSettled,
  okxUnits,
  waitingVenueId,
} from './okx-parts.ts';
import type { OrderMarket, OrderMarkets, ReadTrade, StreamFrame } from './order-protocol.ts';
import { AMOUNT, plain, plainOrNull } from './read-parts.ts';

const EVENT = z.object({ event: z.string(), msg: z.optional(z.string()), arg: z.optional(z.object({ channel: z.string() })) });
/** The account's orders, and those that wait for a price. */
const CHANNELS = ['orders', 'orders-algo'] as const;
const CHANNEL = z.object({ arg: z.object({ channel: z.enum(CHANNELS) }) });
const MESSAGE = z.object({ data: z.array(z.unknown()) });
/** What says that nothing more will come on this connection, or not all of it. */
const LOST: ReadonlySet<string> = new Set(['error', 'notice', 'channel-conn-count-error']);
const NOTHING = z.literal('');
const ORDER = z.object({
  instId: z.string(),
  instType: z.optional(z.string()),
  ordId: z.string().check(z.minLength(1)),
  clOrdId: z.string(),
  algoId: z.optional(z.string()),
  algoClOrdId: z.optional(z.string()),
  side: OKX_SIDE,
  ordType: OKX_TYPE,
  tgtCcy: z.optional(z.string()),
  px: z.union([NOTHING, AMOUNT]),
  sz: AMOUNT,
  accFillSz: AMOUNT,
  state: OKX_STATE,
  reduceOnly: z.optional(z.string()),
  uTime: MILLISECONDS,
  tradeId: z.string(),
});
/** Why the venue has this order: a customer's, or its own. */
const TRADE = z.object({
  category: z.optional(z.string()),
  fillPnl: z.optional(z.string()),
  fillPx: AMOUNT,
  fillSz: AMOUNT,
  fillTime: MILLISECONDS,
  fillFee: AMOUNT,
  fillFeeCcy: z.string(),
  execType: OKX_LIQUIDITY,
});

type Told = { readonly [Part in keyof ToldFrame]: ToldFrame[Part][number][] };
type ToldFrame = Omit<Extract<StreamFrame, { readonly kind: 'told' }>, 'kind'>;

/**
 * Reads OKX's channels of orders: each message tells what an order has become, and the trade by which it did. Messages are not numbered: one that is missing
 * shows in the sum of fills. Orders that wait for a price are told by a channel of their own, and what such a one has placed by that of all others: nobody says
 * which comes first, so that what has become of it is asked for.
 */
export function okxStream(markets: OrderMarkets): (message: unknown) => StreamFrame | null {
  const answered = new Set<string>();
  return (message) => {
    const event = EVENT.safeParse(message).data;
    if (event !== undefined && LOST.has(event.event)) return { kind: 'lost', problem: event.msg ?? `the venue says ${event.event}` };
    if (event?.event === 'subscribe' && event.arg !== undefined) {
      answered.add(event.arg.channel);
      return CHANNELS.every((channel) => answered.has(channel)) ? { kind: 'subscribed' } : null;
    }
    const channel = CHANNEL.safeParse(message).data?.arg.channel;
    if (channel === undefined) return null;
    const told: Told = { orders: [], fills: [], unclear: [] };
    for (const row of MESSAGE.parse(message).data) (channel === 'orders' ? tellOrder : tellWaiting)(row, markets, told);
    return { kind: 'told', ...told };
  };
}

function tellWaiting(row: unknown, markets: OrderMarkets, { orders, unclear }: Told): void {
  const { order, traded, placed } = okxAlgo(row, markets);
  if (!traded) return;
  if (placed === null) orders.push(order);
  else unclear.push({ venueId: order.venueId, symbol: order.symbol });
}

function tellOrder(row: unknown, markets: OrderMarkets, { orders, fills, unclear }: Told): void {
  const read = ORDER.parse(row);
  const { algoId = '', algoClOrdId } = read;
  const market = markets.named(read.instId);
  // The subscription is to orders of every kind, dated futures and options among them.
  if (!isTradedKind(read.instType, market)) return;
  const own = orderOf(read, market);
  const order = algoId === '' ? own : { ...own, venueId: waitingVenueId(algoId), id: okxId(algoClOrdId) };
  // Of its own orders the venue writes nought where no trade is told of.
  if (read.tradeId !== '' && read.tradeId !== '0') fills.push(tradeOf(TRADE.parse(row), { tradeId: read.tradeId, order, market, markets }));
  if (algoId === '') orders.push(order);
  else if (order.state !== 'working') unclear.push({ venueId: order.venueId, symbol: order.symbol, ended: true });
}

function orderOf(order: z.infer<typeof ORDER>, market: OrderMarket | null): SeenOrder {
  return {
    id: okxId(order.clOrdId),
    venueId: order.ordId,
    symbol: market?.symbol ?? order.instId,
    side: order.side,
    type: order.ordType,
    // What is bought for an amount of money has no size but what was bought.
    size: okxUnits(order.tgtCcy === 'quote_ccy' ? order.accFillSz : order.sz, market),
    filled: okxUnits(order.accFillSz, market),
    price: plainOrNull(order.px),
    trigger: null,
    state: order.state,
    time: order.uTime,
    ...okxReduces(order.reduceOnly),
  };
}

function tradeOf(
  trade: z.infer<typeof TRADE>,
  of: { readonly tradeId: string; readonly order: SeenOrder; readonly market: OrderMarket | null; readonly markets: OrderMarkets },
): ReadTrade {
  const { tradeId, order, market, markets } = of;
  return {
    tradeId,
    venueId: order.venueId,
    symbol: order.symbol,
    side: order.side,
    price: plain(trade.fillPx),
    size: okxUnits(trade.fillSz, market),
    liquidity: trade.execType,
    fees: [okxFee(trade.fillFeeCcy, trade.fillFee, markets)],
    time: trade.fillTime,
    id: order.id,
    ...okxSettled(trade, market),
  };
}
