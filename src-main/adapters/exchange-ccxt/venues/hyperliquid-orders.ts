import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { Evidence, underEvidence } from '../evidence.ts';
import { HYPERLIQUID_LEVELS } from './hyperliquid-class.ts';
import { hyperliquidId, hyperliquidName } from './hyperliquid-ids.ts';
import {
  HYPERLIQUID_COIN,
  HYPERLIQUID_FILL,
  HYPERLIQUID_OPEN,
  HYPERLIQUID_ORDER,
  hyperliquidOrder,
  hyperliquidTrade,
  isSpot,
} from './hyperliquid-parts.ts';
import { AMOUNT_BOUND, MARKET_BOUND, marketBound, PRICE_FIGURES, sizeWithin } from './hyperliquid-price.ts';
import { hyperliquidRefusal, hyperliquidWord } from './hyperliquid-refusals.ts';
import { hyperliquidStream } from './hyperliquid-stream.ts';
import { hyperliquidSwitch } from './hyperliquid-switch.ts';
import type { NamedOrder, OrderMarket, OrderMarkets, OrderProtocol, ProtocolCalls, Reading, ReadTrade } from './order-protocol.ts';
import { AMOUNT, ID, plain, WHOLE } from './read-parts.ts';

/** How long after its signing an order may still be taken, ms: what comes later is refused by the venue itself. */
export const HYPERLIQUID_TAKEN_MS = 10_000;
/** Most orders that its history tells; most fills of a page, and of all that it keeps. */
const KEPT = { orders: 2_000, page: 500, fills: 10_000 };

const NAMED = z.object({ oid: ID, cloid: z.optional(z.string()) });
const PLACED = z.object({
  status: z.literal('ok'),
  response: z.object({
    type: z.literal('order'),
    data: z.object({ statuses: z.tuple([z.union([z.object({ resting: NAMED }), z.object({ filled: NAMED })])]) }),
  }),
});
const FOUND = z.object({ status: z.literal('order'), order: z.unknown() });
const ROWS = z.array(z.unknown());
const ENDED = z.object({ order: HYPERLIQUID_COIN, statusTimestamp: WHOLE });
const BALANCES = z.object({ balances: z.array(z.object({ coin: z.string(), total: AMOUNT, hold: AMOUNT })) });
const TIME = z.object({ time: WHOLE });
const ASSET = z.object({ baseId: z.pipe(z.string().check(z.regex(/^1\d{4}$/u)), z.transform(Number)) });

