import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { INSTANT } from './kraken-parts.ts';
import { KRAKENFUTURES_CONTRACTS, krakenFuturesMoney } from './krakenfutures-contracts.ts';
import { newestEvent, ordersSince, type ToldOrder } from './krakenfutures-history.ts';
import {
  added,
  contractNamed,
  FIGURE,
  FIGURE_OR_NONE,
  figureOrNull,
  krakenFuturesId,
  krakenFuturesName,
  takenUntil,
} from './krakenfutures-parts.ts';
import { krakenFuturesEditRefusal, krakenFuturesRefusal } from './krakenfutures-refusals.ts';
import { krakenFuturesStream, LISTENS } from './krakenfutures-stream.ts';
import { filledWhole, forgetTerms, knownSize, missedSince, noteMissed, noteSeen, noteTerms, seenAt } from './krakenfutures-terms.ts';
import { freshFills, recentFills, tradesOf, tradesSince } from './krakenfutures-trades.ts';
import type { ExitProtocol, NamedOrder, OrderMarket, OrderMarkets, OrderProtocol, ProtocolCalls, Reading } from './order-protocol.ts';
import { plain } from './read-parts.ts';

/** How far back an order is looked for by its name among ended ones, ms: what is older is looked for since it was decided on. */
const NAMED_MS = 24 * 3_600_000;
/** After this time what the history shows of an order is all of it, ms: until then it may lag behind the venue. */
const SETTLED_MS = 60_000;
/** The market whose ticker tells the time: it is there as long as the venue is. */
const CLOCK_MARKET = 'PF_XBTUSD';

const NAME = z.string().check(z.minLength(1));
const SUCCESS = { result: z.literal('success') };
const PLACED = z.object({
  ...SUCCESS,
  sendStatus: z.object({
    status: z.enum(['placed', 'partiallyFilled', 'filled']),
    order_id: NAME,
    cliOrdId: z.nullish(z.string()),
    receivedTime: z.nullish(INSTANT),
  }),
});
const EDITED = z.object({ ...SUCCESS, editStatus: z.object({ status: z.literal('edited') }) });
const CANCELLED = z.object({ ...SUCCESS, cancelStatus: z.object({ status: z.string() }) });
const TYPES = { lmt: 'limit', post: 'limit', ioc: 'limit', mkt: 'market', trailing_stop: 'trailing-stop' } as const;
const OPEN_ORDER = z.object({
  order_id: NAME,
  cliOrdId: z.nullish(z.string()),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  orderType: z.enum(['lmt', 'post', 'ioc', 'mkt', 'stop', 'stp', 'take_profit', 'trailing_stop']),
  limitPrice: FIGURE_OR_NONE,
  stopPrice: FIGURE_OR_NONE,
  filledSize: FIGURE,
  // Of one that closes whatever is held then, none is told.
  unfilledSize: FIGURE_OR_NONE,
  reduceOnly: z.boolean(),
  lastUpdateTime: INSTANT,
});
const OPEN = z.object({ ...SUCCESS, openOrders: z.array(OPEN_ORDER) });
const STATUS = z.object({ ...SUCCESS, orders: z.array(z.object({ order: z.object({ cliOrdId: z.nullish(z.string()) }) })) });
const TIME = z.object({ serverTime: INSTANT });
const SWITCH = z.object({ ...SUCCESS, status: z.object({ triggerTime: z.union([z.literal(['0', 0]), INSTANT]) }) });

/** Other terms of an order where it stands. Of one that rests the size stays: it is not said clearly whether what has filled counts in another one. */
const AMENDS: ExitProtocol['amend'] = {
  send: async (exchange, _market, { name, venueId, type, size, price, trigger, signedAt }) => {
    const same = size === null || (type === 'limit' && knownSize(exchange, name) === plain(size));
    if (!same && type === 'limit')
      throw new Error(
        'Kraken Futures does not say whether what has filled counts in another size of an order; it has to be cancelled and placed anew.',
      );
    forgetTerms(exchange, name);
    return exchange.privatePostEditorder({
      ...(venueId === null ? { cliOrdId: name } : { orderId: venueId }),
      ...(same ? {} : { size }),
      ...(price === null ? {} : { limitPrice: price }),
      ...(trigger === null ? {} : { stopPrice: trigger }),
      processBefore: takenUntil(signedAt),
    });
  },
  // What the order shows is the proof: of an order that waits and one that rests its yes may mean different figures.
  taken: (status, body) => (status === 200 && EDITED.safeParse(body).success ? 'promised' : krakenFuturesEditRefusal(status, body)),
};

