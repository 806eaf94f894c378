import * as z from 'zod/mini';
import { DEADLINE_MS } from './kraken-parts.ts';
import { KRAKEN_ERRORS, krakenRefusal } from './kraken-refusals.ts';
import type { ExitProtocol } from './order-protocol.ts';

const TAKEN = z.object({ error: z.array(z.unknown()).check(z.length(0)), result: z.object({ amend_id: z.string() }) });
/** Its own words for an order that is not there to be changed. */
const GONE: ReadonlySet<string> = new Set(['EOrder:Unknown order', 'EOrder:Cannot amend']);

/** Other terms of an order where it stands: `AmendOrder`, one step in the matching engine. */
export const KRAKEN_AMENDS: ExitProtocol['amend'] = {
  send: (exchange, _market, { name, venueId, size, price, trigger, signedAt }) =>
    exchange.privatePostAmendOrder({
      ...(venueId === null ? { cl_ord_id: name } : { txid: venueId }),
      ...(size === null ? {} : { order_qty: size }),
      ...(price === null ? {} : { limit_price: price }),
      ...(trigger === null ? {} : { trigger_price: trigger }),
      deadline: new Date(signedAt + DEADLINE_MS).toISOString(),
    }),
  taken: (status, body) => {
    if (status === 200 && TAKEN.safeParse(body).success) return 'taken';
    const [error, ...more] = KRAKEN_ERRORS.safeParse(body).data?.error ?? [];
    if (status === 200 && error !== undefined && more.length === 0 && GONE.has(error))
      return { reason: 'venue', problem: error, clock: false };
    return krakenRefusal(status, body);
  },
};
