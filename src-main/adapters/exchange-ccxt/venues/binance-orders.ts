import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { BINANCE_SIDE, BINANCE_STATE, BINANCE_TYPE, binanceId, binanceName } from './binance-parts.ts';
import { BINANCE_EXITS } from './binance-exits.ts';
import { binanceRefusal } from './binance-refusals.ts';
import { binanceRequest } from './binance-request.ts';
import { binanceStream } from './binance-stream.ts';
import type { OrderMarket, OrderMarkets, OrderProtocol, Reading, ReadTrade } from './order-protocol.ts';
import { AMOUNT, ID, WHOLE, plain, plainOrNull } from './read-parts.ts';

/** Rows of a page, and most pages that are asked for one answer. */
const PAGE = 1_000;
const PAGES = 200;

const PLACED = z.object({ orderId: ID, clientOrderId: z.string(), transactTime: WHOLE, status: z.optional(BINANCE_STATE) });
/** An order of a pair is ended with the other one, and the answer is the pair's. */
const CANCELLED = z.union([z.object({ orderId: ID, status: z.literal('CANCELED') }), z.object({ listOrderStatus: z.literal('ALL_DONE') })]);
const ORDER = z.object({
  symbol: z.string(),
  orderId: ID,
  clientOrderId: z.string(),
  price: AMOUNT,
  origQty: AMOUNT,
  executedQty: AMOUNT,
  status: BINANCE_STATE,
  type: BINANCE_TYPE,
  side: BINANCE_SIDE,
  stopPrice: z.optional(AMOUNT),
  updateTime: WHOLE,
});
const TRADE = z.object({
  symbol: z.string(),
  id: ID,
  orderId: ID,
  price: AMOUNT,
  qty: AMOUNT,
  commission: AMOUNT,
  commissionAsset: z.string(),
  time: WHOLE,
  isBuyer: z.boolean(),
  isMaker: z.boolean(),
});
const ACCOUNT = z.object({ balances: z.array(z.object({ asset: z.string(), free: AMOUNT, locked: AMOUNT })) });
const TIME = z.object({ serverTime: WHOLE });
const ERROR = z.object({ code: WHOLE });

/** Binance's spot orders, by its REST api of 2026. */
export const BINANCE_ORDERS: OrderProtocol = {
  abilities: {
    types: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['gtc', 'ioc', 'fok'],
    byQuote: ['buy', 'sell'],
  },
  exits: BINANCE_EXITS,
  nameOf: binanceName,
  idOf: binanceId,
  place: (exchange, market, order) => exchange.privatePostOrder(binanceRequest(market, order)),
  placed: (body, name) => {
    const { orderId, clientOrderId, transactTime } = PLACED.parse(body);
    if (clientOrderId !== name) throw new Fault('venue.garbled', { venue: 'Binance' });
    return { venueId: orderId, time: transactTime };
  },
  refusal: binanceRefusal,
  cancel: (exchange, market, { name, venueId }) =>
    exchange.privateDeleteOrder({ symbol: market.id, ...(venueId === null ? { origClientOrderId: name } : { orderId: venueId }) }),
  cancelled: (status, body) => {
    if (status === 200 && CANCELLED.safeParse(body).success) return 'taken';
    return status === 400 && ERROR.safeParse(body).data?.code === -2_011 ? 'unknown-order' : null;
  },
  find: ({ exchange, markets, ask }, market, { name, venueId }) =>
    ask(
      () =>
        orMissing(() =>
          exchange.privateGetOrder({ symbol: market.id, ...(name === null ? { orderId: venueId } : { origClientOrderId: name }) }),
        ),
      (answer) => (answer === null ? null : binanceOrder(answer, markets)),
    ),
  open: ({ exchange, markets, ask }, market) =>
    ask(
      () => exchange.privateGetOpenOrders(market === null ? {} : { symbol: market.id }),
      (answer) =>
        z
          .array(z.unknown())
          .parse(answer)
          .map((row) => binanceOrder(row, markets)),
    ),
  ordersSince: ({ exchange, markets, ask }, market, since) =>
    paged(
      (from) =>
        ask(
          () =>
            exchange.privateGetAllOrders({ symbol: market.id, limit: PAGE, ...(from === null ? { startTime: since } : { orderId: from }) }),
          (answer) =>
            z
              .array(z.unknown())
              .parse(answer)
              .map((row) => binanceOrder(row, markets)),
        ),
      ({ venueId }) => venueId,
    ),
  trades: (reading, market, of) =>
    paged(
      (from) => tradePage(reading, market, 'since' in of ? { since: of.since } : { orderId: of.order.venueId }, from),
      ({ tradeId }) => tradeId,
    ),
  balances: ({ exchange, ask }) =>
    ask(
      () => exchange.privateGetAccount({ omitZeroBalances: 'true' }),
      (answer) =>
        ACCOUNT.parse(answer)
          .balances.map(({ asset, free, locked }) => ({ asset, free: plain(free), used: plain(locked) }))
          .filter(({ free, used }) => free !== '0' || used !== '0'),
    ),
  time: ({ exchange, ask }) =>
    ask(
      () => exchange.publicGetTime(),
      (answer) => TIME.parse(answer).serverTime,
    ),
  timeStepMs: 1,
  searched: ['the order under its id', 'open orders', 'all orders', 'trades'],
  keepAlive: null,
  stream: binanceStream,
};

