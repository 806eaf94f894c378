import * as z from 'zod/mini';
import type { BookChannel, BookFrame, BookLevel } from './book-channel.ts';

/** Figures come as they were printed. */
const FIGURE = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const NUMBER = z.pipe(z.string().check(z.regex(/^\d+$/u)), z.transform(Number));
const SIDE = z.array(z.object({ price: FIGURE, qty: FIGURE }));
const NAMED = z.object({ feed: z.enum(['book', 'book_snapshot']), product_id: z.string() });
const SNAPSHOT = z.object({ feed: z.literal('book_snapshot'), seq: NUMBER, timestamp: NUMBER, bids: SIDE, asks: SIDE });
const CHANGE = z.object({
  feed: z.literal('book'),
  ...{ seq: NUMBER, timestamp: NUMBER, side: z.enum(['buy', 'sell']), price: FIGURE, qty: FIGURE },
});
const SOCKETS = z.object({ ws: z.string() });

/** Kraken Futures: one level a message, each with the number after the one before; the whole book begins a subscription. */
export const KRAKENFUTURES_BOOK: BookChannel = {
  levels: Number.POSITIVE_INFINITY,
  uncut: true,
  marker: '"book',
  printed: true,
  silentMs: null,
  url: ({ urls }) => SOCKETS.parse(urls.api).ws,
  subscribe: ({ id }) => ({ event: 'subscribe', feed: 'book', product_ids: [id] }),
  unsubscribe: ({ id }) => ({ event: 'unsubscribe', feed: 'book', product_ids: [id] }),
  nameOf: ({ id }) => id,
  read: (message) => {
    const named = NAMED.safeParse(message).data;
    // Answers to subscriptions name the feed too, and are told by an event.
    if (named === undefined || (typeof message === 'object' && message !== null && 'event' in message)) return null;
    return [{ market: named.product_id, frame: frameOf(message) }];
  },
  steps: null,
  whole: null,
  checksum: null,
};

function frameOf(message: unknown): BookFrame | null {
  const whole = SNAPSHOT.safeParse(message).data;
  if (whole !== undefined) {
    const levels = (side: z.infer<typeof SIDE>): readonly BookLevel[] => side.map(({ price, qty }) => [price, qty]);
    return { kind: 'snapshot', ...numbered(whole), bids: levels(whole.bids), asks: levels(whole.asks) };
  }
  const change = CHANGE.safeParse(message).data;
  if (change === undefined) return null;
  const level: readonly BookLevel[] = [[change.price, change.qty]];
  return { kind: 'diff', ...numbered(change), bids: change.side === 'buy' ? level : [], asks: change.side === 'sell' ? level : [] };
}

function numbered({
  seq,
  timestamp,
}: {
  readonly seq: number;
  readonly timestamp: number;
}): Pick<BookFrame, 'venueTime' | 'numbers' | 'checksum'> {
  return { venueTime: timestamp, numbers: { first: seq, last: seq, previous: seq - 1 }, checksum: -1 };
}
