import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import manifest from '../../package.json' with { type: 'json' };
import { asFault, Fault } from '../../src-shared/kernel/fault.ts';
import { type CapsuleRooms, checkCapsule, openCapsule } from '../check-capsule.ts';
import { openCandleFiles, systemClock } from '../command-services.ts';
import { DepthServices } from '../depth-services.ts';
import { recordingsOf } from '../recordings.ts';
import { openCandleExport, openCandleStore, openCandleVenues, openFundingStore, openTableFiles } from '../market-services.ts';
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

function capsuleRooms(home: string): CapsuleRooms {
  return {
    version: manifest.version,
    candles: () => openCandleStore(home),
    funding: () => openFundingStore(home),
    file: async (file, timeframe) => (await openCandleFiles().read(file, timeframe)).candles,
    recording: (id) => new DepthServices().open(home, id),
    named: null,
    own: (strategy) => {
      throw new Fault('strategy.script', {
        place: strategy,
        problem:
          'the run was made with a strategy of your own. Repeat it on the command line: cryptoorch verify, with --strategy and its file.',
      });
    },
  };
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
    openFunding: () => openFundingStore(home),
    files: openTableFiles(),
    exports: openCandleExport(),
    venues: openCandleVenues(),
    capsule: async (path) => ({ kind: 'capsule', ...(await checkCapsule(openCapsule(path), capsuleRooms(home))) }),
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
