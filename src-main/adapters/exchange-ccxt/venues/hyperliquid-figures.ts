import * as z from 'zod/mini';
import type { BookMarket } from './book-channel.ts';
import { type FigureChannel, type HeardFigure, nextHour } from './figure-channel.ts';
import { AMOUNT } from './read-parts.ts';

const CONTEXT = z.object({ markPx: AMOUNT, funding: AMOUNT });
const MESSAGE = z.object({ channel: z.literal('activeAssetCtx'), data: z.object({ coin: z.string(), ctx: z.unknown() }) });
const ANSWERED = z.object({
  channel: z.literal('subscriptionResponse'),
  data: z.object({ subscription: z.object({ type: z.literal('activeAssetCtx') }) }),
});
const ANSWER = z.tuple([z.object({ universe: z.array(z.object({ name: z.string() })) }), z.array(z.unknown())]);
const SOCKETS = z.object({ ws: z.object({ public: z.string() }) });

/** Hyperliquid: one message of a contract, every few seconds at most, with its mark and what it pays at the next full hour; it names no instant. */
export const HYPERLIQUID_FIGURES: FigureChannel = {
  markers: ['"activeAssetCtx"'],
  subscription: {
    url: ({ urls }) => SOCKETS.parse(urls.api).ws.public,
    subscribe: (market) => ({ method: 'subscribe', subscription: subscriptionOf(market) }),
    unsubscribe: (market) => ({ method: 'unsubscribe', subscription: subscriptionOf(market) }),
  },
  read: (message, now) => {
    const { data: told } = MESSAGE.safeParse(message);
    // Of what it answers to the end of a subscription the library would make the end of one of its own.
    if (told === undefined) return ANSWERED.safeParse(message).success ? [] : null;
    return figuresOf(told.data.coin, told.data.ctx, now);
  },
  ask: (calls) => calls.publicPostInfo({ type: 'metaAndAssetCtxs' }),
  readAnswer: (answer, { markets }, now) => {
    const [{ universe }, contexts] = ANSWER.parse(answer);
    return markets.flatMap(({ id }) => {
      const place = universe.findIndex(({ name }) => name === id);
      return figuresOf(id, contexts[place], now);
    });
  },
};

function subscriptionOf({ id: coin }: BookMarket) {
  return { type: 'activeAssetCtx', coin };
}

function figuresOf(market: string, context: unknown, now: number): readonly HeardFigure[] {
  const { markPx, funding } = CONTEXT.parse(context);
  return [
    { kind: 'mark', market, price: markPx },
    { kind: 'funding', market, rate: funding, nextAt: nextHour(now) },
  ];
}
