import { readFileSync } from 'node:fs';
import type { RunRequest } from '../src-shared/contract/research.ts';
import type { CandleColumns, Timeframe } from '../src-shared/domain/candle.ts';
import type { FundingRates } from '../src-shared/domain/funding.ts';
import { Instrument } from '../src-shared/domain/instrument.ts';
import { resampleCandles } from '../src-shared/domain/resample.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { underlyingOf } from './core/market-data/perpetual-instrument.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { StrategyDefinition } from './core/strategies/strategy.ts';
import type { CandleStore } from './ports/candle-store.ts';
import type { DepthTape } from './ports/depth.ts';
import type { FundingStore } from './ports/funding-store.ts';
import { researchBars } from './research-bars.ts';
import { backtest, depthBacktest } from './run-backtest.ts';
import type { BacktestOutcome } from './sessions/backtest-types.ts';
import { brokenSeals, type Capsule, changedBars, changedResult, readCapsule } from './sessions/research/capsule.ts';
import { fundingOfConditions } from './sessions/research/conditions-funding.ts';
import { dataHash } from './sessions/research/data-hash.ts';
import { bookBars, bookHash } from './sessions/research/recorded-book.ts';
import { trialSpec } from './sessions/research/evaluate-trial.ts';

/** What a check of a capsule found. */
export interface CapsuleCheck {
  readonly same: boolean;
  /** A sentence each; empty when the run came to the same, bit for bit. */
  readonly differences: readonly string[];
  /** Where the bars were found; null when nowhere. */
  readonly bars: string | null;
}

/** What a capsule is checked with. */
export interface CapsuleRooms {
  /** Version of the program that checks. */
  readonly version: string;
  readonly candles: () => CandleStore;
  readonly funding: () => FundingStore;
  /** The bars of a file. Fails with `input.file` where there is none. */
  readonly file: (name: string, timeframe: Timeframe) => Promise<CandleColumns>;
  /** A recorded order book by its id. Fails with `depth.unknown`. */
  readonly recording: (id: string) => DepthTape;
  /** A file that is to be taken in place of what the capsule names; null for none. */
  readonly named: string | null;
  /** The strategy of the user's own that a run is repeated with; asked for only where the capsule names one. Fails where it is not there, or another one. */
  readonly own: (strategy: string, hash: string) => StrategyDefinition;
}

interface FoundBars {
  readonly where: string;
  readonly candles: CandleColumns;
  /** The recorded book that the bars were made of. */
  readonly tape?: DepthTape;
}

const SIMULATED = /^Simulated market, seed (\d+)$/u;

/** The capsule in a file. Fails with `input.file`. */
export function openCapsule(file: string): Capsule {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    throw new Fault(
      'input.file',
      { file, problem: code === 'ENOENT' ? 'there is no such file.' : `it cannot be read (${code}).` },
      { cause: thrown },
    );
  }
  const capsule = readCapsule(text);
  if (capsule === null) throw new Fault('input.file', { file, problem: 'this is no capsule of a run.' });
  return capsule;
}

/** Repeats a run from its capsule and says whether it came to the same. Fails as its rooms do. */
export async function checkCapsule(capsule: Capsule, rooms: CapsuleRooms): Promise<CapsuleCheck> {
  const { engineVersion } = capsule.conditions;
  const differences = [
    ...brokenSeals(capsule).map((name) => `In the capsule, ${name} was changed after it was made.`),
    ...(engineVersion === rooms.version ? [] : [`The capsule was made by version ${engineVersion}; this is ${rooms.version}.`]),
  ];
  const found = await barsOfCapsule(capsule, rooms);
  if (found === null) {
    return { same: false, differences: [...differences, missingWords(capsule)], bars: null };
  }
  const bars = [...changedBars(capsule, found.candles), ...changedBook(capsule, found)];
  const funding = fundingOfConditions(capsule.conditions, rooms.funding);
  const lacks = funding === 'missing' ? ['The stored rates of funding are not those of the capsule, or are not there any more.'] : [];
  const result = bars.length > 0 || funding === 'missing' ? [] : changedResult(capsule, repeated(capsule, { ...found, funding }, rooms));
  const all = [...differences, ...bars, ...lacks, ...result];
  return { same: all.length === 0, differences: all, bars: found.where };
}

