import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { refreshMarkets } from '../market-services.ts';
import type { FromMarkets, MarketsStart } from '../sessions/research/markets-messages.ts';

function post(message: FromMarkets): void {
  parentPort?.postMessage(message);
}

const { home, venue } = workerData as MarketsStart;
try {
  post({ kind: 'markets', refreshed: await refreshMarkets(home, venue) });
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}