/** An order as queries answer it. */
function binanceOrder(row: unknown, markets: OrderMarkets): SeenOrder {
  const { symbol, orderId, clientOrderId, price, origQty, executedQty, status, type, side, stopPrice, updateTime } = ORDER.parse(row);
  return {
    id: binanceId(clientOrderId),
    venueId: orderId,
    symbol: markets.named(symbol)?.symbol ?? symbol,
    side,
    type,
    size: plain(origQty),
    filled: plain(executedQty),
    price: plainOrNull(price),
    trigger: plainOrNull(stopPrice),
    state: status,
    time: updateTime,
  };
}

function tradePage(
  { exchange, markets, ask }: Reading,
  market: OrderMarket,
  of: { readonly since: number } | { readonly orderId: string },
  from: string | null,
): Promise<readonly ReadTrade[]> {
  const begin = 'orderId' in of ? { orderId: of.orderId } : from === null ? { startTime: of.since } : {};
  return ask(
    () => exchange.privateGetMyTrades({ symbol: market.id, limit: PAGE, ...begin, ...(from === null ? {} : { fromId: from }) }),
    (answer) =>
      z
        .array(TRADE)
        .parse(answer)
        .map((row) => ({
          tradeId: row.id,
          venueId: row.orderId,
          symbol: markets.named(row.symbol)?.symbol ?? row.symbol,
          side: row.isBuyer ? 'buy' : 'sell',
          price: plain(row.price),
          size: plain(row.qty),
          liquidity: row.isMaker ? 'maker' : 'taker',
          fees: [{ asset: row.commissionAsset, amount: plain(row.commission) }],
          time: row.time,
          id: null,
        })),
  );
}

/** All pages: each begins after the last row of the one before. */
async function paged<Row>(page: (from: string | null) => Promise<readonly Row[]>, idOf: (row: Row) => string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let from: string | null = null, pages = 0; pages < PAGES; pages += 1) {
    const next = await page(from);
    rows.push(...next);
    const last = next.at(-1);
    if (last === undefined || next.length < PAGE) return rows;
    from = String(BigInt(idOf(last)) + 1n);
  }
  throw new Fault('venue.refused', { venue: 'Binance', problem: 'the history of the account is too long to be read' });
}

/** The venue's word that it knows no such order is an answer and no failure. */
async function orMissing(question: () => Promise<unknown>): Promise<unknown> {
  try {
    return await question();
  } catch (thrown) {
    if (thrown instanceof Error && /"code":\s*-2013\b/u.test(thrown.message)) return null;
    throw thrown;
  }
}
