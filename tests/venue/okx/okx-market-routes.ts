import { dayFigures } from '../binance/market-json.ts';
import type { Market } from '../core/market.ts';
import type { Trade } from '../core/events.ts';
import { OkxError } from './okx-error.ts';
import { instId, okxText } from './okx-order.ts';
import { type OkxDesk, type Values, findMarket } from './okx-desk.ts';

type Route = (values: Values, desk: OkxDesk) => readonly unknown[];

/** Lengths of bars by their names, ms. */
const LENGTHS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1H': 3_600_000,
  '2H': 7_200_000,
  '4H': 14_400_000,
  '6Hutc': 21_600_000,
  '12Hutc': 43_200_000,
  '1Dutc': 86_400_000,
};

/** What anybody may ask of the markets. */
export const OKX_MARKET_ROUTES: Readonly<Record<string, Route>> = {
  'GET /api/v5/public/instruments': (values, desk) => {
    if (values.get('instType') !== 'SPOT') return [];
    return marketsOf(desk).map(instrumentJson);
  },
  'GET /api/v5/market/tickers': (_values, desk) => marketsOf(desk).map((market) => okxTicker(market, desk.clock.now())),
  'GET /api/v5/market/ticker': (values, desk) => [okxTicker(marketOf(values, desk), desk.clock.now())],
  'GET /api/v5/market/trades': (values, desk) => {
    const market = marketOf(values, desk);
    return market.tape.trades
      .slice(-Math.min(500, Number(values.get('limit') ?? 100)))
      .reverse()
      .map((trade) => okxTrade(trade, market));
  },
  'GET /api/v5/market/candles': candles,
  'GET /api/v5/market/history-candles': candles,
};

function marketsOf(desk: OkxDesk): readonly Market[] {
  return [...desk.exchange.state.markets.values()];
}

function marketOf(values: Values, desk: OkxDesk): Market {
  return findMarket(desk, values.get('instId') ?? '');
}

function instrumentJson({ rules, open }: Market): unknown {
  return {
    alias: '',
    baseCcy: rules.base,
    ctMult: '',
    ctType: '',
    ctVal: '',
    ctValCcy: '',
    expTime: '',
    instFamily: '',
    instId: instId(rules),
    instType: 'SPOT',
    lever: '',
    listTime: '1548133413000',
    lotSz: okxText(rules.step),
    maxLmtSz: okxText(rules.maxQuantity),
    maxMktSz: '1000000',
    minSz: okxText(rules.minQuantity),
    optType: '',
    quoteCcy: rules.quote,
    settleCcy: '',
    state: open ? 'live' : 'suspend',
    stk: '',
    tickSz: okxText(rules.tick),
    uly: '',
  };
}

/** A day of a market, as queries and the stream tell it. */
export function okxTicker(market: Market, now: number): Record<string, unknown> {
  const day = dayFigures(market, now);
  const [bid, ask, last] = [market.bids.top(1)[0], market.asks.top(1)[0], market.tape.trades.at(-1)];
  return {
    askPx: okxText(ask?.price ?? 0n),
    askSz: okxText(ask?.total ?? 0n),
    bidPx: okxText(bid?.price ?? 0n),
    bidSz: okxText(bid?.total ?? 0n),
    high24h: okxText(day.high),
    instId: instId(market.rules),
    instType: 'SPOT',
    last: okxText(day.last),
    lastSz: okxText(last?.quantity ?? 0n),
    low24h: okxText(day.low),
    open24h: okxText(day.open),
    sodUtc0: okxText(day.open),
    sodUtc8: okxText(day.open),
    ts: String(now),
    vol24h: okxText(day.volume),
    volCcy24h: okxText(day.quote),
  };
}

/** A print of a market, as queries and the stream tell it. */
export function okxTrade(trade: Trade, { rules }: Market): Record<string, unknown> {
  return {
    instId: instId(rules),
    tradeId: String(trade.id),
    px: okxText(trade.price),
    sz: okxText(trade.quantity),
    side: trade.buyerIsMaker ? 'sell' : 'buy',
    ts: String(trade.time),
  };
}

/** Bars between `before` and `after`, both left out, newest first; the newest is still under way. */
function candles(values: Values, desk: OkxDesk): readonly unknown[] {
  const { tape } = marketOf(values, desk);
  const length = LENGTHS[values.get('bar') ?? '1m'];
  if (length === undefined) throw new OkxError('51000', 'Parameter bar error', { status: 400 });
  const [before, after] = [Number(values.get('before') ?? -1), Number(values.get('after') ?? Number.POSITIVE_INFINITY)];
  const now = desk.clock.now();
  return tape
    .joined(length, 0)
    .filter(({ time }) => time > before && time < after)
    .slice(-Math.min(300, Number(values.get('limit') ?? 100)))
    .reverse()
    .map((bar) => [
      String(bar.time),
      ...[bar.open, bar.high, bar.low, bar.close, bar.volume, bar.quote, bar.quote].map(okxText),
      bar.time + length <= now ? '1' : '0',
    ]);
}
