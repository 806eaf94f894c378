import * as z from 'zod/mini';
import type { BookChannel, BookFrame, BookLevel, BookMarket } from './book-channel.ts';

/** Levels of a side that are told of where a book is told every half second; all twenty come every five seconds alone. */
const LEVELS = 5;
/** How long nothing may come, ms: ten messages that did not. */
const SILENT_MS = 5_000;

const LEVEL = z.object({ px: z.string(), sz: z.string() });
const BOOK = z.object({ time: z.number().check(z.int(), z.gt(0)), levels: z.tuple([z.array(LEVEL), z.array(LEVEL)]) });
const MESSAGE = z.object({ channel: z.literal('l2Book'), data: z.object({ coin: z.string() }) });
const ANSWER = z.object({
  channel: z.literal('subscriptionResponse'),
  data: z.object({ subscription: z.object({ type: z.literal('l2Book') }) }),
});
const WHOLE = z.object({ data: BOOK });
const SOCKETS = z.object({ ws: z.object({ public: z.string() }) });

/**
 * Hyperliquid: each message is the whole book, told at a block every half second, whether anything has changed or not. One that is lost is made good by
 * the next, one that is older than the newest by its time says nothing, and what is stale shows in silence alone.
 */
export const HYPERLIQUID_BOOK: BookChannel = {
  levels: LEVELS,
  marker: '"l2Book"',
  printed: false,
  silentMs: SILENT_MS,
  url: ({ urls }) => SOCKETS.parse(urls.api).ws.public,
  subscribe: (market) => ({ method: 'subscribe', subscription: subscriptionOf(market) }),
  // A subscription is ended by the very words that it was begun with.
  unsubscribe: (market) => ({ method: 'unsubscribe', subscription: subscriptionOf(market) }),
  nameOf: ({ id }) => id,
  read: (message) => {
    const { success, data: named } = MESSAGE.safeParse(message);
    // Of what it answers to a subscription the library would make the end of one of its own.
    if (!success) return ANSWER.safeParse(message).success ? [] : null;
    const whole = WHOLE.safeParse(message);
    return [{ market: named.data.coin, frame: whole.success ? frameOf(whole.data.data) : null }];
  },
  steps: null,
  whole: null,
  checksum: null,
};

function subscriptionOf({ id: coin }: BookMarket) {
  return { type: 'l2Book', coin, fast: true };
}

/** The time of its block stands for the number that it does not have: a book that is older than the newest is old. */
function frameOf({ time, levels: [bids, asks] }: z.infer<typeof BOOK>): BookFrame {
  const levels = (side: readonly z.infer<typeof LEVEL>[]): readonly BookLevel[] => side.map(({ px, sz }) => [px, sz]);
  const numbers = { first: time, last: time, previous: -1 };
  return { kind: 'snapshot', venueTime: time, numbers, checksum: -1, bids: levels(bids), asks: levels(asks) };
}
