import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import type { FillRow, OrderRow } from './rows.ts';
import { commandId, instant, instrumentId, orderId, positiveDecimalText } from './scalars.ts';

/** What a person asks for in the ticket. Money and sizes are decimal text; nothing is rounded on the way. */
export const orderRequest = z.object({
  instrument: instrumentId,
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit', 'stop', 'stop-limit', 'trailing-stop', 'take-profit']),
  quantity: z.union([z.object({ base: positiveDecimalText }), z.object({ quote: positiveDecimalText })]),
  price: z.optional(positiveDecimalText),
  trigger: z.optional(positiveDecimalText),
  timeInForce: z.enum(['gtc', 'ioc', 'fok', 'gtd']),
  postOnly: z.boolean(),
  reduceOnly: z.boolean(),
  /** Protects what the order opens: a stop, and a target that cancels it (one cancels the other). */
  bracket: z.optional(z.object({ stop: positiveDecimalText, target: z.optional(positiveDecimalText) })),
});

/** What a person asks for in the ticket. */
export type OrderRequest = z.infer<typeof orderRequest>;

/** What became of a request: recorded with these ids, or refused with a code and the numbers. */
export type PlaceOutcome =
  | { readonly outcome: 'recorded'; readonly orders: readonly string[] }
  | {
      readonly outcome: 'refused';
      readonly code: string;
      readonly message: string;
      readonly details: Readonly<Record<string, string | number | boolean | null>>;
    };

const confirmed = call.$meta({ privilege: 'unlocked', ratePerSecond: 20 });
const id = { command: commandId };

/** Orders of a person, and what the ledger has of orders and fills. */
export const ordersContract = {
  place: confirmed.input(z.object({ ...id, order: orderRequest })).output(type<PlaceOutcome>()),
  /** Asks for the end of one order. */
  cancel: confirmed.input(z.object({ ...id, order: orderId })).output(type<{ readonly asked: boolean }>()),
  /** Cancels whatever could open or add; orders that only protect a position stay. */
  cancelAll: confirmed.input(z.object({ ...id })).output(type<{ readonly cancelled: number; readonly kept: number }>()),
  /** Closes a share (percent) of the position of one instrument, or of all, at market, reduce only. */
  close: confirmed
    .input(z.object({ ...id, instrument: z.optional(instrumentId), percent: z.int().check(z.gte(1), z.lte(100)) }))
    .output(type<{ readonly orders: number; readonly refused: readonly string[] }>()),
  /** Orders that ended, newest first. */
  history: call
    .input(z.object({ before: z.optional(instant), count: z.int().check(z.gte(1), z.lte(1_000)) }))
    .output(type<{ readonly orders: readonly OrderRow[] }>()),
  /** Fills, newest first. */
  fills: call
    .input(z.object({ before: z.optional(instant), count: z.int().check(z.gte(1), z.lte(1_000)) }))
    .output(type<{ readonly fills: readonly FillRow[]; readonly total: number }>()),
};
