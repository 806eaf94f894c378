import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { algoOf, algoOrder, algoRequest, waitedSince, waitingOrders } from './okx-algos.ts';
import { OKX_AMENDS } from './okx-amends.ts';
import { okxCancel, okxCancelled } from './okx-cancels.ts';
import { algoIdOf, mayBePlaced, MILLISECONDS, OKX_LIQUIDITY, OKX_SIDE, okxFee, okxId, okxName, waitingVenueId } from './okx-parts.ts';
import { okxRefusal } from './okx-refusals.ts';
import { type OkxRow, okxRow, okxRowOf, only, paged, type Query, rowsOf } from './okx-rows.ts';
import { okxStream } from './okx-stream.ts';
import type { NamedOrder, OrderMarket, OrderMarkets, OrderProtocol, Reading, ReadTrade } from './order-protocol.ts';
import { AMOUNT, plain, sumOf } from './read-parts.ts';

/** Two hours, and what clocks may differ by. */
const FORGETS_MS = 121 * 60_000;
/** What the quick tables of orders and trades reach back to, less an hour, ms: seven days, and three. */
const KEPT_MS = { orders: 167 * 3_600_000, trades: 71 * 3_600_000 };

const NAME = z.string().check(z.minLength(1));
const PLACED = z.object({
  code: z.literal('0'),
  data: z.tuple([z.object({ ordId: NAME, clOrdId: z.string(), sCode: z.literal('0'), ts: z.optional(MILLISECONDS) })]),
});
/** Of one that waits for a price: it has an id of another kind, and no time. */
const WAITS = z.object({
  code: z.literal('0'),
  data: z.tuple([z.object({ algoId: NAME, algoClOrdId: z.string(), sCode: z.literal('0') })]),
});
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
});
const ACCOUNT = z.object({
  code: z.literal('0'),
  data: z.tuple([z.object({ details: z.array(z.object({ ccy: z.string(), availBal: AMOUNT, frozenBal: AMOUNT })) })]),
});
const TIME = z.object({ code: z.literal('0'), data: z.tuple([z.object({ ts: MILLISECONDS })]) });
/** Seconds where it has ten digits, as the examples have it, else ms. */
const INSTANT = z.pipe(
  z.string().check(z.regex(/^(0|\d{10}|\d{13})$/u)),
  z.transform((text) => (text.length === 10 ? Number(text) * 1_000 : Number(text))),
);
const SWITCH = z.object({ code: z.literal('0'), data: z.tuple([z.object({ triggerTime: INSTANT })]) });
/** The shortest and the longest that its switch holds, s. */
const HELD = { least: 10, most: 120 };

/** OKX's spot orders, by its REST api of 2026. */
export const OKX_ORDERS: OrderProtocol = {
  abilities: {
    types: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['gtc', 'ioc', 'fok'],
    afterTrigger: ['gtc'],
    byQuote: ['buy', 'sell'],
  },
  exits: { pair: null, replace: null, amend: OKX_AMENDS },
  nameOf: okxName,
  idOf: okxId,
  place: (exchange, market, order) =>
    order.trigger === null
      ? exchange.privatePostTradeOrder(okxRequest(market, order))
      : exchange.privatePostTradeOrderAlgo(algoRequest(market, order)),
  placed: (body, name) => {
    const waits = WAITS.safeParse(body).data?.data[0];
    if (waits !== undefined) {
      if (waits.algoClOrdId !== name) throw new Fault('venue.garbled', { venue: 'OKX' });
      return { venueId: waitingVenueId(waits.algoId), time: null };
    }
    const [{ ordId, clOrdId, ts }] = PLACED.parse(body).data;
    if (clOrdId !== name) throw new Fault('venue.garbled', { venue: 'OKX' });
    return { venueId: ordId, time: ts ?? null };
  },
  refusal: okxRefusal,
  cancel: okxCancel,
  cancelled: okxCancelled,
  find: findOrder,
  open: openOrders,
  ordersSince: async (reading, market, since) => {
    const { exchange } = reading;
    const ended = (page: Query) => ({ ...only(market), begin: String(since), ...page });
    const recent = await orderPages(reading, (page) => exchange.privateGetTradeOrdersHistory(ended(page)));
    const old =
      since >= exchange.nonce() - KEPT_MS.orders
        ? []
        : await orderPages(reading, (page) => exchange.privateGetTradeOrdersHistoryArchive(ended(page)));
    // What another order has placed is told as that one.
    const own = [...recent, ...old].filter(({ placedBy }) => placedBy === null).map(({ order }) => order);
    return [...own, ...(await waitedSince(reading, market, since))];
  },
  trades: (reading, market, of) => ('since' in of ? tradesSince(reading, market, of.since) : tradesOf(reading, market, of.order)),
  balances: ({ exchange, markets, ask }) =>
    ask(
      () => exchange.privateGetAccountBalance({}),
      (answer) =>
        ACCOUNT.parse(answer)
          .data[0].details.map(({ ccy, availBal, frozenBal }) => ({
            asset: markets.asset(ccy),
            free: plain(availBal),
            used: plain(frozenBal),
          }))
          .filter(({ free, used }) => free !== '0' || used !== '0'),
    ),
  time: ({ exchange, ask }) =>
    ask(
      () => exchange.publicGetPublicTime(),
      (answer) => TIME.parse(answer).data[0].ts,
    ),
  timeStepMs: 1,
  searched: [
    'the order under its id, of either kind',
    'open orders',
    'orders that wait for a price',
    'ended orders of both kinds',
    'trades',
  ],
  forgetsMs: FORGETS_MS,
  keepAlive: ({ exchange, ask }, ms) =>
    ask(
      () => exchange.privatePostTradeCancelAllAfter({ timeOut: heldSeconds(ms) }),
      (answer) => {
        const [{ triggerTime }] = SWITCH.parse(answer).data;
        return triggerTime === 0 ? null : triggerTime;
      },
    ),
  stream: okxStream,
  // The second is told on a connection of its own.
  listens: [{}, { trigger: true }],
};

