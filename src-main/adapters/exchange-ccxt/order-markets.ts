import * as z from 'zod/mini';
import type { OrderMarket, OrderMarkets } from './venues/order-protocol.ts';
import { WHOLE } from './venues/read-parts.ts';

const STEP = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const MARKET = z.object({
  id: z.string(),
  symbol: z.string(),
  spot: z.literal(true),
  base: z.string(),
  quote: z.string(),
  precision: z.object({ price: STEP, amount: STEP }),
  info: z.object({
    altname: z.optional(z.string()),
    wsname: z.optional(z.string()),
    /** Digits of a quote amount, as Binance and Kraken write them. */
    quoteAssetPrecision: z.optional(WHOLE),
    cost_decimals: z.optional(WHOLE),
  }),
});

/** The spot markets in what the library has loaded, by every name. One that does not parse is not known, and no order goes there. `asset` knows assets by the venue's names. */
export function orderMarkets(loaded: unknown, asset: OrderMarkets['asset']): OrderMarkets {
  const bySymbol = new Map<string, OrderMarket>();
  const byName = new Map<string, OrderMarket>();
  for (const value of Object.values(z.record(z.string(), z.unknown()).parse(loaded))) {
    const parsed = MARKET.safeParse(value);
    if (!parsed.success) continue;
    const { id, symbol, base, quote, precision, info } = parsed.data;
    const names = [id, info.altname, info.wsname].filter((name) => name !== undefined);
    const digits = info.quoteAssetPrecision ?? info.cost_decimals;
    const quoteStep = digits === undefined ? precision.price : digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
    const market = { symbol, id, names, base, quote, priceStep: precision.price, sizeStep: precision.amount, quoteStep };
    bySymbol.set(symbol, market);
    for (const name of [...names, symbol]) byName.set(name, market);
  }
  return {
    of: (symbol) => bySymbol.get(symbol) ?? null,
    named: (name) => byName.get(name) ?? null,
    asset,
  };
}
