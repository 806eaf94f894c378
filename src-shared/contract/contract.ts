import { accountsContract } from './accounts.ts';
import { alertsContract } from './alerts.ts';
import { appContract } from './app.ts';
import { attributionContract } from './attribution.ts';
import { booksContract } from './books.ts';
import { checksContract } from './checks.ts';
import { dataContract } from './data.ts';
import { dataJobsContract } from './data-jobs.ts';
import { ledgerContract } from './ledger.ts';
import { lockContract } from './lock.ts';
import { liveContract } from './live.ts';
import { marketContract } from './market.ts';
import { marketsContract } from './markets.ts';
import { ordersContract } from './orders.ts';
import { replayContract } from './replay.ts';
import { portfoliosContract } from './portfolios.ts';
import { researchContract } from './research.ts';
import { riskContract } from './risk.ts';
import { searchesContract } from './searches.ts';
import { strategiesContract } from './strategies.ts';
import { streamContract } from './stream.ts';
import { venueContract } from './venue.ts';

/** Everything that may cross the wall between main and a page. */
export const contract = {
  accounts: accountsContract,
  alerts: alertsContract,
  app: appContract,
  attribution: attributionContract,
  books: booksContract,
  checks: checksContract,
  data: dataContract,
  dataJobs: dataJobsContract,
  ledger: ledgerContract,
  lock: lockContract,
  live: liveContract,
  market: marketContract,
  markets: marketsContract,
  orders: ordersContract,
  replay: replayContract,
  portfolios: portfoliosContract,
  research: researchContract,
  risk: riskContract,
  searches: searchesContract,
  strategies: strategiesContract,
  stream: streamContract,
  venue: venueContract,
};

/** The contract as a type, for the client. */
export type Contract = typeof contract;
