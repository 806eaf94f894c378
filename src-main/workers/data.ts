import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { systemClock } from '../command-services.ts';
import { recordingsOf } from '../recordings.ts';
import { openCandleExport, openCandleStore, openCandleVenues, openTableFiles } from '../market-services.ts';
import type { DataProgress, DataStart, FromData } from '../services/data-messages.ts';
import { doDataWork } from '../services/data-work.ts';
import type { FromLook, LookStart } from '../sessions/research/look-messages.ts';
import { lookAtSeries } from '../sessions/research/look-at-series.ts';

/** Time between two tellings of progress. */
const TELL_MS = 100;

function post(message: FromLook | FromData): void {
  parentPort?.postMessage(message);
}

function look({ home, id }: LookStart): void {
  const store = openCandleStore(home);
  try {
    post({ kind: 'look', look: lookAtSeries(store, id) });
  } finally {
    store.close();
  }
}

async function work({ home, marketSeed, work: asked, file }: DataStart): Promise<void> {
  let told = 0;
  const tell = (progress: DataProgress): void => {
    const now = performance.now();
    if (progress.waits === '' && now - told < TELL_MS) return;
    told = now;
    post({ kind: 'progress', ...progress });
  };
  if (asked.kind === 'export') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const result = await doDataWork(asked, file, {
    open: () => openCandleStore(home),
    files: openTableFiles(),
    exports: openCandleExport(),
    venues: openCandleVenues(),
    recordings: recordingsOf(home, marketSeed, systemClock()),
    clock: systemClock(),
    tell,
  });
  post({ kind: 'done', result });
}

async function main(start: LookStart | DataStart): Promise<void> {
  try {
    if ('work' in start) await work(start);
    else look(start);
  } catch (thrown) {
    const { code, details, cause } = asFault(thrown);
    post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
  }
}

await main(workerData as LookStart | DataStart);
