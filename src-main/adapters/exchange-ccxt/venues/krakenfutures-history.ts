import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { added, contractNamed, FIGURE, FIGURE_OR_NONE, figureOrNull, krakenFuturesId } from './krakenfutures-parts.ts';
import type { OrderMarket, OrderMarkets, Reading } from './order-protocol.ts';
import { WHOLE } from './read-parts.ts';

/** Most pages of an answer, and events of a page. */
const PAGES = 50;
const PAGE = 1_000;
/** The version of its history that is read. */
export const HISTORY = { version: 'v3' };

const NAME = z.string().check(z.minLength(1));
const DIRECTION = z.enum(['Buy', 'Sell']);
const COMMON = {
  uid: NAME,
  tradeable: z.string(),
  direction: DIRECTION,
  quantity: FIGURE,
  limitPrice: FIGURE_OR_NONE,
  orderType: z.string(),
  clientId: z.nullish(z.string()),
  reduceOnly: z.boolean(),
  lastUpdateTimestamp: WHOLE,
};
/** What is left of it, and what has filled. */
const ORDER = z.object({ ...COMMON, filled: FIGURE });
const TRIGGER = z.object({
  ...COMMON,
  triggerOptions: z.object({ triggerPrice: FIGURE, triggerSide: z.enum(['Above', 'Below']) }),
});
const ORDER_EVENT = z.object({
  OrderPlaced: z.optional(z.object({ order: ORDER })),
  OrderUpdated: z.optional(z.object({ newOrder: ORDER })),
  OrderCancelled: z.optional(z.object({ order: ORDER })),
  OrderRejected: z.optional(z.object({ order: ORDER })),
});
const TRIGGER_EVENT = z.object({
  OrderTriggerPlaced: z.optional(z.object({ order: TRIGGER })),
  OrderTriggerUpdated: z.optional(z.object({ newOrderTrigger: TRIGGER })),
  OrderTriggerCancelled: z.optional(z.object({ order: TRIGGER })),
  OrderTriggerActivated: z.optional(z.object({ order: TRIGGER })),
});
const ELEMENTS = z.object({
  elements: z.array(z.object({ timestamp: WHOLE, event: z.record(z.string(), z.unknown()) })),
  continuationToken: z.nullish(z.string()),
});

/** An order as its newest event told it. */
export interface ToldOrder {
  readonly order: SeenOrder;
  /** It takes what is there at once, and never rests. */
  readonly passing: boolean;
}

type Params = Readonly<Record<string, unknown>>;

/** Events of a history, page by page; newest first unless it is said. Ends when `enough` says so. */
export async function pagesOf<Row>(
  { ask }: Reading,
  page: (params: Params) => Promise<unknown>,
  how: {
    readonly params: Params;
    readonly read: (timestamp: number, event: Params) => Row | null;
    readonly enough?: (rows: readonly Row[]) => boolean;
  },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let token: string | null = null;
  for (let pages = 0; pages < PAGES; pages += 1) {
    const more: Params = token === null ? {} : { continuation_token: token };
    const next: string | null = await ask(
      () => page({ ...HISTORY, sort: 'desc', count: PAGE, ...how.params, ...more }),
      (answer) => {
        const { elements, continuationToken } = ELEMENTS.parse(answer);
        rows.push(...elements.flatMap(({ timestamp, event }) => how.read(timestamp, event) ?? []));
        return continuationToken ?? null;
      },
    );
    if (next === null || next === '' || how.enough?.(rows) === true) return rows;
    token = next;
  }
  throw new Fault('venue.refused', { venue: 'Kraken Futures', problem: 'the history of the account is too long to be read' });
}

/** The newest events of orders since an instant, one for each order; those that wait for a price, or did, as what they are. */
export async function ordersSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly ToldOrder[]> {
  const { exchange, markets } = reading;
  const params = { since, tradeable: market.id };
  const placed = await pagesOf(reading, (page) => exchange.historyGetOrders(page), { params, read: orderEvent(markets) });
  const waited = await pagesOf(reading, (page) => exchange.historyGetTriggers(page), { params, read: triggerEvent(markets) });
  const triggers = newestOf(waited);
  const orders = newestOf(placed);
  for (const [venueId, told] of triggers) {
    const other = orders.get(venueId);
    orders.set(venueId, other === undefined ? told : asTriggered(other, told));
  }
  return [...orders.values()];
}

