import * as z from 'zod/mini';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { algoOf } from './okx-algos.ts';
import {
  algoIdOf,
  mayBePlaced,
  MILLISECONDS,
  OKX_LIQUIDITY,
  OKX_SIDE,
  okxFee,
  okxId,
  okxSettled,
  okxUnits,
  waitingVenueId,
} from './okx-parts.ts';
import { type OkxRow, okxRowOf, only, paged, type Query, rowsOf } from './okx-rows.ts';
import type { OrderMarket, OrderMarkets, Reading, ReadTrade } from './order-protocol.ts';
import { AMOUNT, plain, sumOf } from './read-parts.ts';

/** What the quick table of trades reaches back to, less an hour, ms: three days. */
const KEPT_MS = 71 * 3_600_000;

const NAME = z.string().check(z.minLength(1));
const TRADE = z.object({
  instId: z.string(),
  tradeId: NAME,
  billId: NAME,
  ordId: NAME,
  clOrdId: z.string(),
  side: OKX_SIDE,
  fillPx: AMOUNT,
  fillSz: AMOUNT,
  fee: AMOUNT,
  feeCcy: z.string(),
  execType: OKX_LIQUIDITY,
  ts: MILLISECONDS,
  fillPnl: z.optional(z.string()),
  subType: z.optional(z.string()),
});

/** Trades of the last days are in a table that is asked quickly, older ones in another. */
export async function tradesSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly ReadTrade[]> {
  const { exchange } = reading;
  const begun = { ...only(market), begin: String(since) };
  const recent = await tradePages(reading, (page) => exchange.privateGetTradeFills({ ...begun, ...page }));
  const all =
    since >= exchange.nonce() - KEPT_MS
      ? recent
      : merged(await tradePages(reading, (page) => exchange.privateGetTradeFillsHistory({ ...begun, ...page })), recent);
  return ofThoseThatWaited(reading, market, all);
}

/** A trade does not tell which order that had waited has placed its own; the order does. */
async function ofThoseThatWaited(reading: Reading, market: OrderMarket, rows: readonly TradeRow[]): Promise<readonly ReadTrade[]> {
  const owners = new Map<string, OkxRow['placedBy']>();
  for (const { trade, name } of rows) {
    if (!mayBePlaced(name) || owners.has(trade.venueId)) continue;
    owners.set(trade.venueId, (await okxRowOf(reading, market, { ordId: trade.venueId }))?.placedBy ?? null);
  }
  return rows.map(({ trade }) => {
    const owner = owners.get(trade.venueId) ?? null;
    return owner === null ? trade : { ...trade, venueId: waitingVenueId(owner.algoId), id: okxId(owner.name) };
  });
}

/** Trades of one order, of either kind. */
export async function tradesOf(reading: Reading, market: OrderMarket, order: SeenOrder): Promise<readonly ReadTrade[]> {
  const algoId = algoIdOf(order.venueId);
  if (algoId === null) return (await tradesUnder(reading, market, order)).map(({ trade }) => trade);
  const placed = (await algoOf(reading, { algoId }))?.placed ?? [];
  const rows: TradeRow[] = [];
  for (const venueId of placed)
    rows.push(...(await tradesUnder(reading, market, { venueId, filled: placed.length === 1 ? order.filled : null })));
  return rows.map(({ trade }) => ({ ...trade, venueId: order.venueId, id: order.id }));
}

/** Trades of one id; the older table is asked where the quick one does not hold what was filled. */
async function tradesUnder(
  reading: Reading,
  market: OrderMarket,
  { venueId, filled }: { readonly venueId: string; readonly filled: string | null },
): Promise<readonly TradeRow[]> {
  const { exchange } = reading;
  const named = { ...only(market), ordId: venueId };
  const recent = await tradePages(reading, (page) => exchange.privateGetTradeFills({ ...named, ...page }));
  if (filled !== null && sumOf(recent.map(({ trade }) => trade.size)).compare(sumOf([filled])) >= 0) return recent;
  return merged(await tradePages(reading, (page) => exchange.privateGetTradeFillsHistory({ ...named, ...page })), recent);
}

/** A trade with the name of the order that it is told of. */
interface TradeRow {
  readonly trade: ReadTrade;
  readonly name: string;
  readonly billId: string;
}

/** Each trade once, though both tables tell it. */
function merged(older: readonly TradeRow[], recent: readonly TradeRow[]): readonly TradeRow[] {
  const key = ({ trade }: TradeRow) => `${trade.tradeId} ${trade.side}`;
  const known = new Set(recent.map(key));
  return [...older.filter((row) => !known.has(key(row))), ...recent];
}

function tradePages({ markets, ask }: Reading, page: (page: Query) => Promise<unknown>): Promise<readonly TradeRow[]> {
  return paged(
    (after) =>
      ask(
        () => page(after),
        rowsOf((row) => okxTrade(row, markets)),
      ),
    { idOf: ({ billId }) => billId },
  );
}

function okxTrade(row: unknown, markets: OrderMarkets): TradeRow {
  const read = TRADE.parse(row);
  const { instId, tradeId, billId, ordId, clOrdId, side, fillPx, fillSz, fee, feeCcy, execType, ts } = read;
  const market = markets.named(instId);
  const trade: ReadTrade = {
    tradeId,
    venueId: ordId,
    symbol: market?.symbol ?? instId,
    side,
    price: plain(fillPx),
    size: okxUnits(fillSz, market),
    liquidity: execType,
    fees: [okxFee(feeCcy, fee, markets)],
    time: ts,
    id: okxId(clOrdId),
    ...okxSettled(read, market),
  };
  return { trade, name: clOrdId, billId };
}
