import * as z from 'zod/mini';
import { BINANCE, BINANCE_WINDOW_MS } from './binance.ts';
import { USDM_BOOK } from './binance-book.ts';
import { adaptUsdm } from './usdm-class.ts';
import { usdmContractTerms } from './usdm-contracts.ts';
import { USDM_FIGURES } from './usdm-figures.ts';
import { USDM_ORDERS } from './usdm-orders.ts';
import { USDM } from './usdm-parts.ts';
import type { VenueRules } from './venue-rules.ts';

const RESTRICTIONS = z.object({
  ipRestrict: z.boolean(),
  enableReading: z.boolean(),
  enableFutures: z.boolean(),
  enableWithdrawals: z.boolean(),
});

/** Perpetuals of Binance that are paid in their quote asset: other hosts and another wallet than its coins', the same kind of key. Weights are counted by the minute. */
export const BINANCE_USDM: VenueRules = {
  ...BINANCE,
  profile: {
    id: 'binanceusdm',
    name: USDM,
    proven: true,
    sandbox: true,
    needsPassphrase: false,
    deadMansSwitch: true,
    receiveWindowMs: BINANCE_WINDOW_MS,
  },
  options: {
    fetchMarkets: { types: ['linear'] },
    recvWindow: BINANCE_WINDOW_MS,
    adjustForTimeDifference: false,
    warnOnFetchOpenOrdersWithoutSymbol: false,
    // The same trades as those that are asked for.
    watchTradesForSymbols: { name: 'aggTrade' },
    watchPositions: { fetchPositionsSnapshot: false, awaitPositionsSnapshot: false },
  },
  adapt: adaptUsdm,
  limits: [
    { name: 'weight-1m', counts: 'weight', most: 2_400, windowMs: 60_000 },
    { name: 'orders-10s', counts: 'orders', most: 300, windowMs: 10_000 },
    { name: 'orders-1m', counts: 'orders', most: 1_200, windowMs: 60_000 },
  ],
  weightPerCost: 1,
  rights: {
    ask: (exchange) => exchange.sapiGetAccountApiRestrictions(),
    inSandbox: false,
    read: (answer) => {
      const { ipRestrict, enableReading, enableFutures, enableWithdrawals } = RESTRICTIONS.parse(answer);
      return { read: enableReading, trade: enableFutures, withdraw: enableWithdrawals, addressBound: ipRestrict };
    },
  },
  contractTerms: usdmContractTerms,
  figures: USDM_FIGURES,
  book: USDM_BOOK,
  orders: USDM_ORDERS,
};
