import type { BacktestOutcome, BacktestSpec } from './sessions/backtest-types.ts';
import { CandleReplay } from './adapters/candle-replay/candle-replay.ts';
import { DepthReplay } from './adapters/depth-replay/depth-replay.ts';
import { RunLedger } from './adapters/ledger-memory/run-ledger.ts';
import type { QueueModel } from './core/matching/queue-place.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { StrategyDefinition } from './core/strategies/strategy.ts';
import type { DepthFacts, DepthTape } from './ports/depth.ts';
import { instrumentsOf, runBacktest } from './sessions/backtest.ts';
import { invariant } from '../src-shared/kernel/result.ts';

/** A backtest over stored bars, on a ledger in memory, with the built-in strategies and perhaps one of the user's. */
export function backtest(spec: BacktestSpec, own?: StrategyDefinition): BacktestOutcome {
  const instruments = instrumentsOf(spec);
  const quote = instruments[0]?.spec.settle;
  invariant(quote !== undefined, 'a run has an instrument');
  const market = new CandleReplay({
    instruments,
    series: spec.series.map(({ instrument, timeframe, candles }) => ({ instrument, timeframe, columns: candles })),
    costs: spec.costs,
    balances: new Map([[quote, spec.cash]]),
    ...(spec.funding === undefined ? {} : { funding: spec.funding }),
  });
  const outcome = runBacktest(spec, { market, ledger: new RunLedger(), find: (id) => (id === own?.spec.id ? own : findStrategy(id)) });
  own?.release?.();
  return outcome;
}

/** A backtest over a recorded order book and its trades; the specification's one series is the bars of those trades. */
export function depthBacktest(
  spec: BacktestSpec,
  { tape, queue }: { readonly tape: DepthTape; readonly queue: QueueModel },
  own?: StrategyDefinition,
): { readonly outcome: BacktestOutcome; readonly facts: DepthFacts } {
  const [instrument] = instrumentsOf(spec);
  const [series] = spec.series;
  invariant(instrument !== undefined && series !== undefined, 'a run has an instrument and its bars');
  const market = new DepthReplay({
    instrument,
    messages: tape.messages(),
    timeframe: series.timeframe,
    bars: series.candles,
    costs: spec.costs,
    queue,
    balances: new Map([[instrument.spec.settle, spec.cash]]),
  });
  const find = (id: string): StrategyDefinition | undefined => (id === own?.spec.id ? own : findStrategy(id));
  const outcome = runBacktest(spec, { market, ledger: new RunLedger(), find });
  return { outcome, facts: market.facts };
}