/** Hyperliquid's spot orders, by its api of 2026. */
export const HYPERLIQUID_ORDERS: OrderProtocol = {
  abilities: {
    types: ['market', 'limit'],
    timesInForce: ['gtc', 'ioc'],
    byQuote: ['buy'],
    sizesAmounts: true,
    priceFigures: PRICE_FIGURES,
  },
  nameOf: hyperliquidName,
  idOf: hyperliquidId,
  place: async (exchange, market, order) => {
    const price = order.price ?? (await worstPrice(exchange, market, order));
    const size = order.size ?? sizeWithin(order.quoteAmount ?? '0', price, market.sizeStep);
    if (size === '0')
      throw new Fault('venue.refused', {
        venue: 'Hyperliquid',
        problem: `the amount buys less than ${market.sizeStep} of ${market.symbol}`,
      });
    return exchange.privatePostExchange({ action: orderAction(exchange, market, order, { price, size }), takenMs: HYPERLIQUID_TAKEN_MS });
  },
  placed: (body, name) => {
    const [status] = PLACED.parse(body).response.data.statuses;
    const { oid, cloid = name } = 'resting' in status ? status.resting : status.filled;
    if (cloid !== name) throw new Fault('venue.garbled', { venue: 'Hyperliquid' });
    return { venueId: oid, time: null };
  },
  refusal: hyperliquidRefusal,
  cancel: (exchange, market, { name, venueId }) => {
    const asset = assetOf(exchange, market);
    return exchange.privatePostExchange({
      action:
        venueId === null
          ? { type: 'cancelByCloid', cancels: [{ asset, cloid: name }] }
          : { type: 'cancel', cancels: [{ a: asset, o: Number(venueId) }] },
    });
  },
  cancelled: (status, body) => {
    const word = status === 200 ? hyperliquidWord(body) : null;
    if (word?.ofOrder !== true || typeof word.said !== 'string') return null;
    if (word.said === 'success') return 'taken';
    return word.said.startsWith('Order was never placed, already canceled, or filled') ? 'unknown-order' : null;
  },
  find: async (reading, _market, { name, venueId }) => {
    const found = await status(reading, name ?? Number(venueId));
    return found === null ? null : orderOf(found, reading.markets);
  },
  open: ({ exchange, markets, ask }, market) =>
    ask(
      () => exchange.publicPostInfo({ type: 'frontendOpenOrders', user: exchange.walletAddress }),
      (answer) =>
        ROWS.parse(answer)
          .filter((row) => isWanted(HYPERLIQUID_COIN.parse(row).coin, market))
          .map((row) => openOrder(row, markets)),
    ),
  ordersSince,
  trades: async (reading, market, of) => {
    if ('since' in of) return fillsSince(reading, market, of.since);
    const found = await status(reading, Number(of.order.venueId));
    if (found === null) return [];
    const fills = await fillsSince(reading, market, found.order.timestamp);
    return fills.filter(({ venueId }) => venueId === of.order.venueId);
  },
  balances: ({ exchange, markets, ask }) =>
    ask(
      () => exchange.publicPostInfo({ type: 'spotClearinghouseState', user: exchange.walletAddress }),
      (answer) =>
        BALANCES.parse(answer)
          .balances.map(({ coin, total, hold }) => ({
            asset: markets.asset(coin),
            free: Decimal.parse(total).sub(Decimal.parse(hold)).toString(),
            used: plain(hold),
          }))
          .filter(({ free, used }) => free !== '0' || used !== '0'),
    ),
  time: ({ exchange, ask }) =>
    ask(
      () => exchange.publicPostInfo({ type: 'exchangeStatus' }),
      (answer) => TIME.parse(answer).time,
    ),
  timeStepMs: 1,
  searched: ['the order under its id', 'open orders', 'the newest 2,000 orders', 'trades'],
  keepAlive: hyperliquidSwitch,
  stream: hyperliquidStream,
};

/** The number of a spot market in actions. */
function assetOf(exchange: ProtocolCalls, market: OrderMarket): number {
  return ASSET.parse(exchange.market(market.symbol)).baseId;
}

/** There are no market orders there: they are limits that take what is there at once, down to the worst price that is written. The book is asked for beside the order, and is no part of what proves its fate. */
async function worstPrice(exchange: ProtocolCalls, market: OrderMarket, { side, quoteAmount }: NamedOrder): Promise<string> {
  const answer = await underEvidence(new Evidence(), () => exchange.publicPostInfo({ type: 'l2Book', coin: market.id }));
  const [bids, asks] = HYPERLIQUID_LEVELS.parse(answer).levels;
  const best = (side === 'buy' ? asks : bids)[0];
  if (best === undefined)
    throw new Fault('venue.refused', { venue: 'Hyperliquid', problem: `nobody is there to trade ${market.symbol} with` });
  const digits = market.priceStep.split('.')[1]?.length ?? 0;
  return marketBound(best.px, side, digits, quoteAmount === null ? MARKET_BOUND : AMOUNT_BOUND);
}

/** Fields in the order in which the venue signs them, figures without the noughts at their ends, as it writes them itself. */
function orderAction(
  exchange: ProtocolCalls,
  market: OrderMarket,
  order: NamedOrder,
  { price, size }: { readonly price: string; readonly size: string },
) {
  const { type, side, timeInForce, postOnly, name } = order;
  const tif = postOnly ? 'Alo' : type === 'market' || timeInForce === 'ioc' ? 'Ioc' : 'Gtc';
  const written = {
    a: assetOf(exchange, market),
    b: side === 'buy',
    p: plain(price),
    s: plain(size),
    r: false,
    t: { limit: { tif } },
    c: name,
  };
  return { type: 'order', orders: [written], grouping: 'na' };
}

