import * as z from 'zod/mini';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { contractNamed, FIGURE, figureOrNull, krakenFuturesId } from './krakenfutures-parts.ts';
import type { OrderMarkets, StreamFrame } from './order-protocol.ts';
import { WHOLE } from './read-parts.ts';

type Told = Extract<StreamFrame, { readonly kind: 'told' }>;

/** The library is asked to listen to both by one call. */
export const LISTENS: readonly Readonly<Record<string, unknown>>[] = [{ verbose: true }];

const FEEDS: readonly string[] = ['open_orders_verbose', 'fills'];
const SUBSCRIBED = z.object({ event: z.literal('subscribed'), feed: z.string() });
const FAILED = z.object({ event: z.enum(['error', 'alert', 'subscribed_failed']), message: z.optional(z.string()) });
const FEED = z.object({ feed: z.string() });
const NAME = z.string().check(z.minLength(1));
const ORDER = z.object({
  instrument: z.string(),
  last_update_time: WHOLE,
  qty: FIGURE,
  filled: FIGURE,
  limit_price: z.optional(FIGURE),
  stop_price: z.optional(FIGURE),
  order_id: NAME,
  cli_ord_id: z.nullish(z.string()),
  // Nought buys.
  direction: z.literal([0, 1]),
  reduce_only: z.boolean(),
});
const SNAPSHOT = z.object({ orders: z.array(ORDER) });
const CHANGE = z.object({
  order: z.optional(ORDER),
  order_id: z.optional(NAME),
  is_cancel: z.boolean(),
  reason: z.optional(z.string()),
});
const FILLS = z.object({ fills: z.array(z.object({ instrument: z.string(), order_id: NAME })) });
/** Most digits of a decimal that a double always keeps. */
const KEPT_DIGITS = 15;
/** Reasons for which an order is gone with what had filled of it before, and nothing more. */
const TAKEN_AWAY: ReadonlySet<string> = new Set([
  'cancelled_by_user',
  'cancelled_by_admin',
  'dead_man_switch',
  'liquidation',
  'market_inactive',
]);
/** Orders whose contract is remembered. */
const REMEMBERED = 20_000;

/**
 * Reads an account's feeds of one connection. An order of which nothing has filled is told as it is, and as cancelled when it goes so. What has filled, what waits for a
 * price and what a fill was booked as is asked for: the feeds tell neither profit nor the fee as it was taken.
 */
export function krakenFuturesStream(markets: OrderMarkets): (message: unknown) => StreamFrame | null {
  const subscribed = new Set<string>();
  const symbols = new Map<string, string>();
  const whole = new Map<string, SeenOrder>();
  return (message) => {
    const answer = SUBSCRIBED.safeParse(message).data;
    if (answer !== undefined) {
      if (!FEEDS.includes(answer.feed)) return null;
      subscribed.add(answer.feed);
      return subscribed.size === FEEDS.length ? { kind: 'subscribed' } : null;
    }
    const failed = FAILED.safeParse(message).data;
    if (failed !== undefined)
      return failed.message?.includes('Already subscribed') === true
        ? null
        : { kind: 'lost', problem: failed.message ?? 'the subscription was refused' };
    const feed = FEED.safeParse(message).data?.feed;
    if (feed === 'open_orders_verbose_snapshot')
      return joined(SNAPSHOT.parse(message).orders.map((order) => took({ order, is_cancel: false })));
    if (feed === 'open_orders_verbose') return took(CHANGE.parse(message));
    if (feed === 'fills') return joined(FILLS.parse(message).fills.map(({ instrument, order_id }) => asked(order_id, instrument)));
    return feed === 'fills_snapshot' ? joined([]) : null;
  };

  function took({ order, order_id, is_cancel, reason }: z.infer<typeof CHANGE>): Told {
    const venueId = order?.order_id ?? order_id ?? '';
    if (order !== undefined) remember(symbols, venueId, order.instrument);
    const known = whole.get(venueId);
    whole.delete(venueId);
    const seen = order === undefined ? null : wholeOrder(order, markets);
    if (!is_cancel && seen !== null) {
      remember(whole, venueId, seen);
      return { ...NOTHING, orders: [seen] };
    }
    if (is_cancel && known !== undefined && TAKEN_AWAY.has(reason ?? ''))
      return { ...NOTHING, orders: [{ ...known, state: 'cancelled', time: order?.last_update_time ?? known.time }] };
    return asked(venueId, symbols.get(venueId) ?? '', is_cancel && reason !== 'stop_order_triggered');
  }

  function asked(venueId: string, instrument: string, ended = false): Told {
    const market = contractNamed(markets, instrument);
    if (market === null) return NOTHING;
    remember(symbols, venueId, instrument);
    // What has filled in part is not what it was told as.
    whole.delete(venueId);
    return { ...NOTHING, unclear: [{ venueId, symbol: market.symbol, ...(ended ? { ended: true } : {}) }] };
  }
}

const NOTHING: Told = { kind: 'told', orders: [], fills: [], unclear: [] };

function joined(frames: readonly Told[]): Told {
  return { ...NOTHING, orders: frames.flatMap(({ orders }) => orders), unclear: frames.flatMap(({ unclear }) => unclear) };
}

function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  kept.set(key, value);
  if (kept.size > REMEMBERED) kept.delete(kept.keys().next().value ?? key);
}

/** An order of which nothing has filled and that waits for nothing; null for any other, and where a figure is not known exactly. */
function wholeOrder(order: z.infer<typeof ORDER>, markets: OrderMarkets): SeenOrder | null {
  const { instrument, qty, filled, limit_price, stop_price, order_id, cli_ord_id, direction, reduce_only, last_update_time } = order;
  const market = contractNamed(markets, instrument);
  const price = figureOrNull(limit_price);
  if (market === null || price === null || figureOrNull(filled) !== null || figureOrNull(stop_price) !== null) return null;
  if (![qty, price].every((figure) => figure.replace('.', '').replace(/^0+/u, '').length <= KEPT_DIGITS)) return null;
  return {
    id: krakenFuturesId(cli_ord_id),
    venueId: order_id,
    symbol: market.symbol,
    side: direction === 0 ? 'buy' : 'sell',
    type: 'limit',
    size: qty,
    filled: '0',
    price,
    trigger: null,
    state: 'working',
    time: last_update_time,
    ...(reduce_only ? { reduceOnly: true } : {}),
  };
}
