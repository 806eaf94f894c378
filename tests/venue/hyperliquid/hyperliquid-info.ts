import * as z from 'zod/mini';
import { dayFigures } from '../binance/market-json.ts';
import type { Trade } from '../core/events.ts';
import type { BookSide } from '../core/book.ts';
import { activeAssetData, clearinghouseState, contractMeta, fundingJson } from './hyperliquid-contracts.ts';
import {
  CONTRACT_ASSET,
  type HyperliquidDesk,
  type PlacedMarket,
  coinOfSymbol,
  hyperliquidText,
  marketOfCoin,
  marketsOf,
} from './hyperliquid-desk.ts';
import { Unreadable } from './hyperliquid-error.ts';
import { fillJson, hyperliquidOrderId, orderJson, sizeDigits, statusJson, tradeNumber } from './hyperliquid-order.ts';

const CANDLES = z.object({ coin: z.string(), interval: z.string(), startTime: z.int(), endTime: z.int() });
const QUESTION = z.object({
  type: z.string(),
  user: z.optional(z.string()),
  coin: z.optional(z.string()),
  oid: z.optional(z.union([z.int(), z.string()])),
  startTime: z.optional(z.int()),
  endTime: z.optional(z.int()),
  req: z.optional(CANDLES),
});
export type Question = z.infer<typeof QUESTION>;

/** Rows of a page of fills, orders of the history, and levels of a book. */
const PAGE = 500;
const KEPT = 2_000;
const LEVELS = 20;
/** Lengths of bars by their names, ms. */
const LENGTHS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '8h': 28_800_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
};

type Route = (question: Question, desk: HyperliquidDesk) => unknown;

/** What anybody may ask, of the markets and of any account. */
const ROUTES: Readonly<Record<string, Route>> = {
  exchangeStatus: (_question, { clock }) => ({ specialStatuses: null, time: clock.now() }),
  spotMeta: (_question, desk) => markets(desk)[0],
  spotMetaAndAssetCtxs: (_question, desk) => markets(desk),
  l2Book: (question, desk) => bookJson(marketOf(question, desk), desk.clock.now()),
  recentTrades: (question, desk) => {
    const placed = marketOf(question, desk);
    return placed.market.tape.trades
      .slice(-10)
      .reverse()
      .map((trade) => tradeJson(trade, placed));
  },
  candleSnapshot: candles,
  userRole: ({ user = '' }, { keys }) => keys.roleOf(user.toLowerCase()),
  spotClearinghouseState: (question, desk) => ({ balances: balances(desk, accountOf(question, desk)) }),
  frontendOpenOrders: (question, desk) =>
    desk.exchange.state
      .openOrders(accountOf(question, desk))
      .reverse()
      .map((order) => orderJson(order, coinOfSymbol(desk, order.symbol))),
  historicalOrders: (question, desk) =>
    desk.exchange.state
      .ordersOf(accountOf(question, desk))
      .slice(-KEPT)
      .reverse()
      .map((order) => statusJson(order, coinOfSymbol(desk, order.symbol))),
  orderStatus: (question, desk) => {
    const { oid } = question;
    const orders = desk.exchange.state.ordersOf(accountOf(question, desk));
    const found = orders.findLast(({ id, clientId }) => (typeof oid === 'string' ? clientId === oid : hyperliquidOrderId(id) === oid));
    if (found === undefined) return { status: 'unknownOid' };
    return { status: 'order', order: statusJson(found, coinOfSymbol(desk, found.symbol)) };
  },
  userFillsByTime: fills,
  meta: (_question, desk) => contractMeta(desk)[0],
  metaAndAssetCtxs: (_question, desk) => contractMeta(desk),
  clearinghouseState: (question, desk) => clearinghouseState(desk, accountOf(question, desk)),
  activeAssetData: (question, desk) => activeAssetData(desk, accountOf(question, desk), marketOf(question, desk)),
  userFunding: (question, desk) => fundingJson(desk, accountOf(question, desk), question.startTime ?? 0, PAGE),
  userAbstraction: (_question, { margins }) => margins.abstraction,
};

export function readQuestion(body: unknown): Question {
  const read = QUESTION.safeParse(body);
  if (!read.success) throw new Unreadable();
  return read.data;
}

export function answerOf(question: Question, desk: HyperliquidDesk): unknown {
  const route = ROUTES[question.type];
  if (route === undefined) throw new Unreadable();
  return route(question, desk);
}

