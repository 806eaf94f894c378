import * as z from 'zod/mini';
import type { EndReason } from '../../../ports/execution-venue.ts';
import type { Refusal } from './order-protocol.ts';
import { WHOLE } from './read-parts.ts';

const ERROR = z.object({ code: WHOLE, msg: z.string() });

/** Of errors.md: the request was understood, or not even that, and was not carried out. Codes of load, doubt (-1006, -1007) and count are not among them. */
const DEFINITE: ReadonlySet<number> = new Set([
  -1_002, -1_013, -1_014, -1_020, -1_021, -1_022, -1_100, -1_101, -1_102, -1_103, -1_104, -1_105, -1_106, -1_108, -1_111, -1_112, -1_114,
  -1_115, -1_116, -1_117, -1_118, -1_119, -1_120, -1_121, -1_128, -1_130, -1_131, -1_134, -1_135, -1_145, -2_008, -2_014, -2_015,
]);

/** What the matching engine says with -2010. One that it holds for a duplicate is not among them: ours may stand there already. */
const REJECTED: readonly (readonly [string, EndReason])[] = [
  ['insufficient balance', 'funds'],
  ['would immediately match and take', 'post-only'],
  ['would trigger immediately', 'venue'],
  ['relationship of the prices for the orders is not correct', 'venue'],
  ['Market is closed', 'venue'],
  ['may not place or cancel orders', 'venue'],
  ['Unsupported order combination', 'venue'],
  ['is not supported for this symbol', 'venue'],
  ['Rest API trading is not enabled', 'venue'],
  ['Price is over the limit', 'venue'],
];

/** What Binance's answer proves of a request that it did not carry out. */
export function binanceRefusal(status: number, body: unknown): Refusal | null {
  if (status < 400 || status >= 500 || status === 418 || status === 429) return null;
  const error = ERROR.safeParse(body);
  if (!error.success) return null;
  const { code, msg } = error.data;
  if (code === -2_010) {
    const found = REJECTED.find(([text]) => msg.includes(text));
    return found === undefined ? null : { reason: found[1], problem: msg, clock: false };
  }
  if (!DEFINITE.has(code)) return null;
  const small = code === -1_013 && /\b(?:MIN_)?NOTIONAL\b|\bLOT_SIZE\b|QTY is zero/u.test(msg);
  return { reason: small ? 'minimum' : 'venue', problem: msg, clock: code === -1_021 };
}
