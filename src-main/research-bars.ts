import type { RunBarsView, RunRequest } from '../src-shared/contract/research.ts';
import { type CandleColumns, candleColumns, sliceCandles, TIMEFRAMES } from '../src-shared/domain/candle.ts';
import { candleGaps } from '../src-shared/domain/candle-quality.ts';
import { Instrument } from '../src-shared/domain/instrument.ts';
import { drawnStep, joinedCandles, resampleCandles } from '../src-shared/domain/resample.ts';
import { Decimal } from '../src-shared/kernel/decimal.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import { homePaths } from './adapters/home/home.ts';
import { SqliteResearch } from './adapters/research-sqlite/sqlite-research.ts';
import { barsInstrument } from './core/market-data/bars-instrument.ts';
import { recordedInstrument } from './core/market-data/recorded-instrument.ts';
import { DepthServices } from './depth-services.ts';
import { openCandleStore } from './market-services.ts';
import { perpetualBars } from './perpetual-bars.ts';
import type { ResearchStore, StoredPortfolio, StoredRun } from './ports/research-store.ts';
import { dataHash } from './sessions/research/data-hash.ts';
import { bookBars, bookHash } from './sessions/research/recorded-book.ts';
import type { BarsStart, MarketBarsStart } from './sessions/research/bars-messages.ts';
import type { RunBars } from './sessions/research/run-bars.ts';
import { sourceLabel } from './sessions/research/stored-report.ts';
import type { RunStart } from './sessions/research/run-messages.ts';

/** What bars are read for: a run, or a row of a portfolio, and where its bars lie. */
export interface BarsWanted extends Pick<RunStart, 'marketSeed' | 'home'> {
  readonly request: BarsRequest;
}

type BarsRequest = Pick<RunRequest, 'source' | 'instrument' | 'timeframe' | 'from' | 'to' | 'cash' | 'perpetual' | 'queue'>;

/** The bars that a run asks for, as the perpetual on them where it asks for that. Fails with `instrument.unknown`, `depth.unknown`, `input.too-short`, and as the stores do. */
export function researchBars({ request, marketSeed, home }: BarsWanted): RunBars {
  const bars = barsOf(request, marketSeed, home);
  const { length } = bars.candles;
  if (length < LEAST_BARS)
    throw new Fault('input.too-short', { file: `${request.instrument} ${request.timeframe}`, bars: length, needed: LEAST_BARS });
  return request.perpetual === undefined ? bars : perpetualBars(bars, request.perpetual, { home, timeframe: request.timeframe });
}

function barsOf(request: BarsRequest, marketSeed: number, home: string): RunBars {
  const { source } = request;
  if (source.kind === 'recorded') return recordedBars(request, source.recording, home);
  return source.kind === 'stored' ? storedBars(request, source.series, home) : simulatedBars(request, marketSeed);
}

/** Bars of a recording's trades, with the recording itself to fill orders from. */
function recordedBars(request: BarsRequest, recording: string, home: string): RunBars {
  const tape = new DepthServices().open(home, recording);
  const instrument = recordedInstrument(tape.head, PROFILES);
  const { bars, missingTrades } = bookBars(tape, request.timeframe, new Instrument(instrument, 0), request.to);
  const close = (bars.time[bars.length - 1] ?? 0) + TIMEFRAMES[request.timeframe];
  const note = { recording, queue: request.queue ?? 'conservative', hash: bookHash(tape, close) };
  return {
    instrument,
    candles: bars,
    gaps: 0,
    missingBars: 0,
    dataHash: dataHash(bars),
    label: sourceLabel(request, 0),
    book: { tape, note, missingTrades },
  };
}

const PROFILES = SIM_PROFILES.map(({ spec }) => spec);

