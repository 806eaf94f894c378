import * as z from 'zod/mini';
import { OKX_BOOK } from './okx-book.ts';
import { okxContractTerms } from './okx-contracts.ts';
import { OKX_FIGURES } from './okx-figures.ts';
import { OKX_ORDERS } from './okx-orders.ts';
import { countsNothing, perSecond, plainCredentials, type VenueRules } from './venue-rules.ts';

const CONFIG = z.object({ data: z.tuple([z.object({ perm: z.string(), ip: z.string() })]) });

/** How long after its signing an order may still be taken, ms: what comes later is refused by the venue itself. */
const DEADLINE_MS = 5_000;
/** For how long the venue takes a signature, ms. */
const SIGNED_FOR_MS = 30_000;
/** It says so where too much is asked, whatever the status; its counts begin anew after this time, ms. */
const TOO_MANY = /"code":\s*"500(?:11|13|40)"/u;
const COUNT_MS = 2_000;

/** OKX, spot and perpetuals that are paid in their quote asset, in one account. Limits are by endpoint, over two seconds; the library's costs share one of ten units a second out among them. */
export const OKX: VenueRules = {
  profile: {
    id: 'okx',
    name: 'OKX',
    proven: true,
    sandbox: true,
    needsPassphrase: true,
    deadMansSwitch: true,
    receiveWindowMs: DEADLINE_MS,
  },
  credentials: plainCredentials,
  options: { fetchMarkets: { types: ['spot', 'swap'] }, defaultType: 'spot', watchOrders: { type: 'ANY' } },
  feed: true,
  limits: perSecond(10),
  weightPerCost: 1,
  numbered: false,
  deadline: { paths: ['trade/order', 'trade/amend-order'], header: 'expTime', ms: DEADLINE_MS },
  // These know no such header: they are signed as old as they have to be, so that their signature is good for as long as the others' deadline.
  aged: { paths: ['trade/order-algo', 'trade/amend-algos'], ms: SIGNED_FOR_MS - DEADLINE_MS },
  silenceMs: (body) => (TOO_MANY.test(body) ? COUNT_MS : null),
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
  contractTerms: okxContractTerms,
  figures: OKX_FIGURES,
  book: OKX_BOOK,
  orders: OKX_ORDERS,
};
