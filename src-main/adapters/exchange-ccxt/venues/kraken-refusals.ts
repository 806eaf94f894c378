import * as z from 'zod/mini';
import type { EndReason } from '../../../ports/execution-venue.ts';
import type { Refusal } from './order-protocol.ts';

/** The errors of an answer; Kraken answers 200 whatever happens. */
export const KRAKEN_ERRORS = z.object({ error: z.array(z.string()) });

/** Errors that mean that the order was looked at and not taken. Those of load and doubt (`EService`, `EGeneral:Internal error`, limits of calls) are not among them. */
const DEFINITE: Readonly<Record<string, EndReason>> = {
  'EOrder:Insufficient funds': 'funds',
  'EOrder:Order minimum not met': 'minimum',
  'EOrder:Cost minimum not met': 'minimum',
  'EOrder:Post only order': 'post-only',
  'EOrder:Tick size check failed': 'venue',
  'EOrder:Invalid order': 'venue',
  'EOrder:Invalid price': 'venue',
  'EOrder:Orders limit exceeded': 'venue',
  'EOrder:Trading agreement required': 'venue',
  'EQuery:Unknown asset pair': 'venue',
  'EGeneral:Permission denied': 'venue',
  'EAPI:Invalid key': 'venue',
  'EAPI:Invalid signature': 'venue',
  'EAPI:Invalid nonce': 'venue',
  'EAPI:Feature disabled': 'venue',
  'ETrade:User Locked': 'venue',
  'EAccount:Invalid permissions': 'venue',
};

/** Arguments that it does not take. The client id is not among them: it is not taken a second time, and ours may stand there already. */
const ARGUMENTS = /^EGeneral:Invalid arguments:(?:volume|price|price2|ordertype|type|pair|timeinforce|oflags|expiretm|deadline)\b/u;

/** What Kraken's answer proves of a request that it did not carry out: every error of it must be definite. */
export function krakenRefusal(status: number, body: unknown): Refusal | null {
  const parsed = KRAKEN_ERRORS.safeParse(body);
  if (status !== 200 || !parsed.success || parsed.data.error.length === 0) return null;
  const reasons = parsed.data.error.map((error) => DEFINITE[error] ?? (ARGUMENTS.test(error) ? 'venue' : null));
  const [reason] = reasons;
  if (reason === undefined || reason === null || reasons.includes(null)) return null;
  return { reason, problem: parsed.data.error.join(', '), clock: false };
}
