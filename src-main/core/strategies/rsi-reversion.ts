import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { LongFlat, type LongFlatRule } from './building/long-flat.ts';
import { roundedTo } from './building/reasons.ts';
import { SettledRsi } from './building/settled-rsi.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Buys below one value of the relative strength index and sells above another. */
class RsiReversion implements LongFlatRule {
  private readonly rsi: SettledRsi;
  private readonly buyBelow: number;
  private readonly sellAbove: number;
  private newest = Number.NaN;

  constructor(period: number, buyBelow: number, sellAbove: number) {
    this.rsi = new SettledRsi(period);
    this.buyBelow = buyBelow;
    this.sellAbove = sellAbove;
  }

  take(columns: CandleColumns, row: number): void {
    this.newest = this.rsi.update(columns.close[row]!);
  }

  entry(): SignalCode | null {
    return this.newest < this.buyBelow ? 'rsi-reversion.oversold' : null;
  }

  exit(): SignalCode | null {
    return this.newest > this.sellAbove ? 'rsi-reversion.recovered' : null;
  }

  figures(code: SignalCode): FaultDetails {
    return { rsi: roundedTo(this.newest, 2), level: code === 'rsi-reversion.oversold' ? this.buyBelow : this.sellAbove };
  }
}

export const RSI_REVERSION: StrategyDefinition = {
  spec: {
    id: 'rsi-reversion',
    family: 'mean reversion',
    description:
      'Buys after a fall, when the RSI is low, and sells the recovery: earns many small bounces, and holds on through the one fall that does not recover.',
    parameters: [
      { name: 'period', label: 'RSI length', unit: 'bars', default: 14, min: 2, max: 200, integer: true },
      { name: 'buyBelow', label: 'Buy below', unit: '', default: 30, min: 1, max: 60, integer: false },
      { name: 'sellAbove', label: 'Sell above', unit: '', default: 55, min: 30, max: 99, integer: false },
    ],
  },
  conflict: ({ buyBelow = 0, sellAbove = 0 }) =>
    buyBelow < sellAbove
      ? null
      : { parameter: 'buyBelow', problem: `${String(buyBelow)} must be less than sellAbove, ${String(sellAbove)}.` },
  warmupBars: (parameters) => new SettledRsi(checkedParameters(RSI_REVERSION, parameters)('period')).span,
  create: (parameters) => {
    const value = checkedParameters(RSI_REVERSION, parameters);
    return new LongFlat(new RsiReversion(value('period'), value('buyBelow'), value('sellAbove')));
  },
};