/** Best levels of a market, bids first. */
export function bestOf({ market: { bids, asks } }: PlacedMarket, levels: number): readonly (readonly unknown[])[] {
  const rows = (side: BookSide) =>
    side.top(levels).map(({ price, total }) => ({ px: hyperliquidText(price), sz: hyperliquidText(total), n: 1 }));
  return [rows(bids), rows(asks)];
}

/** A print of a market, as queries and the stream tell it. */
export function tradeJson(trade: Trade, { coin, asset }: PlacedMarket): Record<string, unknown> {
  return {
    coin,
    side: trade.buyerIsMaker ? 'A' : 'B',
    px: hyperliquidText(trade.price),
    sz: hyperliquidText(trade.quantity),
    hash: `0x${'0'.repeat(64)}`,
    time: trade.time,
    tid: tradeNumber(trade.id, asset),
  };
}

function marketOf({ coin, req }: Question, desk: HyperliquidDesk): PlacedMarket {
  const found = marketOfCoin(desk, coin ?? req?.coin ?? '');
  if (found === undefined) throw new Unreadable();
  return found;
}

function accountOf({ user = '' }: Question, { keys }: HyperliquidDesk): number {
  return keys.accountOf(user) ?? -1;
}

function bookJson(placed: PlacedMarket, now: number): unknown {
  return { coin: placed.coin, time: now, levels: bestOf(placed, LEVELS) };
}

function markets(desk: HyperliquidDesk): readonly unknown[] {
  const all = marketsOf(desk);
  const names = [...new Set(all.flatMap(({ market: { rules } }) => [rules.quote, rules.base]))];
  const tokens = names.map((name, index) => {
    const rules = all.find(({ market }) => market.rules.base === name)?.market.rules;
    return { name, szDecimals: rules === undefined ? 8 : sizeDigits(rules), weiDecimals: 8, index, tokenId: '0x0', isCanonical: true };
  });
  const universe = all.map(({ market: { rules }, coin, place }) => ({
    name: coin,
    tokens: [names.indexOf(rules.base), names.indexOf(rules.quote)],
    index: place,
    isCanonical: coin.includes('/'),
  }));
  const contexts = all.map(({ market, coin }) => {
    const day = dayFigures(market, desk.clock.now());
    const last = hyperliquidText(market.tape.lastPrice);
    return { coin, dayNtlVlm: hyperliquidText(day.quote), markPx: last, midPx: last, prevDayPx: hyperliquidText(day.open) };
  });
  return [{ tokens, universe }, contexts];
}

function balances({ exchange }: HyperliquidDesk, account: number): readonly unknown[] {
  const held = exchange.state.accounts.get(account)?.balances ?? [];
  const coins = [...held].filter(([coin]) => coin !== CONTRACT_ASSET);
  return coins.map(([coin, { free, locked }], token) => ({
    coin,
    token,
    hold: hyperliquidText(locked),
    total: hyperliquidText(free + locked),
    entryNtl: '0.0',
  }));
}

/** A page of an account's fills since an instant, oldest first: whole instants, so that the next page can begin with the newest. */
function fills(question: Question, desk: HyperliquidDesk): readonly unknown[] {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = question;
  const rows = desk.exchange.state.fillsOf(accountOf(question, desk)).filter(({ fill: { time } }) => time >= startTime && time <= endTime);
  const last = rows[PAGE - 1]?.fill.time ?? Number.POSITIVE_INFINITY;
  return rows.filter(({ fill: { time } }) => time <= last).map(({ order, fill }) => fillJson(desk, order, fill, question.user ?? ''));
}

function candles(question: Question, desk: HyperliquidDesk): readonly unknown[] {
  const { market, coin } = marketOf(question, desk);
  const { interval = '', startTime = 0, endTime = 0 } = question.req ?? {};
  const length = LENGTHS[interval];
  if (length === undefined) throw new Unreadable();
  return market.tape
    .joined(length, 0)
    .filter(({ time }) => time + length > startTime && time <= endTime)
    .slice(-5_000)
    .map((bar) => ({
      t: bar.time,
      T: bar.time + length - 1,
      s: coin,
      i: interval,
      o: hyperliquidText(bar.open),
      c: hyperliquidText(bar.close),
      h: hyperliquidText(bar.high),
      l: hyperliquidText(bar.low),
      v: hyperliquidText(bar.volume),
      n: bar.trades,
    }));
}
