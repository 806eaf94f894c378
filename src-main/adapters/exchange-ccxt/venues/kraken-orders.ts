import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { KRAKEN_AMENDS } from './kraken-amends.ts';
import { krakenId, krakenName } from './kraken-ids.ts';
import { DEADLINE_MS, INSTANT, KRAKEN_SIDE, KRAKEN_STATE, KRAKEN_TYPE, SECONDS } from './kraken-parts.ts';
import { KRAKEN_ERRORS, krakenRefusal } from './kraken-refusals.ts';
import { krakenStream } from './kraken-stream.ts';
import type { NamedOrder, OrderMarket, OrderMarkets, OrderProtocol, Reading, ReadTrade } from './order-protocol.ts';
import { AMOUNT, WHOLE, plain, plainOrNull } from './read-parts.ts';

/** Trades that are asked for by their ids at once, and most pages that are asked for one answer. */
const TOGETHER = 20;
const PAGES = 200;
/** Digits after the point to which an amount is divided, before it is cut to the venue's own. */
const AMOUNT_SCALE = 18;

const PLACED = z.object({ error: z.array(z.unknown()).check(z.length(0)), result: z.object({ txid: z.tuple([z.string()]) }) });
const CANCELLED = z.object({
  error: z.array(z.unknown()).check(z.length(0)),
  result: z.object({ count: WHOLE, pending: z.optional(z.boolean()) }),
});
const ORDER = z.object({
  cl_ord_id: z.nullish(z.string()),
  status: KRAKEN_STATE,
  opentm: SECONDS,
  closetm: z.optional(SECONDS),
  descr: z.object({ pair: z.string(), type: KRAKEN_SIDE, ordertype: z.string(), price: z.string(), price2: z.string() }),
  vol: AMOUNT,
  vol_exec: AMOUNT,
  oflags: z.optional(z.string()),
  trades: z.optional(z.array(z.string())),
});
const TRADE = z.object({
  ordertxid: z.string(),
  pair: z.string(),
  time: SECONDS,
  type: KRAKEN_SIDE,
  price: AMOUNT,
  fee: AMOUNT,
  vol: AMOUNT,
  maker: z.boolean(),
});
const ROWS = z.record(z.string(), z.unknown());
const OPEN = z.object({ result: z.object({ open: ROWS }) });
const CLOSED = z.object({ result: z.object({ closed: ROWS, count: z.optional(WHOLE) }) });
const TRADES = z.object({ result: z.object({ trades: ROWS, count: WHOLE }) });
const NAMED = z.object({ result: ROWS });
const BALANCES = z.object({ result: z.record(z.string(), z.object({ balance: AMOUNT, hold_trade: z.optional(AMOUNT) })) });
const TIME = z.object({ result: z.object({ unixtime: WHOLE }) });
const SWITCH = z.object({ result: z.object({ triggerTime: z.union([z.literal('0'), INSTANT]) }) });

