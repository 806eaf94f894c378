import * as z from 'zod/mini';
import type { EndReason } from '../../../ports/execution-venue.ts';
import type { Refusal } from './order-protocol.ts';

/** What goes wrong with an action as a whole is a sentence, what goes wrong with the order in it stands beside it. */
const WHOLE = z.object({ status: z.literal('err'), response: z.string() });
const ANSWER = z.object({ status: z.literal('ok'), response: z.object({ data: z.object({ statuses: z.tuple([z.unknown()]) }) }) });
const ERROR = z.object({ error: z.string() });

/** Beginnings of what is said of an order that was looked at and does not stand there. */
const OF_ORDER: readonly (readonly [string, EndReason])[] = [
  ['Insufficient spot balance', 'funds'],
  ['Order has insufficient spot balance', 'funds'],
  ['Insufficient margin to place order', 'funds'],
  ['Reduce only order would increase position', 'reduce-only'],
  ['Order must have minimum value', 'minimum'],
  ['Order has zero size', 'minimum'],
  ['Post only order would have immediately matched', 'post-only'],
  ['Order could not immediately match against any resting orders', 'ioc'],
  ['No liquidity available for market order', 'ioc'],
  ['Price must be divisible by tick size', 'venue'],
  ['Order has invalid price', 'venue'],
  ['Order has invalid size', 'venue'],
  ['Order price too far from oracle', 'venue'],
  ['Order price cannot be more than', 'venue'],
  ['Invalid TP/SL price', 'venue'],
  ['Order would increase open interest', 'venue'],
  ['Order rejected due to price more aggressive than oracle', 'venue'],
  ['Order would cause position to exceed margin tier limit', 'venue'],
  // Of an order that was to take another one's place: the one that was there has gone already, or goes with it.
  ['Cannot modify canceled or filled order', 'venue'],
  ['Error placing new order during modify', 'venue'],
  ['Placing trigger orders is not enabled on spot trading', 'venue'],
];

/**
 * Beginnings of what is said of a whole action that was not looked at any further. A number that was used before is not among them: a request
 * that came twice is refused so the second time. Nor is what is said of too many requests, or of one that came too late, whose words are not published.
 */
const OF_ACTION: readonly string[] = ['User or API Wallet ', 'Unable to recover signer', 'Must deposit before performing actions'];

/** What the answer to an action about one order says of it; null where it says nothing that can be understood. */
export function hyperliquidWord(body: unknown): { readonly ofOrder: boolean; readonly said: unknown } | null {
  const whole = WHOLE.safeParse(body);
  if (whole.success) return { ofOrder: false, said: whole.data.response };
  const answer = ANSWER.safeParse(body);
  if (!answer.success) return null;
  const [said] = answer.data.response.data.statuses;
  const error = ERROR.safeParse(said);
  return { ofOrder: true, said: error.success ? error.data.error : said };
}

/** What Hyperliquid's answer proves of a request that it did not carry out. */
export function hyperliquidRefusal(status: number, body: unknown): Refusal | null {
  if (status !== 200) return null;
  const word = hyperliquidWord(body);
  const said = word?.said;
  if (word === null || typeof said !== 'string') return null;
  const reason = word.ofOrder
    ? OF_ORDER.find(([beginning]) => said.startsWith(beginning))?.[1]
    : OF_ACTION.some((beginning) => said.startsWith(beginning))
      ? 'venue'
      : undefined;
  return reason === undefined ? null : { reason, problem: said, clock: false };
}
