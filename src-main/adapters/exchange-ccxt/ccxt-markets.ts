import * as z from 'zod/mini';
import type { ListedMarket, VenueMarkets } from '../../../src-shared/domain/venue-markets.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { MarketLists } from '../../ports/market-lists.ts';
import { asked } from './asked.ts';
import { contractOf, MARKET_KIND } from './order-markets.ts';
import { openExchange, type CcxtExchange, type ExchangeAddress } from './open-exchange.ts';
import { VENUES } from './venues/catalog.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** Whose first price in a ticker is the one of 24 hours ago; others begin with their day, of which nothing can be said here. */
const ROLLING: ReadonlySet<string> = new Set(['binance', 'binanceusdm', 'okx', 'krakenfutures', 'bybit']);

const SIGN = z.string().check(z.regex(/^[A-Z0-9]{1,15}$/u));
const STEP = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const MARKET = z.object({
  symbol: z.string(),
  base: SIGN,
  quote: SIGN,
  ...MARKET_KIND,
  active: z.nullish(z.boolean()),
  precision: z.object({ price: STEP, amount: STEP }),
  limits: z.object({ cost: z.object({ min: z.nullish(z.string()) }) }),
});
const TICKER = z.object({ last: z.nullish(z.string()), open: z.nullish(z.string()), quoteVolume: z.nullish(z.string()) });
const BY_SYMBOL = z.record(z.string(), z.unknown());

/** The library's call that tells of all markets at once. */
interface ListedExchange extends CcxtExchange {
  fetchTickers(): Promise<unknown>;
}

/** The open markets of exchanges through ccxt: coins, and perpetuals that are paid in their quote asset. */
export class CcxtMarkets implements MarketLists {
  readonly venues: MarketLists['venues'] = VENUES.map(({ profile: { id, name } }) => ({ id, name }));
  private readonly to: ExchangeAddress;

  constructor(to: ExchangeAddress) {
    this.to = to;
  }

  async fetch(venue: string): Promise<VenueMarkets> {
    const rules = VENUES.find(({ profile }) => profile.id === venue);
    if (rules === undefined) throw new Fault('venue.unknown', { venue, venues: this.venues.map(({ id }) => id).join(', ') });
    const { exchange, limiter } = await openExchange<ListedExchange>(rules, null, this.to);
    const read = (answer: unknown) => BY_SYMBOL.parse(answer);
    try {
      const markets = await asked(rules, () => exchange.loadMarkets(), read);
      const tickers = exchange.has['fetchTickers'] === true ? await asked(rules, () => exchange.fetchTickers(), read) : {};
      const listed = Object.values(markets).flatMap((market) => listedMarket(market, tickers, rules) ?? []);
      return {
        venue: venue.toUpperCase(),
        name: rules.profile.name,
        fetchedAt: this.to.clock.now(),
        markets: listed,
        leftOut: Object.keys(markets).length - listed.length,
      };
    } finally {
      limiter.close();
      await exchange.close();
    }
  }
}

/** A market that can be traded here; null for what is closed, neither spot nor such a perpetual, or has a name that no instrument can have. */
function listedMarket(
  told: unknown,
  tickers: Readonly<Record<string, unknown>>,
  { profile, contractTerms }: VenueRules,
): ListedMarket | null {
  const market = MARKET.safeParse(told);
  if (!market.success || market.data.active === false) return null;
  const { symbol, base, quote, precision, limits } = market.data;
  const contract = contractOf(market.data);
  if (contract === null ? market.data.spot !== true : contractTerms === undefined) return null;
  if (symbol !== (contract === null ? `${base}/${quote}` : `${base}/${quote}:${quote}`)) return null;
  const ticker = TICKER.safeParse(Object.hasOwn(tickers, symbol) ? tickers[symbol] : {});
  const { last, open, quoteVolume } = ticker.success ? ticker.data : {};
  return {
    ...{ symbol, base, quote },
    tick: Decimal.parse(precision.price).toString(),
    lot: Decimal.parse(precision.amount)
      .mul(Decimal.parse(contract?.size ?? '1'))
      .toString(),
    minNotional: limits.cost.min ?? null,
    last: positive(figure(last)),
    open24h: ROLLING.has(profile.id) ? positive(figure(open)) : null,
    quoteVolume24h: figure(quoteVolume),
  };
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

/** A figure of a venue; null where there is none. */
function figure(text: string | null | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