/** Kraken's spot orders, by its REST api of 2026. */
export const KRAKEN_ORDERS: OrderProtocol = {
  abilities: {
    types: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['gtc', 'ioc'],
    byQuote: ['buy'],
  },
  exits: { pair: null, replace: null, amend: KRAKEN_AMENDS },
  nameOf: krakenName,
  idOf: krakenId,
  place: (exchange, market, order) => exchange.privatePostAddOrder(krakenRequest(market, order)),
  placed: (body) => ({ venueId: PLACED.parse(body).result.txid[0], time: null }),
  refusal: krakenRefusal,
  cancel: (exchange, _market, { name, venueId }) =>
    exchange.privatePostCancelOrder(venueId === null ? { cl_ord_id: name } : { txid: venueId }),
  cancelled: (status, body) => {
    if (status !== 200) return null;
    const done = CANCELLED.safeParse(body).data?.result;
    if (done !== undefined) return done.count > 0 || done.pending === true ? 'taken' : 'unknown-order';
    const errors = KRAKEN_ERRORS.safeParse(body).data?.error;
    return errors?.length === 1 && errors[0] === 'EOrder:Unknown order' ? 'unknown-order' : null;
  },
  find: async (reading, _market, { name, venueId }) => {
    if (name === null) return (await byId(reading, venueId ?? ''))?.order ?? null;
    const id = krakenId(name);
    const open = await openOrders(reading, { cl_ord_id: name });
    const found =
      open.find((order) => order.id === id) ?? (await closedOrders(reading, { cl_ord_id: name })).find((order) => order.id === id);
    return found ?? null;
  },
  open: (reading) => openOrders(reading, {}),
  ordersSince: (reading, _market, since) => closedOrders(reading, { start: Math.floor(since / 1_000) }),
  trades: (reading, market, of) => ('since' in of ? tradesSince(reading, market, of.since) : tradesOf(reading, of.order)),
  balances: ({ exchange, markets, ask }) =>
    ask(
      () => exchange.privatePostBalanceEx({}),
      (answer) =>
        Object.entries(BALANCES.parse(answer).result)
          .map(([name, { balance, hold_trade: held = '0' }]) => ({
            asset: markets.asset(name),
            free: Decimal.parse(balance).sub(Decimal.parse(held)).toString(),
            used: plain(held),
          }))
          .filter(({ free, used }) => free !== '0' || used !== '0'),
    ),
  time: ({ exchange, ask }) =>
    ask(
      () => exchange.publicGetTime(),
      (answer) => TIME.parse(answer).result.unixtime * 1_000,
    ),
  timeStepMs: 1_000,
  searched: ['open and closed orders under its id', 'open orders', 'closed orders', 'trades'],
  keepAlive: ({ exchange, ask }, ms) =>
    ask(
      () => exchange.privatePostCancelAllOrdersAfter({ timeout: Math.ceil(ms / 1_000) }),
      (answer) => {
        const { triggerTime } = SWITCH.parse(answer).result;
        return triggerTime === '0' ? null : triggerTime;
      },
    ),
  stream: krakenStream,
};

/** A request as the venue's own fields, each figure as it was given. Fees are asked for in the quote asset, so that it is known which they are in. */
function krakenRequest(market: OrderMarket, order: NamedOrder): Readonly<Record<string, string>> {
  const { type, side, size, quoteAmount, price, trigger, timeInForce, postOnly, name, signedAt } = order;
  const kind = {
    market: 'market',
    limit: 'limit',
    stop: 'stop-loss',
    'stop-limit': 'stop-loss-limit',
    'take-profit': price === null ? 'take-profit' : 'take-profit-limit',
    'trailing-stop': 'trailing-stop',
  }[type];
  const first = trigger ?? price;
  return {
    pair: market.id,
    type: side,
    ordertype: kind,
    volume: size ?? withoutFee(quoteAmount ?? '0', market),
    ...(first === null ? {} : { price: first }),
    ...(trigger === null || price === null ? {} : { price2: price }),
    ...(price === null ? {} : { timeinforce: timeInForce.toUpperCase() }),
    oflags: ['fciq', ...(postOnly ? ['post'] : []), ...(quoteAmount === null ? [] : ['viqc'])].join(','),
    cl_ord_id: name,
    deadline: new Date(signedAt + DEADLINE_MS).toISOString(),
  };
}

/** Fees come on top there, and an amount is all that is to be spent: what is left of it when the highest fee is taken, in the steps of the quote asset. */
function withoutFee(amount: string, { takerFee = '0', quoteStep }: OrderMarket): string {
  const left = Decimal.parse(amount).divide(Decimal.ONE.add(Decimal.parse(takerFee)), AMOUNT_SCALE, 'floor');
  const step = Decimal.parse(quoteStep);
  return left.divide(step, 0, 'floor').mul(step).toString();
}

/** An order as queries answer it, with the ids of its trades where they were asked for. */
function krakenOrder(
  venueId: string,
  row: unknown,
  markets: OrderMarkets,
): { readonly order: SeenOrder; readonly trades: readonly string[] } {
  const { cl_ord_id, status, opentm, closetm, descr, vol, vol_exec, oflags, trades } = ORDER.parse(row);
  const type = KRAKEN_TYPE.parse(descr.ordertype);
  const waits = type !== 'market' && type !== 'limit';
  const byQuote = (oflags ?? '').split(',').includes('viqc');
  const order: SeenOrder = {
    id: krakenId(cl_ord_id),
    venueId,
    symbol: markets.named(descr.pair)?.symbol ?? descr.pair,
    side: descr.type,
    type,
    size: plain(byQuote ? vol_exec : vol),
    filled: plain(vol_exec),
    price: priceOf(waits ? descr.price2 : descr.price),
    trigger: waits ? priceOf(descr.price) : null,
    state: status,
    time: closetm ?? opentm,
  };
  return { order, trades: trades ?? [] };
}

