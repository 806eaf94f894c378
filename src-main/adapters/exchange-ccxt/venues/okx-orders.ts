import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { MILLISECONDS, OKX_LIQUIDITY, OKX_SIDE, OKX_STATE, OKX_TYPE, okxFee, okxId, okxName } from './okx-parts.ts';
import { okxRefusal, okxWord } from './okx-refusals.ts';
import { okxStream } from './okx-stream.ts';
import type { NamedOrder, OrderMarket, OrderMarkets, OrderProtocol, ProtocolCalls, Reading, ReadTrade } from './order-protocol.ts';
import { AMOUNT, plain, plainOrNull, sumOf } from './read-parts.ts';

/** Rows of a page, and most pages that are asked for one answer. */
const PAGE = 100;
const PAGES = 500;
/** What the quick tables of orders and trades reach back to, less an hour, ms: seven days, and three. */
const KEPT_MS = { orders: 167 * 3_600_000, trades: 71 * 3_600_000 };
/** Codes that say that there is no such open order. */
const NOT_OPEN: ReadonlySet<string> = new Set(['51400', '51401', '51402', '51603']);
/** It is being cancelled already. */
const UNDER_WAY = '51410';

const NAME = z.string().check(z.minLength(1));
const ROWS = z.object({ code: z.literal('0'), data: z.array(z.unknown()) });
const PLACED = z.object({
  code: z.literal('0'),
  data: z.tuple([z.object({ ordId: NAME, clOrdId: z.string(), sCode: z.literal('0'), ts: z.optional(MILLISECONDS) })]),
});
const ORDER = z.object({
  instId: z.string(),
  ordId: NAME,
  clOrdId: z.string(),
  side: OKX_SIDE,
  ordType: OKX_TYPE,
  tgtCcy: z.optional(z.string()),
  px: z.union([z.literal(''), AMOUNT]),
  sz: AMOUNT,
  accFillSz: AMOUNT,
  state: OKX_STATE,
  uTime: MILLISECONDS,
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
  abilities: { types: ['market', 'limit'], timesInForce: ['gtc', 'ioc', 'fok'], byQuote: ['buy', 'sell'] },
  nameOf: okxName,
  idOf: okxId,
  place: (exchange, market, order) => exchange.privatePostTradeOrder(okxRequest(market, order)),
  placed: (body, name) => {
    const [{ ordId, clOrdId, ts }] = PLACED.parse(body).data;
    if (clOrdId !== name) throw new Fault('venue.garbled', { venue: 'OKX' });
    return { venueId: ordId, time: ts ?? null };
  },
  refusal: okxRefusal,
  cancel: (exchange, market, { name, venueId }) =>
    exchange.privatePostTradeCancelOrder({ instId: market.id, ...(venueId === null ? { clOrdId: name } : { ordId: venueId }) }),
  cancelled: (status, body) => {
    const code = status === 200 ? okxWord(body)?.code : undefined;
    if (code === '0' || code === UNDER_WAY) return 'taken';
    return code !== undefined && NOT_OPEN.has(code) ? 'unknown-order' : null;
  },
  find: ({ exchange, markets, ask }, market, { name, venueId }) =>
    ask(
      () =>
        orMissing(() => exchange.privateGetTradeOrder({ instId: market.id, ...(name === null ? { ordId: venueId } : { clOrdId: name }) })),
      (answer) => (answer === null ? null : okxOrder(z.tuple([z.unknown()]).parse(ROWS.parse(answer).data)[0], markets)),
    ),
  open: (reading, market) => orderPages(reading, (page) => reading.exchange.privateGetTradeOrdersPending({ ...only(market), ...page })),
  ordersSince: async (reading, market, since) => {
    const { exchange } = reading;
    const ended = (page: Page) => ({ ...only(market), begin: String(since), ...page });
    const recent = await orderPages(reading, (page) => exchange.privateGetTradeOrdersHistory(ended(page)));
    if (since >= exchange.nonce() - KEPT_MS.orders) return recent;
    return [...recent, ...(await orderPages(reading, (page) => exchange.privateGetTradeOrdersHistoryArchive(ended(page))))];
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
  searched: ['the order under its id', 'open orders', 'ended orders', 'trades'],
  keepAlive: ({ exchange, ask }, ms) =>
    ask(
      () => exchange.privatePostTradeCancelAllAfter({ timeOut: heldSeconds(ms) }),
      (answer) => {
        const [{ triggerTime }] = SWITCH.parse(answer).data;
        return triggerTime === 0 ? null : triggerTime;
      },
    ),
  stream: okxStream,
};

type Page = Readonly<Record<string, string>>;

/** Of spot markets, of one or of all. */
function only(market: OrderMarket | null): Page {
  return { instType: 'SPOT', ...(market === null ? {} : { instId: market.id }) };
}

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

/** An order as queries answer it. */
function okxOrder(row: unknown, markets: OrderMarkets): SeenOrder {
  const { instId, ordId, clOrdId, side, ordType, tgtCcy, px, sz, accFillSz, state, uTime } = ORDER.parse(row);
  return {
    id: okxId(clOrdId),
    venueId: ordId,
    symbol: markets.named(instId)?.symbol ?? instId,
    side,
    type: ordType,
    // What is bought for an amount of money has no size but what was bought.
    size: plain(tgtCcy === 'quote_ccy' ? accFillSz : sz),
    filled: plain(accFillSz),
    price: plainOrNull(px),
    trigger: null,
    state,
    time: uTime,
  };
}

function orderPages({ markets, ask }: Reading, page: (page: Page) => Promise<unknown>): Promise<readonly SeenOrder[]> {
  return paged(
    (after) =>
      ask(
        () => page(after),
        rowsOf((row) => okxOrder(row, markets)),
      ),
    ({ venueId }) => venueId,
  );
}

/** Trades of the last days are in a table that is asked quickly, older ones in another. */
async function tradesSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly ReadTrade[]> {
  const { exchange } = reading;
  const begun = { ...only(market), begin: String(since) };
  const recent = await tradePages(reading, (page) => exchange.privateGetTradeFills({ ...begun, ...page }));
  if (since >= exchange.nonce() - KEPT_MS.trades) return recent;
  return merged(await tradePages(reading, (page) => exchange.privateGetTradeFillsHistory({ ...begun, ...page })), recent);
}

async function tradesOf(reading: Reading, market: OrderMarket, order: SeenOrder): Promise<readonly ReadTrade[]> {
  const { exchange } = reading;
  const named = { ...only(market), ordId: order.venueId };
  const recent = await tradePages(reading, (page) => exchange.privateGetTradeFills({ ...named, ...page }));
  if (sumOf(recent.map(({ size }) => size)).compare(sumOf([order.filled])) >= 0) return recent;
  return merged(await tradePages(reading, (page) => exchange.privateGetTradeFillsHistory({ ...named, ...page })), recent);
}

/** Each trade once, though both tables tell it. */
function merged(older: readonly ReadTrade[], recent: readonly ReadTrade[]): readonly ReadTrade[] {
  const key = ({ tradeId, side }: ReadTrade) => `${tradeId} ${side}`;
  const known = new Set(recent.map(key));
  return [...older.filter((trade) => !known.has(key(trade))), ...recent];
}

async function tradePages({ markets, ask }: Reading, page: (page: Page) => Promise<unknown>): Promise<readonly ReadTrade[]> {
  const rows = await paged(
    (after) =>
      ask(
        () => page(after),
        rowsOf((row) => ({ billId: TRADE.parse(row).billId, trade: okxTrade(row, markets) })),
      ),
    ({ billId }) => billId,
  );
  return rows.map(({ trade }) => trade);
}

function okxTrade(row: unknown, markets: OrderMarkets): ReadTrade {
  const { instId, tradeId, ordId, clOrdId, side, fillPx, fillSz, fee, feeCcy, execType, ts } = TRADE.parse(row);
  return {
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
}

function rowsOf<Row>(read: (row: unknown) => Row): (answer: unknown) => readonly Row[] {
  return (answer) => ROWS.parse(answer).data.map(read);
}

/** All rows, oldest first. Pages begin with the newest, each behind the last row of the one before, so that what comes meanwhile moves nothing. */
async function paged<Row>(page: (after: Page) => Promise<readonly Row[]>, idOf: (row: Row) => string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let pages = 0, after: Page = {}; pages < PAGES; pages += 1) {
    const next = await page(after);
    rows.push(...next);
    const last = next.at(-1);
    if (last === undefined || next.length < PAGE) return rows.reverse();
    after = { after: idOf(last) };
  }
  throw new Fault('venue.refused', { venue: 'OKX', problem: 'the history of the account is too long to be read' });
}

/** The venue's word that it knows no such order is an answer and no failure. */
async function orMissing(question: () => ReturnType<ProtocolCalls['privateGetTradeOrder']>): Promise<unknown> {
  try {
    return await question();
  } catch (thrown) {
    if (thrown instanceof Error && /"code":\s*"51603"/u.test(thrown.message)) return null;
    throw thrown;
  }
}
