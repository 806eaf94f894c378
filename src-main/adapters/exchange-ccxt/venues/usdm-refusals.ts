import * as z from 'zod/mini';
import type { EndReason } from '../../../ports/execution-venue.ts';
import type { Refusal } from './order-protocol.ts';
import { WHOLE } from './read-parts.ts';

const ERROR = z.object({ code: WHOLE, msg: z.string() });

/**
 * Of its table of errors: the request was understood, or not even that, and was not carried out. Codes of doubt (-1000, -1001, -1006, -1007), of count
 * (-1003, -1015) and of an id that is there already (-4116) are not among them: ours may stand.
 */
const DEFINITE: ReadonlySet<number> = new Set([
  ...[-1_002, -1_013, -1_014, -1_020, -1_021, -1_022, -1_023, -1_100, -1_101, -1_102, -1_103, -1_104, -1_105, -1_106, -1_108, -1_109],
  ...[-1_110, -1_111, -1_112, -1_113, -1_114, -1_115, -1_116, -1_117, -1_118, -1_120, -1_121, -1_122, -1_128, -1_130, -1_136],
  ...[-2_014, -2_015, -2_017, -2_021, -2_023, -2_024, -2_025, -2_026, -2_027, -2_028],
  ...[-4_000, -4_001, -4_002, -4_004, -4_005, -4_006, -4_007, -4_008, -4_012, -4_013, -4_014, -4_015, -4_016, -4_023, -4_024, -4_029],
  ...[-4_030, -4_045, -4_060, -4_061, -4_062, -4_104, -4_105, -4_109, -4_114, -4_115, -4_117, -4_120, -4_131, -4_135, -4_136, -4_137],
  ...[-4_138, -4_139, -4_140, -4_141, -4_142, -4_161, -4_183, -4_184, -4_192, -4_400, -4_401, -4_402, -4_403, -5_024, -5_037, -5_038],
]);

/** Those that are the same as a reason of ours. */
const REASONS: ReadonlyMap<number, EndReason> = new Map<number, EndReason>([
  [-2_018, 'funds'],
  [-2_019, 'funds'],
  [-2_022, 'reduce-only'],
  [-4_003, 'minimum'],
  [-4_118, 'reduce-only'],
  [-4_164, 'minimum'],
  [-5_021, 'fok'],
  [-5_022, 'post-only'],
]);

/** Signed with another time than the venue's, by its gate or by its engine. */
const CLOCK: readonly number[] = [-1_021, -5_028];

/** What Binance's futures' answer proves of a request that they did not carry out. */
export function usdmRefusal(status: number, body: unknown): Refusal | null {
  const error = ERROR.safeParse(body).data;
  if (error === undefined) return null;
  const { code, msg: problem } = error;
  if (status === 503) return throttled(code, problem);
  if (status < 400 || status >= 500 || status === 408 || status === 418 || status === 429) return null;
  const reason = REASONS.get(code);
  if (reason !== undefined) return { reason, problem, clock: false };
  const clock = CLOCK.includes(code);
  return clock || DEFINITE.has(code) ? { reason: 'venue', problem, clock } : null;
}

/** Of three answers with 503 two say that nothing was done: that too much is asked of it, and that it is not there. The third says that it does not know. */
function throttled(code: number, problem: string): Refusal | null {
  return code === -1_008 || problem === 'Service Unavailable.' ? { reason: 'venue', problem, clock: false } : null;
}
