import type { CandleColumns } from '../candle.ts';
import { batchRoom, inBatches } from './building/batches.ts';
import { edge, factor, length, line, ONE_LINE, titled, valueOf } from './building/define.ts';
import { ema, wilderAverage } from './ema.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** From the lower one of low and close before to the higher one of high and that close; NaN where there is none before. */
function reach(high: number, low: number, before: number): number {
  const top = high > before ? high : before;
  const bottom = low < before ? low : before;
  return top - bottom;
}

/** True range of a bar: the largest of its height and its extremes' distances from the close before; NaN for the first bar, which has none before. */
export class TrueRange {
  private before = Number.NaN;

  update(columns: CandleColumns, row: number): number {
    const { before } = this;
    this.before = columns.close[row]!;
    if (Number.isNaN(before)) return Number.NaN;
    const high = columns.high[row]!;
    const low = columns.low[row]!;
    return reach(high, low, before);
  }

  /** The ranges of rows from `from` on, as many as there is room for. */
  fill({ high, low, close }: CandleColumns, from: number, room: Float64Array): void {
    let { before } = this;
    for (let i = 0; i < room.length; i += 1) {
      room[i] = reach(high[from + i]!, low[from + i]!, before);
      before = close[from + i]!;
    }
    this.before = before;
  }
}

/** Average true range (J. W. Wilder, 1978): Wilder's average of true ranges, begun with the simple mean of the first ones. */
export class Atr implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly range = new TrueRange();
  private readonly average;

  constructor(period: number) {
    this.average = wilderAverage(period);
  }

  update(columns: CandleColumns, row: number): void {
    const range = this.range.update(columns, row);
    if (!Number.isNaN(range)) this.values[0] = this.average.update(range);
  }

  fill(columns: CandleColumns, [out]: readonly Float64Array[]): void {
    const rows = columns.length;
    const room = batchRoom();
    inBatches(rows, (from, to) => {
      this.range.fill(columns, from, room.subarray(0, to - from));
      // The first bar has no range, and its value is none.
      const first = Number.isNaN(room[0]!) ? 1 : 0;
      if (first === 1) out![from] = this.values[0]!;
      this.average.fill(room.subarray(first, to - from), out!.subarray(from + first, to));
    });
    if (rows > 0) this.values[0] = out![rows - 1]!;
  }
}

/** Keltner channels (C. Keltner, 1960, in L. Raschke's form): the EMA of the closes, and so many average true ranges over and under it. */
export class Keltner implements BarIndicator {
  readonly values = new Float64Array(3).fill(Number.NaN);
  private readonly middle;
  private readonly atr: Atr;
  private readonly width: number;

  constructor(period: number, width: number, atrPeriod: number) {
    this.middle = ema(period);
    this.atr = new Atr(atrPeriod);
    this.width = width;
  }

  update(columns: CandleColumns, row: number): void {
    const { values, atr } = this;
    const middle = this.middle.update(columns.close[row]!);
    atr.update(columns, row);
    const reach = this.width * atr.values[0]!;
    if (Number.isNaN(middle) || Number.isNaN(reach)) return;
    values[0] = middle + reach;
    values[1] = middle;
    values[2] = middle - reach;
  }
}

const LENGTH = length('period', 'Length', 14);

/** The average true range in the catalogue. */
export const ATR: IndicatorDefinition = {
  id: 'atr',
  label: 'Average true range',
  family: 'volatility',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('ATR', [LENGTH]),
  make: (parameters) => new Atr(valueOf(LENGTH, parameters)),
};

const MIDDLE = length('period', 'Length', 20);
const WIDTH = factor('width', 'Ranges', 2);
const RANGE = length('atrPeriod', 'ATR length', 10);

/** Keltner channels in the catalogue. */
export const KELTNER: IndicatorDefinition = {
  id: 'keltner',
  label: 'Keltner channels',
  family: 'channel',
  pane: 'overlay',
  parameters: [MIDDLE, WIDTH, RANGE],
  unit: 'price',
  outputs: [edge('upper', 'Upper'), line('middle', 'Middle'), edge('lower', 'Lower')],
  levels: [],
  warmUp: (parameters) => Array<number>(3).fill(Math.max(valueOf(MIDDLE, parameters) - 1, valueOf(RANGE, parameters))),
  title: titled('Keltner', [MIDDLE, WIDTH, RANGE]),
  make: (parameters) => new Keltner(valueOf(MIDDLE, parameters), valueOf(WIDTH, parameters), valueOf(RANGE, parameters)),
};
