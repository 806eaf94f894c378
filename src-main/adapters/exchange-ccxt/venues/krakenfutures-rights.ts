import * as z from 'zod/mini';
import type { VenueRules } from './venue-rules.ts';

/** The service that knows keys, which the library does not: beside the one of histories, and signed like it. */
const SERVICE = 'auth';
const CHECK = 'api-keys/v3/check';

const LEVEL = z.enum(['NO_ACCESS', 'READ_ONLY', 'FULL_ACCESS']);
const KEY = z.object({
  // The second is of withdrawals.
  permissions: z.object({ general: LEVEL, transfer: LEVEL }),
  allowedCidrBlock: z.nullish(z.string()),
  allowedCidrBlocks: z.optional(z.array(z.string())),
});

/** What is used, and made, of the library's class. */
interface KeyServices {
  readonly urls: { readonly api: Record<string, unknown> };
  readonly options: Record<string, unknown>;
}

/** Lets the library's class ask what a key may do. */
export function knowKeyService({ urls, options }: KeyServices): void {
  urls.api[SERVICE] = String(urls.api['history']).replace('/history/', `/${SERVICE}/`);
  options['access'] = { ...(options['access'] as object | undefined), [SERVICE]: { GET: { [CHECK]: 'private' } } };
}

/** What a key may do at Kraken Futures: all of an account, or withdraw from it, each by itself. Its test network is not said to have that service. */
export const KRAKENFUTURES_RIGHTS: VenueRules['rights'] = {
  ask: (exchange) => exchange.request(CHECK, SERVICE, 'GET', { version: 'v1' }),
  inSandbox: false,
  read: (answer) => {
    const { permissions, allowedCidrBlock, allowedCidrBlocks = [] } = KEY.parse(answer);
    return {
      read: permissions.general !== 'NO_ACCESS',
      trade: permissions.general === 'FULL_ACCESS',
      withdraw: permissions.transfer === 'FULL_ACCESS',
      addressBound: typeof allowedCidrBlock === 'string' || allowedCidrBlocks.length > 0,
    };
  },
};
