import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { type FigureChannel, type HeardFigure, nextHour } from './figure-channel.ts';
import { FIGURE } from './krakenfutures-parts.ts';

/** Digits behind the point of a rate that is reckoned: prices move more within an hour than what is left out. */
const RATE_DIGITS = 12;

const PRICE = FIGURE.check(z.refine((text) => Decimal.parse(text).sign() > 0));
const INSTANT = z.pipe(z.pipe(FIGURE, z.string().check(z.regex(/^\d{13}$/u))), z.transform(Number));
const NAMED = z.object({ feed: z.literal('ticker'), product_id: z.string() });
/** The rate is that of the hour that goes on, as a share; one of nothing is left out. `funding_rate` is the same in dollars for a coin, what is predicted that of the hour after. */
const TICKER = z.object({
  product_id: z.string(),
  markPrice: FIGURE,
  relative_funding_rate: z.nullish(FIGURE),
  next_funding_rate_time: z.nullish(INSTANT),
});
/** When it is asked for, the rate is in dollars for a coin alone, and no instant is named. */
const ANSWER = z.object({
  result: z.literal('success'),
  ticker: z.object({ symbol: z.string(), markPrice: FIGURE, indexPrice: PRICE, fundingRate: z.nullish(FIGURE) }),
});
const ANSWERS = z.array(ANSWER);

/** Kraken Futures: mark and funding are in the messages that tell its best prices. Funding falls due by the hour. */
export const KRAKENFUTURES_FIGURES: FigureChannel = {
  markers: ['"ticker"'],
  subscription: null,
  read: (message) => {
    // Answers to subscriptions name the feed too, and no product.
    if (!NAMED.safeParse(message).success) return null;
    const { product_id: market, markPrice: price, relative_funding_rate: rate, next_funding_rate_time: nextAt } = TICKER.parse(message);
    return figuresOf({ market, price }, nextAt === null || nextAt === undefined ? null : { rate: rate ?? '0', nextAt });
  },
  ask: (calls, { markets }) => Promise.all(markets.map(({ id: symbol }) => calls.publicGetTickersSymbol({ symbol }))),
  readAnswer: (answer, _wanted, now) =>
    ANSWERS.parse(answer).flatMap(({ ticker: { symbol: market, markPrice: price, indexPrice, fundingRate } }) =>
      figuresOf({ market, price }, { rate: shareOf(fundingRate ?? '0', indexPrice), nextAt: nextHour(now) }),
    ),
};

/** The venue's share is of the coin's price when the hour began; its price of now is the nearest that is told. */
function shareOf(dollars: string, index: string): string {
  return Decimal.parse(dollars).divide(Decimal.parse(index), RATE_DIGITS, 'half-away').toString();
}

function figuresOf(
  { market, price }: { readonly market: string; readonly price: string },
  funding: { readonly rate: string; readonly nextAt: number } | null,
): readonly HeardFigure[] {
  const mark: HeardFigure = { kind: 'mark', market, price };
  return funding === null ? [mark] : [mark, { kind: 'funding', market, ...funding }];
}
