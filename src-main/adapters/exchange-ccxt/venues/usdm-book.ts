import * as z from 'zod/mini';
import type { BookChannel, BookFrame } from './book-channel.ts';

/** Levels of a side of a whole book that are asked for: it weighs 20. */
const LEVELS = 1_000;

const ID = z.number().check(z.int(), z.gte(0));
const SIDE = z.array(z.tuple([z.string(), z.string()]));
const DIFF = z.object({ e: z.literal('depthUpdate'), E: ID, s: z.string(), U: ID, u: ID, pu: ID, b: SIDE, a: SIDE });
const WHOLE = z.object({ lastUpdateId: ID, bids: SIDE, asks: SIDE });
const NAMED = z.object({ e: z.literal('depthUpdate'), s: z.string() });

/** Binance's futures: changes every 100 ms, each with the number that the one before ended with, because numbers between two are left out; the whole book when it is asked for. */
export const USDM_BOOK: BookChannel = {
  levels: Number.POSITIVE_INFINITY,
  marker: '"depthUpdate"',
  printed: false,
  silentMs: null,
  url: (calls) => `${calls.getWsUrl?.('future', 'public') ?? ''}/${calls.stream?.('future', 'book') ?? '0'}`,
  subscribe: (market, id) => ({ method: 'SUBSCRIBE', params: [streamOf(market.id)], id }),
  unsubscribe: (market, id) => ({ method: 'UNSUBSCRIBE', params: [streamOf(market.id)], id }),
  nameOf: ({ id }) => id,
  read: (message) => {
    const named = NAMED.safeParse(message);
    if (!named.success) return null;
    const { success, data } = DIFF.safeParse(message);
    return [{ market: named.data.s, frame: success && data.u >= data.U ? diffOf(data) : null }];
  },
  steps: null,
  whole: {
    levels: LEVELS,
    ask: (calls, { id }) => calls.fapiPublicGetDepth?.({ symbol: id, limit: LEVELS }) ?? Promise.reject(new TypeError('no depth')),
    read: (answer) => {
      const { lastUpdateId: last, bids, asks } = WHOLE.parse(answer);
      return { kind: 'snapshot', venueTime: 0, numbers: { first: 0, last, previous: -1 }, checksum: -1, bids, asks };
    },
  },
  checksum: null,
};

function streamOf(id: string): string {
  return `${id.toLowerCase()}@depth@100ms`;
}

function diffOf({ E: venueTime, U: first, u: last, pu: previous, b: bids, a: asks }: z.infer<typeof DIFF>): BookFrame {
  return { kind: 'diff', venueTime, numbers: { first, last, previous }, checksum: -1, bids, asks };
}
