import { KRAKENFUTURES_BOOK } from './krakenfutures-book.ts';
import { adaptKrakenFutures } from './krakenfutures-class.ts';
import { krakenFuturesTerms } from './krakenfutures-contracts.ts';
import { KRAKENFUTURES_LIMITS, krakenFuturesShares } from './krakenfutures-costs.ts';
import { KRAKENFUTURES_FIGURES } from './krakenfutures-figures.ts';
import { KRAKENFUTURES_ORDERS } from './krakenfutures-orders.ts';
import { KRAKENFUTURES_TAKEN_MS } from './krakenfutures-parts.ts';
import { KRAKENFUTURES_RIGHTS } from './krakenfutures-rights.ts';
import { countsNothing, plainCredentials, type VenueRules } from './venue-rules.ts';

/** It answers 200 with this where too much is asked; the pool of its costs is empty for so long at most, ms. */
const TOO_MANY = /"error":\s*"apiLimitExceeded"/u;
const POOL_MS = 10_000;

/** Kraken Futures: perpetuals that are paid in dollars, in the multi-collateral wallet. Its hosts, keys and money are others than those of Kraken's coins. */
export const KRAKENFUTURES: VenueRules = {
  profile: {
    id: 'krakenfutures',
    name: 'Kraken Futures',
    proven: true,
    sandbox: true,
    needsPassphrase: false,
    deadMansSwitch: true,
    receiveWindowMs: KRAKENFUTURES_TAKEN_MS,
  },
  credentials: plainCredentials,
  options: { fetchTrades: { method: 'publicGetHistory' } },
  adapt: adaptKrakenFutures,
  feed: true,
  limits: KRAKENFUTURES_LIMITS,
  weightPerCost: 1,
  shares: krakenFuturesShares,
  numbered: false,
  silenceMs: (body) => (TOO_MANY.test(body) ? POOL_MS : null),
  counted: countsNothing,
  rights: KRAKENFUTURES_RIGHTS,
  contractTerms: krakenFuturesTerms,
  figures: KRAKENFUTURES_FIGURES,
  book: KRAKENFUTURES_BOOK,
  orders: KRAKENFUTURES_ORDERS,
};
