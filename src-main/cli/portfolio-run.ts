import { resolve } from 'node:path';
import { TIMEFRAMES, type Timeframe } from '../../src-shared/domain/candle.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { pairProblem } from '../core/strategies/building/pair-problem.ts';
import type { BacktestSpec, StrategyPlacement } from '../sessions/backtest-types.ts';
import { joinMarkets, type PlayedPortfolio, playPortfolio } from '../sessions/research/portfolio.ts';
import { DEFAULT_CASH, tradedBars } from './backtest-run.ts';
import { DIRECTION, PERPETUAL, PERPETUAL_OPTIONS, waysAsked } from './perpetual-options.ts';
import { DEFAULT_SEED, tradable } from './chosen-strategy.ts';
import type { CliContext } from './context.ts';
import { DEPTH } from './depth-options.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { played, type SensitivityLine, sensitivityOf } from './played-run.ts';
import { AGAINST, AGAINST_PERPETUAL, inEntry, type PortfolioEntry, type PortfolioFile, readPortfolio } from './portfolio-file.ts';
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
import { withProtections } from './protections-option.ts';
import { costsOf, limitsNamed, parametersOf, strategyNamed } from './run-setup.ts';
import type { InstrumentName } from './value-readers.ts';
import type { StoredBars } from './traded-bars.ts';

/** Several strategies on several instruments on one account: what they came to together, and the part of each in it. */
export interface PortfolioRun extends PlayedPortfolio {
  readonly spec: BacktestSpec;
  readonly markets: readonly StoredBars[];
  readonly limits: 'none' | 'default';
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
    limits: withProtections(limitsNamed(limits), values, { context, candleMs: commonCandle(placements) }),
    seed: values.given(SEED) ?? DEFAULT_SEED,
    ...(funding.some((plan) => plan !== null) ? { funding } : {}),
  };
  const player = { context, own: undefined };
  const run = playPortfolio(spec, (each, name) => played(each, name, player));
  return {
    spec,
    markets,
    limits,
    ...run,
    sensitivity: values.has(NO_SENSITIVITY) ? null : sensitivityOf(spec, run.report, player),
  };
}

/** The timeframe that all strategies decide on, ms; null where they differ. */
function commonCandle(placements: readonly StrategyPlacement[]): number | null {
  const spans = new Set(placements.map(({ timeframe }) => TIMEFRAMES[timeframe]));
  return spans.size === 1 ? [...spans][0]! : null;
}

/** The instruments and bars of all markets; what cannot stand on one account is said of the file. */
function seriesOf({ file }: PortfolioFile, markets: readonly StoredBars[]): Pick<BacktestSpec, 'instruments' | 'series'> {
  return joinMarkets(
    markets.map(({ instrument, timeframe, data }) => ({ instrument: instrument.spec, timeframe, candles: data.candles })),
    (place, problem) => {
      throw new Fault('input.file', { file, problem: `markets[${place}] ${problem}` });
    },
  );
}

interface PlacementParts extends Pick<BacktestSpec, 'instruments' | 'series'> {
  readonly entry: PortfolioEntry;
  readonly file: PortfolioFile;
  /** From 1. */
  readonly number: number;
}

function placementOf(parts: PlacementParts, context: CliContext): StrategyPlacement {
  const { entry, number } = parts;
  const { values } = entry;
  const named = strategyNamed(values.needed(STRATEGY), context.services.strategies);
  const pair = named.spec.pair === true;
  const definition = pair ? named : tradable(named, values);
  const instrument = marketOf(values.needed(INSTRUMENT), values.has(PERPETUAL), parts);
  const own = timeframesOf(instrument, parts);
  const timeframe = own.length === 1 ? (values.given(TIMEFRAME) ?? own[0]!) : values.needed(TIMEFRAME);
  checkBars(instrument, timeframe, parts);
  const { spec } = definition;
  if (!pair && values.has(AGAINST)) throw wrongValue(AGAINST, `${spec.id} trades one instrument; leave it out.`);
  return {
    instance: entry.name ?? `${spec.id}-${number}`,
    strategy: spec.id,
    instrument,
    ...(pair ? { against: secondOf(parts, spec.id, { instrument, timeframe }) } : {}),
    timeframe,
    parameters: parametersOf(definition, values),
    size: values.needed(SIZE),
    ...(pair ? {} : waysAsked(values, definition)),
  };
}

/** The second instrument of a strategy over two. Fails with `input.file` and `input.option-value`. */
function secondOf(parts: PlacementParts, strategy: string, first: Pick<StrategyPlacement, 'instrument' | 'timeframe'>): number {
  const { values } = parts.entry;
  if (values.has(DIRECTION))
    throw wrongValue(DIRECTION, `${strategy} is always long of one of its two and short of the other; leave it out.`);
  const second = marketOf(values.needed(AGAINST), values.has(AGAINST_PERPETUAL), parts);
  const problem = pairProblem(parts.instruments[first.instrument]!, parts.instruments[second]!);
  if (problem !== null)
    throw new Fault('input.file', {
      file: parts.file.file,
      problem: `${parts.entry.place}: ${strategy} cannot trade these two: ${problem}`,
    });
  checkBars(second, first.timeframe, parts);
  return second;
}

function marketOf({ base, quote, venue }: InstrumentName, contract: boolean, { instruments, entry, file }: PlacementParts): number {
  const symbol = `${base}/${quote}${contract ? `:${quote}` : ''}`;
  const instrument = instruments.findIndex((one) => one.symbol === symbol && (venue === null || one.venue === venue));
  if (instrument < 0)
    throw new Fault('input.file', { file: file.file, problem: `${entry.place}: no market has the instrument ${symbol}.` });
  return instrument;
}

function timeframesOf(instrument: number, { series }: PlacementParts): readonly Timeframe[] {
  return series.filter((one) => one.instrument === instrument).map(({ timeframe }) => timeframe);
}

function checkBars(instrument: number, timeframe: Timeframe, parts: PlacementParts): void {
  const own = timeframesOf(instrument, parts);
  if (own.includes(timeframe)) return;
  const { entry, file, instruments } = parts;
  throw new Fault('input.file', {
    file: file.file,
    problem: `${entry.place}: no market has ${timeframe} bars of ${instruments[instrument]!.symbol}; there are ${own.join(', ')}.`,
  });
}

function checkNames({ file }: PortfolioFile, placements: readonly StrategyPlacement[]): void {
  const names = placements.map(({ instance }) => instance);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined)
    throw new Fault('input.file', { file, problem: `two strategies are named ${twice}; give each a "name" of its own.` });
}
