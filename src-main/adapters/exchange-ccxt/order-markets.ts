import * as z from 'zod/mini';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { OrderMarket, OrderMarkets } from './venues/order-protocol.ts';
import { WHOLE } from './venues/read-parts.ts';

const STEP = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
/** What kind of market it is, as the library says. */
export const MARKET_KIND = {
  spot: z.nullish(z.boolean()),
  swap: z.nullish(z.boolean()),
  linear: z.nullish(z.boolean()),
  settle: z.nullish(z.string()),
  contractSize: z.nullish(STEP),
};
const MARKET = z.object({
  id: z.string(),
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  precision: z.object({ price: STEP, amount: STEP }),
  /** Of the library's own table, where it is a number, or of the venue. */
  taker: z.nullish(z.union([z.number(), STEP])),
  ...MARKET_KIND,
  info: z.object({
    altname: z.optional(z.string()),
    wsname: z.optional(z.string()),
    /** Digits of a quote amount, as Binance and Kraken write them. */
    quoteAssetPrecision: z.optional(WHOLE),
    cost_decimals: z.optional(WHOLE),
  }),
});

/** The spot markets and linear perpetuals in what the library has loaded, by every name. One that does not parse is not known, and no order goes there. `asset` knows assets by the venue's names. */
export function orderMarkets(loaded: unknown, asset: OrderMarkets['asset']): OrderMarkets {
  const bySymbol = new Map<string, OrderMarket>();
  const byName = new Map<string, OrderMarket>();
  for (const value of Object.values(z.record(z.string(), z.unknown()).parse(loaded))) {
    const parsed = MARKET.safeParse(value);
    if (!parsed.success) continue;
    const { id, symbol, base, quote, precision, info, taker } = parsed.data;
    const contract = contractOf(parsed.data);
    if (contract === null && parsed.data.spot !== true) continue;
    const names = [id, info.altname, info.wsname].filter((name) => name !== undefined);
    const digits = info.quoteAssetPrecision ?? info.cost_decimals;
    const quoteStep = digits === undefined ? precision.price : digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
    const sizeStep = contract === null ? precision.amount : Decimal.parse(precision.amount).mul(Decimal.parse(contract.size)).toString();
    const market = {
      symbol,
      id,
      names,
      base,
      quote,
      priceStep: precision.price,
      sizeStep,
      quoteStep,
      contract,
      ...(taker === null || taker === undefined ? {} : { takerFee: String(taker) }),
    };
    bySymbol.set(symbol, market);
    for (const name of [...names, symbol]) byName.set(name, market);
  }
  return {
    of: (symbol) => bySymbol.get(symbol) ?? null,
    named: (name) => byName.get(name) ?? null,
    asset,
  };
}

/** What makes a market a perpetual that is paid in its quote asset; null for anything else. */
export function contractOf(told: {
  readonly quote: string;
  readonly swap?: boolean | null | undefined;
  readonly linear?: boolean | null | undefined;
  readonly settle?: string | null | undefined;
  readonly contractSize?: string | null | undefined;
}): OrderMarket['contract'] {
  const { swap, linear, settle, contractSize, quote } = told;
  if (swap !== true || linear !== true || settle !== quote || contractSize === null || contractSize === undefined) return null;
  return { settle, size: contractSize };
}
