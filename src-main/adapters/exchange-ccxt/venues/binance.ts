import * as z from 'zod/mini';
import { BINANCE_BOOK } from './binance-book.ts';
import { BINANCE_ORDERS } from './binance-orders.ts';
import { plainCredentials, saidByStatus, type VenueRules } from './venue-rules.ts';

/** How long after its signing a request is taken, ms: an order that travels longer is refused rather than filled on prices of before. */
export const BINANCE_WINDOW_MS = 3_000;

const RESTRICTIONS = z.object({
  ipRestrict: z.boolean(),
  enableReading: z.boolean(),
  enableSpotAndMarginTrading: z.boolean(),
  enableWithdrawals: z.boolean(),
});

/** Binance, spot. Weights are counted by the minute; the library's costs are a fifth of them. */
export const BINANCE: VenueRules = {
  profile: {
    id: 'binance',
    name: 'Binance',
    proven: true,
    sandbox: true,
    needsPassphrase: false,
    deadMansSwitch: false,
    receiveWindowMs: BINANCE_WINDOW_MS,
  },
  credentials: plainCredentials,
  options: {
    fetchMarkets: { types: ['spot'] },
    fetchMargins: false,
    recvWindow: BINANCE_WINDOW_MS,
    adjustForTimeDifference: false,
    defaultType: 'spot',
    warnOnFetchOpenOrdersWithoutSymbol: false,
  },
  feed: true,
  limits: [
    { name: 'weight-1m', counts: 'weight', most: 6_000, windowMs: 60_000 },
    { name: 'orders-10s', counts: 'orders', most: 100, windowMs: 10_000 },
  ],
  weightPerCost: 5,
  numbered: false,
  silenceMs: saidByStatus,
  counted: (headers) => {
    const used = Number(headers.get('x-mbx-used-weight-1m') ?? Number.NaN);
    return Number.isFinite(used) ? [{ limit: 'weight-1m', used }] : [];
  },
  rights: {
    ask: (exchange) => exchange.sapiGetAccountApiRestrictions(),
    inSandbox: false,
    read: (answer) => {
      const { ipRestrict, enableReading, enableSpotAndMarginTrading, enableWithdrawals } = RESTRICTIONS.parse(answer);
      return { read: enableReading, trade: enableSpotAndMarginTrading, withdraw: enableWithdrawals, addressBound: ipRestrict };
    },
  },
  book: BINANCE_BOOK,
  orders: BINANCE_ORDERS,
};
