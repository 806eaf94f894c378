import { resolve } from 'node:path';
import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { type Contributions, contributions } from '../../src-shared/domain/contributions.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { RunReport } from '../../src-shared/domain/report.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { BacktestOutcome, BacktestSpec, BarSeries, StrategyPlacement } from '../sessions/backtest-types.ts';
import { DEFAULT_CASH, tradedBars } from './backtest-run.ts';
import { PERPETUAL, PERPETUAL_OPTIONS, waysAsked } from './perpetual-options.ts';
import { underlyingOf } from '../core/market-data/perpetual-instrument.ts';
import { DEFAULT_SEED, tradable } from './chosen-strategy.ts';
import type { CliContext } from './context.ts';
import { DEPTH } from './depth-options.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { played, recordOf, reportOf, type SensitivityLine, sensitivityOf } from './played-run.ts';
import { inEntry, type PortfolioEntry, type PortfolioFile, readPortfolio } from './portfolio-file.ts';
import {
  ALLOW_GAPS,
  CANDLES,
  CASH,
  INSTRUMENT,
  LIMITS,
  LOT,
  NO_SENSITIVITY,
  PARAM,
  PORTFOLIO,
  SEED,
  SIZE,
  STRATEGIES_FOLDER,
  STRATEGY,
  TICK,
  TIMEFRAME,
} from './run-options.ts';
import { costsOf, limitsNamed, parametersOf, strategyNamed } from './run-setup.ts';
import type { StoredBars } from './stored-bars.ts';

/** Several strategies on several instruments on one account: what they came to together, and each instrument's part in it. */
export interface PortfolioRun {
  readonly spec: BacktestSpec;
  readonly markets: readonly StoredBars[];
  readonly limits: 'none' | 'default';
  readonly outcome: BacktestOutcome;
  readonly report: RunReport;
  readonly baseline: RunReport;
  readonly parts: Contributions;
  readonly sensitivity: readonly SensitivityLine[] | null;
}

const OF_THE_FILE = [CANDLES, RUN_DATA, FROM, TO, DEPTH, INSTRUMENT, TIMEFRAME, STRATEGY, PARAM, SIZE, TICK, LOT, ...PERPETUAL_OPTIONS];

/** Runs the portfolio of a file, and beside it the same money held in its instruments in equal parts. */
export async function portfolioRun(values: OptionValues, context: CliContext): Promise<PortfolioRun> {
  for (const option of OF_THE_FILE)
    if (values.has(option)) throw wrongValue(option, 'stands in the file when --portfolio is given; leave it out.');
  if (values.has(STRATEGIES_FOLDER)) throw wrongValue(STRATEGIES_FOLDER, 'a portfolio runs built-in strategies; leave it out.');
  const costs = costsOf(values);
  const cash = values.given(CASH) ?? DEFAULT_CASH;
  const limits = values.given(LIMITS) ?? 'none';
  const file = readPortfolio(resolve(context.cwd, values.needed(PORTFOLIO)), values.has(ALLOW_GAPS));
  const markets: StoredBars[] = [];
  for (const entry of file.markets) markets.push(await inEntry(file.file, entry, () => tradedBars(entry.values, cash, context)));
  const { instruments, series } = seriesOf(file, markets);
  const placements: StrategyPlacement[] = [];
  for (const entry of file.strategies)
    placements.push(
      await inEntry(file.file, entry, () => placementOf({ entry, file, instruments, series, number: placements.length + 1 }, context)),
    );
  checkNames(file, placements);
  const funding = instruments.map(({ id }) => markets.find((market) => market.instrument.id === id)?.funding?.plan ?? null);
  const spec: BacktestSpec = {
    instruments,
    series,
    placements,
    cash,
    costs,
    limits: limitsNamed(limits),
    seed: values.given(SEED) ?? DEFAULT_SEED,
    ...(funding.some((plan) => plan !== null) ? { funding } : {}),
  };
  const player = { context, own: undefined };
  const outcome = played(spec, 'portfolio', player);
  const report = reportOf(outcome, spec);
  const held = heldEqually(spec);
  return {
    spec,
    markets,
    limits,
    outcome,
    report,
    baseline: reportOf(played(held, 'buy-and-hold', player), held),
    parts: contributions(recordOf(outcome, spec), closesOf(spec)),
    sensitivity: values.has(NO_SENSITIVITY) ? null : sensitivityOf(spec, report, player),
  };
}