/** Kraken's perpetuals that are paid in dollars, by its futures api of 2026. */
export const KRAKENFUTURES_ORDERS: OrderProtocol = {
  abilities: {
    types: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['gtc', 'ioc'],
    afterTrigger: ['gtc'],
    byQuote: [],
  },
  contracts: KRAKENFUTURES_CONTRACTS,
  exits: { pair: null, replace: null, amend: AMENDS },
  nameOf: krakenFuturesName,
  idOf: krakenFuturesId,
  place: (exchange, market, order) => {
    noteTerms(exchange, order.name, { ...order, size: plain(order.size ?? '0') });
    return exchange.privatePostSendorder(requestOf(market, order));
  },
  placed: (body, name) => {
    const { order_id, cliOrdId, receivedTime } = PLACED.parse(body).sendStatus;
    if (cliOrdId !== null && cliOrdId !== undefined && cliOrdId !== name) throw new Fault('venue.garbled', { venue: 'Kraken Futures' });
    return { venueId: order_id, time: receivedTime ?? null };
  },
  refusal: krakenFuturesRefusal,
  cancel: (exchange, _market, { name, venueId }) =>
    exchange.privatePostCancelorder({
      ...(venueId === null ? { cliOrdId: name } : { order_id: venueId }),
      processBefore: takenUntil(exchange.nonce()),
    }),
  cancelled: (status, body) => {
    const word = status === 200 ? CANCELLED.safeParse(body).data?.cancelStatus.status : undefined;
    if (word === 'cancelled') return 'taken';
    return word === 'notFound' || word === 'filled' ? 'unknown-order' : null;
  },
  find: findOrder,
  open: async (reading, market) => {
    const orders = await openOrders(reading);
    return market === null ? orders : orders.filter(({ symbol }) => symbol === market.symbol);
  },
  ordersSince: async (reading, market, since) => (await ordersSince(reading, market, since)).map(({ order }) => order),
  trades: (reading, market, of) => ('since' in of ? tradesSince(reading, market, of.since) : tradesOf(reading, market, of.order)),
  balances: krakenFuturesMoney,
  time: ({ exchange, ask }) =>
    ask(
      () => askTime(exchange),
      (answer) => TIME.parse(answer).serverTime,
    ),
  timeStepMs: 1,
  searched: [
    'open orders',
    'orders of the last seconds under its id',
    'the last hundred fills',
    'events of orders and of those that wait for a price',
    'executions',
  ],
  keepAlive: ({ exchange, ask }, ms) =>
    ask(
      () => exchange.privatePostCancelallordersafter({ timeout: Math.ceil(ms / 1_000) }),
      (answer) => {
        const { triggerTime } = SWITCH.parse(answer).status;
        return triggerTime === '0' || triggerTime === 0 ? null : triggerTime;
      },
    ),
  stream: krakenFuturesStream,
  listens: LISTENS,
};

/** What tells the time there. */
export function askTime(exchange: Pick<ProtocolCalls, 'publicGetTickersSymbol'>): Promise<unknown> {
  return exchange.publicGetTickersSymbol({ symbol: CLOCK_MARKET });
}

/** A request as the venue's own fields, each figure as it was given; sizes are of the base asset there. */
function requestOf(market: OrderMarket, order: NamedOrder): Readonly<Record<string, unknown>> {
  const { type, side, size, price, trigger, timeInForce, postOnly, name, reduceOnly, signedAt } = order;
  const limit = postOnly ? 'post' : timeInForce === 'ioc' ? 'ioc' : 'lmt';
  const waits = type === 'take-profit' ? 'take_profit' : 'stp';
  return {
    processBefore: takenUntil(signedAt),
    orderType: trigger !== null ? waits : type === 'market' ? 'mkt' : limit,
    symbol: market.id,
    side,
    size: contractsOf(size ?? '0', market),
    ...(price === null ? {} : { limitPrice: price }),
    ...(trigger === null ? {} : { stopPrice: trigger, triggerSignal: 'last' }),
    ...(reduceOnly === true ? { reduceOnly: 'true' } : {}),
    cliOrdId: name,
  };
}

