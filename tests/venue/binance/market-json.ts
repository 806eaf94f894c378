import type { Trade } from '../core/events.ts';
import type { Market } from '../core/market.ts';
import type { SymbolRules } from '../core/symbol.ts';
import type { Bar } from '../core/tape.ts';
import { ONE, least, most, unitsText } from '../core/units.ts';
import { ORDER_TYPES } from './order-request.ts';

type Json = Record<string, unknown>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths of bars in ms. A month has no length; this venue is never open that long. */
export const INTERVALS: Readonly<Record<string, number>> = {
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
};

export function symbolJson(rules: SymbolRules, open: boolean): Json {
  return {
    symbol: rules.name,
    status: open ? 'TRADING' : 'HALT',
    baseAsset: rules.base,
    baseAssetPrecision: 8,
    quoteAsset: rules.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ORDER_TYPES,
    icebergAllowed: false,
    ocoAllowed: true,
    otoAllowed: false,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: true,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersJson(rules),
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'NONE',
    allowedSelfTradePreventionModes: ['NONE'],
  };
}

function filtersJson(rules: SymbolRules): Json[] {
  const { band } = rules;
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: unitsText(rules.minPrice),
      maxPrice: unitsText(rules.maxPrice),
      tickSize: unitsText(rules.tick),
    },
    { filterType: 'LOT_SIZE', minQty: unitsText(rules.minQuantity), maxQty: unitsText(rules.maxQuantity), stepSize: unitsText(rules.step) },
    {
      filterType: 'TRAILING_DELTA',
      minTrailingAboveDelta: rules.trailing.least,
      maxTrailingAboveDelta: rules.trailing.most,
      minTrailingBelowDelta: rules.trailing.least,
      maxTrailingBelowDelta: rules.trailing.most,
    },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: unitsText(band.bidUp),
      bidMultiplierDown: unitsText(band.bidDown),
      askMultiplierUp: unitsText(band.askUp),
      askMultiplierDown: unitsText(band.askDown),
      avgPriceMins: rules.meanMinutes,
    },
    {
      filterType: 'NOTIONAL',
      minNotional: unitsText(rules.minNotional),
      applyMinToMarket: true,
      maxNotional: unitsText(rules.maxNotional),
      applyMaxToMarket: true,
      avgPriceMins: rules.meanMinutes,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: rules.maxOrders },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: rules.maxTriggerOrders },
    { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: rules.maxLists },
    { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: rules.maxAmends },
  ];
}

export function levelsJson(levels: readonly { readonly price: bigint; readonly total: bigint }[]): [string, string][] {
  return levels.map(({ price, total }) => [unitsText(price), unitsText(total)]);
}

export function tradeJson(trade: Trade): Json {
  return {
    id: trade.id,
    price: unitsText(trade.price),
    qty: unitsText(trade.quantity),
    quoteQty: unitsText(trade.quote),
    time: trade.time,
    isBuyerMaker: trade.buyerIsMaker,
    isBestMatch: true,
  };
}

/** Prints of one taker at one price, as one; numbered by their first print, so that the number needs no memory. */
export function aggregates(trades: readonly Trade[]): Json[] {
  const joined: { first: Trade; last: Trade; quantity: bigint }[] = [];
  for (const trade of trades) {
    const open = joined.at(-1);
    if (open?.first.takerOrder === trade.takerOrder && open.first.price === trade.price) {
      open.last = trade;
      open.quantity += trade.quantity;
    } else joined.push({ first: trade, last: trade, quantity: trade.quantity });
  }
  return joined.map(({ first, last, quantity }) => ({
    a: first.id,
    p: unitsText(first.price),
    q: unitsText(quantity),
    f: first.id,
    l: last.id,
    T: first.time,
    m: first.buyerIsMaker,
    M: true,
  }));
}

export function klineJson(bar: Bar, length: number): unknown[] {
  return [
    bar.time,
    ...[bar.open, bar.high, bar.low, bar.close, bar.volume].map(unitsText),
    bar.time + length - 1,
    unitsText(bar.quote),
    bar.trades,
    unitsText(bar.takerVolume),
    unitsText(bar.takerQuote),
    '0',
  ];
}

/** What the last 24 hours came to. */
export interface DayFigures {
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly last: bigint;
  readonly volume: bigint;
  readonly quote: bigint;
  readonly trades: number;
  readonly firstTrade: number;
}

export function dayFigures(market: Market, now: number): DayFigures {
  const bars = market.tape.bars.slice(-1_441).filter((bar) => bar.time > now - DAY);
  const last = market.tape.lastPrice;
  const first = bars[0];
  return {
    open: first?.open ?? last,
    high: bars.map((bar) => bar.high).reduce(most, last),
    low: bars.map((bar) => bar.low).reduce(least, last),
    last,
    volume: bars.reduce((sum, bar) => sum + bar.volume, 0n),
    quote: bars.reduce((sum, bar) => sum + bar.quote, 0n),
    trades: bars.reduce((sum, bar) => sum + bar.trades, 0),
    firstTrade: bars.find((bar) => bar.firstTrade >= 0)?.firstTrade ?? -1,
  };
}

export function dayTickerJson(market: Market, now: number): Json {
  const day = dayFigures(market, now);
  const [bid, ask] = [market.bids.top(1)[0], market.asks.top(1)[0]];
  return {
    symbol: market.rules.name,
    priceChange: unitsText(day.last - day.open),
    priceChangePercent: percent(day),
    weightedAvgPrice: unitsText(meanPrice(day)),
    prevClosePrice: unitsText(day.open),
    lastPrice: unitsText(day.last),
    lastQty: unitsText(market.tape.trades.at(-1)?.quantity ?? 0n),
    bidPrice: unitsText(bid?.price ?? 0n),
    bidQty: unitsText(bid?.total ?? 0n),
    askPrice: unitsText(ask?.price ?? 0n),
    askQty: unitsText(ask?.total ?? 0n),
    openPrice: unitsText(day.open),
    highPrice: unitsText(day.high),
    lowPrice: unitsText(day.low),
    volume: unitsText(day.volume),
    quoteVolume: unitsText(day.quote),
    openTime: now - DAY,
    closeTime: now,
    firstId: day.firstTrade,
    lastId: market.tradeId,
    count: day.trades,
  };
}

export function percent({ open, last }: DayFigures): string {
  return open === 0n ? '0.000' : (Number(((last - open) * 100_000n) / open) / 1_000).toFixed(3);
}

export function meanPrice({ volume, quote, last }: DayFigures): bigint {
  return volume === 0n ? last : (quote * ONE) / volume;
}

export function bookTickerJson(market: Market): Json {
  const [bid, ask] = [market.bids.top(1)[0], market.asks.top(1)[0]];
  return {
    symbol: market.rules.name,
    bidPrice: unitsText(bid?.price ?? 0n),
    bidQty: unitsText(bid?.total ?? 0n),
    askPrice: unitsText(ask?.price ?? 0n),
    askQty: unitsText(ask?.total ?? 0n),
  };
}
