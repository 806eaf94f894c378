import * as z from 'zod/mini';
import { countsNothing, plainCredentials, type VenueRules } from './venue-rules.ts';

const KEY = z.object({
  result: z.object({ permissions: z.array(z.string()), ipAllowlist: z.optional(z.array(z.string())) }),
});

/** Kraken, spot. Its counter falls by a third of a request a second at the lowest tier; fifteen may come at once. */
export const KRAKEN: VenueRules = {
  profile: { id: 'kraken', name: 'Kraken', proven: false, sandbox: false, needsPassphrase: false, deadMansSwitch: true },
  credentials: plainCredentials,
  options: {},
  feed: true,
  limits: [{ name: 'counter', counts: 'weight', most: 15, windowMs: 45_000 }],
  weightPerCost: 1 / 3,
  counted: countsNothing,
  rights: {
    ask: (exchange) => exchange.privatePostGetApiKeyInfo(),
    inSandbox: false,
    read: (answer) => {
      const { permissions, ipAllowlist } = KEY.parse(answer).result;
      return {
        read: permissions.includes('query-funds'),
        trade: permissions.includes('modify-trades'),
        withdraw: permissions.includes('withdraw-funds'),
        addressBound: ipAllowlist === undefined ? null : ipAllowlist.length > 0,
      };
    },
  },
};
