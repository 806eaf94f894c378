import type { OrderBook } from '../../../core/order-book/order-book.ts';

/** What a venue says of one level: price, and the size that stands there now; a size of nothing takes the level away. */
export type BookLevel = readonly [price: string, size: string];

/** What one message says of one book: the whole of it, or what has changed. Figures as the venue wrote them. */
export interface BookFrame {
  readonly kind: 'snapshot' | 'diff';
  /** By the venue's clock, ms UTC; 0 where it names none. */
  readonly venueTime: number;
  /** First and newest update that is in it, and the one before where the venue says it, else -1; null where it numbers none. */
  readonly numbers: { readonly first: number; readonly last: number; readonly previous: number } | null;
  /** What the book adds up to with it, else -1. */
  readonly checksum: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** A message of a book's channel: which market it is of, by the venue's name (null: not to be told), and what it says; null where that is not understood. */
export interface HeardBook {
  readonly market: string | null;
  readonly frame: BookFrame | null;
}

/** A market as its book is asked for. */
export interface BookMarket {
  /** `BTC/USDT` */
  readonly symbol: string;
  /** As the venue names it. */
  readonly id: string;
}

/** Steps that a book is told in, decimal text. */
export interface BookSteps {
  readonly tick: string;
  readonly lot: string;
}

/** What is used of the library's class for a book. */
export interface BookCalls {
  readonly urls: { readonly api: unknown };
  /** OKX's class: the address of a channel. */
  getUrl?: (channel: string, access: string) => string;
  /** Binance's class: which of its connections a subscription goes over, and the question for a whole book. */
  stream?: (type: string, subscriptions: string) => string;
  publicGetDepth?: (params: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** The same of its futures, which have hosts and questions of their own. */
  getWsUrl?: (type: string, category: string) => string;
  fapiPublicGetDepth?: (params: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** How a whole book is asked for. */
export interface WholeBook {
  /** Levels of a side that it has at most: one with fewer has them all. */
  readonly levels: number;
  readonly ask: (calls: BookCalls, market: BookMarket) => Promise<unknown>;
  readonly read: (answer: unknown) => BookFrame;
}

/** How a venue tells its books. */
export interface BookChannel {
  /** Levels of a side that it tells of; infinity where it is all of them. */
  readonly levels: number;
  /** A whole book has every level that there is; absent where it may be cut off somewhere. */
  readonly uncut?: true;
  /** A text that each message of it holds and few others do. */
  readonly marker: string;
  /** Figures are written as numbers: they are read as they were printed. */
  readonly printed: boolean;
  /** After how long without a message a book is not relied on any more, ms; null where a market that stands still is silent too. */
  readonly silentMs: number | null;
  readonly url: (calls: BookCalls) => string;
  readonly subscribe: (market: BookMarket, number: number) => unknown;
  readonly unsubscribe: (market: BookMarket, number: number) => unknown;
  /** By what name its messages call a market. */
  readonly nameOf: (market: BookMarket) => string;
  /** Null for what is no message of it. */
  readonly read: (message: unknown) => readonly HeardBook[] | null;
  /** Steps of a market where they are others than its orders': from what the library says of it, and from a whole book as it was written; null before there is one. */
  readonly steps: ((market: unknown, whole: BookFrame | null) => BookSteps) | null;
  /** Asks for the whole book; null where each subscription begins with it. Fails with what does not parse. */
  readonly whole: WholeBook | null;
  /** The venue's sum over a book; null where it names none. */
  readonly checksum: ((book: OrderBook) => number) | null;
}
