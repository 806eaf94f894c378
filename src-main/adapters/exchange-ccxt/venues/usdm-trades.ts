import * as z from 'zod/mini';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { BINANCE_SIDE } from './binance-parts.ts';
import type { OrderMarket, OrderMarkets, ProtocolCalls, Reading, ReadTrade } from './order-protocol.ts';
import { AMOUNT, ID, plain, sumOf, WHOLE } from './read-parts.ts';
import { algoOf } from './usdm-algos.ts';
import { waitingId, waitingNameOf, waitingVenueId } from './usdm-parts.ts';
import { type Query, rowsBefore, rowsSince, usdmRowOf } from './usdm-rows.ts';

/** How much later than an order's newest change its trades are looked for, ms. */
const SLACK_MS = 60_000;
/** Orders whose owner is remembered. */
const REMEMBERED = 5_000;

const TRADE = z.object({
  symbol: z.string(),
  id: ID,
  orderId: ID,
  side: BINANCE_SIDE,
  price: AMOUNT,
  qty: AMOUNT,
  realizedPnl: AMOUNT,
  commission: AMOUNT,
  commissionAsset: z.string(),
  time: WHOLE,
  maker: z.boolean(),
});
const FORCED = z.array(z.object({ orderId: ID }));

/** Whose a trade is: trades tell the number of their order alone. */
type Owner = Pick<ReadTrade, 'venueId' | 'id' | 'liquidation'>;

const owners = new WeakMap<ProtocolCalls, Map<string, Owner>>();

const TELLING = { idOf: ({ tradeId, side }: ReadTrade) => `${tradeId} ${side}`, timeOf: ({ time }: ReadTrade) => time };

/** Trades of a market since an instant, each with the order that it is of. */
export async function tradesSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly ReadTrade[]> {
  const trades = await rowsSince(reading.exchange, since, (between) => tradePage(reading, market, between), TELLING);
  const owned: ReadTrade[] = [];
  for (const trade of trades) owned.push({ ...trade, ...(await ownerOf(reading, market, trade)) });
  return owned;
}

/** Trades of one order, of either kind. */
export async function tradesOf(reading: Reading, market: OrderMarket, order: SeenOrder): Promise<readonly ReadTrade[]> {
  const { venueId, id, filled, time } = order;
  const waiting = waitingNameOf(venueId);
  const orderId = waiting === null ? venueId : (await algoOf(reading, waiting))?.placed;
  if (orderId === null || orderId === undefined) return [];
  const enough = (rows: readonly ReadTrade[]) => sumOf(rows.map(({ size }) => size)).compare(sumOf([filled])) >= 0;
  const page = (between: Query) => tradePage(reading, market, { orderId, ...between });
  const trades = await rowsBefore({ to: time + SLACK_MS, enough }, page, TELLING);
  return trades.map((trade) => ({ ...trade, venueId, id }));
}

function tradePage({ exchange, markets, ask }: Reading, market: OrderMarket, of: Query): Promise<readonly ReadTrade[]> {
  return ask(
    () => exchange.fapiPrivateGetUserTrades({ symbol: market.id, ...of }),
    (answer) =>
      z
        .array(TRADE)
        .parse(answer)
        .map((row) => usdmTrade(row, markets)),
  );
}

function usdmTrade(row: z.infer<typeof TRADE>, markets: OrderMarkets): ReadTrade {
  return {
    tradeId: row.id,
    venueId: row.orderId,
    symbol: markets.named(row.symbol)?.symbol ?? row.symbol,
    side: row.side,
    price: plain(row.price),
    size: plain(row.qty),
    liquidity: row.maker ? 'maker' : 'taker',
    fees: [{ asset: markets.asset(row.commissionAsset), amount: plain(row.commission) }],
    time: row.time,
    id: null,
    profit: plain(row.realizedPnl),
  };
}

/** The order says whether it was placed by one that had waited, and by its name whether the venue itself placed it: asked once for each. */
async function ownerOf(reading: Reading, market: OrderMarket, { venueId }: ReadTrade): Promise<Owner> {
  const known = owners.get(reading.exchange) ?? new Map<string, Owner>();
  owners.set(reading.exchange, known);
  const key = `${market.id} ${venueId}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const row = await usdmRowOf(reading, market, { orderId: venueId });
  const forced = row === null ? await isForcedOrder(reading, market, venueId) : row.forced;
  const owner: Owner =
    row !== null && row.placedBy !== null
      ? { venueId: waitingVenueId(row.placedBy), id: waitingId(row.placedBy) }
      : { venueId, id: row?.order.id ?? null, ...(forced ? { liquidation: true } : {}) };
  // One that nobody knows yet is asked for again.
  if (row === null && !forced) return owner;
  known.set(key, owner);
  if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? key);
  return owner;
}

/** What the venue itself placed may be in a table of its own alone. */
function isForcedOrder({ exchange, ask }: Reading, market: OrderMarket, orderId: string): Promise<boolean> {
  return ask(
    () => exchange.fapiPrivateGetForceOrders({ symbol: market.id, limit: 100 }),
    (answer) => FORCED.parse(answer).some((row) => row.orderId === orderId),
  );
}
