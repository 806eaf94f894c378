import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { LongFlat, type LongFlatRule } from './building/long-flat.ts';
import { pricedAt } from './building/reasons.ts';
import { emaWeight, SettledAverage } from './building/settled.ts';
import { SettledAtr } from './building/settled-atr.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

interface KeltnerSettings {
  readonly period: number;
  readonly width: number;
  readonly atrPeriod: number;
  readonly stop: number;
}

/** Buys a close above the Keltner channel (C. Keltner, 1960, in L. Raschke's form); sells below a fixed stop or below the average. */
class KeltnerBreakout implements LongFlatRule {
  /** The stop, so many ranges below the close that was bought on. */
  mark = Number.NaN;
  readonly span: number;
  private readonly settings: KeltnerSettings;
  private readonly average: SettledAverage;
  private readonly atr: SettledAtr;
  private close = Number.NaN;
  private middle = Number.NaN;
  private range = Number.NaN;

  constructor(settings: KeltnerSettings) {
    this.settings = settings;
    this.average = new SettledAverage(settings.period, emaWeight(settings.period));
    this.atr = new SettledAtr(settings.atrPeriod);
    this.span = Math.max(this.average.span, this.atr.span);
  }

  take(columns: CandleColumns, row: number, held: boolean): void {
    this.close = columns.close[row]!;
    this.middle = this.average.update(this.close);
    this.range = this.atr.update(columns, row);
    // A position of other parameters gets its stop here.
    if (held && Number.isNaN(this.mark)) this.entered();
  }

  entry(): SignalCode | null {
    return this.close > this.upper ? 'keltner-breakout.above' : null;
  }

  exit(): SignalCode | null {
    if (this.close < this.mark) return 'keltner-breakout.stopped';
    return this.close < this.middle ? 'keltner-breakout.below-average' : null;
  }

  entered(): void {
    this.mark = this.close - this.settings.stop * this.range;
  }

  figures(code: SignalCode, instrument: Instrument): FaultDetails {
    const level = code === 'keltner-breakout.above' ? this.upper : code === 'keltner-breakout.stopped' ? this.mark : this.middle;
    return { close: pricedAt(instrument, this.close), level: pricedAt(instrument, level) };
  }

  private get upper(): number {
    return this.middle + this.settings.width * this.range;
  }
}

function ruleOf(value: (name: string) => number): KeltnerBreakout {
  return new KeltnerBreakout({ period: value('period'), width: value('width'), atrPeriod: value('atrPeriod'), stop: value('stop') });
}

export const KELTNER_BREAKOUT: StrategyDefinition = {
  spec: {
    id: 'keltner-breakout',
    family: 'breakout',
    description:
      'Buys a close above the Keltner channel, with a stop some average ranges below: earns when a burst goes on, pays a stop when it was only a burst.',
    parameters: [
      { name: 'period', label: 'Average', unit: 'bars', default: 20, min: 1, max: 200, integer: true },
      { name: 'width', label: 'Ranges to the channel', unit: '', default: 2, min: 0.1, max: 10, integer: false },
      { name: 'atrPeriod', label: 'Range length', unit: 'bars', default: 14, min: 1, max: 200, integer: true },
      { name: 'stop', label: 'Ranges to the stop', unit: '', default: 2, min: 0.1, max: 20, integer: false },
    ],
  },
  warmupBars: (parameters) => ruleOf(checkedParameters(KELTNER_BREAKOUT, parameters)).span,
  create: (parameters) => new LongFlat(ruleOf(checkedParameters(KELTNER_BREAKOUT, parameters))),
};
