import * as z from 'zod/mini';
import { HYPERLIQUID_COIN, HYPERLIQUID_FILL, HYPERLIQUID_UPDATE, hyperliquidOrder, hyperliquidTrade } from './hyperliquid-parts.ts';
import type { HyperliquidKind } from './hyperliquid-kinds.ts';
import type { OrderMarkets, StreamFrame } from './order-protocol.ts';

const CHANNEL = z.object({ channel: z.string() });
const ANSWER = z.object({ data: z.object({ method: z.string(), subscription: z.object({ type: z.string() }) }) });
const PROBLEM = z.object({ data: z.string() });
const UPDATES = z.object({ data: z.array(z.unknown()) });
const UPDATE = z.object({ order: HYPERLIQUID_COIN });
const FILLS = z.object({ data: z.object({ isSnapshot: z.optional(z.boolean()), user: z.string(), fills: z.array(z.unknown()) }) });
/** What the stream does not tell of an order of ours is known to whoever has placed it. */
const AS_LIMIT = { type: 'limit', priced: true } as const;
/** Both are needed: one tells what became of orders, the other by which trades. */
const CHANNELS: readonly string[] = ['orderUpdates', 'userFills'];

/**
 * Reads Hyperliquid's two channels of an account. Orders are told there without their types, so that those of others are asked for; past
 * fills, with which a subscription begins, are left to the look that follows. Messages are not numbered: one that is missing shows in the sum of fills.
 */
export function hyperliquidStream(markets: OrderMarkets, kind: HyperliquidKind): (message: unknown) => StreamFrame | null {
  const answered = new Set<string>();
  return (message) => {
    const channel = CHANNEL.safeParse(message).data?.channel;
    switch (channel) {
      case 'subscriptionResponse': {
        const { method, subscription } = ANSWER.parse(message).data;
        if (method !== 'subscribe' || !CHANNELS.includes(subscription.type)) return null;
        answered.add(subscription.type);
        return answered.size === CHANNELS.length ? { kind: 'subscribed' } : null;
      }
      case 'error':
        return { kind: 'lost', problem: PROBLEM.parse(message).data.slice(0, 200) };
      case 'orderUpdates':
        return updates(message, markets, kind);
      case 'userFills':
        return fills(message, markets, kind);
      default:
        return null;
    }
  };
}

function updates(message: unknown, markets: OrderMarkets, { owns }: HyperliquidKind): StreamFrame {
  const read = UPDATES.parse(message)
    .data.filter((row) => owns(UPDATE.parse(row).order.coin))
    .map((row) => HYPERLIQUID_UPDATE.parse(row))
    .map(({ order, status, statusTimestamp }) =>
      hyperliquidOrder(order, { state: status, time: statusTimestamp, as: AS_LIMIT, trigger: null }, markets),
    );
  return {
    kind: 'told',
    orders: read.filter(({ id }) => id !== null),
    fills: [],
    unclear: read.filter(({ id }) => id === null).map(({ venueId, symbol }) => ({ venueId, symbol })),
  };
}

function fills(message: unknown, markets: OrderMarkets, { owns }: HyperliquidKind): StreamFrame {
  const { isSnapshot = false, user, fills: rows } = FILLS.parse(message).data;
  const wanted = isSnapshot ? [] : rows.filter((row) => owns(HYPERLIQUID_COIN.parse(row).coin));
  const read = wanted.map((row) => hyperliquidTrade(HYPERLIQUID_FILL.parse(row), markets, user));
  return { kind: 'told', orders: [], fills: read, unclear: [] };
}
