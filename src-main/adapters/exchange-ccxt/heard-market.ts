import * as z from 'zod/mini';
import type { SpotSpec } from '../../../src-shared/domain/instrument.ts';
import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { AssetId, InstrumentId, VenueId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { PriceEvent } from '../../ports/market-feed.ts';
import type { VenueProfile } from '../../ports/venue-accounts.ts';
import { contractOf, MARKET_KIND } from './order-markets.ts';

const STEP = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const QUOTE = z.object({ symbol: z.string(), bid: z.string(), bidVolume: z.string(), ask: z.string(), askVolume: z.string() });
const TRADE = z.object({
  id: z.string(),
  symbol: z.string(),
  price: z.string(),
  amount: z.string(),
  side: z.enum(['buy', 'sell']),
  timestamp: z.number(),
});
/** Of the library's own table, where it is a number, or of the venue. */
const FEE = z.union([z.number(), STEP]);
const MARKET = z.object({
  base: z.string(),
  quote: z.string(),
  ...MARKET_KIND,
  active: z.nullish(z.boolean()),
  maker: FEE,
  taker: FEE,
  precision: z.object({ price: STEP, amount: STEP }),
  limits: z.object({ cost: z.object({ min: z.nullish(z.string()) }) }),
});

/** What is the same of an instrument however it is held. */
export type MarketSpec = Omit<SpotSpec, 'kind'>;

const LOADED = z.record(z.string(), z.unknown());

/** Trades whose ids are remembered at least, so that one which was pushed and is asked for again counts once. */
const REMEMBERED = 5_000;

/** A size as it was told of a symbol, in base units: of contracts they are told in contracts. */
export type BaseUnits = (symbol: string, size: string) => string;

const AS_TOLD: BaseUnits = (_symbol, size) => size;

/** Base units by what the library has loaded; asked once for each symbol. */
export function baseUnits(markets: () => unknown): BaseUnits {
  const sizes = new Map<string, Decimal | null>();
  return (symbol, size) => {
    let contract = sizes.get(symbol);
    if (contract === undefined) {
      const loaded = LOADED.safeParse(markets());
      // Nothing is told before markets are loaded.
      if (!loaded.success) return size;
      const text = contractSizeOf(symbol, loaded.data);
      contract = text === null ? null : Decimal.parse(text);
      sizes.set(symbol, contract);
    }
    return contract === null ? size : Decimal.parse(size).mul(contract).toString();
  };
}

/** The best prices in what was pushed or asked for: by symbol. */
export function quotesOf(answer: unknown, inBase: BaseUnits = AS_TOLD): readonly PriceEvent[] {
  return Object.values(z.record(z.string(), QUOTE).parse(answer)).map(({ symbol, bid, bidVolume, ask, askVolume }) => ({
    kind: 'quote',
    symbol,
    bid,
    bidSize: inBase(symbol, bidVolume),
    ask,
    askSize: inBase(symbol, askVolume),
  }));
}

/** A reader of trades, each of which it gives once, oldest first. */
export function tradesOf(inBase: BaseUnits = AS_TOLD): (answer: unknown) => readonly PriceEvent[] {
  let seen = new Set<string>();
  // Two sets in turn: taking the oldest from one again and again is slow.
  let before = new Set<string>();
  return (answer) =>
    z
      .array(TRADE)
      .parse(answer)
      .filter(({ symbol, id }) => {
        const key = `${symbol} ${id}`;
        if (seen.has(key) || before.has(key)) return false;
        seen.add(key);
        if (seen.size < REMEMBERED) return true;
        before = seen;
        seen = new Set();
        return true;
      })
      .sort((a, b) => a.timestamp - b.timestamp)
      .map(({ symbol, price, amount, side, timestamp }) => ({
        ...{ kind: 'trade', symbol, price, taker: side, time: timestamp },
        size: inBase(symbol, amount),
      }));
}

/** Base units per contract of a symbol's market; null for spot, for what is not known, and for what is no contract that is paid in its quote asset. */
export function contractSizeOf(symbol: string, markets: Readonly<Record<string, unknown>>): string | null {
  const market = MARKET.safeParse(Object.hasOwn(markets, symbol) ? markets[symbol] : null);
  return market.success ? (contractOf(market.data)?.size ?? null) : null;
}

/** A market as its venue says it is, whatever is held there. Fails with `instrument.unknown`, and with what does not parse. */
export function marketSpec({ id, name }: VenueProfile, symbol: string, markets: Readonly<Record<string, unknown>>): MarketSpec {
  if (!Object.hasOwn(markets, symbol)) {
    const hint = suggestion(symbol, Object.keys(markets), '');
    throw new Fault('instrument.unknown', { instrument: `${symbol} at ${name}${hint === '' ? '' : `. ${hint}`}` });
  }
  const market = MARKET.safeParse(markets[symbol]);
  if (!market.success) throw new Fault('venue.garbled', { venue: name }, { cause: market.error });
  const { base, quote, maker, taker, precision, limits } = market.data;
  const contract = contractOf(market.data);
  if (contract === null && market.data.spot !== true)
    throw new Fault('instrument.unknown', {
      instrument: `${symbol} at ${name}: only spot and perpetuals that are paid in their quote asset are traded here`,
    });
  const venue = id.toUpperCase();
  const lot =
    contract === null ? plainStep(precision.amount) : Decimal.parse(precision.amount).mul(Decimal.parse(contract.size)).toString();
  return {
    id: `${symbol}.${venue}` as InstrumentId,
    symbol,
    name: base,
    venue: venue as VenueId,
    base: base as AssetId,
    quote: quote as AssetId,
    settle: quote as AssetId,
    tick: plainStep(precision.price),
    lot,
    engineLot: lot,
    multiplier: '1',
    minNotional: limits.cost.min ?? '0',
    makerFee: String(maker),
    takerFee: String(taker),
    halfSpreadBps: null,
    validFrom: utcMs(0),
  };
}

/** A step without the noughts at its end: they would be digits of every price that is shown. */
function plainStep(step: string): string {
  return Decimal.parse(step).toString();
}
