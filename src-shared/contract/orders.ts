import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import type { FillRow, OrderRow } from './rows.ts';
import type { FaultDetails } from '../kernel/fault.ts';
import { commandId, instant, instrumentId, orderId, positiveDecimalText } from './scalars.ts';

/** Up to three targets: price, and share of the position in percent. */
const bracketTargets = z.array(z.object({ price: positiveDecimalText, share: z.int().check(z.gte(1), z.lte(100)) })).check(z.maxLength(3));

/** What a person asks for in the ticket. Money and sizes are decimal text; nothing is rounded on the way. */
export const orderRequest = z.object({
  instrument: instrumentId,
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit', 'stop', 'stop-limit', 'trailing-stop', 'take-profit']),
  quantity: z.union([z.object({ base: positiveDecimalText }), z.object({ quote: positiveDecimalText })]),
  price: z.optional(positiveDecimalText),
  trigger: z.optional(positiveDecimalText),
  /** Distance of a trailing stop from the best price, quote units. */
  trail: z.optional(positiveDecimalText),
  timeInForce: z.enum(['gtc', 'ioc', 'fok', 'gtd']),
  /** With `gtd`: market time at which it ends. */
  expiresAt: z.optional(instant),
  postOnly: z.boolean(),
  reduceOnly: z.boolean(),
  /** Protects what the order opens: a stop, and up to three targets, each for a share of it. What one fills the others lose. */
  bracket: z.optional(z.object({ stop: positiveDecimalText, targets: bracketTargets })),
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
      readonly details: FaultDetails;
    };

/** What became of a wish to change orders that are out: recorded and asked for, or refused with a code and the numbers. */
export type ChangeOutcome =
  | { readonly outcome: 'recorded' }
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string; readonly details: FaultDetails };

/** A position that could not be closed, and why. */
export interface CloseRefusal {
  readonly instrument: string;
  readonly code: string;
  readonly message: string;
  readonly details: FaultDetails;
}

/** Other terms for an open order; what is left out stays as it is. */
export const orderChange = z.object({
  price: z.optional(positiveDecimalText),
  trigger: z.optional(positiveDecimalText),
  trail: z.optional(positiveDecimalText),
  size: z.optional(positiveDecimalText),
  expiresAt: z.optional(instant),
});

/** Other terms for an open order. */
export type OrderChange = z.infer<typeof orderChange>;

/** Stop and targets of a held position. */
export const protection = z.object({ instrument: instrumentId, stop: z.nullable(positiveDecimalText), targets: bracketTargets });

/** Stop and targets of a held position. */
export type Protection = z.infer<typeof protection>;

const confirmed = call.$meta({ privilege: 'unlocked', ratePerSecond: 20 });
const cancelling = call.$meta({ privilege: 'unlocked', ratePerSecond: 20, openWhileLocked: true });
const id = { command: commandId };

/** Orders of a person, and what the ledger has of orders and fills. */
export const ordersContract = {
  place: confirmed.input(z.object({ ...id, order: orderRequest })).output(type<PlaceOutcome>()),
  /** Asks for the end of one order. */
  cancel: cancelling.input(z.object({ ...id, order: orderId })).output(type<{ readonly asked: boolean }>()),
  /** Gives an open order other terms, all at one instant; the old ones hold until the venue has taken them. */
  amend: confirmed.input(z.object({ ...id, order: orderId, change: orderChange })).output(type<ChangeOutcome>()),
  /** Sets stop and targets of a held position: amends what is there, places what is missing, then cancels what is left out. */
  protect: confirmed.input(z.object({ ...id, protection })).output(type<ChangeOutcome>()),
  /** Cancels whatever could open or add; orders that only protect a position stay. */
  cancelAll: cancelling.input(z.object({ ...id })).output(type<{ readonly cancelled: number; readonly kept: number }>()),
  /** Closes a share (percent) of the position of one instrument, or of all, at market, reduce only. */
  close: confirmed
    .input(z.object({ ...id, instrument: z.optional(instrumentId), percent: z.int().check(z.gte(1), z.lte(100)) }))
    .output(type<{ readonly orders: number; readonly refused: readonly CloseRefusal[] }>()),
  /** Turns the position of a perpetual by one market order: closes it and opens as much on the other side. */
  reverse: confirmed.input(z.object({ ...id, instrument: instrumentId })).output(type<ChangeOutcome>()),
  /** Orders that ended, newest first, and how many there are in all. */
  history: call
    .input(z.object({ before: z.optional(instant), count: z.int().check(z.gte(1), z.lte(1_000)) }))
    .output(type<{ readonly orders: readonly OrderRow[]; readonly total: number }>()),
  /** Fills, newest first. */
  fills: call
    .input(z.object({ before: z.optional(instant), count: z.int().check(z.gte(1), z.lte(1_000)) }))
    .output(type<{ readonly fills: readonly FillRow[]; readonly total: number }>()),
};
