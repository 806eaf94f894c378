import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { DepthServices } from '../depth-services.ts';
import { drawnBars, marketBars } from '../research-bars.ts';
import { bookSources } from '../services/book-sources.ts';
import { walkHold } from '../walk-hold.ts';
import type { BarsAsked, FromBars, FromBooks, FromHold } from '../sessions/research/bars-messages.ts';

function post(message: FromBars | FromBooks | FromHold): void {
  parentPort?.postMessage(message);
}

try {
  const asked = workerData as BarsAsked;
  if (asked.kind === 'books') post({ kind: 'books', books: bookSources(new DepthServices().list(asked.home)) });
  else if (asked.kind === 'hold') post({ kind: 'hold', view: walkHold(asked.start) });
  else post({ kind: 'bars', view: asked.kind === 'run' ? drawnBars(asked.start) : marketBars(asked.start) });
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}
