import { ApiError } from '../binance/api-error.ts';
import type { Desk, Route } from '../binance/desk.ts';
import { aggregates, bookTickerJson, dayTickerJson, INTERVALS, klineJson, levelsJson } from '../binance/market-json.ts';
import type { Params } from '../binance/params.ts';
import type { Market } from '../core/market.ts';
import { unitsText } from '../core/units.ts';
import { contractIfNamed, contractOf, contractsById, usdmFigures, usdmId } from './usdm-desk.ts';
import { bookNumber } from './usdm-streams.ts';

type Json = Record<string, unknown>;

/** Endpoints of the futures that anybody may ask. */
export const USDM_MARKET_ROUTES: readonly Route[] = [
  { endpoint: 'GET /fapi/v1/ping', weight: 1, security: 'none', answer: () => ({}) },
  { endpoint: 'GET /fapi/v1/time', weight: 1, security: 'none', answer: (_params, desk) => ({ serverTime: desk.clock.now() }) },
  { endpoint: 'GET /fapi/v1/exchangeInfo', weight: 1, security: 'none', answer: exchangeInfo },
  { endpoint: 'GET /fapi/v1/depth', weight: (params) => depthWeight(limitOf(params)), security: 'none', answer: depth },
  { endpoint: 'GET /fapi/v1/aggTrades', weight: 20, security: 'none', answer: aggTrades },
  { endpoint: 'GET /fapi/v1/klines', weight: 5, security: 'none', answer: klines },
  { endpoint: 'GET /fapi/v1/premiumIndex', weight: 1, security: 'none', answer: (params, desk) => each(params, desk, premium(desk)) },
  {
    endpoint: 'GET /fapi/v1/ticker/24hr',
    weight: (params) => (params.text('symbol') === undefined ? 40 : 1),
    security: 'none',
    answer: (params, desk) => each(params, desk, (market) => dayTickerJson(market, desk.clock.now())),
  },
  {
    endpoint: 'GET /fapi/v1/ticker/bookTicker',
    weight: (params) => (params.text('symbol') === undefined ? 5 : 2),
    security: 'none',
    answer: (params, desk) => each(params, desk, (market) => ({ ...bookTickerJson(market), time: desk.clock.now() })),
  },
];

function limitOf(params: Params, standard = 500): number {
  return Math.min(1_000, params.whole('limit') ?? standard);
}

function depthWeight(limit: number): number {
  return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}

function each(params: Params, desk: Desk, write: (market: Market) => Json): unknown {
  const named = (market: Market) => ({ ...write(market), symbol: usdmId(market.rules) });
  const one = contractIfNamed(params, desk);
  return one === null ? [...contractsById(desk).values()].map(named) : named(one);
}

function premium(desk: Desk): (market: Market) => Json {
  return (market) => {
    const { mark, index, rate, nextAt } = usdmFigures(market, desk.clock.now());
    return {
      markPrice: mark,
      indexPrice: index,
      estimatedSettlePrice: index,
      lastFundingRate: rate,
      interestRate: '0.00010000',
      nextFundingTime: nextAt,
      time: desk.clock.now(),
    };
  };
}

function exchangeInfo(_params: Params, desk: Desk): unknown {
  const { numbers } = desk;
  return {
    timezone: 'UTC',
    serverTime: desk.clock.now(),
    futuresType: 'U_MARGINED',
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: numbers.weight },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: numbers.ordersPerTenSeconds },
    ],
    exchangeFilters: [],
    assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '0' }],
    symbols: [...contractsById(desk).values()].map(symbolJson),
  };
}

/** Digits behind the point of a step. */
function digitsOf(step: bigint): number {
  return unitsText(step).replace(/0+$/u, '').split('.')[1]?.length ?? 0;
}

function symbolJson({ rules, open }: Market): Json {
  return {
    symbol: usdmId(rules),
    pair: usdmId(rules),
    contractType: 'PERPETUAL',
    deliveryDate: 4_133_404_800_000,
    onboardDate: 1_569_398_400_000,
    status: open ? 'TRADING' : 'BREAK',
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset: rules.base,
    quoteAsset: rules.quote,
    marginAsset: rules.contract!.settle,
    pricePrecision: digitsOf(rules.tick),
    quantityPrecision: digitsOf(rules.step),
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: [],
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    marketTakeBound: '0.05',
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: unitsText(rules.minPrice),
        maxPrice: unitsText(rules.maxPrice),
        tickSize: unitsText(rules.tick),
      },
      {
        filterType: 'LOT_SIZE',
        minQty: unitsText(rules.minQuantity),
        maxQty: unitsText(rules.maxQuantity),
        stepSize: unitsText(rules.step),
      },
      { filterType: 'MARKET_LOT_SIZE', minQty: unitsText(rules.minQuantity), maxQty: '1000', stepSize: unitsText(rules.step) },
      { filterType: 'MAX_NUM_ORDERS', limit: rules.maxOrders },
      { filterType: 'MAX_NUM_ALGO_ORDERS', limit: rules.maxTriggerOrders },
      { filterType: 'MIN_NOTIONAL', notional: unitsText(rules.minNotional).replace(/\.0+$/u, '') },
      { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
    ],
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
  };
}

function depth(params: Params, desk: Desk): unknown {
  const market = contractOf(params, desk);
  const limit = limitOf(params);
  const now = desk.clock.now();
  return {
    lastUpdateId: bookNumber(market.updateId),
    E: now,
    T: now,
    bids: levelsJson(market.bids.top(limit)),
    asks: levelsJson(market.asks.top(limit)),
  };
}

function aggTrades(params: Params, desk: Desk): unknown {
  const market = contractOf(params, desk);
  const from = params.whole('startTime') ?? 0;
  const all = aggregates(market.tape.trades.filter(({ time }) => time >= from));
  return all.slice(-limitOf(params));
}

function klines(params: Params, desk: Desk): unknown {
  const market = contractOf(params, desk);
  const length = INTERVALS[params.required('interval')];
  if (length === undefined) throw new ApiError(-1_120, 'Invalid interval.');
  const start = params.whole('startTime');
  const end = params.whole('endTime') ?? Number.MAX_SAFE_INTEGER;
  const rows = market.tape.joined(length, 0).map((bar) => klineJson(bar, length));
  const inside = rows.filter(([time]) => Number(time) >= (start ?? 0) && Number(time) <= end);
  return start === undefined ? inside.slice(-limitOf(params)) : inside.slice(0, limitOf(params));
}
