import { accountsContract } from './accounts.ts';
import { appContract } from './app.ts';
import { booksContract } from './books.ts';
import { checksContract } from './checks.ts';
import { dataContract } from './data.ts';
import { dataJobsContract } from './data-jobs.ts';
import { ledgerContract } from './ledger.ts';
import { marketContract } from './market.ts';
import { ordersContract } from './orders.ts';
import { replayContract } from './replay.ts';
import { portfoliosContract } from './portfolios.ts';
import { researchContract } from './research.ts';
import { riskContract } from './risk.ts';
import { searchesContract } from './searches.ts';
import { strategiesContract } from './strategies.ts';
import { streamContract } from './stream.ts';

/** Everything that may cross the wall between main and a page. */
export const contract = {
  accounts: accountsContract,
  app: appContract,
  books: booksContract,
  checks: checksContract,
  data: dataContract,
  dataJobs: dataJobsContract,
  ledger: ledgerContract,
  market: marketContract,
  orders: ordersContract,
  replay: replayContract,
  portfolios: portfoliosContract,
  research: researchContract,
  risk: riskContract,
  searches: searchesContract,
  strategies: strategiesContract,
  stream: streamContract,
};

/** The contract as a type, for the client. */
export type Contract = typeof contract;
