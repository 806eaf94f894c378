import * as z from 'zod/mini';
import type { BookMarket } from './book-channel.ts';
import type { FigureChannel, HeardFigure } from './figure-channel.ts';
import { AMOUNT } from './read-parts.ts';

/** A time, which comes as text where numbers are read as they were printed. */
const INSTANT = z.pipe(
  z.pipe(z.union([z.number(), z.string()]), z.transform(String)),
  z.pipe(z.string().check(z.regex(/^\d{13}$/u)), z.transform(Number)),
);
const NAMED = z.object({ e: z.literal('markPriceUpdate') });
/** `r` is what is paid at `T`, and moves until then; `i` and `P` are other prices. */
const UPDATE = z.object({ s: z.string(), p: AMOUNT, r: AMOUNT, T: INSTANT });
/** The same when it is asked for: it calls the rate the last one, and means the newest. */
const INDEX = z.object({ symbol: z.string(), markPrice: AMOUNT, lastFundingRate: AMOUNT, nextFundingTime: INSTANT });
const INDEXES = z.array(INDEX);

/** Binance's futures: one message of a contract each second, with its mark, its rate and when that is paid, at the address where it tells of markets. */
export const USDM_FIGURES: FigureChannel = {
  markers: ['"markPriceUpdate"'],
  subscription: {
    url: (calls) => `${calls.getWsUrl?.('future', 'market') ?? ''}/${calls.stream?.('future', 'figures') ?? '0'}`,
    subscribe: (market, id) => ({ method: 'SUBSCRIBE', params: [streamOf(market)], id }),
    unsubscribe: (market, id) => ({ method: 'UNSUBSCRIBE', params: [streamOf(market)], id }),
  },
  read: (message) => {
    if (!NAMED.safeParse(message).success) return null;
    const { s, p, r, T } = UPDATE.parse(message);
    return figuresOf(s, p, { rate: r, nextAt: T });
  },
  ask: (calls, { markets }) => Promise.all(markets.map(({ id: symbol }) => calls.fapiPublicGetPremiumIndex({ symbol }))),
  readAnswer: (answer) =>
    INDEXES.parse(answer).flatMap(({ symbol, markPrice, lastFundingRate, nextFundingTime }) =>
      figuresOf(symbol, markPrice, { rate: lastFundingRate, nextAt: nextFundingTime }),
    ),
};

function streamOf({ id }: BookMarket): string {
  return `${id.toLowerCase()}@markPrice@1s`;
}

function figuresOf(
  market: string,
  price: string,
  { rate, nextAt }: { readonly rate: string; readonly nextAt: number },
): readonly HeardFigure[] {
  return [
    { kind: 'mark', market, price },
    { kind: 'funding', market, rate, nextAt },
  ];
}
