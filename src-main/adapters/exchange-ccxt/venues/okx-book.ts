import * as z from 'zod/mini';
import type { BookChannel, BookFrame, BookLevel } from './book-channel.ts';

/** Levels of a side that the channel tells of. */
const LEVELS = 400;

/** Price, size, a figure that means nothing any more, and the number of orders. */
const SIDE = z.array(z.tuple([z.string(), z.string()], z.unknown()));
const NUMBER = z.number().check(z.int());
const BOOK = z.object({ bids: SIDE, asks: SIDE, ts: z.string(), seqId: NUMBER, prevSeqId: NUMBER });
const MESSAGE = z.object({
  arg: z.object({ channel: z.literal('books'), instId: z.string() }),
  action: z.enum(['snapshot', 'update']),
  data: z.array(z.unknown()),
});

/** OKX: each message names the number of the one before. Its sums are not kept up any more and are not looked at. */
export const OKX_BOOK: BookChannel = {
  levels: LEVELS,
  marker: '"books"',
  printed: false,
  silentMs: null,
  url: (calls) => calls.getUrl?.('books', 'public') ?? '',
  subscribe: ({ id }) => ({ op: 'subscribe', args: [{ channel: 'books', instId: id }] }),
  unsubscribe: ({ id }) => ({ op: 'unsubscribe', args: [{ channel: 'books', instId: id }] }),
  nameOf: ({ id }) => id,
  read: (message) => {
    const { success, data: frame } = MESSAGE.safeParse(message);
    if (!success) return null;
    return frame.data.map((each) => {
      const book = BOOK.safeParse(each);
      return {
        market: frame.arg.instId,
        frame: book.success ? frameOf(book.data, frame.action === 'snapshot' ? 'snapshot' : 'diff') : null,
      };
    });
  },
  steps: null,
  whole: null,
  checksum: null,
};

function frameOf({ bids, asks, ts, seqId: last, prevSeqId: previous }: z.infer<typeof BOOK>, kind: BookFrame['kind']): BookFrame {
  const levels = (side: z.infer<typeof SIDE>): readonly BookLevel[] => side.map(([price, size]) => [price, size]);
  // Numbers leave room between each other: what matters is the one before.
  const numbers = { first: previous + 1, last, previous };
  return { kind, venueTime: Number(ts), numbers, checksum: -1, bids: levels(bids), asks: levels(asks) };
}
