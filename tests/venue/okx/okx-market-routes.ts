import { dayFigures } from '../binance/market-json.ts';
import type { Market } from '../core/market.ts';
import { ONE } from '../core/units.ts';
import type { Trade } from '../core/events.ts';
import { OkxError } from './okx-error.ts';
import { contractOf, instId, instType, okxSz, okxText } from './okx-order.ts';
import { type OkxDesk, type Values, findMarket } from './okx-desk.ts';

/** Time between two instants of funding, ms. */
const FUNDING_MS = 8 * 3_600_000;

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
    return marketsOf(desk, values).map(instrumentJson);
  },
  'GET /api/v5/public/mark-price': (values, desk) =>
    marketsOf(desk, values)
      .filter(({ rules }) => !values.has('instId') || instId(rules) === values.get('instId'))
      .map((market) => okxMark(market, desk.clock.now())),
  'GET /api/v5/public/funding-rate': (values, desk) => {
    const market = marketOf(values, desk);
    if (market.rules.contract === null) throw new OkxError('51001', "Instrument ID doesn't exist.");
    return [okxFundingRate(market, desk.clock.now())];
  },
  'GET /api/v5/public/position-tiers': positionTiers,
  'GET /api/v5/market/tickers': (values, desk) => marketsOf(desk, values).map((market) => okxTicker(market, desk.clock.now())),
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

function marketsOf(desk: OkxDesk, values: Values): readonly Market[] {
  return [...desk.exchange.state.markets.values()].filter(({ rules }) => instType(rules) === values.get('instType'));
}

function marketOf(values: Values, desk: OkxDesk): Market {
  return findMarket(desk, values.get('instId') ?? '');
}

function instrumentJson({ rules, open }: Market): unknown {
  const { contract } = rules;
  const family = `${rules.base}-${rules.quote}`;
  return {
    alias: '',
    expTime: '',
    instId: instId(rules),
    instType: instType(rules),
    listTime: '1548133413000',
    lotSz: okxSz(rules, rules.step),
    maxLmtSz: okxSz(rules, rules.maxQuantity),
    maxMktSz: '1000000',
    minSz: okxSz(rules, rules.minQuantity),
    optType: '',
    state: open ? 'live' : 'suspend',
    stk: '',
    tickSz: okxText(rules.tick),
    ...(contract === null
      ? { baseCcy: rules.base, quoteCcy: rules.quote, settleCcy: '', lever: '', uly: '', instFamily: '' }
      : {
          baseCcy: '',
          quoteCcy: '',
          settleCcy: contract.settle,
          lever: String(contract.tiers[0]!.leverage),
          uly: family,
          instFamily: family,
        }),
    ...(contract === null
      ? { ctMult: '', ctType: '', ctVal: '', ctValCcy: '' }
      : { ctMult: '1', ctType: 'linear', ctVal: okxText(contractOf(rules)), ctValCcy: rules.base }),
  };
}

/** Brackets in contracts, as many as were worth their borders when the market began. */
function positionTiers(values: Values, desk: OkxDesk): readonly unknown[] {
  if (values.get('tdMode') !== 'cross') throw new OkxError('51000', 'Parameter tdMode error', { status: 400 });
  const family = values.get('instFamily') ?? '';
  const market = marketsOf(desk, values).find(({ rules }) => `${rules.base}-${rules.quote}` === family);
  if (!market) throw new OkxError('51014', "Index doesn't exist.");
  const { rules } = market;
  const { tiers } = rules.contract!;
  const border = (from: bigint) => okxSz(rules, (from * ONE) / rules.start);
  return tiers.map(({ from, rate, leverage }, place) => ({
    ...{ baseMaxLoan: '', instFamily: family, instId: '', optMgnFactor: '0', quoteMaxLoan: '', uly: family },
    ...{ imr: okxText(ONE / BigInt(leverage)), maxLever: String(leverage), mmr: okxText(rate), tier: String(place + 1) },
    minSz: border(from),
    maxSz: border(tiers[place + 1]?.from ?? 100n * from),
  }));
}

/** A day of a market, as queries and the stream tell it. */
export function okxTicker(market: Market, now: number): Record<string, unknown> {
  const day = dayFigures(market, now);
  const [bid, ask, last] = [market.bids.top(1)[0], market.asks.top(1)[0], market.tape.trades.at(-1)];
  return {
    askPx: okxText(ask?.price ?? 0n),
    askSz: okxSz(market.rules, ask?.total ?? 0n),
    bidPx: okxText(bid?.price ?? 0n),
    bidSz: okxSz(market.rules, bid?.total ?? 0n),
    high24h: okxText(day.high),
    instId: instId(market.rules),
    instType: instType(market.rules),
    last: okxText(day.last),
    lastSz: okxSz(market.rules, last?.quantity ?? 0n),
    low24h: okxText(day.low),
    open24h: okxText(day.open),
    sodUtc0: okxText(day.open),
    sodUtc8: okxText(day.open),
    ts: String(now),
    vol24h: okxSz(market.rules, day.volume),
    // Of coins their worth, of contracts coins.
    volCcy24h: okxText(market.rules.contract === null ? day.quote : day.volume),
  };
}

/** The mark of a contract, as queries and the stream tell it. */
export function okxMark({ rules, mark }: Market, now: number): Record<string, unknown> {
  return { instId: instId(rules), instType: instType(rules), markPx: okxText(mark), ts: String(now) };
}

/** Funding of a contract, every eight hours: what is called next is what comes after the payment that is due. */
export function okxFundingRate({ rules, fundingRate }: Market, now: number): Record<string, unknown> {
  const due = (Math.floor(now / FUNDING_MS) + 1) * FUNDING_MS;
  return {
    ...{ instId: instId(rules), instType: instType(rules), formulaType: 'withRate', method: 'current_period' },
    ...{ fundingRate: okxText(fundingRate), fundingTime: String(due), nextFundingRate: '', nextFundingTime: String(due + FUNDING_MS) },
    ...{
      maxFundingRate: '0.00375',
      minFundingRate: '-0.00375',
      premium: '0',
      settFundingRate: '0.0001',
      settState: 'settled',
      ts: String(now),
    },
  };
}

/** A print of a market, as queries and the stream tell it. */
export function okxTrade(trade: Trade, { rules }: Market): Record<string, unknown> {
  return {
    instId: instId(rules),
    tradeId: String(trade.id),
    px: okxText(trade.price),
    sz: okxSz(rules, trade.quantity),
    side: trade.buyerIsMaker ? 'sell' : 'buy',
    ts: String(trade.time),
  };
}

/** Bars between `before` and `after`, both left out, newest first; the newest is still under way. */
function candles(values: Values, desk: OkxDesk): readonly unknown[] {
  const { tape, rules } = marketOf(values, desk);
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
      ...[bar.open, bar.high, bar.low, bar.close].map(okxText),
      okxSz(rules, bar.volume),
      ...[rules.contract === null ? bar.quote : bar.volume, bar.quote].map(okxText),
      bar.time + length <= now ? '1' : '0',
    ]);
}
