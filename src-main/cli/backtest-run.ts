import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { RunReport } from '../../src-shared/domain/report.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { BacktestOutcome, BacktestSpec } from '../sessions/backtest-types.ts';
import { type Assumptions, assumptionsOf } from './assumptions.ts';
import { bookCosts } from '../core/matching/depth-rules.ts';
import type { DepthFacts } from '../ports/depth.ts';
import type { CliContext } from './context.ts';
import { depthBars } from './depth-bars.ts';
import { DEPTH } from './depth-options.ts';
import { RUN_DATA } from './data-options.ts';
import { underlyingOf } from '../core/market-data/perpetual-instrument.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { asAsked, leverageOf, PERPETUAL, waysAsked } from './perpetual-options.ts';
import { type ChosenStrategy, chosenStrategy, DEFAULT_SEED } from './chosen-strategy.ts';
import { played, playedOver, reportOf, type SensitivityLine, sensitivityOf } from './played-run.ts';
import { CANDLES, CASH, INSTRUMENT, LIMITS, NO_SENSITIVITY, SEED, SIZE, TIMEFRAME } from './run-options.ts';
import { costsOf, limitsNamed, parametersOf, strategyNamed } from './run-setup.ts';
import { protectionLines, withProtections } from './protections-option.ts';
import { storedBars } from './stored-bars.ts';
import type { StoredBars } from './traded-bars.ts';

/** Starting money of a backtest that names none, quote asset. */
export const DEFAULT_CASH = Decimal.of(10_000n);
/** The strategy that every result is held against. */
const BASELINE = 'buy-and-hold';

/** A backtest with its baseline: outcomes, figures and assumptions. */
export interface BacktestRun {
  readonly bars: StoredBars;
  readonly spec: BacktestSpec;
  readonly outcome: BacktestOutcome;
  readonly report: RunReport;
  readonly baseline: RunReport;
  /** The run under other costs; null where that was not wanted. */
  readonly sensitivity: readonly SensitivityLine[] | null;
  readonly assumptions: Assumptions;
  /** SHA-256 of the user's own strategy; null for a built-in one. */
  readonly strategyHash: string | null;
  /** What a recorded book held, where there was one. */
  readonly depth: DepthFacts | null;
}

/** What the options ask to be run over stored bars or a recorded book, read and checked. */
export async function backtestSpec(
  values: OptionValues,
  { definition }: ChosenStrategy,
  context: CliContext,
): Promise<{ readonly bars: StoredBars; readonly spec: BacktestSpec }> {
  const parameters = parametersOf(definition, values);
  const cash = values.given(CASH) ?? DEFAULT_CASH;
  const overDepth = values.has(DEPTH);
  if (overDepth && values.has(PERPETUAL)) throw wrongValue(PERPETUAL, 'goes with bars; a recorded book is traded as spot.');
  const bars = overDepth ? await depthBars(values, context) : await tradedBars(values, cash, context);
  const costs = overDepth ? bookCosts(costsOf(values)) : costsOf(values);
  const { timeframe, data, instrument } = bars;
  const spec: BacktestSpec = {
    instruments: [instrument.spec],
    series: [{ instrument: 0, timeframe, candles: data.candles }],
    placements: [
      {
        instance: `${definition.spec.id}-1`,
        strategy: definition.spec.id,
        instrument: 0,
        timeframe,
        parameters,
        size: values.given(SIZE) ?? { kind: 'all' },
        ...waysAsked(values, definition),
      },
    ],
    cash,
    costs,
    limits: withProtections(limitsNamed(values.given(LIMITS) ?? 'none'), values, { context, candleMs: TIMEFRAMES[timeframe] }),
    seed: values.given(SEED) ?? DEFAULT_SEED,
    ...(bars.funding === undefined ? {} : { funding: [bars.funding.plan] }),
  };
  return { bars, spec };
}

/** The bars that the options name, as spot or as the perpetual that they ask for. */
export async function tradedBars(values: OptionValues, cash: Decimal, context: CliContext): Promise<StoredBars> {
  // What can be held is as many times the money as there is leverage.
  const reach = cash.mul(Decimal.fromNumber(leverageOf(values)));
  return asAsked(await storedBars(values, reach, context), values, context);
}

/** The assumptions of a run over stored bars. */
export function runAssumptions(bars: StoredBars, spec: BacktestSpec, values: OptionValues, to: number): Assumptions {
  const placement = spec.placements[0]!;
  return assumptionsOf({
    bars,
    strategy: placement.strategy,
    parameters: placement.parameters,
    size: placement.size,
    cash: spec.cash.toString(),
    costs: spec.costs,
    limits: values.given(LIMITS) ?? 'none',
    protections: protectionLines(spec.limits),
    seed: spec.seed,
    ...(placement.ways === undefined ? {} : { ways: placement.ways }),
    to,
  });
}

/** Runs what the options ask for, and buy-and-hold beside it. */
export async function backtestRun(values: OptionValues, context: CliContext): Promise<BacktestRun> {
  // In the order of the help: the first that is missing is the one that is named.
  const needed = values.has(DEPTH) ? [TIMEFRAME] : values.has(RUN_DATA) ? [] : [CANDLES, INSTRUMENT, TIMEFRAME];
  for (const option of needed) values.needed<unknown>(option);
  const chosen = chosenStrategy(values, context);
  try {
    return await runChosen(chosen, values, context);
  } finally {
    chosen.own?.close();
  }
}

async function runChosen(chosen: ChosenStrategy, values: OptionValues, context: CliContext): Promise<BacktestRun> {
  const { bars, spec } = await backtestSpec(values, chosen, context);
  const player = { context, own: chosen.own?.definition, depth: bars.depth };
  const { outcome, facts } = playedOver(spec, spec.placements[0]!.strategy, player);
  const report = reportOf(outcome, spec);
  const baseline = baselineSpec(spec, context);
  return {
    bars,
    spec,
    outcome,
    report,
    baseline: reportOf(played(baseline, BASELINE, { ...player, own: undefined }), baseline),
    sensitivity: values.has(NO_SENSITIVITY) ? null : sensitivityOf(spec, report, player),
    assumptions: runAssumptions(bars, spec, values, outcome.times.at(-1) ?? 0),
    strategyHash: chosen.own?.hash ?? null,
    depth: facts,
  };
}

function baselineSpec(spec: BacktestSpec, context: CliContext): BacktestSpec {
  const definition = strategyNamed(BASELINE, context.services.strategies);
  const parameters = Object.fromEntries(definition.spec.parameters.map((parameter) => [parameter.name, parameter.default]));
  const placement = spec.placements[0]!;
  const { funding: _, ...rest } = spec;
  const { ways: __, ...placed } = placement;
  return {
    ...rest,
    instruments: spec.instruments.map(underlyingOf),
    placements: [{ ...placed, instance: `${BASELINE}-1`, strategy: BASELINE, parameters, size: { kind: 'all' } }],
    limits: NO_LIMITS,
  };
}
