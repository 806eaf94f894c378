import type { Trade } from '../core/events.ts';
import type { Market } from '../core/market.ts';
import type { Json, KfDesk, Values } from './kf-desk.ts';
import { findContract, iso, kfCoin, kfExecutionId, kfNumber, kfSymbol, kfText } from './kf-desk.ts';
import { KfError } from './kf-error.ts';
import { ONE, times } from '../core/units.ts';

const LENGTHS: Readonly<Record<string, number>> = {
  ...{ '1m': 60_000, '5m': 300_000, '15m': 900_000, '30m': 1_800_000 },
  ...{ '1h': 3_600_000, '4h': 14_400_000, '12h': 43_200_000, '1d': 86_400_000, '1w': 604_800_000 },
};
/** Time between two instants of funding, ms. */
const FUNDING_MS = 3_600_000;
const CANDLES = /^\/api\/charts\/v1\/trade\/(\w+)\/(\w+)$/u;
const TICKER = /^\/derivatives\/api\/v3\/tickers\/(\w+)$/u;

/** What everybody may ask; null where it is no public question. */
export function marketAnswer(path: string, values: Values, desk: KfDesk): Json | null {
  const { contractMarkets } = desk.exchange.state;
  const named = TICKER.exec(path);
  if (named !== null) return { ticker: tickerJson(findContract(desk, named[1]!)) };
  const candles = CANDLES.exec(path);
  if (candles !== null) return candlesOf(findContract(desk, candles[1]!), candles[2]!, values);
  switch (path) {
    case '/derivatives/api/v3/instruments':
      return { instruments: contractMarkets.map(instrumentJson) };
    case '/derivatives/api/v3/tickers':
      return { tickers: contractMarkets.map(tickerJson) };
    case '/derivatives/api/v3/history': {
      const market = findContract(desk, values.get('symbol') ?? '');
      return {
        history: market.tape.trades
          .slice(-100)
          .reverse()
          .map((trade) => printJson(trade, market)),
      };
    }
    default:
      return null;
  }
}

function instrumentJson({ rules, open }: Market): Json {
  const levels = rules.contract!.tiers.map(({ from, rate, leverage }) => ({
    numNonContractUnits: kfNumber(from),
    initialMargin: kfNumber(ONE / BigInt(leverage)),
    maintenanceMargin: kfNumber(rate),
  }));
  return {
    symbol: kfSymbol(rules),
    type: 'flexible_futures',
    tickSize: kfNumber(rules.tick),
    contractSize: 1,
    tradeable: open,
    impactMidSize: 1,
    maxPositionSize: 1_000_000,
    openingDate: '2022-03-22T13:18:45Z',
    marginLevels: levels,
    contractValueTradePrecision: kfText(rules.step).split('.')[1]?.length ?? -(kfText(rules.step).length - 1),
    postOnly: false,
    base: rules.base,
    quote: rules.quote,
    pair: `${kfCoin(rules.base)}:${rules.quote}`,
  };
}

function tickerJson(market: Market): Json {
  const { rules, tape } = market;
  const [bid, ask, last] = [market.bids.top(1)[0], market.asks.top(1)[0], tape.trades.at(-1)];
  return {
    symbol: kfSymbol(rules),
    tag: 'perpetual',
    pair: `${kfCoin(rules.base)}:${rules.quote}`,
    markPrice: kfNumber(market.mark),
    indexPrice: kfNumber(tape.lastPrice),
    ...(bid === undefined ? {} : { bid: kfNumber(bid.price), bidSize: kfNumber(bid.total) }),
    ...(ask === undefined ? {} : { ask: kfNumber(ask.price), askSize: kfNumber(ask.total) }),
    last: kfNumber(tape.lastPrice),
    ...(last === undefined ? {} : { lastTime: iso(last.time), lastSize: kfNumber(last.quantity) }),
    vol24h: 0,
    openInterest: 0,
    open24h: kfNumber(tape.lastPrice),
    fundingRate: kfNumber(fundingOf(market)),
    fundingRatePrediction: 0,
    suspended: !market.open,
    postOnly: false,
  };
}

/** Funding of an hour in dollars for a coin. */
function fundingOf({ fundingRate, tape }: Market): bigint {
  return times(fundingRate, tape.lastPrice);
}

/** Mark and funding of a contract as its stream tells them: what is nought is left out, and what is predicted is of the hour after the one that goes on. */
export function kfFigures(market: Market, now: number): Json {
  const { mark, tape, fundingRate } = market;
  const funding = { funding_rate: kfNumber(fundingOf(market)), relative_funding_rate: kfNumber(fundingRate) };
  return {
    ...{ markPrice: kfNumber(mark), index: kfNumber(tape.lastPrice) },
    ...(fundingRate === 0n ? {} : funding),
    ...{ funding_rate_prediction: 0.9, relative_funding_rate_prediction: 0.000_015 },
    next_funding_rate_time: (Math.floor(now / FUNDING_MS) + 1) * FUNDING_MS,
  };
}

function printJson({ id, price, quantity, time, buyerIsMaker }: Trade, { rules }: Market): Json {
  const uid = kfExecutionId(rules.name, id);
  return {
    uid,
    trade_id: id,
    price: kfNumber(price),
    size: kfNumber(quantity),
    side: buyerIsMaker ? 'sell' : 'buy',
    time: iso(time),
    type: 'fill',
  };
}

/** Bars from one second to another, both in, oldest first; the newest is still under way. */
function candlesOf({ tape }: Market, interval: string, values: Values): Json {
  const length = LENGTHS[interval];
  if (length === undefined) throw new KfError('invalidArgument: interval');
  const [from, to] = [Number(values.get('from') ?? 0) * 1_000, Number(values.get('to') ?? Number.POSITIVE_INFINITY) * 1_000];
  const bars = tape.joined(length, 0).filter(({ time }) => time >= from && time <= to);
  const candles = bars.slice(0, 2_000).map((bar) => ({
    time: bar.time,
    ...{ open: kfText(bar.open), high: kfText(bar.high), low: kfText(bar.low), close: kfText(bar.close), volume: kfText(bar.volume) },
  }));
  return { candles, more_candles: bars.length > candles.length };
}
