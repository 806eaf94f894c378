import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import { commandId, positiveDecimalText } from './scalars.ts';

/** A paper book: money, orders and positions of its own, and a market time of its own. Wall times are ms UTC. */
export interface BookSummary {
  /** `paper-2` */
  readonly account: string;
  readonly quote: string;
  readonly createdAt: number;
  /** Wall time of the newest entry. */
  readonly usedAt: number;
  /** Quote money that it holds, decimal text. */
  readonly cash: string;
  readonly positions: number;
  readonly openOrders: number;
  readonly fills: number;
  /** The one that is traded on now. */
  readonly open: boolean;
}

/** An account's name. */
export const accountId = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,40}$/u));

const confirmed = call.$meta({ privilege: 'unlocked', ratePerSecond: 2 });
const opened = type<{ readonly account: string }>();

/** Paper books. A reset is a new book; the old one stays as it was and can be opened again. */
export const booksContract = {
  list: call.input(z.object({})).output(type<{ readonly books: readonly BookSummary[] }>()),
  /** Begins a book with so much quote money and opens it. The page is to load itself anew. */
  create: confirmed.input(z.object({ command: commandId, cash: positiveDecimalText })).output(opened),
  /** Opens a book that is there; the one before waits as it is. The page is to load itself anew. */
  open: confirmed.input(z.object({ command: commandId, account: accountId })).output(opened),
};
