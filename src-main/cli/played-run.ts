import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { type RunRecord, type RunReport, runReport } from '../../src-shared/domain/report.ts';
import { sensitivityCases } from '../../src-shared/domain/sensitivity.ts';
import { instrumentsOf } from '../sessions/backtest.ts';
import type { BacktestOutcome, BacktestSpec } from '../sessions/backtest-types.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import { appliedCosts } from './assumptions.ts';
import type { CliContext } from './context.ts';
import { Progress } from './progress.ts';

/** The figures of one run under other costs. */
export interface SensitivityLine {
  readonly id: string;
  readonly totalReturn: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number | null;
  readonly closedTrades: number;
}

/** What plays a run: the command line's services, and the strategy of the user's own that it may name. */
export interface Player {
  readonly context: CliContext;
  readonly own: StrategyDefinition | undefined;
}

/** Plays a run and tells how far it is under a name. */
export function played(spec: BacktestSpec, name: string, { context, own }: Player): BacktestOutcome {
  const progress = new Progress(context);
  const total = spec.series.reduce((sum, { candles }) => sum + candles.length, 0);
  const outcome = context.services.backtest(
    {
      ...spec,
      onProgress: (done) => progress.tell(() => `${name}: ${Math.floor((100 * done) / total)} % of ${total.toLocaleString('en-US')} bars`),
    },
    own,
  );
  progress.end();
  return outcome;
}

/** The figures of an outcome. */
export function reportOf(outcome: BacktestOutcome, spec: BacktestSpec): RunReport {
  return runReport(recordOf(outcome, spec));
}

/** What figures are made from. */
export function recordOf(outcome: BacktestOutcome, spec: BacktestSpec): RunRecord {
  return {
    instruments: instrumentsOf(spec),
    start: spec.cash,
    from: spec.series.reduce((first, { candles }) => Math.min(first, candles.time[0]!), Number.POSITIVE_INFINITY),
    times: outcome.times,
    equity: outcome.equity,
    fills: outcome.fills,
    cash: outcome.cash,
    lastClose: spec.instruments.map((_, instrument) => lastClose(spec, instrument)),
  };
}

/** The newest close of an instrument, of whichever of its series has it. */
function lastClose({ series }: BacktestSpec, instrument: number): number {
  let newest = Number.NEGATIVE_INFINITY;
  let close = 0;
  for (const { instrument: index, timeframe, candles } of series) {
    const closes = candles.time[candles.length - 1]! + TIMEFRAMES[timeframe];
    if (index !== instrument || closes <= newest) continue;
    newest = closes;
    close = candles.close[candles.length - 1]!;
  }
  return close;
}

/** The same run under other costs, a later arrival and other shares of the volume; where the profile leaves a cost to the instrument, the dearest of them counts. */
export function sensitivityOf(spec: BacktestSpec, asRun: RunReport, player: Player): readonly SensitivityLine[] {
  const each = spec.instruments.map((instrument) => appliedCosts(spec.costs, instrument));
  const dearest = (cost: (applied: (typeof each)[number]) => number): number => Math.max(...each.map(cost));
  const own = {
    taker: dearest(({ takerFeeBps }) => takerFeeBps),
    maker: dearest(({ makerFeeBps }) => makerFeeBps),
    half: dearest(({ spreadBps }) => spreadBps / 2),
  };
  return sensitivityCases(spec.costs, own).map(({ id, costs }) => {
    if (id === 'costs-as-run') return line(id, asRun);
    const other = { ...spec, costs };
    return line(id, reportOf(played(other, id, player), other));
  });
}

function line(id: string, { metrics, trades }: RunReport): SensitivityLine {
  const value = (metric: string): number | null => metrics[metric]?.value ?? null;
  return { id, totalReturn: value('totalReturn'), sharpe: value('sharpe'), maxDrawdown: value('maxDrawdown'), closedTrades: trades.length };
}