function heldSeconds(ms: number): string {
  return ms === 0 ? '0' : String(Math.min(HELD.most, Math.max(HELD.least, Math.ceil(ms / 1_000))));
}

/** A request as the venue's own fields, each figure as it was given. */
function okxRequest(market: OrderMarket, order: NamedOrder): Readonly<Record<string, unknown>> {
  const { type, side, size, quoteAmount, price, timeInForce, postOnly, name } = order;
  const kind = postOnly ? 'post_only' : timeInForce === 'gtc' ? 'limit' : timeInForce;
  return {
    instId: market.id,
    tdMode: 'cash',
    clOrdId: name,
    side,
    sz: size ?? quoteAmount,
    ...(type === 'market'
      ? // Without the last it would be made smaller where the money does not reach.
        { ordType: 'market', tgtCcy: quoteAmount === null ? 'base_ccy' : 'quote_ccy', banAmend: true }
      : { ordType: kind, px: price }),
  };
}

/** The order of either kind. What was placed by one that had waited is that one. */
async function findOrder(
  reading: Reading,
  market: OrderMarket,
  { name, venueId }: { readonly name: string | null; readonly venueId: string | null },
): Promise<SeenOrder | null> {
  const algoId = algoIdOf(venueId);
  if (name === null && algoId !== null) return algoOrder(reading, { algoId });
  const row = await okxRowOf(reading, market, name === null ? { ordId: venueId ?? '' } : { clOrdId: name });
  if (row !== null) return row.placedBy === null ? row.order : algoOrder(reading, { algoId: row.placedBy.algoId });
  return name === null ? null : algoOrder(reading, { algoClOrdId: name });
}

/** Those that wait are read first: one whose price comes meanwhile is seen twice, and not missed. */
async function openOrders(reading: Reading, market: OrderMarket | null): Promise<readonly SeenOrder[]> {
  const waiting = await waitingOrders(reading, market);
  const rows = await orderPages(reading, (page) => reading.exchange.privateGetTradeOrdersPending({ ...only(market), ...page }));
  const placedBy = new Set(rows.flatMap((row) => (row.placedBy === null ? [] : [row.placedBy.algoId])));
  const placed: SeenOrder[] = [];
  for (const algoId of placedBy) {
    const order = await algoOrder(reading, { algoId });
    if (order?.state === 'working') placed.push(order);
  }
  const known = new Set(placed.map(({ venueId }) => venueId));
  const others = rows.filter((row) => row.placedBy === null).map(({ order }) => order);
  return [...others, ...waiting.filter(({ venueId }) => !known.has(venueId)), ...placed];
}

function orderPages({ markets, ask }: Reading, page: (page: Query) => Promise<unknown>): Promise<readonly OkxRow[]> {
  return paged(
    (after) =>
      ask(
        () => page(after),
        rowsOf((row) => okxRow(row, markets)),
      ),
    { idOf: ({ order }) => order.venueId },
  );
}

/** Trades of the last days are in a table that is asked quickly, older ones in another. */
async function tradesSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly ReadTrade[]> {
  const { exchange } = reading;
  const begun = { ...only(market), begin: String(since) };
  const recent = await tradePages(reading, (page) => exchange.privateGetTradeFills({ ...begun, ...page }));
  const all =
    since >= exchange.nonce() - KEPT_MS.trades
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

async function tradesOf(reading: Reading, market: OrderMarket, order: SeenOrder): Promise<readonly ReadTrade[]> {
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
  const { instId, tradeId, billId, ordId, clOrdId, side, fillPx, fillSz, fee, feeCcy, execType, ts } = TRADE.parse(row);
  const trade: ReadTrade = {
    tradeId,
    venueId: ordId,
    symbol: markets.named(instId)?.symbol ?? instId,
    side,
    price: plain(fillPx),
    size: plain(fillSz),
    liquidity: execType,
    fees: [okxFee(feeCcy, fee, markets)],
    time: ts,
    id: okxId(clOrdId),
  };
  return { trade, name: clOrdId, billId };
}
