import { RUN_DATA } from './data-options.ts';
import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { NO_LIMITS, DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import type { StrategyPlacement } from '../sessions/backtest-types.ts';
import type { PaperSpec } from '../sessions/paper-types.ts';
import { backtestSpec } from './backtest-run.ts';
import { type ChosenStrategy, DEFAULT_SEED, strategyOf } from './chosen-strategy.ts';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import type { CliContext } from './context.ts';
import { type Option, valueOption } from './option.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { withProtections } from './protections-option.ts';
import { CANDLES, CASH, FOR, INSTRUMENT, LIMITS, SEED, SIZE, SPEED, STRATEGY, TIMEFRAME, withDefault } from './run-options.ts';
import { costsOf, parametersOf } from './run-setup.ts';
import { notesTo } from './output.ts';
import type { InstrumentName } from './value-readers.ts';
import { SIM_VENUE } from './sim-venue.ts';

/** The options that paper shares with backtest but gives other defaults. */
export const PAPER_CANDLES = withDefault(CANDLES, 'none: the simulated market');
export const PAPER_DATA = withDefault(RUN_DATA, 'none: the simulated market');
export const PAPER_INSTRUMENT: Option<InstrumentName> = {
  ...withDefault(INSTRUMENT, 'all of the simulated market; needed with --candles'),
  about:
    'What to trade: BTC/USD of the simulated market, BTC/USDT.BINANCE of a real venue’s as it is now (with money of paper); with --candles what the bars are of.',
  repeats: true,
};
export const PAPER_TIMEFRAME = withDefault(TIMEFRAME, '1m; needed with --candles');
export const PAPER_STRATEGY = valueOption({ ...STRATEGY, placeholder: 'NAME', shownDefault: 'sma-cross', repeats: true });
export const PAPER_CASH = withDefault(CASH, '100000; over stored bars 10000');
export const PAPER_SIZE = withDefault(SIZE, 'equity:0.1 for each instrument; over stored bars all');
export const PAPER_LIMITS = withDefault(LIMITS, 'default; over stored bars none');

const DEFAULT_STRATEGY = 'sma-cross';
const DEFAULT_DURATION_MS = 20_000;
const DEFAULT_CASH = Decimal.of(100_000n);
const DEFAULT_FRACTION = 0.1;

/** What a session is put together from. */
interface PaperParts {
  readonly context: CliContext;
  readonly chosen: readonly ChosenStrategy[];
  readonly onProgress: (done: number) => void;
}

/** Whether a session goes over bars of a file or of the store. */
export function overStoredBars(values: OptionValues): boolean {
  return values.has(CANDLES) || values.has(RUN_DATA);
}

/** What the options ask for: the simulated market, or stored bars with the backtest's own defaults. */
export async function paperSpec(values: OptionValues, parts: PaperParts): Promise<PaperSpec> {
  const own = parts.chosen.flatMap((strategy) => strategy.own ?? []);
  const spec = overStoredBars(values)
    ? await storedSession(values, parts)
    : exchangeOf(values) === null
      ? simulatedSession(values, parts)
      : await exchangeSession(values, parts);
  return own.length === 0 ? spec : { ...spec, own };
}

/** The strategies that the options name, else the default one. Those of the user live in processes that must be closed. */
export function paperStrategies(values: OptionValues, context: CliContext): readonly ChosenStrategy[] {
  const names = values.all(PAPER_STRATEGY);
  const chosen: ChosenStrategy[] = [];
  try {
    for (const name of names.length === 0 ? [DEFAULT_STRATEGY] : names) chosen.push(strategyOf(name, values, context));
  } catch (thrown) {
    closeOwn(chosen);
    throw thrown;
  }
  return chosen;
}

/** Ends the processes of the user's strategies. */
export function closeOwn(chosen: readonly ChosenStrategy[]): void {
  for (const { own } of chosen) own?.close();
}

async function storedSession(values: OptionValues, { context, chosen, onProgress }: PaperParts): Promise<PaperSpec> {
  const { spec } = await backtestSpec(values, chosen[0]!, context);
  return {
    market: { kind: 'candles', instruments: spec.instruments, series: spec.series },
    placements: spec.placements,
    cash: spec.cash,
    costs: spec.costs,
    limits: spec.limits,
    seed: spec.seed,
    durationMs: values.given(FOR) ?? null,
    signal: context.signal,
    onNote: notesTo(context),
    onProgress,
  };
}

function simulatedSession(values: OptionValues, { context, chosen, onProgress }: PaperParts): PaperSpec {
  const seed = values.given(SEED) ?? DEFAULT_SEED;
  return {
    market: { kind: 'simulated', seed, speed: values.given(SPEED) ?? 1 },
    placements: placementsOf(values, context, chosen),
    cash: values.given(PAPER_CASH) ?? DEFAULT_CASH,
    costs: costsOf(values),
    limits: withProtections(values.given(PAPER_LIMITS) === 'none' ? NO_LIMITS : DEFAULT_LIMITS, values, {
      context,
      candleMs: TIMEFRAMES[values.given(PAPER_TIMEFRAME) ?? '1m'],
    }),
    seed,
    durationMs: values.given(FOR) ?? DEFAULT_DURATION_MS,
    signal: context.signal,
    onNote: notesTo(context),
    onProgress,
  };
}

/** The venue that the instruments name, or null where they are those of the simulated market. Fails with `paper.one-venue`. */
export function exchangeOf(values: OptionValues): string | null {
  const venues = new Set(values.all(PAPER_INSTRUMENT).map(({ venue }) => venue ?? SIM_VENUE));
  if (venues.size > 1) throw new Fault('paper.one-venue', { venues: [...venues].join(', ') });
  const [venue] = venues;
  return venue === undefined || venue === SIM_VENUE ? null : venue;
}

/** A session on a real venue's market, at the pace that it has. */
async function exchangeSession(values: OptionValues, { context, chosen, onProgress }: PaperParts): Promise<PaperSpec> {
  const venue = exchangeOf(values) ?? SIM_VENUE;
  const symbols = values.all(PAPER_INSTRUMENT).map(({ base, quote }) => `${base}/${quote}`);
  const placements = placed(
    values,
    chosen,
    symbols.map((_, index) => index),
  );
  return {
    market: { kind: 'exchange', venue, feed: await context.services.marketFeed(venue.toLowerCase()), symbols },
    placements,
    cash: values.given(PAPER_CASH) ?? DEFAULT_CASH,
    costs: costsOf(values),
    limits: values.given(PAPER_LIMITS) === 'none' ? NO_LIMITS : DEFAULT_LIMITS,
    seed: values.given(SEED) ?? DEFAULT_SEED,
    durationMs: values.given(FOR) ?? null,
    signal: context.signal,
    onNote: notesTo(context),
    onProgress,
  };
}

function placementsOf(values: OptionValues, context: CliContext, chosen: readonly ChosenStrategy[]): readonly StrategyPlacement[] {
  const { profiles } = context.services;
  const names = values.all(PAPER_INSTRUMENT);
  const indices = names.length === 0 ? profiles.map((_, index) => index) : names.map((name) => indexOf(name, profiles));
  return placed(values, chosen, indices);
}

/** Each strategy on each instrument. */
export function placed(values: OptionValues, chosen: readonly ChosenStrategy[], indices: readonly number[]): readonly StrategyPlacement[] {
  const timeframe = values.given(PAPER_TIMEFRAME) ?? '1m';
  if (TIMEFRAMES[timeframe] < MINUTE_MS) throw wrongValue(PAPER_TIMEFRAME, `a session has bars from 1m on, not ${timeframe}.`);
  return chosen.flatMap(({ definition }) => {
    const name = definition.spec.id;
    const parameters = parametersOf(definition, values);
    return indices.map((instrument, count) => ({
      instance: `${name}-${count + 1}`,
      strategy: name,
      instrument,
      timeframe,
      parameters,
      size: values.given(PAPER_SIZE) ?? { kind: 'equity-fraction' as const, fraction: DEFAULT_FRACTION },
    }));
  });
}

function indexOf(name: InstrumentName, profiles: readonly InstrumentSpec[]): number {
  const symbol = `${name.base}/${name.quote}`;
  const index = profiles.findIndex((profile) => profile.symbol === symbol && (name.venue === null || profile.venue === name.venue));
  if (index >= 0) return index;
  const known = profiles.map((profile) => profile.symbol);
  const hint = suggestion(symbol, known, `The simulated market has ${known.join(', ')}.`);
  throw new Fault('input.option-value', { option: '--instrument', problem: `${symbol} is not traded here. ${hint}` });
}
