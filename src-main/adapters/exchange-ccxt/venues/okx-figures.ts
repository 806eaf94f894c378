import * as z from 'zod/mini';
import type { BookMarket } from './book-channel.ts';
import type { FigureChannel, HeardFigure } from './figure-channel.ts';
import { MILLISECONDS } from './okx-parts.ts';
import { AMOUNT } from './read-parts.ts';

const SWAP = 'SWAP';
const CHANNELS = ['mark-price', 'funding-rate'] as const;

const MARK = z.object({ instId: z.string(), markPx: AMOUNT });
/** `fundingTime` is when `fundingRate` is paid; what it calls the next ones are those after. */
const FUNDING = z.object({ instId: z.string(), fundingRate: AMOUNT, fundingTime: MILLISECONDS });
const NAMED = z.object({ arg: z.object({ channel: z.enum(CHANNELS), instId: z.string() }) });
const TOLD = z.extend(NAMED, { data: z.array(z.unknown()) });
const ANSWERED = z.extend(NAMED, { event: z.enum(['subscribe', 'unsubscribe']) });
const ANSWER = z.object({ code: z.literal('0'), data: z.array(z.union([MARK, FUNDING])) });
const ANSWERS = z.array(ANSWER);

/** OKX: a channel for marks, every ten seconds where they stand still, and one for funding, every ninety at most. */
export const OKX_FIGURES: FigureChannel = {
  markers: CHANNELS.map((channel) => `"${channel}"`),
  subscription: {
    url: (calls) => calls.getUrl?.(CHANNELS[0], 'public') ?? '',
    subscribe: (market) => ({ op: 'subscribe', args: argsOf(market) }),
    unsubscribe: (market) => ({ op: 'unsubscribe', args: argsOf(market) }),
  },
  read: (message) => {
    const { data: told } = TOLD.safeParse(message);
    if (told === undefined) return ANSWERED.safeParse(message).success ? [] : null;
    return told.arg.channel === 'mark-price'
      ? z.array(MARK).parse(told.data).map(markOf)
      : z.array(FUNDING).parse(told.data).map(fundingOf);
  },
  ask: async (calls, { kind, markets }) => {
    const rate = ({ id: instId }: BookMarket) => calls.publicGetPublicFundingRate({ instId });
    const mark = ({ id: instId }: BookMarket) => calls.publicGetPublicMarkPrice({ instType: SWAP, instId });
    return Promise.all(markets.map(kind === 'mark' ? mark : rate));
  },
  readAnswer: (answer) => ANSWERS.parse(answer).flatMap(({ data }) => data.map((row) => ('markPx' in row ? markOf(row) : fundingOf(row)))),
};

function argsOf({ id: instId }: BookMarket): readonly unknown[] {
  return CHANNELS.map((channel) => ({ channel, instId }));
}

function markOf({ instId, markPx }: z.infer<typeof MARK>): HeardFigure {
  return { kind: 'mark', market: instId, price: markPx };
}

function fundingOf({ instId, fundingRate, fundingTime }: z.infer<typeof FUNDING>): HeardFigure {
  return { kind: 'funding', market: instId, rate: fundingRate, nextAt: fundingTime };
}