/** The instruments, each once with the steps of its finest bars, and the bars of all markets. */
function seriesOf({ file }: PortfolioFile, markets: readonly StoredBars[]): Pick<BacktestSpec, 'instruments' | 'series'> {
  const ids = [...new Set(markets.map(({ instrument }) => instrument.id))];
  const series = markets.map(({ instrument, timeframe, data }): BarSeries => ({
    instrument: ids.indexOf(instrument.id),
    timeframe,
    candles: data.candles,
  }));
  series.forEach(({ instrument, timeframe }, place) => {
    if (series.findIndex((other) => other.instrument === instrument && other.timeframe === timeframe) < place)
      throw new Fault('input.file', { file, problem: `markets[${place}] names ${timeframe} bars of an instrument that has them already.` });
  });
  const instruments = ids.map((id) => {
    const own = markets.filter(({ instrument }) => instrument.id === id);
    return own.reduce((finest, one) => (TIMEFRAMES[one.timeframe] < TIMEFRAMES[finest.timeframe] ? one : finest)).instrument.spec;
  });
  const settle = instruments[0]?.settle;
  const other = instruments.find((instrument) => instrument.settle !== settle);
  if (other !== undefined)
    throw new Fault('input.file', {
      file,
      problem: `${other.id} is paid in ${other.settle}, the others in ${String(settle)}: one account has one of them.`,
    });
  return { instruments, series };
}

interface PlacementParts extends Pick<BacktestSpec, 'instruments' | 'series'> {
  readonly entry: PortfolioEntry;
  readonly file: PortfolioFile;
  /** From 1. */
  readonly number: number;
}

function placementOf({ entry, file, instruments, series, number }: PlacementParts, context: CliContext): StrategyPlacement {
  const { values, place } = entry;
  const definition = tradable(strategyNamed(values.needed(STRATEGY), context.services.strategies), values);
  const { base, quote, venue } = values.needed(INSTRUMENT);
  const contract = values.has(PERPETUAL);
  const symbol = `${base}/${quote}${contract ? `:${quote}` : ''}`;
  const instrument = instruments.findIndex((one) => one.symbol === symbol && (venue === null || one.venue === venue));
  if (instrument < 0) throw new Fault('input.file', { file: file.file, problem: `${place}: no market has the instrument ${symbol}.` });
  const own = series.filter((one) => one.instrument === instrument).map(({ timeframe }) => timeframe);
  const timeframe = own.length === 1 ? (values.given(TIMEFRAME) ?? own[0]!) : values.needed(TIMEFRAME);
  if (!own.includes(timeframe))
    throw new Fault('input.file', {
      file: file.file,
      problem: `${place}: no market has ${timeframe} bars of ${symbol}; there are ${own.join(', ')}.`,
    });
  return {
    instance: entry.name ?? `${definition.spec.id}-${number}`,
    strategy: definition.spec.id,
    instrument,
    timeframe,
    parameters: parametersOf(definition, values),
    size: values.needed(SIZE),
    ...waysAsked(values, definition),
  };
}

function checkNames({ file }: PortfolioFile, placements: readonly StrategyPlacement[]): void {
  const names = placements.map(({ instance }) => instance);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined)
    throw new Fault('input.file', { file, problem: `two strategies are named ${twice}; give each a "name" of its own.` });
}

/** The finest bars of each instrument. */
function finest({ instruments, series }: BacktestSpec): readonly BarSeries[] {
  return instruments.map((_, instrument) =>
    series
      .filter((one) => one.instrument === instrument)
      .reduce((least, one) => (TIMEFRAMES[one.timeframe] < TIMEFRAMES[least.timeframe] ? one : least)),
  );
}

function closesOf(spec: BacktestSpec): Parameters<typeof contributions>[1] {
  return finest(spec).map(({ timeframe, candles }) => ({ opens: candles.time, barMs: TIMEFRAMES[timeframe], close: candles.close }));
}

function heldEqually(spec: BacktestSpec): BacktestSpec {
  const share = spec.cash.divide(Decimal.of(BigInt(spec.instruments.length)), 2, 'floor').toString();
  const placements = finest(spec).map(({ instrument, timeframe }): StrategyPlacement => ({
    instance: `buy-and-hold-${instrument + 1}`,
    strategy: 'buy-and-hold',
    instrument,
    timeframe,
    parameters: {},
    size: { kind: 'quote', amount: share },
  }));
  const { funding: _, ...rest } = spec;
  return { ...rest, instruments: spec.instruments.map(underlyingOf), placements, limits: NO_LIMITS };
}
