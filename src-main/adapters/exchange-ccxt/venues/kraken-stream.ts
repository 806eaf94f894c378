import * as z from 'zod/mini';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { krakenId } from './kraken-ids.ts';
import { INSTANT, KRAKEN_SIDE, KRAKEN_STATE, KRAKEN_TYPE } from './kraken-parts.ts';
import type { OrderMarkets, ReadTrade, StreamFrame } from './order-protocol.ts';
import { WHOLE, plain, plainOrNull } from './read-parts.ts';

type Json = Readonly<Record<string, unknown>>;

const ANSWER = z.object({ method: z.literal('subscribe'), success: z.boolean(), error: z.optional(z.string()) });
const CHANNEL = z.object({ channel: z.literal('executions') });
const MESSAGE = z.object({ sequence: WHOLE, data: z.array(z.record(z.string(), z.unknown())) });
/** Most digits of a decimal that a double always keeps. */
const KEPT_DIGITS = 15;
/** What the library made a double of; not known where a double may have lost digits. */
const FIGURE = z.pipe(
  z.number(),
  z.transform((value) => {
    const text = value < 1e-6 && value > 0 ? value.toFixed(12) : String(value);
    return /^\d+(\.\d+)?$/u.test(text) && text.replace('.', '').replace(/^0+/u, '').length <= KEPT_DIGITS ? plain(text) : null;
  }),
);
const ORDER = z.object({
  order_id: z.string(),
  cl_ord_id: z.nullish(z.string()),
  symbol: z.string(),
  side: KRAKEN_SIDE,
  order_type: KRAKEN_TYPE,
  order_status: KRAKEN_STATE,
  order_qty: z.optional(FIGURE),
  cum_qty: z.optional(FIGURE),
  limit_price: z.optional(FIGURE),
  triggers: z.optional(z.object({ price: z.optional(FIGURE) })),
  timestamp: INSTANT,
});
const TRADE = z.object({
  exec_id: z.string(),
  last_qty: FIGURE,
  last_price: FIGURE,
  liquidity_ind: z.enum(['m', 't']),
  fees: z.optional(z.array(z.object({ asset: z.string(), qty: FIGURE }))),
});

/**
 * Reads Kraken's executions of one connection. An order is told whole once, and afterwards only what has changed of it; messages are
 * numbered, and one that is missing is a reason to connect again. Figures are numbers there: one with more digits than a double keeps is
 * not taken from it.
 */
export function krakenStream(markets: OrderMarkets): (message: unknown) => StreamFrame | null {
  const known = new Map<string, Json>();
  let last: number | null = null;
  return (message) => {
    const answer = ANSWER.safeParse(message);
    if (answer.success)
      return answer.data.success ? { kind: 'subscribed' } : { kind: 'lost', problem: answer.data.error ?? 'the subscription was refused' };
    if (!CHANNEL.safeParse(message).success) return null;
    const { sequence, data } = MESSAGE.parse(message);
    if (last !== null && sequence <= last) return { kind: 'told', orders: [], fills: [], unclear: [] };
    if (last !== null && sequence > last + 1) return { kind: 'lost', problem: 'a message of the account is missing' };
    last = sequence;
    return told(data, known, markets);
  };
}

function told(data: readonly Json[], known: Map<string, Json>, markets: OrderMarkets): StreamFrame {
  const orders: SeenOrder[] = [];
  const fills: ReadTrade[] = [];
  const unclear: { readonly venueId: string; readonly symbol: string }[] = [];
  for (const entry of data) {
    const venueId = z.string().parse(entry['order_id']);
    const whole = { ...known.get(venueId), ...entry };
    // Nobody said what order this is: it was there before, and is told when the connection is made anew.
    if (!('symbol' in whole) || !('side' in whole)) return { kind: 'lost', problem: 'an order is told of which nothing is known' };
    const order = ORDER.parse(whole);
    if (order.order_status === 'working') known.set(venueId, whole);
    else known.delete(venueId);
    const symbol = markets.named(order.symbol)?.symbol ?? order.symbol;
    const seen = orderOf(order, symbol);
    const fill = entry['exec_type'] === 'trade' && seen !== null ? tradeOf(TRADE.parse(entry), seen) : null;
    if (seen === null || (entry['exec_type'] === 'trade' && fill === null)) unclear.push({ venueId, symbol });
    else orders.push(seen);
    if (fill !== null) fills.push(fill);
  }
  return { kind: 'told', orders, fills, unclear };
}

/** The order; null where a figure is not known exactly. */
function orderOf(order: z.infer<typeof ORDER>, symbol: string): SeenOrder | null {
  const { order_id, cl_ord_id, side, order_type, order_status, order_qty, cum_qty = '0', limit_price, triggers, timestamp } = order;
  const size = order_qty === undefined ? cum_qty : order_qty;
  const price = limit_price === undefined ? '0' : limit_price;
  const trigger = triggers?.price === undefined ? '0' : triggers.price;
  if (size === null || cum_qty === null || price === null || trigger === null) return null;
  return {
    id: krakenId(cl_ord_id),
    venueId: order_id,
    symbol,
    side,
    type: order_type,
    size,
    filled: cum_qty,
    price: plainOrNull(price),
    trigger: plainOrNull(trigger),
    state: order_status,
    time: timestamp,
  };
}

/** The trade; null where a figure is not known exactly. */
function tradeOf({ exec_id, last_qty, last_price, liquidity_ind, fees = [] }: z.infer<typeof TRADE>, order: SeenOrder): ReadTrade | null {
  const taken = fees.flatMap(({ asset, qty }) => (qty === null ? [] : [{ asset, amount: qty }]));
  if (last_qty === null || last_price === null || taken.length < fees.length) return null;
  return {
    tradeId: exec_id,
    venueId: order.venueId,
    symbol: order.symbol,
    side: order.side,
    price: last_price,
    size: last_qty,
    liquidity: liquidity_ind === 'm' ? 'maker' : 'taker',
    fees: taken,
    time: order.time,
    id: order.id,
  };
}
