import type { RunConditions } from '../../src-main/ports/research-store.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { sampleSpec } from './sample-run.ts';

/** The sample run's conditions over one-minute bars. */
export function sweepConditions(candles: CandleColumns): RunConditions {
  const spec = sampleSpec(candles);
  const instrument = spec.instruments[0]!;
  return {
    family: { strategy: 'sma-cross', instrument: instrument.id, timeframe: '1m', data: '' },
    data: { id: null, label: 'bench', bars: candles.length, from: candles.time[0]!, to: candles.time[candles.length - 1]! + MINUTE_MS },
    instrument,
    cash: spec.cash.toString(),
    size: { kind: 'all' },
    costs: spec.costs,
    limits: spec.limits,
    seed: 1,
    engineVersion: 'bench',
  };
}
