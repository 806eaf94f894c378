import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { keepPortfolio, researchBars } from '../research-bars.ts';
import { backtest } from '../run-backtest.ts';
import type { FromPortfolio, PortfolioStart } from '../sessions/research/portfolio-messages.ts';
import { portfolioSession } from '../sessions/research/portfolio-session.ts';
import { storedPortfolio } from '../sessions/research/stored-portfolio.ts';

/** Time between two tellings of progress. */
const TELL_MS = 100;

function post(message: FromPortfolio): void {
  parentPort?.postMessage(message);
}

function play({ run, request, costs, engine, id, at, home, marketSeed }: PortfolioStart): void {
  let told = 0;
  const tell = (done: number, total: number): void => {
    const now = performance.now();
    if (now - told < TELL_MS) return;
    told = now;
    post({ kind: 'progress', done, total });
  };
  const { rows: _, ...account } = request;
  const view = portfolioSession(run, request, {
    backtest,
    bars: (leg) => researchBars({ request: { ...leg, ...account }, marketSeed, home }),
    ...{ costs, engine, tell },
  });
  keepPortfolio(home, storedPortfolio(view, { id, at }));
  post({ kind: 'done', view });
}

try {
  play(workerData as PortfolioStart);
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}
