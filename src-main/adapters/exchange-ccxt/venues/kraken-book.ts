import { crc32 } from 'node:zlib';
import * as z from 'zod/mini';
import type { BookSide } from '../../../core/order-book/book-side.ts';
import type { OrderBook } from '../../../core/order-book/order-book.ts';
import type { BookChannel, BookFrame, BookLevel } from './book-channel.ts';

/** Levels of a side that are subscribed to, and those that its sum is over. */
const LEVELS = 500;
const SUMMED = 10;

/** Figures come as they were printed. */
const FIGURE = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const SIDE = z.array(z.object({ price: FIGURE, qty: FIGURE }));
const BOOK = z.object({ symbol: z.string(), bids: SIDE, asks: SIDE, checksum: FIGURE, timestamp: z.optional(z.string()) });
const MESSAGE = z.object({ channel: z.literal('book'), type: z.enum(['snapshot', 'update']), data: z.array(z.unknown()) });
const NAMED = z.object({ symbol: z.string() });
const DECIMALS = z.object({
  info: z.object({ pair_decimals: z.union([z.string(), z.number()]), lot_decimals: z.union([z.string(), z.number()]) }),
});
const SOCKETS = z.object({ ws: z.object({ publicV2: z.string() }) });

/** Kraken, second version of its websocket: nothing is numbered, and each message names the CRC-32 of the ten best levels of each side. */
export const KRAKEN_BOOK: BookChannel = {
  levels: LEVELS,
  marker: '"book"',
  printed: true,
  silentMs: null,
  url: ({ urls }) => SOCKETS.parse(urls.api).ws.publicV2,
  subscribe: ({ symbol }, id) => ({
    method: 'subscribe',
    params: { channel: 'book', symbol: [symbol], depth: LEVELS, snapshot: true },
    req_id: id,
  }),
  unsubscribe: ({ symbol }, id) => ({ method: 'unsubscribe', params: { channel: 'book', symbol: [symbol], depth: LEVELS }, req_id: id }),
  nameOf: ({ symbol }) => symbol,
  read: (message) => {
    const { success, data: frame } = MESSAGE.safeParse(message);
    if (!success) return null;
    return frame.data.map((each) => {
      const named = NAMED.safeParse(each);
      const book = BOOK.safeParse(each);
      return {
        market: named.success ? named.data.symbol : null,
        frame: book.success ? frameOf(book.data, frame.type === 'snapshot' ? 'snapshot' : 'diff') : null,
      };
    });
  },
  steps: (market, whole) => {
    const { pair_decimals: price, lot_decimals: size } = DECIMALS.parse(market).info;
    const levels = whole === null ? [] : [...whole.bids, ...whole.asks];
    const decimals = (place: 0 | 1, said: number): number => writtenDecimals(levels.map((level) => level[place])) ?? said;
    return { tick: stepOf(decimals(0, Number(price))), lot: stepOf(decimals(1, Number(size))) };
  },
  whole: null,
  checksum: krakenChecksum,
};

/** CRC-32 of the digits of the ten best asks, then bids: price and size without their points and the noughts before them, which whole steps are. */
export function krakenChecksum({ asks, bids }: OrderBook): number {
  return crc32(digitsOf(asks) + digitsOf(bids));
}

function digitsOf(side: BookSide): string {
  let digits = '';
  for (let level = 0; level < Math.min(SUMMED, side.length); level += 1)
    digits += `${String(side.ticksOf(level))}${String(side.lotsOf(level))}`;
  return digits;
}

/** Digits behind the point that all figures are written with, for the sum is over what is written; null where they are not written alike. */
function writtenDecimals(figures: readonly string[]): number | null {
  const [first, ...others] = new Set(figures.map((figure) => figure.split('.')[1]?.length ?? 0));
  return first === undefined || others.length > 0 ? null : first;
}

function stepOf(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
}

function frameOf({ bids, asks, checksum, timestamp }: z.infer<typeof BOOK>, kind: BookFrame['kind']): BookFrame {
  const levels = (side: z.infer<typeof SIDE>): readonly BookLevel[] => side.map(({ price, qty }) => [price, qty]);
  const time = timestamp === undefined ? 0 : Date.parse(timestamp);
  return {
    ...{ kind, numbers: null, checksum: Number(checksum), bids: levels(bids), asks: levels(asks) },
    venueTime: Number.isFinite(time) ? time : 0,
  };
}
