import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { Donchian } from '../../../src-shared/domain/indicators/donchian.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { LongFlat, type LongFlatRule } from './building/long-flat.ts';
import { pricedAt } from './building/reasons.ts';
import { SettledAtr } from './building/settled-atr.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

interface ChandelierSettings {
  readonly entry: number;
  readonly atrPeriod: number;
  readonly distance: number;
}

/** Buys a new high and sells a close that is so many average ranges below the highest high since (C. Le Beau's chandelier exit). */
class ChandelierTrend implements LongFlatRule {
  /** The highest high since the entry. */
  mark = Number.NaN;
  readonly span: number;
  private readonly settings: ChandelierSettings;
  private readonly channel: Donchian;
  private readonly atr: SettledAtr;
  private high = Number.NaN;
  private close = Number.NaN;
  private range = Number.NaN;

  constructor(settings: ChandelierSettings) {
    this.settings = settings;
    this.channel = new Donchian(settings.entry);
    this.atr = new SettledAtr(settings.atrPeriod);
    this.span = Math.max(settings.entry + 1, this.atr.span);
  }

  take(columns: CandleColumns, row: number, held: boolean): void {
    this.high = columns.high[row]!;
    this.close = columns.close[row]!;
    this.channel.update(columns, row);
    this.range = this.atr.update(columns, row);
    // A position of other parameters hangs from the highs that come from here on.
    if (held && !(this.high <= this.mark)) this.mark = this.high;
  }

  entry(): SignalCode | null {
    // Without a range there is no stop to hang.
    return this.close > this.channel.values[0]! && this.range > 0 ? 'chandelier-trend.above' : null;
  }

  exit(): SignalCode | null {
    return this.close < this.stop ? 'chandelier-trend.stopped' : null;
  }

  entered(): void {
    this.mark = this.high;
  }

  figures(code: SignalCode, instrument: Instrument): FaultDetails {
    const isEntry = code === 'chandelier-trend.above';
    return {
      close: pricedAt(instrument, this.close),
      level: pricedAt(instrument, isEntry ? this.channel.values[0]! : this.stop),
      bars: this.settings.entry,
      ranges: this.settings.distance,
      peak: pricedAt(instrument, this.mark),
    };
  }

  private get stop(): number {
    return this.mark - this.settings.distance * this.range;
  }
}

function ruleOf(value: (name: string) => number): ChandelierTrend {
  return new ChandelierTrend({ entry: value('entry'), atrPeriod: value('atrPeriod'), distance: value('distance') });
}

export const CHANDELIER_TREND: StrategyDefinition = {
  spec: {
    id: 'chandelier-trend',
    family: 'trend',
    description:
      'Buys a new high and leaves when the price falls some average ranges from its peak: stays in long trends, gives back the same distance at every end.',
    parameters: [
      { name: 'entry', label: 'Bars of the high', unit: 'bars', default: 20, min: 2, max: 1_000, integer: true },
      { name: 'atrPeriod', label: 'Range length', unit: 'bars', default: 22, min: 1, max: 200, integer: true },
      { name: 'distance', label: 'Ranges to the stop', unit: '', default: 3, min: 0.5, max: 20, integer: false },
    ],
  },
  warmupBars: (parameters) => ruleOf(checkedParameters(CHANDELIER_TREND, parameters)).span,
  create: (parameters) => new LongFlat(ruleOf(checkedParameters(CHANDELIER_TREND, parameters))),
};
