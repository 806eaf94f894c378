import * as z from 'zod/mini';
import type { SpotSpec } from '../../../src-shared/domain/instrument.ts';
import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { AssetId, InstrumentId, VenueId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { FeedEvent } from '../../ports/market-feed.ts';
import type { VenueProfile } from '../../ports/venue-accounts.ts';

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
  spot: z.literal(true),
  active: z.nullish(z.boolean()),
  maker: FEE,
  taker: FEE,
  precision: z.object({ price: STEP, amount: STEP }),
  limits: z.object({ cost: z.object({ min: z.nullish(z.string()) }) }),
});

/** Trades whose ids are remembered at least, so that one which was pushed and is asked for again counts once. */
const REMEMBERED = 5_000;

/** The best prices in what was pushed or asked for: by symbol. */
export function quotesOf(answer: unknown): readonly FeedEvent[] {
  return Object.values(z.record(z.string(), QUOTE).parse(answer)).map(({ symbol, bid, bidVolume, ask, askVolume }) => ({
    kind: 'quote',
    symbol,
    bid,
    bidSize: bidVolume,
    ask,
    askSize: askVolume,
  }));
}

/** A reader of trades, each of which it gives once, oldest first. */
export function tradesOf(): (answer: unknown) => readonly FeedEvent[] {
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
      .map(({ symbol, price, amount, side, timestamp }) => ({ kind: 'trade', symbol, price, size: amount, taker: side, time: timestamp }));
}

/** An instrument as its venue says it is. Fails with `instrument.unknown`, and with what does not parse. */
export function spotSpec({ id, name }: VenueProfile, symbol: string, markets: Readonly<Record<string, unknown>>): SpotSpec {
  if (!Object.hasOwn(markets, symbol)) {
    const hint = suggestion(symbol, Object.keys(markets), '');
    throw new Fault('instrument.unknown', { instrument: `${symbol} at ${name}${hint === '' ? '' : `. ${hint}`}` });
  }
  const market = MARKET.safeParse(markets[symbol]);
  if (!market.success) throw new Fault('venue.garbled', { venue: name }, { cause: market.error });
  const { base, quote, maker, taker, precision, limits } = market.data;
  const venue = id.toUpperCase();
  return {
    id: `${symbol}.${venue}` as InstrumentId,
    symbol,
    name: base,
    venue: venue as VenueId,
    kind: 'spot',
    base: base as AssetId,
    quote: quote as AssetId,
    settle: quote as AssetId,
    tick: plainStep(precision.price),
    lot: plainStep(precision.amount),
    engineLot: plainStep(precision.amount),
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
