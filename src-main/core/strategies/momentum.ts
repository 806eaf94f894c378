import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { Roc } from '../../../src-shared/domain/indicators/roc.ts';
import { Sma } from '../../../src-shared/domain/indicators/sma.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { LongFlat, type LongFlatRule } from './building/long-flat.ts';
import { pricedAt, roundedTo } from './building/reasons.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Holds what has risen by enough over a past, as long as it is above its long average (time-series momentum: Moskowitz, Ooi, Pedersen, 2012). */
class Momentum implements LongFlatRule {
  private readonly period: number;
  private readonly threshold: number;
  private readonly trend: number;
  private readonly roc: Roc;
  private readonly average: Sma;
  private close = Number.NaN;
  private change = Number.NaN;
  private mean = Number.NaN;

  constructor(period: number, threshold: number, trend: number) {
    this.period = period;
    this.threshold = threshold;
    this.trend = trend;
    this.roc = new Roc(period);
    this.average = new Sma(trend);
  }

  take(columns: CandleColumns, row: number): void {
    this.close = columns.close[row]!;
    this.change = this.roc.update(this.close);
    this.mean = this.average.update(this.close);
  }

  entry(): SignalCode | null {
    return this.change > this.threshold && this.close > this.mean ? 'momentum.rising' : null;
  }

  exit(): SignalCode | null {
    if (this.close < this.mean) return 'momentum.below-average';
    return this.change < 0 ? 'momentum.falling' : null;
  }

  figures(_code: SignalCode, instrument: Instrument): FaultDetails {
    return {
      change: roundedTo(this.change, 2),
      bars: this.period,
      trend: this.trend,
      close: pricedAt(instrument, this.close),
      level: pricedAt(instrument, this.mean),
    };
  }
}

export const MOMENTUM: StrategyDefinition = {
  spec: {
    id: 'momentum',
    family: 'momentum',
    description:
      'Holds what has risen over the last weeks and stands above its long average: earns while strength lasts, gives part of it back at every turn.',
    parameters: [
      { name: 'period', label: 'Change over', unit: 'bars', default: 60, min: 1, max: 2_000, integer: true },
      { name: 'threshold', label: 'Least rise', unit: '%', default: 2, min: 0, max: 200, integer: false },
      { name: 'trend', label: 'Long average', unit: 'bars', default: 200, min: 2, max: 5_000, integer: true },
    ],
  },
  warmupBars: (parameters) => {
    const value = checkedParameters(MOMENTUM, parameters);
    return Math.max(value('period') + 1, value('trend'));
  },
  create: (parameters) => {
    const value = checkedParameters(MOMENTUM, parameters);
    return new LongFlat(new Momentum(value('period'), value('threshold'), value('trend')));
  },
};
