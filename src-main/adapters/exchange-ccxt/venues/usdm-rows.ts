import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { BINANCE_SIDE, binanceId } from './binance-parts.ts';
import type { OrderMarket, OrderMarkets, ProtocolCalls, Reading } from './order-protocol.ts';
import { AMOUNT, ID, plain, plainOrNull, WHOLE } from './read-parts.ts';
import { isForced, saysOneOf, USDM, USDM_STATE, USDM_TYPE, usdmReduces, waitingId } from './usdm-parts.ts';

/** Rows of a page, most pages of one stretch of time, and the longest such stretch, ms: seven days. */
const PAGE = 1_000;
const PAGES = 200;
const WEEK_MS = 7 * 86_400_000;
/** What it tells reaches back so far, less an hour, ms: ninety days. */
const TOLD_MS = 2_159 * 3_600_000;
/** It knows no such order. */
const UNKNOWN = [-2_013];

const ORDER = z.object({
  symbol: z.string(),
  orderId: ID,
  clientOrderId: z.string(),
  price: AMOUNT,
  origQty: AMOUNT,
  executedQty: AMOUNT,
  status: USDM_STATE,
  type: USDM_TYPE,
  side: BINANCE_SIDE,
  stopPrice: z.optional(AMOUNT),
  reduceOnly: z.optional(z.boolean()),
  time: WHOLE,
  updateTime: WHOLE,
});

/** Fields of a query. */
export type Query = Readonly<Record<string, string | number>>;

/** An order of the ordinary kind as queries answer it. */
export interface UsdmRow {
  readonly order: SeenOrder;
  /** Its market is traded here. */
  readonly traded: boolean;
  /** The name of the order of ours that waited for its price and has placed this one; null where nobody but a customer, or the venue, did. */
  readonly placedBy: string | null;
  /** The venue itself placed it. */
  readonly forced: boolean;
  readonly createdAt: number;
}

export function usdmRow(row: unknown, markets: OrderMarkets): UsdmRow {
  const read = ORDER.parse(row);
  const { symbol, orderId, clientOrderId, price, origQty, executedQty, status, type, side, stopPrice, updateTime } = read;
  const market = markets.named(symbol);
  const order: SeenOrder = {
    id: binanceId(clientOrderId),
    venueId: orderId,
    symbol: market?.symbol ?? symbol,
    side,
    type,
    size: plain(origQty),
    filled: plain(executedQty),
    price: plainOrNull(price),
    trigger: plainOrNull(stopPrice),
    state: status,
    time: updateTime,
    ...usdmReduces(read.reduceOnly),
  };
  return {
    order,
    traded: isTraded(market),
    placedBy: waitingId(clientOrderId) === null ? null : clientOrderId,
    forced: isForced(clientOrderId),
    createdAt: read.time,
  };
}

/** Whether a market is traded here: dated contracts are not. */
export function isTraded(market: OrderMarket | null): boolean {
  return market !== null && market.contract !== null;
}

/** An order of the ordinary kind under a name or a number; null where the venue knows none. */
export function usdmRowOf({ exchange, markets, ask }: Reading, market: Pick<OrderMarket, 'id'>, named: Query): Promise<UsdmRow | null> {
  return ask(
    () => orMissing(() => exchange.fapiPrivateGetOrder({ symbol: market.id, ...named })),
    (answer) => (answer === null ? null : usdmRow(answer, markets)),
  );
}

/** The venue's word that it knows no such order is an answer and no failure. */
export async function orMissing(question: () => Promise<unknown>): Promise<unknown> {
  try {
    return await question();
  } catch (thrown) {
    if (saysOneOf(thrown, UNKNOWN)) return null;
    throw thrown;
  }
}

/** How rows are told apart and ordered. */
interface Telling<Row> {
  readonly idOf: (row: Row) => string;
  readonly timeOf: (row: Row) => number;
}

/** Reads rows of a stretch of time, oldest first. */
export type Stretch<Row> = (between: Query) => Promise<readonly Row[]>;

/** Every row since an instant, as far back as the venue tells any: a week at a time. */
export async function rowsSince<Row>(
  exchange: ProtocolCalls,
  since: number,
  stretch: Stretch<Row>,
  telling: Telling<Row>,
): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  const now = exchange.nonce();
  for (let from = Math.max(since, now - TOLD_MS); from <= now; from += WEEK_MS)
    for (const row of await rowsBetween({ from, to: from + WEEK_MS - 1 }, stretch, telling)) rows.set(telling.idOf(row), row);
  return [...rows.values()];
}

/** Rows up to an instant, a week at a time, the newest week first, until there are enough. */
export async function rowsBefore<Row>(
  { to, enough }: { readonly to: number; readonly enough: (rows: readonly Row[]) => boolean },
  stretch: Stretch<Row>,
  telling: Telling<Row>,
): Promise<readonly Row[]> {
  let rows: readonly Row[] = [];
  for (let end = to; end > to - TOLD_MS; end -= WEEK_MS) {
    rows = [...(await rowsBetween({ from: end - WEEK_MS + 1, to: end }, stretch, telling)), ...rows];
    if (enough(rows)) break;
  }
  return rows;
}

/** Each page begins at the time of the last row of the one before. */
async function rowsBetween<Row>(
  { from, to }: { readonly from: number; readonly to: number },
  stretch: Stretch<Row>,
  { idOf, timeOf }: Telling<Row>,
): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  for (let pages = 0, startTime = from; pages < PAGES; pages += 1) {
    const next = await stretch({ startTime, endTime: to, limit: PAGE });
    for (const row of next) rows.set(idOf(row), row);
    const last = next.at(-1);
    if (last === undefined || next.length < PAGE) return [...rows.values()];
    // As many at one instant as a page holds: what is behind them cannot be asked for.
    if (timeOf(last) <= startTime && pages > 0) break;
    startTime = timeOf(last);
  }
  throw new Fault('venue.refused', { venue: USDM, problem: 'the history of the account is too long to be read' });
}
