import * as z from 'zod/mini';
import type { BookCalls, BookChannel, BookFrame } from './book-channel.ts';

/** Levels of a side of a whole book that are asked for: it weighs 50 of coins, and 20 of futures. */
const LEVELS = 1_000;

const ID = z.number().check(z.int(), z.gte(0));
const SIDE = z.array(z.tuple([z.string(), z.string()]));
const DIFF = z.object({ e: z.literal('depthUpdate'), E: ID, s: z.string(), U: ID, u: ID, b: SIDE, a: SIDE });
/** A change that names the number which the one before ended with. */
const LINKED = z.extend(DIFF, { pu: ID });
const WHOLE = z.object({ lastUpdateId: ID, bids: SIDE, asks: SIDE });
const NAMED = z.object({ e: z.literal('depthUpdate'), s: z.string() });
const SOCKETS = z.object({ ws: z.object({ spot: z.string() }) });

/** What Binance's markets tell their books by otherwise. */
interface BookOf {
  readonly url: (calls: BookCalls) => string;
  readonly ask: (calls: BookCalls, of: { readonly symbol: string; readonly limit: number }) => Promise<unknown> | undefined;
  /** Numbers between two changes are left out, so each names the one before. */
  readonly linked: boolean;
}

/** Binance, spot: changes by their numbers every 100 ms, the whole book when it is asked for. */
export const BINANCE_BOOK: BookChannel = bookOf({
  url: (calls) => `${SOCKETS.parse(calls.urls.api).ws.spot}/${calls.stream?.('spot', 'book') ?? '0'}`,
  ask: (calls, of) => calls.publicGetDepth?.(of),
  linked: false,
});

/** Its futures: the same over other hosts, each change with the number that the one before ended with. */
export const USDM_BOOK: BookChannel = bookOf({
  url: (calls) => `${calls.getWsUrl?.('future', 'public') ?? ''}/${calls.stream?.('future', 'book') ?? '0'}`,
  ask: (calls, of) => calls.fapiPublicGetDepth?.(of),
  linked: true,
});

function bookOf({ url, ask, linked }: BookOf): BookChannel {
  return {
    levels: Number.POSITIVE_INFINITY,
    marker: '"depthUpdate"',
    printed: false,
    silentMs: null,
    url,
    subscribe: (market, id) => ({ method: 'SUBSCRIBE', params: [streamOf(market.id)], id }),
    unsubscribe: (market, id) => ({ method: 'UNSUBSCRIBE', params: [streamOf(market.id)], id }),
    nameOf: ({ id }) => id,
    read: (message) => {
      const named = NAMED.safeParse(message).data;
      if (named === undefined) return null;
      const frame = linked ? linkedFrame(message) : numberedFrame(message);
      return [{ market: named.s, frame }];
    },
    steps: null,
    whole: {
      levels: LEVELS,
      ask: (calls, { id }) => ask(calls, { symbol: id, limit: LEVELS }) ?? Promise.reject(new TypeError('no depth')),
      read: (answer) => {
        const { lastUpdateId: last, bids, asks } = WHOLE.parse(answer);
        return { kind: 'snapshot', venueTime: 0, numbers: { first: 0, last, previous: -1 }, checksum: -1, bids, asks };
      },
    },
    checksum: null,
  };
}

function streamOf(id: string): string {
  return `${id.toLowerCase()}@depth@100ms`;
}

function linkedFrame(message: unknown): BookFrame | null {
  const diff = LINKED.safeParse(message).data;
  return diff === undefined ? null : frameOf(diff, diff.pu);
}

function numberedFrame(message: unknown): BookFrame | null {
  const diff = DIFF.safeParse(message).data;
  return diff === undefined ? null : frameOf(diff, -1);
}

function frameOf({ E: venueTime, U: first, u: last, b: bids, a: asks }: z.infer<typeof DIFF>, previous: number): BookFrame | null {
  if (last < first) return null;
  return { kind: 'diff', venueTime, numbers: { first, last, previous }, checksum: -1, bids, asks };
}
