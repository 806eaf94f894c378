import * as z from 'zod/mini';
import { countsNothing, perSecond, plainCredentials, saidByStatus, type VenueRules } from './venue-rules.ts';

const KEY = z.object({
  result: z.object({
    readOnly: z.union([z.literal(0), z.literal(1)]),
    ips: z.array(z.string()),
    permissions: z.record(z.string(), z.array(z.string())),
  }),
});

/** Bybit, spot. A key that is bound to no address names `*`. */
export const BYBIT: VenueRules = {
  profile: {
    id: 'bybit',
    name: 'Bybit',
    proven: false,
    sandbox: true,
    needsPassphrase: false,
    deadMansSwitch: true,
    receiveWindowMs: 60_000,
  },
  credentials: plainCredentials,
  options: { fetchMarkets: { types: ['spot'] }, defaultType: 'spot' },
  feed: false,
  limits: perSecond(50),
  weightPerCost: 1,
  numbered: false,
  silenceMs: saidByStatus,
  counted: countsNothing,
  rights: {
    ask: (exchange) => exchange.privateGetV5UserQueryApi(),
    inSandbox: true,
    read: (answer) => {
      const { readOnly, ips, permissions } = KEY.parse(answer).result;
      return {
        read: true,
        trade: readOnly === 0 && (permissions['Spot'] ?? []).includes('SpotTrade'),
        withdraw: readOnly === 0 && (permissions['Wallet'] ?? []).includes('Withdraw'),
        addressBound: ips.length > 0 && !ips.includes('*'),
      };
    },
  },
  book: null,
  orders: null,
};
