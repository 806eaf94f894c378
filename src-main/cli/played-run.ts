import { scaledFunding } from '../../src-shared/domain/funding.ts';
import { type RunReport, type RunTotals, runReport, runTotals } from '../../src-shared/domain/report.ts';
import { FUNDING_CASES, sensitivityCases } from '../../src-shared/domain/sensitivity.ts';
import type { BacktestOutcome, BacktestSpec } from '../sessions/backtest-types.ts';
import { recordOf } from '../sessions/research/run-record.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { DepthFacts } from '../ports/depth.ts';
import { appliedCosts } from './assumptions.ts';
import type { CliContext } from './context.ts';
import { Progress } from './progress.ts';
import type { DepthInput } from './traded-bars.ts';

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
  /** The recorded book that it is played over in place of bars. */
  readonly depth?: DepthInput | undefined;
}

/** Costs that mean something over a recorded book: the others are in it. */
const DEPTH_CASES: readonly string[] = ['costs-as-run', 'costs-double', 'latency-1s'];

/** Plays a run and tells how far it is under a name. */
export function played(spec: BacktestSpec, name: string, player: Player): BacktestOutcome {
  return playedOver(spec, name, player).outcome;
}

/** The same with what a recorded book held; null over bars. */
export function playedOver(
  spec: BacktestSpec,
  name: string,
  { context, own, depth }: Player,
): { readonly outcome: BacktestOutcome; readonly facts: DepthFacts | null } {
  const progress = new Progress(context);
  const total = spec.series.reduce((sum, { candles }) => sum + candles.length, 0);
  const watched: BacktestSpec = {
    ...spec,
    onProgress: (done) => progress.tell(() => `${name}: ${Math.floor((100 * done) / total)} % of ${total.toLocaleString('en-US')} bars`),
  };
  const { services } = context;
  const run = depth === undefined ? { outcome: services.backtest(watched, own), facts: null } : services.depthBacktest(watched, depth, own);
  progress.end();
  return run;
}

/** The figures of an outcome. */
export function reportOf(outcome: BacktestOutcome, spec: BacktestSpec): RunReport {
  return runReport(recordOf(outcome, spec));
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
  const cases = sensitivityCases(spec.costs, own).filter(({ id }) => player.depth === undefined || DEPTH_CASES.includes(id));
  const lines = cases.map(({ id, costs }) => {
    if (id === 'costs-as-run') return line(id, asRun);
    const other = { ...spec, costs };
    return line(id, runTotals(recordOf(played(other, id, player), other)));
  });
  return spec.funding === undefined ? lines : [...lines, ...fundingLines(spec, player)];
}

/** The same run without funding, and with twice as much. */
function fundingLines(spec: BacktestSpec, player: Player): readonly SensitivityLine[] {
  return FUNDING_CASES.map(({ id, factor }) => {
    const other = { ...spec, funding: (spec.funding ?? []).map((plan) => plan && scaledFunding(plan, factor)) };
    return line(id, runTotals(recordOf(played(other, id, player), other)));
  });
}

function line(id: string, { metrics, closedTrades }: RunTotals): SensitivityLine {
  const value = (metric: string): number | null => metrics[metric]?.value ?? null;
  return { id, totalReturn: value('totalReturn'), sharpe: value('sharpe'), maxDrawdown: value('maxDrawdown'), closedTrades };
}
