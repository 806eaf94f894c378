import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { LongFlat, type LongFlatRule } from './building/long-flat.ts';
import { roundedTo } from './building/reasons.ts';
import { SettledMacd } from './building/settled-macd.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Holds while the MACD line is above its signal line. */
class MacdTrend implements LongFlatRule {
  private readonly macd: SettledMacd;
  private gap = Number.NaN;

  constructor(fast: number, slow: number, signal: number) {
    this.macd = new SettledMacd(fast, slow, signal);
  }

  take(columns: CandleColumns, row: number): void {
    this.gap = this.macd.update(columns.close[row]!);
  }

  entry(): SignalCode | null {
    return this.gap > 0 ? 'macd-trend.above' : null;
  }

  exit(): SignalCode | null {
    return this.gap < 0 ? 'macd-trend.below' : null;
  }

  shortEntry(): SignalCode | null {
    return this.exit();
  }

  shortExit(): SignalCode | null {
    return this.entry();
  }

  figures(_code: SignalCode, instrument: Instrument): FaultDetails {
    return { gap: roundedTo(Math.abs(this.gap), instrument.priceDecimals + 2) };
  }
}

export const MACD_TREND: StrategyDefinition = {
  spec: {
    id: 'macd-trend',
    family: 'trend',
    description:
      'Holds while the MACD is above its signal line: in early when a move gathers speed, out and in again, at a cost each time, when it does not.',
    shorts: true,
    parameters: [
      { name: 'fast', label: 'Fast average', unit: 'bars', default: 12, min: 1, max: 199, integer: true },
      { name: 'slow', label: 'Slow average', unit: 'bars', default: 26, min: 2, max: 200, integer: true },
      { name: 'signal', label: 'Signal average', unit: 'bars', default: 9, min: 2, max: 100, integer: true },
    ],
  },
  conflict: ({ fast = 0, slow = 0 }) =>
    fast < slow ? null : { parameter: 'fast', problem: `${String(fast)} bars must be fewer than those of slow, ${String(slow)}.` },
  warmupBars: (parameters) => {
    const value = checkedParameters(MACD_TREND, parameters);
    return new SettledMacd(value('fast'), value('slow'), value('signal')).span;
  },
  create: (parameters) => {
    const value = checkedParameters(MACD_TREND, parameters);
    return new LongFlat(new MacdTrend(value('fast'), value('slow'), value('signal')));
  },
};
