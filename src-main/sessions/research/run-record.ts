import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { RunRecord } from '../../../src-shared/domain/report.ts';
import { instrumentsOf } from '../backtest.ts';
import type { BacktestOutcome, BacktestSpec } from '../backtest-types.ts';

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
    carry: outcome.carry,
    openCost: outcome.openCost,
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
