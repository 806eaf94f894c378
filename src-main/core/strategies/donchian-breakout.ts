import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { Donchian } from '../../../src-shared/domain/indicators/donchian.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { LongFlat, type LongFlatRule } from './building/long-flat.ts';
import { pricedAt } from './building/reasons.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Buys a close above the highs of the bars before, sells a close below the lows of fewer bars before, or the mirror of it short (R. Donchian; the first system of the Turtles, on closes). */
class DonchianBreakout implements LongFlatRule {
  private readonly entryBars: number;
  private readonly exitBars: number;
  private readonly above: Donchian;
  private readonly below: Donchian;
  private close = Number.NaN;

  constructor(entryBars: number, exitBars: number) {
    this.entryBars = entryBars;
    this.exitBars = exitBars;
    this.above = new Donchian(entryBars);
    this.below = new Donchian(exitBars);
  }

  take(columns: CandleColumns, row: number): void {
    this.close = columns.close[row]!;
    this.above.update(columns, row);
    this.below.update(columns, row);
  }

  entry(): SignalCode | null {
    return this.close > this.above.values[0]! ? 'donchian-breakout.above' : null;
  }

  exit(): SignalCode | null {
    return this.close < this.below.values[2]! ? 'donchian-breakout.below' : null;
  }

  shortEntry(): SignalCode | null {
    return this.close < this.above.values[2]! ? 'donchian-breakout.short-below' : null;
  }

  shortExit(): SignalCode | null {
    return this.close > this.below.values[0]! ? 'donchian-breakout.short-above' : null;
  }

  figures(code: SignalCode, instrument: Instrument): FaultDetails {
    const isEntry = code === 'donchian-breakout.above' || code === 'donchian-breakout.short-below';
    const channel = isEntry ? this.above : this.below;
    const level = channel.values[code === 'donchian-breakout.above' || code === 'donchian-breakout.short-above' ? 0 : 2]!;
    return {
      close: pricedAt(instrument, this.close),
      level: pricedAt(instrument, level),
      bars: isEntry ? this.entryBars : this.exitBars,
    };
  }
}

export const DONCHIAN_BREAKOUT: StrategyDefinition = {
  spec: {
    id: 'donchian-breakout',
    family: 'breakout',
    description:
      'Buys above the highest high of some weeks and sells below the lowest low of fewer: lives on a few long trends, and loses on most of its trades.',
    shorts: true,
    parameters: [
      { name: 'entry', label: 'Bars of the high', unit: 'bars', default: 20, min: 2, max: 1_000, integer: true },
      { name: 'exit', label: 'Bars of the low', unit: 'bars', default: 10, min: 1, max: 1_000, integer: true },
    ],
  },
  conflict: ({ entry = 0, exit = 0 }) =>
    exit <= entry ? null : { parameter: 'exit', problem: `${String(exit)} bars must not be more than those of entry, ${String(entry)}.` },
  // One more than the channel: it is of the bars before the one that is decided on.
  warmupBars: (parameters) => checkedParameters(DONCHIAN_BREAKOUT, parameters)('entry') + 1,
  create: (parameters) => {
    const value = checkedParameters(DONCHIAN_BREAKOUT, parameters);
    return new LongFlat(new DonchianBreakout(value('entry'), value('exit')));
  },
};
