import * as z from 'zod/mini';
import type { Liquidity } from '../../../src-shared/domain/fill.ts';
import type { OrderType, Side, TimeInForce } from '../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import type { SeenOrder, VenueHealth, VenueMessage, VenueRequest } from '../../ports/venue-orders.ts';
import { questionSchema } from './venue-messages.ts';

/** Rows of one look at an account. */
const MOST_ROWS = 100_000;

/** Every word of a list, which the compiler holds against its type. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): z.ZodMiniCustom<Word> {
  return z.custom<Word>((value) => typeof value === 'string' && Object.hasOwn(words, value));
}

const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));
const listOf = <Row extends z.ZodMiniType>(row: Row) => z.array(row).check(z.maxLength(MOST_ROWS));
const amount = z.string().check(z.regex(/^-?\d{1,40}(\.\d{1,40})?$/u));
const time = z.int().check(z.nonnegative());
const id = z.custom<ClientOrderId>((value) => typeof value === 'string' && /^[0-9A-Za-z_-]{1,64}$/u.test(value));
const venueId = text(128);
const symbol = text(64);
const asset = text(40);
const problem = z.string().check(z.maxLength(1_000));
const side = oneOf<Side>({ buy: true, sell: true });
const liquidity = oneOf<Liquidity>({ maker: true, taker: true });
const type = oneOf<OrderType>({
  ...{ market: true, limit: true, stop: true, 'stop-limit': true },
  ...{ 'trailing-stop': true, 'take-profit': true },
});
const timeInForce = oneOf<TimeInForce>({ gtc: true, gtd: true, ioc: true, fok: true });
const reason = oneOf<EndReason>({
  ...{ user: true, strategy: true, 'kill-switch': true, oco: true, 'parent-ended': true, ioc: true, fok: true, gtd: true },
  ...{ 'post-only': true, 'reduce-only': true, funds: true, minimum: true, 'never-sent': true, duplicate: true },
  ...{ 'stale-book': true, liquidation: true, venue: true },
});

const placed = z.strictObject({
  ...{ id, symbol, side, type, timeInForce },
  ...{ size: z.nullable(amount), quoteAmount: z.nullable(amount), price: z.nullable(amount), trigger: z.nullable(amount) },
  ...{ expiresAt: z.nullable(time), postOnly: z.boolean() },
  reduceOnly: z.exactOptional(z.literal(true)),
});

const seenShape = {
  ...{ venueId, symbol, side, type, size: amount, filled: amount, price: z.nullable(amount), trigger: z.nullable(amount), time },
  state: oneOf<SeenOrder['state']>({ working: true, filled: true, cancelled: true, rejected: true, expired: true }),
  reduceOnly: z.exactOptional(z.literal(true)),
};
const seenOrder = z.strictObject({ ...seenShape, id: z.nullable(id) });
const ownOrder = z.strictObject({ ...seenShape, id });
const seenFill = z.strictObject({
  ...{ tradeId: venueId, venueId, id: z.nullable(id), symbol, side, price: amount, size: amount, liquidity, time },
  fees: listOf(z.strictObject({ asset, amount })),
  ...{ profit: z.exactOptional(amount), liquidation: z.exactOptional(z.literal(true)) },
});

const account = z.strictObject({
  balances: listOf(z.strictObject({ asset, free: amount, used: amount, lessCost: z.exactOptional(z.literal(true)) })),
  positions: z.exactOptional(listOf(z.strictObject({ symbol, size: amount, cost: amount }))),
  funding: z.exactOptional(listOf(z.strictObject({ symbol, amount, time }))),
  ...{ openOrders: listOf(seenOrder), fills: listOf(seenFill), from: time, to: time },
});

const health = z.strictObject({
  state: oneOf<VenueHealth['state']>({ pushed: true, asked: true, silent: true }),
  ...{ problem: z.nullable(problem), reconnects: time, garbled: time },
  ...{ clockOffsetMs: z.nullable(z.number()), roundTripMs: z.nullable(z.number()), limitUse: z.number().check(z.nonnegative()) },
});

const number = z.int();

/** Messages that say of an order what did not happen, or what nobody knows. */
const UNPROVEN = ['unsent', 'cancel-refused', 'cancel-unknown', 'amend-refused', 'amend-unknown', 'unanswered'] as const;

