import type { RunRequest } from '../src-shared/contract/research.ts';

import { candleGaps } from '../src-shared/domain/candle-quality.ts';
import { resampleCandles } from '../src-shared/domain/resample.ts';
import { Decimal } from '../src-shared/kernel/decimal.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import { homePaths } from './adapters/home/home.ts';
import { SqliteResearch } from './adapters/research-sqlite/sqlite-research.ts';
import { barsInstrument } from './core/market-data/bars-instrument.ts';
import { openCandleStore } from './market-services.ts';
import type { ResearchStore, StoredRun } from './ports/research-store.ts';
import { dataHash } from './sessions/research/data-hash.ts';
import type { RunBars } from './sessions/research/run-bars.ts';
import { sourceLabel } from './sessions/research/stored-report.ts';
import type { RunStart } from './sessions/research/run-messages.ts';

/** What bars are read for: a run, and where its bars lie. */
export type BarsWanted = Pick<RunStart, 'request' | 'marketSeed' | 'home'>;

/** The bars that a run asks for. Fails with `instrument.unknown`, `input.too-short`, and as the store does. */
export function researchBars({ request, marketSeed, home }: BarsWanted): RunBars {
  const { source } = request;
  const bars = source.kind === 'stored' ? storedBars(request, source.series, home) : simulatedBars(request, marketSeed);
  const { length } = bars.candles;
  if (length < LEAST_BARS)
    throw new Fault('input.too-short', { file: `${request.instrument} ${request.timeframe}`, bars: length, needed: LEAST_BARS });
  return bars;
}

function simulatedBars(request: RunRequest, marketSeed: number): RunBars {
  const index = SIM_PROFILES.findIndex((profile) => profile.spec.id === request.instrument);
  const profile = SIM_PROFILES[index];
  if (profile === undefined) throw new Fault('instrument.unknown', { instrument: request.instrument });
  const candles = new SimMarket(marketSeed).bars(index, request.timeframe, request.from, request.to);
  return {
    instrument: profile.spec,
    candles,
    gaps: 0,
    missingBars: 0,
    dataHash: dataHash(candles),
    label: sourceLabel(request, marketSeed),
  };
}

/** Bars of the store, joined to longer ones where the run asks for such. Gaps are run across and told in the report. */
function storedBars(request: RunRequest, series: string, home: string): RunBars {
  const store = openCandleStore(home);
  try {
    const { timeframe, from, to, cash } = request;
    const { info, columns } = store.read(series, { from, to });
    const candles = timeframe === info.timeframe ? columns : resampleCandles(columns, info.timeframe, timeframe).columns;
    const gaps = candleGaps(candles, timeframe);
    const [base = '', quote = ''] = info.symbol.split('/');
    const profile = SIM_PROFILES.find(({ spec }) => spec.id === request.instrument)?.spec ?? null;
    const { priceDecimals, volumeDecimals, venue } = info;
    const bars = { candles, priceDecimals, volumeDecimals };
    return {
      instrument: barsInstrument({ base, quote, venue, profile, tick: undefined, lot: undefined, bars, cash: Decimal.parse(cash) }),
      candles,
      gaps: gaps.length,
      missingBars: gaps.reduce((sum, gap) => sum + gap.missing, 0),
      dataHash: dataHash(candles),
      label: sourceLabel(request, 0),
    };
  } finally {
    store.close();
  }
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
