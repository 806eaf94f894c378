import type { Market } from '../core/market.ts';
import { unitsText } from '../core/units.ts';
import { ApiError } from './api-error.ts';
import { type Desk, type Route, badSymbol, marketIfNamed, marketOf } from './desk.ts';
import { INTERVALS, aggregates, bookTickerJson, dayTickerJson, klineJson, levelsJson, symbolJson, tradeJson } from './market-json.ts';
import type { Params } from './params.ts';

/** Endpoints that anybody may ask. */
export const MARKET_ROUTES: readonly Route[] = [
  { endpoint: 'GET /api/v3/ping', method: 'ping', weight: 1, security: 'none', answer: () => ({}) },
  {
    endpoint: 'GET /api/v3/time',
    method: 'time',
    weight: 1,
    security: 'none',
    answer: (_params, desk) => ({ serverTime: desk.clock.now() }),
  },
  { endpoint: 'GET /api/v3/exchangeInfo', method: 'exchangeInfo', weight: 20, security: 'none', answer: exchangeInfo },
  { endpoint: 'GET /api/v3/depth', method: 'depth', weight: depthWeight, security: 'none', answer: depth },
  {
    endpoint: 'GET /api/v3/trades',
    method: 'trades.recent',
    weight: 25,
    security: 'none',
    answer: (params, desk) => marketOf(params, desk).tape.trades.slice(-limitOf(params)).map(tradeJson),
  },
  { endpoint: 'GET /api/v3/aggTrades', method: 'trades.aggregate', weight: 4, security: 'none', answer: aggTrades },
  { endpoint: 'GET /api/v3/klines', method: 'klines', weight: 2, security: 'none', answer: klines },
  { endpoint: 'GET /api/v3/avgPrice', method: 'avgPrice', weight: 2, security: 'none', answer: avgPrice },
  {
    endpoint: 'GET /api/v3/ticker/24hr',
    method: 'ticker.24hr',
    weight: (params) => tickerWeight(params, [2, 40, 80]),
    security: 'none',
    answer: (params, desk) => each(params, desk, (market) => dayTickerJson(market, desk.clock.now())),
  },
  {
    endpoint: 'GET /api/v3/ticker/bookTicker',
    method: 'ticker.book',
    weight: (params) => tickerWeight(params, [4, 4, 4]),
    security: 'none',
    answer: (params, desk) => each(params, desk, bookTickerJson),
  },
  {
    endpoint: 'GET /api/v3/ticker/price',
    method: 'ticker.price',
    weight: (params) => tickerWeight(params, [4, 4, 4]),
    security: 'none',
    answer: (params, desk) => each(params, desk, ({ rules, tape }) => ({ symbol: rules.name, price: unitsText(tape.lastPrice) })),
  },
  // Libraries that load every market of the company ask for its futures too: here there are none.
  { endpoint: 'GET /fapi/v1/exchangeInfo', weight: 1, security: 'none', answer: () => ({ symbols: [] }) },
  { endpoint: 'GET /dapi/v1/exchangeInfo', weight: 1, security: 'none', answer: () => ({ symbols: [] }) },
];

function limitOf(params: Params, standard = 500, most = 1_000): number {
  return Math.min(most, params.whole('limit') ?? standard);
}

function depthWeight(params: Params): number {
  const limit = limitOf(params, 100, 5_000);
  return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250;
}

/** Two for one market; by how many are named, or for all. */
function tickerWeight(params: Params, [few, many, all]: readonly [number, number, number]): number {
  if (params.text('symbol') !== undefined) return 2;
  const named = params.names('symbols')?.length;
  return named === undefined || named > 100 ? all : named > 20 ? many : few;
}

function each(params: Params, desk: Desk, write: (market: Market) => unknown): unknown {
  const one = marketIfNamed(params, desk);
  if (one) return write(one);
  const { markets } = desk.exchange.state;
  const names = params.names('symbols');
  return (names === undefined ? [...markets.values()] : names.map((name) => markets.get(name) ?? badSymbol())).map(write);
}

function exchangeInfo(params: Params, desk: Desk): unknown {
  const one = marketIfNamed(params, desk);
  const { markets } = desk.exchange.state;
  const names = params.names('symbols');
  const chosen = one ? [one] : names ? names.map((name) => markets.get(name) ?? badSymbol()) : [...markets.values()];
  const { numbers } = desk;
  return {
    timezone: 'UTC',
    serverTime: desk.clock.now(),
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: numbers.weight },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: numbers.ordersPerTenSeconds },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: numbers.ordersPerDay },
    ],
    exchangeFilters: [],
    symbols: chosen.map((market) => symbolJson(market.rules, market.open)),
  };
}

function depth(params: Params, desk: Desk): unknown {
  const market = marketOf(params, desk);
  const limit = limitOf(params, 100, 5_000);
  return { lastUpdateId: market.updateId, bids: levelsJson(market.bids.top(limit)), asks: levelsJson(market.asks.top(limit)) };
}

function aggTrades(params: Params, desk: Desk): unknown {
  const market = marketOf(params, desk);
  const fromId = params.whole('fromId');
  const [from, to] = [params.whole('startTime') ?? 0, params.whole('endTime') ?? Number.MAX_SAFE_INTEGER];
  const trades = market.tape.trades.filter((trade) => trade.id >= (fromId ?? 0) && trade.time >= from && trade.time <= to);
  const all = aggregates(trades);
  return fromId !== undefined || from > 0 ? all.slice(0, limitOf(params)) : all.slice(-limitOf(params));
}

function klines(params: Params, desk: Desk): unknown {
  const market = marketOf(params, desk);
  const interval = params.required('interval');
  const length = INTERVALS[interval];
  if (length === undefined) throw new ApiError(-1120, 'Invalid interval.');
  const start = params.whole('startTime');
  const end = params.whole('endTime') ?? Number.MAX_SAFE_INTEGER;
  const limit = limitOf(params);
  const given = desk.givenBars.get(market.rules.name);
  const rows = given
    ? given.map(([time, ...figures]) => [time, ...figures.slice(0, 5), Number(time) + length - 1, '0', 1, '0', '0', '0'])
    : market.tape.joined(length, 0).map((bar) => klineJson(bar, length));
  const inside = rows.filter(([time]) => Number(time) >= (start ?? 0) && Number(time) <= end);
  return start === undefined ? inside.slice(-limit) : inside.slice(0, limit);
}

function avgPrice(params: Params, desk: Desk): unknown {
  const { rules, tape } = marketOf(params, desk);
  const now = desk.clock.now();
  return { mins: rules.meanMinutes, price: unitsText(tape.mean(rules.meanMinutes, now)), closeTime: tape.trades.at(-1)?.time ?? now };
}
