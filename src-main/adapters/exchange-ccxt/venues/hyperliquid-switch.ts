import * as z from 'zod/mini';
import type { ProtocolCalls, Reading } from './order-protocol.ts';

/** The least that the switch takes is 5 s, counted from when the request arrives, ms. */
const LEAST_HELD_MS = 6_000;
/** How long an account that has not earned the switch is not asked for it again, ms: an account may do so much only, and each attempt counts. */
const PATIENCE_MS = 3_600_000;
const UNEARNED = /until enough volume traded/iu;
const DONE = z.object({ status: z.literal('ok') });

/** Accounts that have not earned the switch: until when that is believed, and what the venue said. */
const refused = new WeakMap<ProtocolCalls, { readonly until: number; readonly said: unknown }>();

/** Arms Hyperliquid's switch, which it lets only those have who have traded a lot, or takes it off; answers until when it holds, venue time. */
export async function hyperliquidSwitch({ exchange, ask }: Reading, ms: number): Promise<number | null> {
  const now = exchange.nonce();
  const known = refused.get(exchange);
  if (known !== undefined && now < known.until) {
    // What was never armed need not be taken off.
    if (ms === 0) return null;
    throw known.said;
  }
  const until = ms === 0 ? null : now + Math.max(LEAST_HELD_MS, Math.ceil(ms));
  try {
    return await ask(
      () => exchange.privatePostExchange({ action: { type: 'scheduleCancel', ...(until === null ? {} : { time: until }) } }),
      (answer) => {
        DONE.parse(answer);
        return until;
      },
    );
  } catch (thrown) {
    if (thrown instanceof Error && UNEARNED.test(thrown.message)) refused.set(exchange, { until: now + PATIENCE_MS, said: thrown });
    throw thrown;
  }
}
