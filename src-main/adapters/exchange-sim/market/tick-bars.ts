import type { DayPath } from './day-path.ts';
import { DAY_MINUTES } from './minute-factors.ts';
import { writeTape, type TapeScratch } from './minute-tape.ts';
import type { PrintColumns } from './minute-record.ts';
import type { SimProfile } from './sim-instruments.ts';

/** Bars in whole ticks and lots as columns of equal length. Read only. */
export interface TickBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Sum of the prints' lots, exact. */
  readonly lots: Float64Array;
  /** Sum of ticks x lots, a double: for display only. */
  readonly turnover: Float64Array;
}

function tickBars(length: number): TickBars {
  const column = (): Float64Array => new Float64Array(length);
  return { open: column(), high: column(), low: column(), close: column(), lots: column(), turnover: column() };
}

/** The minutes of one instrument's day. */
export function minuteTickBars(profile: SimProfile, path: DayPath, scratch: TapeScratch): TickBars {
  const bars = tickBars(DAY_MINUTES);
  const { price, lots } = scratch;
  for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
    writeTape(profile, path, minute, scratch);
    let high = price[0] as number;
    let low = high;
    let total = 0;
    let turnover = 0;
    for (let j = 0; j < scratch.length; j += 1) {
      const at = price[j] as number;
      const size = lots[j] as number;
      if (at > high) high = at;
      if (at < low) low = at;
      total += size;
      turnover += at * size;
    }
    bars.open[minute] = (price[0] as number) * profile.step;
    bars.high[minute] = high * profile.step;
    bars.low[minute] = low * profile.step;
    bars.close[minute] = (price[scratch.length - 1] as number) * profile.step;
    bars.lots[minute] = total;
    bars.turnover[minute] = turnover * profile.step;
  }
  return bars;
}

/** Joins every `per` rows into one. */
export function joinTickBars(source: TickBars, per: number): TickBars {
  const length = source.open.length / per;
  const bars = tickBars(length);
  const sum = new BarSum();
  for (let row = 0; row < length; row += 1) {
    sum.reset();
    sum.addRows(source, row * per, (row + 1) * per);
    bars.open[row] = sum.open;
    bars.high[row] = sum.high;
    bars.low[row] = sum.low;
    bars.close[row] = sum.close;
    bars.lots[row] = sum.lots;
    bars.turnover[row] = sum.turnover;
  }
  return bars;
}

/** Adds up bars and prints in order of time into one bar, whole ticks and lots. */
export class BarSum {
  empty = true;
  open = 0;
  high = 0;
  low = 0;
  close = 0;
  lots = 0;
  turnover = 0;

  reset(): void {
    this.empty = true;
    this.lots = 0;
    this.turnover = 0;
  }

  private extend(open: number, high: number, low: number): void {
    if (this.empty) {
      this.empty = false;
      this.open = open;
      this.high = high;
      this.low = low;
      return;
    }
    if (high > this.high) this.high = high;
    if (low < this.low) this.low = low;
  }

  /** Rows `from` (included) to `to` (excluded). */
  addRows(bars: TickBars, from: number, to: number): void {
    for (let row = from; row < to; row += 1) {
      this.extend(bars.open[row] as number, bars.high[row] as number, bars.low[row] as number);
      this.close = bars.close[row] as number;
      this.lots += bars.lots[row] as number;
      this.turnover += bars.turnover[row] as number;
    }
  }

  /** Prints `from` (included) to `to` (excluded). */
  addPrints(prints: PrintColumns, from: number, to: number): void {
    for (let j = from; j < to; j += 1) {
      const ticks = prints.ticks[j] as number;
      this.extend(ticks, ticks, ticks);
      this.close = ticks;
      this.lots += prints.lots[j] as number;
      this.turnover += ticks * (prints.lots[j] as number);
    }
  }
}
