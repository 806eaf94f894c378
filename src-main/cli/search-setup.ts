import { type CandleColumns, TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { FundingPlan, FundingRates } from '../../src-shared/domain/funding.ts';
import type { SearchDimension } from '../../src-shared/domain/search.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { SearchSummary } from '../ports/research-store.ts';
import type { SearchGround, SearchRequest } from '../services/search-service.ts';
import { tradedBars } from './backtest-run.ts';
import { DEFAULT_SEED, tradable } from './chosen-strategy.ts';
import type { CliContext } from './context.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { missingOption, OptionValues, wrongValue } from './option-values.ts';
import { waysAsked } from './perpetual-options.ts';
import { conditionsOf } from './run-conditions.ts';
import { ALLOW_GAPS, CANDLES, CASH, INSTRUMENT, LIMITS, PARAM, SEED, SIZE, STRATEGY, TIMEFRAME } from './run-options.ts';
import { withProtections } from './protections-option.ts';
import { costsOf, limitsNamed, strategyNamed } from './run-setup.ts';
import { CONSTRAINT, DEFAULT_TRIALS, METHOD, OBJECTIVE, RANGE, SEARCH_NEEDS, STORED_SEARCH_NEEDS, TRIALS } from './search-options.ts';
import type { TypedRange } from './search-readers.ts';
import { storedBars } from './stored-bars.ts';

/** Starting money of a search that names none, quote asset. */
const DEFAULT_CASH = Decimal.of(10_000n);

/** A search as the options ask for it, with the bars and the rates of funding that it is run over. */
export interface AskedSearch extends Pick<SearchGround, 'candles' | 'funding'> {
  readonly request: SearchRequest;
}

/** What the options ask to be searched, the bars read. */
export async function searchRequest(values: OptionValues, context: CliContext): Promise<AskedSearch> {
  for (const option of values.has(RUN_DATA) ? STORED_SEARCH_NEEDS : SEARCH_NEEDS) if (!values.has(option)) throw missingOption(option);
  const definition = tradable(strategyNamed(values.needed(STRATEGY), context.services.strategies), values);
  const cash = values.given(CASH) ?? DEFAULT_CASH;
  const terms = {
    strategy: definition.spec.id,
    size: values.given(SIZE) ?? { kind: 'all' as const },
    costs: costsOf(values),
    seed: values.given(SEED) ?? DEFAULT_SEED,
    cash,
    ...waysAsked(values, definition),
  };
  const objectives = values.has(OBJECTIVE) ? values.all(OBJECTIVE) : [{ figure: 'sharpe', direction: 'max' as const }];
  const method = values.given(METHOD) ?? (objectives.length > 1 ? 'nsga2' : 'grid');
  if (method === 'grid' && values.has(TRIALS))
    throw wrongValue(TRIALS, 'a grid runs every combination; take larger steps or another method.');
  const space = values.all(RANGE).map((range) => dimensionOf(range, definition));
  const fixed = fixedParameters(values, definition, space);
  const bars = await tradedBars(values, cash, context);
  const limits = withProtections(limitsNamed(values.given(LIMITS) ?? 'none'), values, { context, candleMs: TIMEFRAMES[bars.timeframe] });
  const request: SearchRequest = {
    conditions: conditionsOf(bars, { ...terms, limits }, context),
    space,
    fixed,
    method,
    trials: values.given(TRIALS) ?? DEFAULT_TRIALS,
    objectives,
    constraints: values.all(CONSTRAINT),
    windows: null,
  };
  return { request, candles: bars.data.candles, funding: ratesOf(bars.funding?.plan) };
}

/** The rates of a plan that has them stored. */
function ratesOf(plan: FundingPlan | undefined): FundingRates | null {
  return plan?.kind === 'stored' ? plan.rates : null;
}

/** A whole parameter goes by ones where no step is given. */
function dimensionOf(range: TypedRange, { spec }: StrategyDefinition): SearchDimension {
  const whole = spec.parameters.find(({ name }) => name === range.name)?.integer === true;
  return { ...range, step: range.step ?? (whole ? 1 : null) };
}

/** The parameters that are not varied: as given, else by their default. That they fit together is a matter of each trial. */
function fixedParameters(
  values: OptionValues,
  { spec }: StrategyDefinition,
  space: readonly SearchDimension[],
): Readonly<Record<string, number>> {
  const fixed: Record<string, number> = {};
  for (const { name, default: value } of spec.parameters) if (!space.some((range) => range.name === name)) fixed[name] = value;
  for (const { name, value } of values.all(PARAM)) {
    if (!spec.parameters.some((parameter) => parameter.name === name))
      throw new Fault('strategy.parameter', { strategy: spec.id, parameter: name, problem: 'It has no such parameter.' });
    if (fixed[name] === undefined) throw wrongValue(PARAM, `${name} has a range; give it one or the other.`);
    fixed[name] = value;
  }
  return fixed;
}

/** Reads the bars of a search again. */
export async function barsOf({ conditions }: Pick<SearchSummary, 'conditions'>, context: CliContext): Promise<CandleColumns> {
  const { family, data, instrument } = conditions;
  const where: readonly (readonly [string, readonly string[]])[] =
    data.id === null
      ? [
          [CANDLES.name, [data.label]],
          [INSTRUMENT.name, [`${instrument.base}/${instrument.quote}`]],
        ]
      : [
          [RUN_DATA.name, [data.id]],
          [FROM.name, [minuteOf(data.from)]],
          [TO.name, [minuteOf(data.to)]],
        ];
  const texts = new Map([...where, [TIMEFRAME.name, [family.timeframe]], [ALLOW_GAPS.name, ['']]] as const);
  const bars = await storedBars(new OptionValues(texts, []), Decimal.parse(conditions.cash), context);
  return bars.data.candles;
}

/** An instant as `--from` takes it; stored bars open at whole minutes. */
function minuteOf(time: number): string {
  return isoTime(time).slice(0, 16);
}
