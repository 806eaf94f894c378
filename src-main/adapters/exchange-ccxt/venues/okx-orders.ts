import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { algoOrder, algoRequest, waitedSince, waitingOrders } from './okx-algos.ts';
import { OKX_AMENDS } from './okx-amends.ts';
import { okxCancel, okxCancelled } from './okx-cancels.ts';
import { OKX_CONTRACTS } from './okx-contracts.ts';
import { algoIdOf, MILLISECONDS, okxHeld, okxId, okxName, okxSize, waitingVenueId } from './okx-parts.ts';
import { okxRefusal } from './okx-refusals.ts';
import { type OkxRow, okxRow, okxRowOf, only, paged, type Query, rowsOf } from './okx-rows.ts';
import { okxStream } from './okx-stream.ts';
import { tradesOf, tradesSince } from './okx-trades.ts';
import type { NamedOrder, OrderMarket, OrderProtocol, Reading } from './order-protocol.ts';
import { AMOUNT } from './read-parts.ts';

/** Two hours, and what clocks may differ by. */
const FORGETS_MS = 121 * 60_000;
/** What the quick table of orders reaches back to, less an hour, ms: seven days. */
const KEPT_MS = 167 * 3_600_000;

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
const ACCOUNT = z.object({
  code: z.literal('0'),
  data: z.tuple([z.object({ details: z.array(z.object({ ccy: z.string(), cashBal: AMOUNT, frozenBal: AMOUNT })) })]),
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

/** OKX's orders of coins and of perpetuals, by its REST api of 2026. */
export const OKX_ORDERS: OrderProtocol = {
  abilities: {
    types: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['gtc', 'ioc', 'fok'],
    afterTrigger: ['gtc'],
    byQuote: ['buy', 'sell'],
  },
  contracts: OKX_CONTRACTS,
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
      since >= exchange.nonce() - KEPT_MS
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
          .data[0].details.map(({ ccy, cashBal, frozenBal }) => ({ asset: markets.asset(ccy), ...heldOf(cashBal, frozenBal) }))
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

/**
 * Cash, and what of it is frozen: by orders, and where contracts are held by their margin too, for which profit that is not realised stands good as well.
 * What was told as available could hold such profit, so it is not read.
 */
function heldOf(cash: string, frozen: string): { readonly free: string; readonly used: string } {
  const [all, held] = [Decimal.parse(cash), Decimal.parse(frozen)];
  const used = all.sign() <= 0 ? Decimal.ZERO : held.compare(all) > 0 ? all : held;
  return { free: all.sub(used).toString(), used: used.toString() };
}

function heldSeconds(ms: number): string {
  return ms === 0 ? '0' : String(Math.min(HELD.most, Math.max(HELD.least, Math.ceil(ms / 1_000))));
}

/** A request as the venue's own fields, each figure as it was given. */
function okxRequest(market: OrderMarket, order: NamedOrder): Readonly<Record<string, unknown>> {
  const { type, side, size, quoteAmount, price, timeInForce, postOnly, name, reduceOnly } = order;
  const kind = postOnly ? 'post_only' : timeInForce === 'gtc' ? 'limit' : timeInForce;
  return {
    instId: market.id,
    ...okxHeld(market, reduceOnly === true),
    clOrdId: name,
    side,
    sz: okxSize(size, market) ?? quoteAmount,
    ...(type === 'market'
      ? { ordType: 'market', ...(market.contract === null ? ofCoins(quoteAmount) : {}) }
      : { ordType: kind, px: price }),
  };
}

/** What a market order of coins is meant in; without the last it would be made smaller where the money does not reach. */
function ofCoins(quoteAmount: string | null): Readonly<Record<string, unknown>> {
  return { tgtCcy: quoteAmount === null ? 'base_ccy' : 'quote_ccy', banAmend: true };
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
  const pending = await orderPages(reading, (page) => reading.exchange.privateGetTradeOrdersPending({ ...only(market), ...page }));
  const rows = pending.filter(({ traded }) => traded);
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