/** The newest event of an order, whichever way it is named; null where there is none since. */
export async function newestEvent(reading: Reading, isIt: (order: SeenOrder) => boolean, since: number | null): Promise<ToldOrder | null> {
  const { exchange, markets } = reading;
  const params = since === null ? {} : { since };
  const enough = (rows: readonly ToldOrder[]) => rows.some(({ order }) => isIt(order));
  const placed = await pagesOf(reading, (page) => exchange.historyGetOrders(page), { params, read: orderEvent(markets), enough });
  const found = placed.find(({ order }) => isIt(order)) ?? null;
  if (found !== null) return found;
  const waited = await pagesOf(reading, (page) => exchange.historyGetTriggers(page), { params, read: triggerEvent(markets), enough });
  return waited.find(({ order }) => isIt(order)) ?? null;
}

/** What a triggered order has placed, with what it had waited for. */
function asTriggered(placed: ToldOrder, { order: { type, trigger, price } }: ToldOrder): ToldOrder {
  return { ...placed, order: { ...placed.order, type, trigger, price } };
}

function newestOf(rows: readonly ToldOrder[]): Map<string, ToldOrder> {
  const newest = new Map<string, ToldOrder>();
  for (const told of rows) if (!newest.has(told.order.venueId)) newest.set(told.order.venueId, told);
  return newest;
}

function orderEvent(markets: OrderMarkets): (timestamp: number, event: Params) => ToldOrder | null {
  return (timestamp, event) => {
    const { OrderPlaced, OrderUpdated, OrderCancelled, OrderRejected } = ORDER_EVENT.parse(event);
    const row = OrderPlaced?.order ?? OrderUpdated?.newOrder ?? OrderCancelled?.order ?? OrderRejected?.order;
    const market = row === undefined ? null : contractNamed(markets, row.tradeable);
    // Edits that were refused, and contracts that are not traded here.
    if (row === undefined || market === null) return null;
    const { quantity, filled, orderType } = row;
    const left = figureOrNull(quantity) !== null;
    const gone = OrderCancelled !== undefined || OrderRejected !== undefined;
    // What would meet the account's own order is refused, also when some of it has filled before: that has traded.
    const refused = OrderRejected !== undefined && figureOrNull(filled) === null;
    const state = refused ? 'rejected' : gone && left ? 'cancelled' : left ? 'working' : endOf(filled);
    const order = {
      ...commonOf(row, market, timestamp),
      ...{ type: 'limit' as const, size: added(quantity, filled), filled, trigger: null, state },
    };
    return { order, passing: orderType.toLowerCase() === 'ioc' };
  };
}

/** Nothing is left of it: it has filled, or been taken away where nothing has. */
function endOf(filled: string): SeenOrder['state'] {
  return figureOrNull(filled) === null ? 'cancelled' : 'filled';
}

function triggerEvent(markets: OrderMarkets): (timestamp: number, event: Params) => ToldOrder | null {
  return (timestamp, event) => {
    const { OrderTriggerPlaced, OrderTriggerUpdated, OrderTriggerCancelled, OrderTriggerActivated } = TRIGGER_EVENT.parse(event);
    const row =
      OrderTriggerPlaced?.order ?? OrderTriggerUpdated?.newOrderTrigger ?? OrderTriggerCancelled?.order ?? OrderTriggerActivated?.order;
    const market = row === undefined ? null : contractNamed(markets, row.tradeable);
    if (row === undefined || market === null) return null;
    const { quantity, direction, triggerOptions, limitPrice } = row;
    const order: SeenOrder = {
      ...commonOf(row, market, timestamp),
      ...{ size: quantity, filled: '0', trigger: triggerOptions.triggerPrice },
      type: waitingType((direction === 'Buy') === (triggerOptions.triggerSide === 'Above'), figureOrNull(limitPrice) !== null),
      state: OrderTriggerCancelled === undefined ? 'working' : 'cancelled',
    };
    return { order, passing: false };
  };
}

/** What waits for a price that hurts is a stop, for one that pleases a take-profit. */
export function waitingType(hurts: boolean, limited: boolean): OrderType {
  return hurts ? (limited ? 'stop-limit' : 'stop') : 'take-profit';
}

function commonOf(
  { uid, direction, limitPrice, clientId, reduceOnly }: Pick<z.infer<typeof ORDER>, keyof typeof COMMON>,
  { symbol }: OrderMarket,
  time: number,
): Pick<SeenOrder, 'id' | 'venueId' | 'symbol' | 'side' | 'price' | 'time' | 'reduceOnly'> {
  return {
    id: krakenFuturesId(clientId),
    venueId: uid,
    symbol,
    side: direction === 'Buy' ? 'buy' : 'sell',
    price: figureOrNull(limitPrice),
    time,
    ...(reduceOnly ? { reduceOnly: true } : {}),
  };
}