/** A price; null where there is none, or a distance in place of one. */
function priceOf(text: string): string | null {
  return AMOUNT.safeParse(text).success ? plainOrNull(text) : null;
}

function openOrders({ exchange, markets, ask }: Reading, params: Readonly<Record<string, unknown>>): Promise<readonly SeenOrder[]> {
  return ask(
    () => exchange.privatePostOpenOrders(params),
    (answer) => Object.entries(OPEN.parse(answer).result.open).map(([venueId, row]) => krakenOrder(venueId, row, markets).order),
  );
}

function closedOrders({ exchange, markets, ask }: Reading, params: Readonly<Record<string, unknown>>): Promise<readonly SeenOrder[]> {
  return paged((ofs) =>
    ask(
      () => exchange.privatePostClosedOrders({ ...params, ofs }),
      (answer) => {
        const { closed, count } = CLOSED.parse(answer).result;
        const rows = Object.entries(closed).map(([venueId, row]) => [venueId, krakenOrder(venueId, row, markets).order] as const);
        return { rows, count: count ?? null };
      },
    ),
  );
}

/** An order by the venue's id; null where it knows none. */
function byId({ exchange, markets, ask }: Reading, venueId: string): Promise<ReturnType<typeof krakenOrder> | null> {
  return ask(
    () => orMissing(() => exchange.privatePostQueryOrders({ txid: venueId, trades: 'true' })),
    (answer) => {
      const row = answer === null ? undefined : NAMED.parse(answer).result[venueId];
      return row === undefined ? null : krakenOrder(venueId, row, markets);
    },
  );
}

async function tradesOf(reading: Reading, { venueId }: SeenOrder): Promise<readonly ReadTrade[]> {
  const ids = (await byId(reading, venueId))?.trades ?? [];
  const trades: ReadTrade[] = [];
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const rows = await reading.ask(
      () => reading.exchange.privatePostQueryTrades({ txid: ids.slice(from, from + TOGETHER).join(',') }),
      (answer) => Object.entries(NAMED.parse(answer).result).map(([tradeId, row]) => krakenTrade(tradeId, row, reading.markets)),
    );
    trades.push(...rows);
  }
  return trades;
}

async function tradesSince({ exchange, markets, ask }: Reading, market: OrderMarket, since: number): Promise<readonly ReadTrade[]> {
  const trades = await paged((ofs) =>
    ask(
      () => exchange.privatePostTradesHistory({ start: Math.floor(since / 1_000), ofs }),
      (answer) => {
        const { trades: rows, count } = TRADES.parse(answer).result;
        return { rows: Object.entries(rows).map(([tradeId, row]) => [tradeId, krakenTrade(tradeId, row, markets)] as const), count };
      },
    ),
  );
  return trades.filter(({ symbol }) => symbol === market.symbol);
}

function krakenTrade(tradeId: string, row: unknown, markets: OrderMarkets): ReadTrade {
  const { ordertxid, pair, time, type, price, fee, vol, maker } = TRADE.parse(row);
  const market = markets.named(pair);
  return {
    tradeId,
    venueId: ordertxid,
    symbol: market?.symbol ?? pair,
    side: type,
    price: plain(price),
    size: plain(vol),
    liquidity: maker ? 'maker' : 'taker',
    fees: market === null ? [] : [{ asset: market.quote, amount: plain(fee) }],
    time,
    id: null,
  };
}

/** All pages, newest first: what comes meanwhile moves the rest on, so that rows may be read twice but none is missed. */
async function paged<Row>(
  page: (ofs: number) => Promise<{ readonly rows: readonly (readonly [string, Row])[]; readonly count: number | null }>,
): Promise<readonly Row[]> {
  const found = new Map<string, Row>();
  for (let pages = 0, ofs = 0; pages < PAGES; pages += 1) {
    const { rows, count } = await page(ofs);
    for (const [id, row] of rows) found.set(id, row);
    ofs += rows.length;
    if (rows.length === 0 || (count !== null && ofs >= count)) return [...found.values()];
  }
  throw new Fault('venue.refused', { venue: 'Kraken', problem: 'the history of the account is too long to be read' });
}

/** The venue's word that it knows no such order is an answer and no failure. */
async function orMissing(question: () => Promise<unknown>): Promise<unknown> {
  try {
    return await question();
  } catch (thrown) {
    if (thrown instanceof Error && /"error":\s*\["EOrder:Unknown order"\]/u.test(thrown.message)) return null;
    throw thrown;
  }
}