type Row = z.infer<typeof HYPERLIQUID_ORDER>;

function orderOf({ order, status: state, statusTimestamp: time }: Row, markets: OrderMarkets): SeenOrder {
  return hyperliquidOrder(order, { state, time, type: order.orderType, trigger: triggerOf(order) }, markets);
}

function openOrder(row: unknown, markets: OrderMarkets): SeenOrder {
  const order = HYPERLIQUID_OPEN.parse(row);
  return hyperliquidOrder(order, { state: 'working', time: order.timestamp, type: order.orderType, trigger: triggerOf(order) }, markets);
}

function triggerOf({ orderType, triggerPx }: Row['order']): string | null {
  return triggerPx === undefined || orderType === 'limit' || orderType === 'market' ? null : plain(triggerPx);
}

/** An order under our name or the venue's number of it; null where it says that it knows none. */
async function status({ exchange, ask }: Reading, oid: string | number): Promise<Row | null> {
  const question = () => exchange.publicPostInfo({ type: 'orderStatus', user: exchange.walletAddress, oid });
  return ask(
    () => orMissing(question),
    (answer) => (answer === null ? null : HYPERLIQUID_ORDER.parse(FOUND.parse(answer).order)),
  );
}

function isWanted(coin: string, market: OrderMarket | null): boolean {
  return market === null ? isSpot(coin) : coin === market.id;
}

/** Its newest orders, whatever became of them; only where they reach back far enough. */
async function ordersSince({ exchange, markets, ask }: Reading, market: OrderMarket, since: number): Promise<readonly SeenOrder[]> {
  const rows = await ask(
    () => exchange.publicPostInfo({ type: 'historicalOrders', user: exchange.walletAddress }),
    (answer) =>
      ROWS.parse(answer).map((row) => {
        const { order, statusTimestamp: time } = ENDED.parse(row);
        return { time, order: order.coin === market.id ? orderOf(HYPERLIQUID_ORDER.parse(row), markets) : null };
      }),
  );
  const recent = rows.filter(({ time }) => time >= since);
  if (recent.length >= KEPT.orders) throw tooLong('its newest 2,000 orders do not reach back far enough');
  return recent.flatMap(({ order }) => order ?? []);
}

/** Fills of a market, oldest first. Each page begins with the instant at which the one before ended, which may have had more of them. */
async function fillsSince({ exchange, markets, ask }: Reading, market: OrderMarket, since: number): Promise<readonly ReadTrade[]> {
  const found = new Map<string, ReadTrade>();
  let read = 0;
  for (let startTime = since; read < KEPT.fills;) {
    const page = await ask(
      () => exchange.publicPostInfo({ type: 'userFillsByTime', user: exchange.walletAddress, startTime }),
      (answer) => ROWS.parse(answer).map((row) => ({ coin: HYPERLIQUID_COIN.parse(row).coin, fill: HYPERLIQUID_FILL.parse(row) })),
    );
    for (const { coin, fill } of page) if (coin === market.id) found.set(`${fill.tid} ${fill.side}`, hyperliquidTrade(fill, markets));
    const newest = page.reduce((time, { fill }) => Math.max(time, fill.time), startTime);
    if (page.length < KEPT.page) return [...found.values()].sort((a, b) => a.time - b.time);
    // A page that goes no further, or that has begun with the newest, would leave some out.
    if (newest === startTime || page[0]!.fill.time > page.at(-1)!.fill.time) break;
    read += page.length;
    startTime = newest;
  }
  throw tooLong('the account has more trades than can be read');
}

function tooLong(problem: string): Fault {
  return new Fault('venue.refused', { venue: 'Hyperliquid', problem });
}

/** The venue's word that it knows no such order is an answer and no failure. */
async function orMissing(question: () => Promise<unknown>): Promise<unknown> {
  try {
    return await question();
  } catch (thrown) {
    if (thrown instanceof Error && /"status":\s*"unknownOid"/u.test(thrown.message)) return null;
    throw thrown;
  }
}
