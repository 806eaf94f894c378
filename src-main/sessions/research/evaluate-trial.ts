import { sliceCandles, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { dailyReturns } from '../../../src-shared/domain/daily-returns.ts';
import { planOfNote } from '../../../src-shared/domain/funding.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { type RunRecord, runTotals } from '../../../src-shared/domain/report.ts';
import { searchFigures } from '../../../src-shared/domain/search-figures.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { type BarDraw, resampleBars, resampleRates } from '../../core/research/bar-bootstrap.ts';
import type { StrategyDefinition } from '../../core/strategies/strategy.ts';
import type { BacktestOutcome, BacktestSpec } from '../backtest-types.ts';
import { failedTrial, type TrialBase, type TrialResult, type TrialTask } from './trial-types.ts';

/** The rooms that a trial is run in. */
export interface TrialRooms {
  readonly run: (spec: BacktestSpec) => BacktestOutcome;
  readonly find: (strategy: string) => StrategyDefinition | undefined;
}

/** The run of a trial. A trial that begins behind the first bar is warmed from the bars before it, as many as its strategy needs. */
export function trialSpec({ conditions, candles, funding }: TrialBase, task: TrialTask, find: TrialRooms['find']): BacktestSpec {
  const { strategy, timeframe } = conditions.family;
  const { parameters, from, to } = task;
  const warm = Math.min(from, find(strategy)?.warmupBars(parameters) ?? 0);
  return {
    instruments: [conditions.instrument],
    series: [{ instrument: 0, timeframe, candles: sliceCandles(candles, from, to) }],
    placements: [
      {
        instance: `${strategy}-1`,
        strategy,
        instrument: 0,
        timeframe,
        parameters,
        size: conditions.size,
        ...(conditions.ways === undefined ? {} : { ways: conditions.ways }),
        history: sliceCandles(candles, from - warm, from),
      },
    ],
    cash: Decimal.parse(conditions.cash),
    costs: conditions.costs,
    limits: conditions.limits,
    seed: conditions.seed,
    ...(conditions.funding === undefined ? {} : { funding: [planOfNote(conditions.funding, funding ?? null)] }),
  };
}

/** What the report of a run is made from. */
export function recordOf(spec: BacktestSpec, outcome: BacktestOutcome): RunRecord {
  const candles = spec.series[0]!.candles;
  return {
    instruments: spec.instruments.map((instrument, index) => new Instrument(instrument, index)),
    start: spec.cash,
    from: candles.time[0]!,
    times: outcome.times,
    equity: outcome.equity,
    fills: outcome.fills,
    cash: outcome.cash,
    carry: outcome.carry,
    openCost: outcome.openCost,
    lastClose: [candles.close[candles.length - 1]!],
  };
}

/** Return of each UTC day of a run. */
export function dailyReturnsOf({ start, from, times, equity }: RunRecord): Float64Array {
  return dailyReturns({ start: start.toNumber(), from, times, equity });
}

/** Return of holding from the first open to the last close, without costs. */
function holdReturn({ series }: BacktestSpec): number {
  const { candles } = series[0]!;
  return candles.close[candles.length - 1]! / candles.open[0]! - 1;
}

/** Bars drawn anew, with the stored rates of funding that they bring along. */
function drawnBase(base: TrialBase, drawn: BarDraw): TrialBase {
  const { conditions, candles, funding = null } = base;
  const barMs = TIMEFRAMES[conditions.family.timeframe];
  const rates = funding === null ? {} : { funding: resampleRates(funding, candles, barMs, drawn) };
  return { ...base, candles: resampleBars(candles, drawn), ...rates };
}

/** Runs a trial. Whatever goes wrong in it is its result: parameters that the strategy refuses are pruned, everything else has failed. */
export function evaluateTrial(base: TrialBase, task: TrialTask, rooms: TrialRooms): TrialResult {
  const { drawn } = task;
  try {
    const spec = trialSpec(drawn === undefined ? base : drawnBase(base, drawn), task, rooms.find);
    const record = recordOf(spec, rooms.run(spec));
    const figures = searchFigures(runTotals(record));
    return {
      state: 'ok',
      figures: drawn === undefined ? figures : { ...figures, holdReturn: holdReturn(spec) },
      dailyReturns: dailyReturnsOf(record),
      problem: null,
    };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    const refused = thrown instanceof Fault && thrown.code === 'strategy.parameter';
    return refused ? { ...failedTrial(problem), state: 'pruned' } : failedTrial(problem);
  }
}
