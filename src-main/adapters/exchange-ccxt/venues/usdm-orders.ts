import * as z from 'zod/mini';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { binanceId, binanceName } from './binance-parts.ts';
import type { OrderMarket, OrderProtocol, Reading } from './order-protocol.ts';
import { WHOLE } from './read-parts.ts';
import { algoOrder, waitedSince, waitingOrders } from './usdm-algos.ts';
import { usdmCancel, usdmCancelled } from './usdm-cancels.ts';
import { USDM_CONTRACTS, usdmKeepAlive, usdmMoney } from './usdm-contracts.ts';
import { USDM_EXITS } from './usdm-exits.ts';
import { waitingName, waitingNameOf } from './usdm-parts.ts';
import { usdmRefusal } from './usdm-refusals.ts';
import { placeUsdm, usdmPlaced } from './usdm-request.ts';
import { type Query, rowsSince, usdmRow, type UsdmRow, usdmRowOf } from './usdm-rows.ts';
import { usdmStream } from './usdm-stream.ts';
import { tradesOf, tradesSince } from './usdm-trades.ts';

/** Three days, and what clocks may differ by. */
const FORGETS_MS = 73 * 3_600_000;

const TIME = z.object({ serverTime: WHOLE });

/** Orders of Binance's USD-M futures, by its REST api of 2026. */
export const USDM_ORDERS: OrderProtocol = {
  abilities: {
    types: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['gtc', 'ioc', 'fok'],
    afterTrigger: ['gtc'],
    byQuote: [],
  },
  contracts: USDM_CONTRACTS,
  exits: USDM_EXITS,
  nameOf: binanceName,
  idOf: binanceId,
  place: placeUsdm,
  placed: usdmPlaced,
  refusal: usdmRefusal,
  cancel: usdmCancel,
  cancelled: usdmCancelled,
  find: findOrder,
  open: openOrders,
  ordersSince: async (reading, market, since) => {
    const { exchange, markets, ask } = reading;
    const stretch = (between: Query) =>
      ask(
        () => exchange.fapiPrivateGetAllOrders({ symbol: market.id, ...between }),
        (answer) => rowsOf(answer).map((row) => usdmRow(row, markets)),
      );
    const rows = await rowsSince(exchange, since, stretch, { idOf: ({ order }) => order.venueId, timeOf: ({ createdAt }) => createdAt });
    return [...plainOf(rows), ...(await waitedSince(reading, market, since))];
  },
  trades: (reading, market, of) => ('since' in of ? tradesSince(reading, market, of.since) : tradesOf(reading, market, of.order)),
  balances: usdmMoney,
  time: ({ exchange, ask }) =>
    ask(
      () => exchange.fapiPublicGetTime(),
      (answer) => TIME.parse(answer).serverTime,
    ),
  timeStepMs: 1,
  searched: ['the order under its id, of either kind', 'open orders of both kinds', 'all orders of both kinds', 'trades'],
  forgetsMs: FORGETS_MS,
  keepAlive: usdmKeepAlive,
  stream: usdmStream,
};

function rowsOf(answer: unknown): readonly unknown[] {
  return z.array(z.unknown()).parse(answer);
}

/** What another order has placed is told as that one, and what the venue closes itself by its trades. */
function plainOf(rows: readonly UsdmRow[]): readonly SeenOrder[] {
  return rows.filter(({ traded, placedBy, forced }) => traded && !forced && placedBy === null).map(({ order }) => order);
}

/** The order of either kind. What was placed by one that had waited is that one. */
async function findOrder(
  reading: Reading,
  market: OrderMarket,
  { name, venueId }: { readonly name: string | null; readonly venueId: string | null },
): Promise<SeenOrder | null> {
  const waiting = waitingNameOf(venueId);
  if (name === null && waiting !== null) return algoOrder(reading, waiting);
  const row = await usdmRowOf(reading, market, name === null ? { orderId: venueId ?? '' } : { origClientOrderId: name });
  if (row !== null) return row.placedBy === null ? row.order : algoOrder(reading, row.placedBy);
  return name === null ? null : algoOrder(reading, waitingName(name));
}

/** Those that wait are read first: one whose price comes meanwhile is seen twice, and not missed. */
async function openOrders(reading: Reading, market: OrderMarket | null): Promise<readonly SeenOrder[]> {
  const { exchange, markets, ask } = reading;
  const waiting = await waitingOrders(reading, market);
  const rows = await ask(
    () => exchange.fapiPrivateGetOpenOrders(market === null ? {} : { symbol: market.id }),
    (answer) => rowsOf(answer).map((row) => usdmRow(row, markets)),
  );
  const placed: SeenOrder[] = [];
  for (const name of new Set(rows.flatMap(({ placedBy }) => placedBy ?? []))) {
    const order = await algoOrder(reading, name);
    if (order?.state === 'working') placed.push(order);
  }
  const known = new Set(placed.map(({ venueId }) => venueId));
  return [...plainOf(rows), ...waiting.filter(({ venueId }) => !known.has(venueId)), ...placed];
}
