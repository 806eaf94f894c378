import * as z from 'zod/mini';
import { KRAKEN_BOOK } from './kraken-book.ts';
import { KRAKEN_ORDERS } from './kraken-orders.ts';
import { countsNothing, plainCredentials, type VenueRules } from './venue-rules.ts';

const KEY = z.object({
  result: z.object({ permissions: z.array(z.string()), ipAllowlist: z.optional(z.array(z.string())) }),
});

/** It answers 200 with this where too much is asked; its counter is then full and falls by five in this time, ms. */
const TOO_MANY = /"E(?:API|Order):Rate limit exceeded"|"EGeneral:Temporary lockout"/u;
const DECAY_MS = 15_000;

/** Kraken, spot. Its counter falls by a third of a request a second at the lowest tier; fifteen may come at once. */
export const KRAKEN: VenueRules = {
  profile: {
    id: 'kraken',
    name: 'Kraken',
    proven: true,
    sandbox: false,
    needsPassphrase: false,
    deadMansSwitch: true,
    receiveWindowMs: 10_000,
  },
  credentials: plainCredentials,
  options: {},
  feed: true,
  limits: [{ name: 'counter', counts: 'weight', most: 15, windowMs: 45_000, falls: true }],
  weightPerCost: 1 / 3,
  numbered: true,
  silenceMs: (body) => (TOO_MANY.test(body) ? DECAY_MS : null),
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
  book: KRAKEN_BOOK,
  orders: KRAKEN_ORDERS,
};
