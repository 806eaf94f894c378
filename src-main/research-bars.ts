import type { RunRequest } from '../src-shared/contract/research.ts';

import { Fault } from '../src-shared/kernel/fault.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import { homePaths } from './adapters/home/home.ts';
import { SqliteResearch } from './adapters/research-sqlite/sqlite-research.ts';
import type { ResearchStore, StoredRun } from './ports/research-store.ts';
import { dataHash } from './sessions/research/data-hash.ts';
import type { RunBars } from './sessions/research/run-bars.ts';
import { sourceLabel } from './sessions/research/stored-report.ts';
import type { RunStart } from './sessions/research/run-messages.ts';

/** The bars that a run asks for. Fails with `instrument.unknown` and `input.too-short`. */
export function researchBars({ request, marketSeed }: Pick<RunStart, 'request' | 'marketSeed'>): RunBars {
  const index = SIM_PROFILES.findIndex((profile) => profile.spec.id === request.instrument);
  const profile = SIM_PROFILES[index];
  if (profile === undefined) throw new Fault('instrument.unknown', { instrument: request.instrument });
  const candles = new SimMarket(marketSeed).bars(index, request.timeframe, request.from, request.to);
  if (candles.length < LEAST_BARS) throw new Fault('input.too-short', { file: nameOf(request), bars: candles.length, needed: LEAST_BARS });
  return {
    instrument: profile.spec,
    candles,
    gaps: 0,
    missingBars: 0,
    dataHash: dataHash(candles),
    label: sourceLabel(request, marketSeed),
  };
}

/** Keeps a run for ever. */
export function keepRun(home: string, run: StoredRun): void {
  const store = openResearchStore(home);
  try {
    store.addRun(run);
  } finally {
    store.close();
  }
}

/** Everything that was ever tried, of a home folder; made where there is none. */
export function openResearchStore(home: string): ResearchStore {
  return new SqliteResearch(homePaths(home).research);
}

const LEAST_BARS = 2;

function nameOf({ instrument, timeframe }: RunRequest): string {
  return `${instrument} ${timeframe}`;
}
