import { CandleReplay } from './adapters/candle-replay/candle-replay.ts';
import { RunLedger } from './adapters/ledger-memory/run-ledger.ts';
import { findLeak, type LeakOptions, type LeakSearch } from './core/research/leaks/find-leak.ts';
import { startDependence, type StartDependence } from './core/research/leaks/start-dependence.ts';
import type { TracedRun } from './core/research/leaks/trace.ts';
import type { StrategyDefinition } from './core/strategies/strategy.ts';
import { instrumentsOf } from './sessions/backtest.ts';
import type { BacktestSpec } from './sessions/backtest-types.ts';
import { type BarPace, tracedRun } from './sessions/traced-run.ts';

/** What was found about a strategy: leaks, and how much hangs on where its history begins. */
export interface LeakCheck {
  readonly search: LeakSearch;
  readonly start: StartDependence;
  readonly warmupBars: number;
}

/** Later starts that a run from the first bar is held against. */
const STARTS = 12;

/** Looks for leaks of a strategy over stored bars, on the engine that trades; of a perpetual in its stored rates of funding too. */
export function checkLeaks(spec: BacktestSpec, definition: StrategyDefinition, options: LeakOptions): LeakCheck {
  const [series] = spec.series;
  const [placement] = spec.placements;
  if (series === undefined || placement === undefined) throw new RangeError('a check has a series and a strategy');
  const at = (pace: BarPace): TracedRun => leakRun(spec, definition, pace);
  const warmupBars = definition.warmupBars(placement.parameters);
  const [plan] = spec.funding ?? [];
  const rates = plan?.kind === 'stored' ? { rates: plan.rates } : {};
  const search = findLeak([at('one-by-one'), at('passing')], series.candles, { ...options, ...rates });
  return { search, start: startDependence(at('passing'), series.candles, warmupBars, STARTS), warmupBars };
}

/** The specification's run over other bars in place of its first series, and other rates of funding of that, with everything that it recorded. */
export function leakRun(spec: BacktestSpec, definition: StrategyDefinition, pace: BarPace): TracedRun {
  const [series, ...others] = spec.series;
  return (candles, rates) =>
    tracedRun(
      {
        ...spec,
        series: series === undefined ? [] : [{ ...series, candles }, ...others],
        ...(rates === undefined ? {} : { funding: [{ kind: 'stored', rates }, ...(spec.funding ?? []).slice(1)] }),
      },
      {
        market: (run) => {
          const instruments = instrumentsOf(run);
          return new CandleReplay({
            instruments,
            series: run.series.map(({ instrument, timeframe, candles: columns }) => ({ instrument, timeframe, columns })),
            costs: run.costs,
            balances: new Map(instruments.slice(0, 1).map(({ spec: { settle } }) => [settle, run.cash])),
            ...(run.funding === undefined ? {} : { funding: run.funding }),
          });
        },
        ledger: () => new RunLedger(),
        find: (id) => (id === definition.spec.id ? definition : undefined),
      },
      pace,
    );
}