function simulatedBars(request: BarsRequest, marketSeed: number): RunBars {
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
function storedBars(request: BarsRequest, series: string, home: string): RunBars {
  const store = openCandleStore(home);
  try {
    const { timeframe, from, to, cash } = request;
    const reach = Decimal.fromNumber(request.perpetual?.leverage ?? 1);
    const { info, columns } = store.read(series, { from, to });
    const candles = timeframe === info.timeframe ? columns : resampleCandles(columns, info.timeframe, timeframe).columns;
    const gaps = candleGaps(candles, timeframe);
    const [base = '', quote = ''] = info.symbol.split('/');
    const profile = SIM_PROFILES.find(({ spec }) => spec.id === request.instrument)?.spec ?? null;
    const { priceDecimals, volumeDecimals, venue } = info;
    const bars = { candles, priceDecimals, volumeDecimals };
    return {
      // What can be held is as many times the money as there is leverage.
      instrument: barsInstrument({
        base,
        quote,
        venue,
        profile,
        tick: undefined,
        lot: undefined,
        bars,
        cash: Decimal.parse(cash).mul(reach),
      }),
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

/** The bars of a run for a drawing, joined to longer ones where they are more than asked for. Fails with `run.bars-changed`, and as the store does. */
export function drawnBars({ run, dataHash: expected, ...start }: BarsStart): RunBarsView {
  const { request, most } = start;
  if (expected !== null && researchBars(start).dataHash !== expected) throw new Fault('run.bars-changed', { run });
  const range = { from: Math.max(start.from, request.from), to: Math.min(start.to, request.to) };
  const barMs = drawnStep(TIMEFRAMES[request.timeframe], range.to - range.from, most);
  const from = Math.max(request.from, Math.floor(range.from / barMs) * barMs);
  const read = { stored: storedWindow, simulated: simulatedWindow, recorded: recordedWindow }[request.source.kind];
  return { candles: joinedCandles(read(start, { from, to: range.to }, barMs), barMs), barMs };
}

/** Bars of the simulated market, at most 8,000, those nearest to the end. Fails with `instrument.unknown`. */
export function marketBars({ instrument, timeframe, from, to, marketSeed }: MarketBarsStart): RunBarsView {
  const barMs = TIMEFRAMES[timeframe];
  const first = Math.max(from, to - MOST_MARKET_BARS * barMs);
  return { candles: new SimMarket(marketSeed).bars(simulatedIndex(instrument), timeframe, first, to), barMs };
}

/** A request for bars of the simulated market that asks for none that has not closed at a market time. */
export function closedBars(request: Omit<MarketBarsStart, 'marketSeed'>, marketSeed: number, now: number): MarketBarsStart {
  const barMs = TIMEFRAMES[request.timeframe];
  return { ...request, to: Math.min(request.to, Math.floor(now / barMs) * barMs), marketSeed };
}

function simulatedIndex(instrument: string): number {
  const index = SIM_PROFILES.findIndex((profile) => profile.spec.id === instrument);
  if (index < 0) throw new Fault('instrument.unknown', { instrument });
  return index;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The simulated market has longer bars at once: the longest that come to whole steps, and the run's own before the first and after the last of them. */
function simulatedWindow({ request, marketSeed }: BarsWanted, { from, to }: Range, barMs: number): CandleColumns {
  const index = simulatedIndex(request.instrument);
  const market = new SimMarket(marketSeed);
  const timeframe = SIM_TIMEFRAMES.findLast((each) => barMs % TIMEFRAMES[each] === 0) ?? request.timeframe;
  const span = TIMEFRAMES[timeframe];
  const [first, last] = [Math.ceil(from / span) * span, Math.floor(to / span) * span];
  if (first >= last) return market.bars(index, request.timeframe, from, to);
  return appended([
    market.bars(index, request.timeframe, from, first),
    market.bars(index, timeframe, first, last),
    market.bars(index, request.timeframe, last, to),
  ]);
}

function appended(parts: readonly CandleColumns[]): CandleColumns {
  const all = candleColumns(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) all[column].set(part[column], at);
    at += part.length;
  }
  return all;
}

function storedWindow({ request, home }: BarsWanted, range: Range): CandleColumns {
  const store = openCandleStore(home);
  try {
    return store.read(request.source.kind === 'stored' ? request.source.series : '', range).columns;
  } finally {
    store.close();
  }
}

function recordedWindow({ request, home }: BarsWanted, { from, to }: Range): CandleColumns {
  const tape = new DepthServices().open(home, request.source.kind === 'recorded' ? request.source.recording : '');
  const { bars } = bookBars(tape, request.timeframe, new Instrument(recordedInstrument(tape.head, PROFILES), 0), to);
  const first = bars.time.findIndex((time) => time >= from);
  return sliceCandles(bars, first < 0 ? bars.length : first, bars.length);
}

const MOST_MARKET_BARS = 8_000;
const SIM_TIMEFRAMES = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;

/** Keeps a run for ever. */
export function keepRun(home: string, run: StoredRun): void {
  const store = openResearchStore(home);
  try {
    store.addRun(run);
  } finally {
    store.close();
  }
}

/** Keeps a portfolio's run for ever. */
export function keepPortfolio(home: string, portfolio: StoredPortfolio): void {
  const store = openResearchStore(home);
  try {
    store.addPortfolio(portfolio);
  } finally {
    store.close();
  }
}

/** Everything that was ever tried, of a home folder; made where there is none. */
export function openResearchStore(home: string): ResearchStore {
  return new SqliteResearch(homePaths(home).research);
}

const LEAST_BARS = 2;
