import * as z from 'zod/mini';
import { countsNothing, perSecond, plainCredentials, type VenueRules } from './venue-rules.ts';

const CONFIG = z.object({ data: z.tuple([z.object({ perm: z.string(), ip: z.string() })]) });

/** OKX, spot. */
export const OKX: VenueRules = {
  profile: { id: 'okx', name: 'OKX', proven: false, sandbox: true, needsPassphrase: true, deadMansSwitch: true },
  credentials: plainCredentials,
  options: { fetchMarkets: { types: ['spot'] }, defaultType: 'spot' },
  feed: true,
  limits: perSecond(10),
  weightPerCost: 1,
  counted: countsNothing,
  rights: {
    ask: (exchange) => exchange.privateGetAccountConfig(),
    inSandbox: true,
    read: (answer) => {
      const [{ perm, ip }] = CONFIG.parse(answer).data;
      const permissions = perm.split(',');
      return {
        read: permissions.includes('read_only'),
        trade: permissions.includes('trade'),
        withdraw: permissions.includes('withdraw'),
        addressBound: ip !== '',
      };
    },
  },
};
