import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import type { HyperliquidKind } from './hyperliquid-kinds.ts';
import {
  HYPERLIQUID_COIN,
  HYPERLIQUID_FILL,
  HYPERLIQUID_OPEN,
  HYPERLIQUID_ORDER,
  hyperliquidOrder,
  hyperliquidTrade,
  triggerOf,
} from './hyperliquid-parts.ts';
import type { OrderMarket, OrderMarkets, OrderProtocol, Reading, ReadTrade } from './order-protocol.ts';
import { WHOLE } from './read-parts.ts';

/** Most orders that its history tells; rows of a page, and most fills of all that it keeps. */
const KEPT = { orders: 2_000, page: 500, rows: 10_000 };

const FOUND = z.object({ status: z.literal('order'), order: z.unknown() });
const ROWS = z.array(z.unknown());
const ENDED = z.object({ order: HYPERLIQUID_COIN, statusTimestamp: WHOLE });

/** What Hyperliquid is asked of orders and fills: of one kind of market alone. */
export function hyperliquidQuestions(kind: HyperliquidKind): Pick<OrderProtocol, 'find' | 'open' | 'ordersSince' | 'trades'> {
  return {
    find: async (reading, _market, { name, venueId }) => {
      const found = await status(reading, name ?? Number(venueId));
      return found === null ? null : orderOf(found, reading.markets);
    },
    open: ({ exchange, markets, ask }, market) =>
      ask(
        () => exchange.publicPostInfo({ type: 'frontendOpenOrders', user: exchange.walletAddress }),
        (answer) =>
          ROWS.parse(answer)
            .filter((row) => isWanted(HYPERLIQUID_COIN.parse(row).coin, market, kind))
            .map((row) => openOrder(row, markets)),
      ),
    ordersSince: (reading, market, since) => ordersSince(kind, reading, market, since),
    trades: async (reading, market, of) => {
      // The answer is of all markets: a look asks once for all of them.
      if ('since' in of) return tradesOf(await rowsOf(kind, reading, of.since), reading, market);
      const found = await status(reading, Number(of.order.venueId));
      if (found === null) return [];
      const trades = tradesOf(await fillsSince(kind, reading, found.order.timestamp), reading, market);
      return trades.filter(({ venueId }) => venueId === of.order.venueId);
    },
  };
}

type Row = z.infer<typeof HYPERLIQUID_ORDER>;

function orderOf({ order, status: state, statusTimestamp: time }: Row, markets: OrderMarkets): SeenOrder {
  return hyperliquidOrder(order, { state, time, as: order.orderType, trigger: triggerOf(order) }, markets);
}

function openOrder(row: unknown, markets: OrderMarkets): SeenOrder {
  const order = HYPERLIQUID_OPEN.parse(row);
  return hyperliquidOrder(order, { state: 'working', time: order.timestamp, as: order.orderType, trigger: triggerOf(order) }, markets);
}

/** An order under our name or the venue's number of it; null where it says that it knows none. */
async function status({ exchange, ask }: Reading, oid: string | number): Promise<Row | null> {
  const question = () => exchange.publicPostInfo({ type: 'orderStatus', user: exchange.walletAddress, oid });
  return ask(
    () => orMissing(question),
    (answer) => (answer === null ? null : HYPERLIQUID_ORDER.parse(FOUND.parse(answer).order)),
  );
}

function isWanted(coin: string, market: OrderMarket | null, { owns }: HyperliquidKind): boolean {
  return market === null ? owns(coin) : coin === market.id;
}

/** Its newest orders, whatever became of them; only where they reach back far enough. */
async function ordersSince(
  { name }: HyperliquidKind,
  { exchange, markets, ask }: Reading,
  market: OrderMarket,
  since: number,
): Promise<readonly SeenOrder[]> {
  const rows = await ask(
    () => exchange.publicPostInfo({ type: 'historicalOrders', user: exchange.walletAddress }),
    (answer) =>
      ROWS.parse(answer).map((row) => {
        const { order, statusTimestamp: time } = ENDED.parse(row);
        return { time, order: order.coin === market.id ? orderOf(HYPERLIQUID_ORDER.parse(row), markets) : null };
      }),
  );
  const recent = rows.filter(({ time }) => time >= since);
  if (recent.length >= KEPT.orders) throw tooLong(name, 'its newest 2,000 orders do not reach back far enough');
  return recent.flatMap(({ order }) => order ?? []);
}

type FillRow = z.infer<typeof HYPERLIQUID_FILL>;

/** What a reading has asked for already, by the instant since which. */
const read = new WeakMap<Reading, Map<number, Promise<readonly FillRow[]>>>();

function rowsOf(kind: HyperliquidKind, reading: Reading, since: number): Promise<readonly FillRow[]> {
  const known = read.get(reading) ?? new Map<number, Promise<readonly FillRow[]>>();
  read.set(reading, known);
  const rows = known.get(since) ?? fillsSince(kind, reading, since);
  known.set(since, rows);
  return rows;
}

/** Fills of a market, oldest first. */
function tradesOf(rows: readonly FillRow[], { exchange, markets }: Reading, { id }: OrderMarket): readonly ReadTrade[] {
  const own = rows.filter(({ coin }) => coin === id).map((row) => hyperliquidTrade(row, markets, exchange.walletAddress));
  return own.sort((a, b) => a.time - b.time);
}

/** Fills of every market. */
async function fillsSince({ name }: HyperliquidKind, { exchange, ask }: Reading, since: number): Promise<readonly FillRow[]> {
  const found = new Map<string, FillRow>();
  const page = (startTime: number) =>
    ask(
      () => exchange.publicPostInfo({ type: 'userFillsByTime', user: exchange.walletAddress, startTime }),
      (answer) =>
        ROWS.parse(answer).map((row) => {
          const fill = HYPERLIQUID_FILL.parse(row);
          // Both sides of a trade may be this account's.
          found.set(`${fill.coin} ${fill.tid} ${fill.side}`, fill);
          return fill.time;
        }),
    );
  await everyPage(page, since, tooLong(name, 'the account has more trades than can be read'));
  return [...found.values()];
}

/**
 * Reads pages of what has happened since an instant, oldest first, until one is not full; each answers the times of its rows. A page begins with the
 * instant at which the one before ended, which may have had more of them.
 */
export async function everyPage(page: (since: number) => Promise<readonly number[]>, since: number, tooMany: Fault): Promise<void> {
  for (let from = since, read = 0; read < KEPT.rows;) {
    const times = await page(from);
    if (times.length < KEPT.page) return;
    const newest = times.reduce((latest, time) => Math.max(latest, time), from);
    // A page that goes no further, or that has begun with the newest, would leave some out.
    if (newest === from || times[0]! > times.at(-1)!) break;
    read += times.length;
    from = newest;
  }
  throw tooMany;
}

function tooLong(venue: string, problem: string): Fault {
  return new Fault('venue.refused', { venue, problem });
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
