import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { BINANCE_SIDE } from './binance-parts.ts';
import type { OrderMarket, OrderMarkets, Reading } from './order-protocol.ts';
import { AMOUNT, ID, plain, plainOrNull, WHOLE } from './read-parts.ts';
import { USDM, USDM_TYPE, usdmReduces, waitingId, waitingVenueId } from './usdm-parts.ts';
import { isTraded, orMissing, type Query, rowsSince, usdmRowOf } from './usdm-rows.ts';

/** For how long the venue remembers what was cancelled with nothing filled, less an hour, ms. */
const REMEMBERED_MS = 71 * 3_600_000;

/** What has become of an order that waits; it has placed another one in the states of `placed`, or is about to. */
export const ALGO_STATES = {
  NEW: 'working',
  TRIGGERING: 'placing',
  TRIGGERED: 'placing',
  FINISHED: 'placed',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
} as const;
const ALGO = z.object({
  symbol: z.string(),
  clientAlgoId: z.string().check(z.minLength(1)),
  algoId: ID,
  orderType: USDM_TYPE,
  side: BINANCE_SIDE,
  // Nothing where it closes a position, however large that is then.
  quantity: AMOUNT,
  algoStatus: z.enum(Object.keys(ALGO_STATES) as (keyof typeof ALGO_STATES)[]),
  actualOrderId: z.nullish(z.union([z.literal(''), ID])),
  triggerPrice: z.nullish(AMOUNT),
  price: z.nullish(AMOUNT),
  reduceOnly: z.optional(z.boolean()),
  createTime: WHOLE,
  updateTime: WHOLE,
});

/** An order that waits for a price, or did, as the venue tells it. */
export interface UsdmAlgo {
  readonly name: string;
  /** Its number there. */
  readonly algoId: string;
  /** The market by the venue's own name. */
  readonly marketId: string;
  /** As it waits, or how it ended without placing anything; `working` where it has placed something, which says the rest. */
  readonly order: SeenOrder;
  /** Its market is traded here. */
  readonly traded: boolean;
  /** The number of what it has placed; null where it has placed nothing that is told. */
  readonly placed: string | null;
  /** It has placed something, told or not. */
  readonly over: boolean;
  readonly createTime: number;
}

export function usdmAlgo(row: unknown, markets: OrderMarkets): UsdmAlgo {
  const algo = ALGO.parse(row);
  const { symbol, clientAlgoId: name, algoId, orderType, side, quantity, algoStatus, actualOrderId, createTime, updateTime } = algo;
  const market = markets.named(symbol);
  const state = ALGO_STATES[algoStatus];
  const order: SeenOrder = {
    id: waitingId(name),
    venueId: waitingVenueId(name),
    symbol: market?.symbol ?? symbol,
    side,
    type: orderType,
    size: plain(quantity),
    filled: '0',
    price: plainOrNull(algo.price),
    trigger: plainOrNull(algo.triggerPrice),
    state: state === 'placing' || state === 'placed' ? 'working' : state,
    time: updateTime,
    ...usdmReduces(algo.reduceOnly),
  };
  const placed = actualOrderId === '' || actualOrderId === '0' ? null : (actualOrderId ?? null);
  return { name, algoId, marketId: symbol, order, traded: isTraded(market), placed, over: state === 'placed', createTime };
}

/** What is known of an order that waits, by its name; null where the venue knows none. */
export function algoOf({ exchange, markets, ask }: Reading, name: string): Promise<UsdmAlgo | null> {
  return ask(
    () => orMissing(() => exchange.fapiPrivateGetAlgoOrder({ clientAlgoId: name })),
    (answer) => (answer === null ? null : usdmAlgo(answer, markets)),
  );
}

/** An order that waits for a price, or what became of it: from then on it is what it has placed, under its own name. */
export async function algoOrder(reading: Reading, name: string): Promise<SeenOrder | null> {
  const algo = await algoOf(reading, name);
  return algo === null ? null : followed(reading, algo);
}

/** Throws where it has placed something that is not told yet. */
async function followed(reading: Reading, algo: UsdmAlgo): Promise<SeenOrder> {
  const { order, placed, over, marketId } = algo;
  // What a stranger's has placed is told as an order of its own, and this one has ended by it.
  if (order.id === null) return placed === null && !over ? order : { ...order, state: 'cancelled' };
  if (placed === null) {
    if (over) throw new Fault('venue.garbled', { venue: USDM });
    return order;
  }
  const row = await usdmRowOf(reading, { id: marketId }, { orderId: placed });
  if (row === null) {
    // What was cancelled with nothing filled is forgotten after three days; what is not known before has not been told yet.
    if (reading.exchange.nonce() - order.time < REMEMBERED_MS) throw new Fault('venue.garbled', { venue: USDM });
    return { ...order, state: 'cancelled' };
  }
  const { filled, state, time } = row.order;
  const whole = Decimal.parse(filled).compare(Decimal.parse(order.size)) >= 0;
  // One that was made smaller there, for want of a position, has not filled whole.
  return { ...order, filled, state: state === 'filled' && !whole ? 'cancelled' : state, time: Math.max(order.time, time) };
}

/** Orders that wait now, of one market or of all. */
export async function waitingOrders(reading: Reading, market: OrderMarket | null): Promise<readonly SeenOrder[]> {
  const { exchange, markets, ask } = reading;
  const algos = await ask(
    () => exchange.fapiPrivateGetOpenAlgoOrders(market === null ? {} : { symbol: market.id }),
    (answer) =>
      z
        .array(z.unknown())
        .parse(answer)
        .map((row) => usdmAlgo(row, markets)),
  );
  const orders: SeenOrder[] = [];
  for (const algo of algos) if (algo.traded) orders.push(await followed(reading, algo));
  return orders.filter(({ state }) => state === 'working');
}

/** Orders that came since an instant and wait, or waited, with what each has placed. */
export async function waitedSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly SeenOrder[]> {
  const { exchange, markets, ask } = reading;
  const stretch = (between: Query) =>
    ask(
      () => exchange.fapiPrivateGetAllAlgoOrders({ symbol: market.id, ...between }),
      (answer) =>
        z
          .array(z.unknown())
          .parse(answer)
          .map((row) => usdmAlgo(row, markets)),
    );
  const algos = await rowsSince(exchange, since, stretch, { idOf: ({ algoId }) => algoId, timeOf: ({ createTime }) => createTime });
  const orders: SeenOrder[] = [];
  for (const algo of algos) orders.push(await followed(reading, algo));
  return orders;
}