const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('place'), order: placed }),
  z.strictObject({ kind: z.literal('place-pair'), pair: z.strictObject({ list: id, stop: placed, target: placed }) }),
  z.strictObject({ kind: z.literal('replace'), old: z.strictObject({ id, venueId: z.nullable(venueId) }), order: placed }),
  z.strictObject({
    ...{ kind: z.literal('amend'), id, venueId: z.nullable(venueId), symbol, type },
    ...{ size: z.nullable(amount), price: z.nullable(amount), trigger: z.nullable(amount) },
  }),
  z.strictObject({ kind: z.literal('list'), number, symbol, since: time }),
  z.strictObject({ kind: z.literal('cancel'), id, venueId: z.nullable(venueId), symbol }),
  z.strictObject({ kind: z.literal('ask'), id, venueId: z.nullable(venueId), symbol, since: time }),
  z.strictObject({ kind: z.literal('look'), number, symbols: listOf(symbol), since: time }),
  z.strictObject({ kind: z.literal('identify'), venueId, symbol }),
  z.strictObject({ kind: z.literal('keep-alive'), ms: time }),
]);

const messageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('placed'), id, venueId, time }),
  z.strictObject({ kind: z.literal('refused'), id, reason, problem }),
  z.strictObject({ kind: z.literal('unknown'), id, problem, signedAt: z.exactOptional(time) }),
  ...UNPROVEN.map((kind) => z.strictObject({ kind: z.literal(kind), id, problem })),
  z.strictObject({ kind: z.literal('cancel-taken'), id }),
  z.strictObject({ kind: z.literal('amend-taken'), id }),
  z.strictObject({ kind: z.literal('listed'), number, orders: listOf(seenOrder), time }),
  z.strictObject({ kind: z.literal('list-failed'), number, problem }),
  z.strictObject({ kind: z.literal('found'), order: ownOrder, fills: listOf(seenFill) }),
  z.strictObject({ kind: z.literal('absent'), id, searched: listOf(text(200)), time, forgetsMs: z.exactOptional(time) }),
  z.strictObject({ kind: z.literal('looked'), number, account }),
  z.strictObject({ kind: z.literal('look-failed'), number, problem }),
  z.strictObject({ kind: z.literal('identified'), order: seenOrder }),
  z.strictObject({ kind: z.literal('unidentified'), venueId, problem }),
  z.strictObject({ kind: z.literal('kept-alive'), until: z.nullable(time), problem: z.nullable(problem) }),
  z.strictObject({ kind: z.literal('order'), order: seenOrder }),
  z.strictObject({ kind: z.literal('fill'), fill: seenFill }),
  z.strictObject({ kind: z.literal('health'), health }),
  z.strictObject({ kind: z.literal('ended'), problem }),
]);

/** The first thing that the process of an account is told when it is to trade. The key is not in it. */
export const tradeSchema = z.strictObject({
  ...questionSchema.shape,
  kind: z.literal('trade'),
  contracts: z.exactOptional(z.array(z.strictObject({ symbol, leverage: z.number().check(z.gte(1)) })).check(z.maxLength(1_000))),
});

/** Opens the orders of an account in its process. */
export type TradeStart = z.infer<typeof tradeSchema>;

const toChildSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), at: z.number(), request: requestSchema }),
  z.strictObject({ kind: z.literal('close') }),
]);

/** What the process is told while it trades: requests with the time at which they were sent (ms UTC), and to end. */
export type ToTradingChild = { readonly kind: 'request'; readonly at: number; readonly request: VenueRequest } | { readonly kind: 'close' };

/** A message as the process of an account sends it; null where it is none. */
export function venueMessageOf(message: unknown): VenueMessage | null {
  return messageSchema.safeParse(message).data ?? null;
}

/** A request that can be sent; null where it is none. */
export function venueRequestOf(request: unknown): VenueRequest | null {
  return requestSchema.safeParse(request).data ?? null;
}

/** What a process that trades was told; null where that is not understood. */
export function toTradingChild(message: unknown): ToTradingChild | null {
  return toChildSchema.safeParse(message).data ?? null;
}
