import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { ALERT_BARS, type AlertSpec } from '../../src-shared/domain/alert-spec.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import type { MarketSource } from '../ports/market-source.ts';

/** The closed bars that an alert begins with, and the wish for those to come; no bars for one that looks at none. */
export function alertBarsUpTo(time: number, spec: AlertSpec, source: MarketSource): CandleColumns {
  const instrument = spec.kind === 'indicator' ? source.instruments.find(({ id }) => id === spec.instrument) : undefined;
  if (spec.kind !== 'indicator' || instrument === undefined) return candleColumns(0);
  source.subscribe(instrument.index, spec.timeframe);
  return source.history(instrument.index, spec.timeframe, utcMs(time), ALERT_BARS);
}