function repeated(
  { conditions, parameters, strategyHash }: Capsule,
  { tape, ...data }: Omit<FoundBars, 'where'> & { readonly funding: FundingRates | null },
  { own }: CapsuleRooms,
): BacktestOutcome {
  const task = { parameters, from: 0, to: data.candles.length };
  const definition = strategyHash === null ? undefined : own(conditions.family.strategy, strategyHash);
  const spec = trialSpec({ conditions, ...data }, task, definition === undefined ? findStrategy : () => definition);
  if (tape === undefined || conditions.book === undefined) return backtest(spec, definition);
  return depthBacktest(spec, { tape, queue: conditions.book.queue }, definition).outcome;
}

/** Whether the book under equal bars is another one. */
function changedBook({ conditions: { book, data } }: Capsule, { tape }: FoundBars): readonly string[] {
  if (book === undefined || tape === undefined || bookHash(tape, data.to) === book.hash) return [];
  return [`The messages of the recording ${book.recording} are not those of the capsule.`];
}

function missingWords({ conditions: { data, family, book } }: Capsule): string {
  if (book !== undefined)
    return `The recorded order book was not found: ${book.recording}. A run over a book can only be repeated where its recording is kept.`;
  return `The bars were not found: ${data.label}, hash ${family.data.slice(0, 12)}. Import them, or name their file with --candles on the command line.`;
}

/** The recording of a capsule with the bars of its trades; null where it is not kept any more. */
function recorded({ conditions }: Capsule, open: CapsuleRooms['recording']): FoundBars | null {
  const { book, data, family, instrument } = conditions;
  try {
    const tape = open(book?.recording ?? '');
    const { bars } = bookBars(tape, family.timeframe, new Instrument(instrument, 0), data.to);
    return { where: data.label, candles: bars, tape };
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'depth.unknown') return null;
    throw thrown;
  }
}

/** The bars of a capsule: those that are named, of the simulated market, of the store by their hash, or of the file that the run was made over. */
async function barsOfCapsule(capsule: Capsule, { candles, file, named, recording }: CapsuleRooms): Promise<FoundBars | null> {
  const { family, data, book } = capsule.conditions;
  if (book !== undefined) return recorded(capsule, recording);
  const fromFile = async (name: string): Promise<FoundBars> => ({ where: name, candles: await file(name, family.timeframe) });
  if (named !== null) return fromFile(named);
  const seed = SIMULATED.exec(data.label)?.[1];
  if (seed !== undefined) return { where: data.label, candles: simulated(capsule, Number(seed)) };
  const stored = storedBars(capsule, candles);
  if (stored !== null) return stored;
  try {
    return await fromFile(data.label);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'input.file') return null;
    throw thrown;
  }
}

function simulated({ conditions, parameters }: Capsule, marketSeed: number): CandleColumns {
  const { family, data, cash, size, seed } = conditions;
  const request: RunRequest = {
    source: { kind: 'simulated' },
    instrument: underlyingOf(conditions.instrument).id,
    timeframe: family.timeframe as RunRequest['timeframe'],
    from: data.from,
    to: data.to,
    strategy: family.strategy,
    parameters,
    size,
    cash,
    costs: 'conservative',
    limits: 'none',
    seed,
  };
  return researchBars({ request, marketSeed, home: '' }).candles;
}

function storedBars({ conditions }: Capsule, open: () => CandleStore): FoundBars | null {
  const { family, data } = conditions;
  const store = open();
  try {
    let named: FoundBars | null = null;
    for (const info of store.list()) {
      const { columns } = store.read(info.id, { from: data.from, to: data.to });
      const candles = info.timeframe === family.timeframe ? columns : longer(columns, info.timeframe, family.timeframe);
      if (candles === null) continue;
      if (dataHash(candles) === family.data) return { where: info.id, candles };
      if (info.id === data.label) named = { where: info.id, candles };
    }
    return named;
  } finally {
    store.close();
  }
}

function longer(columns: CandleColumns, from: Timeframe, to: Timeframe): CandleColumns | null {
  try {
    return resampleCandles(columns, from, to).columns;
  } catch (thrown) {
    if (thrown instanceof Fault) return null;
    throw thrown;
  }
}
