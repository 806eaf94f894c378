import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { LongFlat, type LongFlatRule } from './building/long-flat.ts';
import { pricedAt } from './building/reasons.ts';
import { Tail } from './building/tail.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Buys below the lower Bollinger band (J. Bollinger, 1983: population deviation) and sells at the average or above. */
class BollingerReversion implements LongFlatRule {
  private readonly closes: Tail;
  private readonly width: number;
  private close = Number.NaN;
  private middle = Number.NaN;
  private band = Number.NaN;

  constructor(period: number, width: number) {
    this.closes = new Tail(period);
    this.width = width;
  }

  take(columns: CandleColumns, row: number): void {
    const { closes } = this;
    this.close = columns.close[row]!;
    closes.push(this.close);
    this.middle = closes.mean();
    this.band = this.middle - this.width * closes.deviation(this.middle);
  }

  entry(): SignalCode | null {
    return this.close < this.band ? 'bollinger-reversion.below-band' : null;
  }

  exit(): SignalCode | null {
    return this.close >= this.middle ? 'bollinger-reversion.at-average' : null;
  }

  figures(code: SignalCode, instrument: Instrument): FaultDetails {
    const level = code === 'bollinger-reversion.below-band' ? this.band : this.middle;
    return { close: pricedAt(instrument, this.close), level: pricedAt(instrument, level) };
  }
}

export const BOLLINGER_REVERSION: StrategyDefinition = {
  spec: {
    id: 'bollinger-reversion',
    family: 'mean reversion',
    description:
      'Buys a close below the lower Bollinger band and sells at the average: earns while prices swing about a level, loses when they leave it for good.',
    parameters: [
      { name: 'period', label: 'Average', unit: 'bars', default: 20, min: 2, max: 1_000, integer: true },
      { name: 'width', label: 'Deviations to the band', unit: '', default: 2, min: 0.5, max: 6, integer: false },
    ],
  },
  warmupBars: (parameters) => checkedParameters(BOLLINGER_REVERSION, parameters)('period'),
  create: (parameters) => {
    const value = checkedParameters(BOLLINGER_REVERSION, parameters);
    return new LongFlat(new BollingerReversion(value('period'), value('width')));
  },
};