/** A size in contracts, which are base units of these perpetuals; any other kind is none that is known. */
function contractsOf(size: string, { contract, symbol }: OrderMarket): string {
  if (contract === null || !Decimal.parse(contract.size).equals(Decimal.ONE))
    throw new Error(`${symbol} is not counted in base units there.`);
  return size;
}

async function openOrders({ exchange, markets, ask }: Reading): Promise<readonly SeenOrder[]> {
  const orders = await ask(
    () => exchange.privateGetOpenorders({}),
    (answer) => OPEN.parse(answer).openOrders.flatMap((row) => openOrder(row, markets) ?? []),
  );
  for (const order of orders) if (order.id !== null) noteTerms(exchange, order.id, order);
  return orders;
}

function openOrder(row: z.infer<typeof OPEN_ORDER>, markets: OrderMarkets): SeenOrder | null {
  const market = contractNamed(markets, row.symbol);
  if (market === null) return null;
  const price = figureOrNull(row.limitPrice);
  return {
    id: krakenFuturesId(row.cliOrdId),
    venueId: row.order_id,
    symbol: market.symbol,
    side: row.side,
    type: typeOf(row.orderType, price),
    size: added(row.filledSize, figureOrNull(row.unfilledSize) ?? '0'),
    filled: row.filledSize,
    price,
    trigger: figureOrNull(row.stopPrice),
    state: 'working',
    time: row.lastUpdateTime,
    ...(row.reduceOnly ? { reduceOnly: true } : {}),
  };
}

function typeOf(type: z.infer<typeof OPEN_ORDER>['orderType'], price: string | null): SeenOrder['type'] {
  if (type === 'take_profit') return 'take-profit';
  if (type === 'stop' || type === 'stp') return price === null ? 'stop' : 'stop-limit';
  return TYPES[type];
}

/** An order that is open, or has ended and is in the history as a whole; fails where it was there and is not told wholly yet. */
async function findOrder(
  reading: Reading,
  _market: OrderMarket,
  { name, venueId }: { readonly name: string | null; readonly venueId: string | null },
): Promise<SeenOrder | null> {
  const own = krakenFuturesId(name);
  const isIt = (order: SeenOrder) => (name === null ? order.venueId === venueId : order.id === own);
  const open = (await openOrders(reading)).find(isIt);
  if (open !== undefined) return open;
  const whole = filledWhole(reading.exchange, await freshFills(reading), { name, venueId });
  if (whole !== null) return whole;
  const seen = name !== null && (await wasSeen(reading, name));
  const { exchange } = reading;
  // Of before the question: an answer may come after a sleep.
  const now = exchange.nonce();
  const told = await newestEvent(reading, isIt, name === null ? missedSince(exchange, venueId ?? '') : now - NAMED_MS);
  if (told === null && name === null) noteMissed(exchange, venueId ?? '', now - SETTLED_MS);
  if (told === null && seen) throw new Error('Kraken Futures does not tell yet what became of the order.');
  return told === null ? null : settled(told, now);
}

/** Whether it was open or ended in the last seconds, or is among the last fills, now or when it was asked for before: both are told at once, and the history perhaps later. */
async function wasSeen(reading: Reading, name: string): Promise<boolean> {
  const { exchange, ask } = reading;
  const now = exchange.nonce();
  const recent = await ask(
    () => exchange.request('orders/status', 'private', 'POST', { cliOrdIds: name }),
    (answer) => STATUS.parse(answer).orders.some(({ order }) => order.cliOrdId === name),
  );
  if (recent || (await recentFills(reading)).some(({ cliOrdId }) => cliOrdId === name)) noteSeen(exchange, name, now);
  const seen = seenAt(exchange, name);
  return seen !== null && now - seen <= SETTLED_MS;
}

/** What an order's newest event comes to, now that it is not among the open ones, which are told at once: the event of its end is still to come. */
function settled({ order, passing }: ToldOrder, now: number): SeenOrder {
  if (order.state !== 'working') return order;
  // What takes at once rests nowhere: what is left of it is gone, once that is all that will be told.
  if (passing && now - order.time > SETTLED_MS) return { ...order, state: 'cancelled' };
  throw new Error('Kraken Futures does not tell yet what became of the order.');
}
