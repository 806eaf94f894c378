import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { BINANCE_SIDE, binanceId } from './binance-parts.ts';
import type { OrderMarket, OrderMarkets, ReadTrade, StreamFrame } from './order-protocol.ts';
import { AMOUNT, ID, plain, plainOrNull, WHOLE } from './read-parts.ts';
import { ALGO_STATES } from './usdm-algos.ts';
import { LISTENING } from './usdm-class.ts';
import { isForced, USDM_STATE, USDM_TYPE, usdmReduces, waitingId, waitingVenueId } from './usdm-parts.ts';
import { isTraded } from './usdm-rows.ts';

const EVENT = z.object({ e: z.string() });
const REPORT = z.object({
  o: z.object({
    s: z.string(),
    c: z.string(),
    S: BINANCE_SIDE,
    o: USDM_TYPE,
    q: AMOUNT,
    p: AMOUNT,
    sp: z.optional(AMOUNT),
    x: z.string(),
    X: USDM_STATE,
    i: ID,
    l: AMOUNT,
    z: AMOUNT,
    T: WHOLE,
    R: z.optional(z.boolean()),
  }),
});
type Report = z.infer<typeof REPORT>['o'];
const TRADED = z.object({ o: z.object({ L: AMOUNT, n: z.optional(AMOUNT), N: z.nullish(z.string()), t: ID, m: z.boolean(), rp: AMOUNT }) });
const WAITING = z.object({
  T: WHOLE,
  o: z.object({
    caid: z.string().check(z.minLength(1)),
    s: z.string(),
    S: BINANCE_SIDE,
    o: USDM_TYPE,
    q: AMOUNT,
    p: z.nullish(AMOUNT),
    tp: z.nullish(AMOUNT),
    X: z.enum(Object.keys(ALGO_STATES) as (keyof typeof ALGO_STATES)[]),
    ai: z.nullish(z.union([z.literal(''), ID])),
    R: z.optional(z.boolean()),
  }),
});
/** What trades are told by: the second is of what the venue itself closes. */
const TRADES: ReadonlySet<string> = new Set(['TRADE', 'CALCULATED']);
/** Of the account and not of its orders: looks tell it. */
const BESIDE: ReadonlySet<string> = new Set(['ACCOUNT_UPDATE', 'ACCOUNT_CONFIG_UPDATE', 'MARGIN_CALL', 'TRADE_LITE']);

type Told = Extract<StreamFrame, { readonly kind: 'told' }>;

const NOTHING: Told = { kind: 'told', orders: [], fills: [], unclear: [] };

/**
 * Reads the account's stream of Binance's futures: one message tells of a trade and of what the order has become by it, and messages of their own tell of orders that wait for a
 * price. Which of both comes first when such a one places its order is not said, so that what has become of it is asked for.
 */
export function usdmStream(markets: OrderMarkets): (message: unknown) => StreamFrame | null {
  return (message) => {
    switch (EVENT.safeParse(message).data?.e) {
      case LISTENING.e:
        return { kind: 'subscribed' };
      case 'listenKeyExpired':
        return { kind: 'lost', problem: 'the venue has ended the key that the account is listened to with' };
      case 'ORDER_TRADE_UPDATE':
        return toldOfOrder(message, markets);
      case 'ALGO_UPDATE':
        return toldOfWaiting(message, markets);
      default:
        return BESIDE.has(EVENT.safeParse(message).data?.e ?? '') ? NOTHING : null;
    }
  };
}

function toldOfOrder(message: unknown, markets: OrderMarkets): Told {
  const { o: report } = REPORT.parse(message);
  const market = markets.named(report.s);
  if (market === null || !isTraded(market)) return NOTHING;
  const placedBy = waitingId(report.c);
  const own = orderOf(report, market);
  const order = placedBy === null ? own : { ...own, id: placedBy, venueId: waitingVenueId(report.c) };
  const traded = TRADES.has(report.x) && !Decimal.parse(report.l).isZero();
  const fills = traded ? [tradeOf(message, { report, order, markets })] : [];
  // What the venue closes itself is told by its trades alone: it is no order that anybody could have made, and may bear the name of another one.
  if (isForced(report.c)) return { ...NOTHING, fills };
  if (placedBy === null) return { kind: 'told', orders: [order], fills, unclear: [] };
  const { venueId, symbol } = order;
  return { kind: 'told', orders: [], fills, unclear: order.state === 'working' ? [] : [{ venueId, symbol, ended: true }] };
}

function orderOf(report: Report, market: OrderMarket): SeenOrder {
  return {
    id: binanceId(report.c),
    venueId: report.i,
    symbol: market.symbol,
    side: report.S,
    type: report.o,
    size: plain(report.q),
    filled: plain(report.z),
    price: plainOrNull(report.p),
    trigger: plainOrNull(report.sp),
    state: report.X,
    time: report.T,
    ...usdmReduces(report.R),
  };
}

function tradeOf(
  message: unknown,
  { report, order, markets }: { readonly report: Report; readonly order: SeenOrder; readonly markets: OrderMarkets },
): ReadTrade {
  const { L, n = '0', N, t, m, rp } = TRADED.parse(message).o;
  return {
    tradeId: t,
    venueId: order.venueId,
    symbol: order.symbol,
    side: order.side,
    price: plain(L),
    size: plain(report.l),
    liquidity: m ? 'maker' : 'taker',
    fees: typeof N === 'string' ? [{ asset: markets.asset(N), amount: plain(n) }] : [],
    time: report.T,
    id: order.id,
    profit: plain(rp),
    ...(isForced(report.c) ? { liquidation: true } : {}),
  };
}

function toldOfWaiting(message: unknown, markets: OrderMarkets): Told {
  const { T: time, o: algo } = WAITING.parse(message);
  const market = markets.named(algo.s);
  if (market === null || !isTraded(market)) return NOTHING;
  const state = ALGO_STATES[algo.X];
  const venueId = waitingVenueId(algo.caid);
  const { symbol } = market;
  // What it has placed, or is about to, says the rest.
  if (state === 'placing' || state === 'placed')
    return { ...NOTHING, unclear: [{ venueId, symbol, ...(state === 'placed' ? { ended: true } : {}) }] };
  const order: SeenOrder = {
    ...{ id: waitingId(algo.caid), venueId, symbol, side: algo.S, type: algo.o, size: plain(algo.q), filled: '0' },
    ...{ price: plainOrNull(algo.p), trigger: plainOrNull(algo.tp), state, time },
    ...usdmReduces(algo.R),
  };
  return { ...NOTHING, orders: [order] };
}
