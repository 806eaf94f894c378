import type { CandleColumns } from '../candle.ts';
import { edge, length, line, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** The middle between the highest high and the lowest low of so many bars; NaN until there are so many. */
class Middle {
  private readonly highs: Window;
  private readonly lows: Window;

  constructor(period: number) {
    this.highs = new Window(period);
    this.lows = new Window(period);
  }

  update(high: number, low: number): number {
    this.highs.push(high);
    this.lows.push(low);
    return this.highs.full ? (this.highs.highest() + this.lows.lowest()) / 2 : Number.NaN;
  }
}

/** The value of so many bars before; NaN until there is one. */
class Delay {
  private readonly window: Window;

  constructor(bars: number) {
    this.window = new Window(bars);
  }

  update(value: number): number {
    const before = this.window.full ? this.window.oldest : Number.NaN;
    this.window.push(value);
    return before;
  }
}

/**
 * Ichimoku kinko hyo (G. Hosoda, 1969): conversion and base line, and the cloud's two spans as they stand at this bar, that is of as many bars before as the base line
 * is long. The lagging span is left out: at a bar it would show a close of a later one.
 */
export class Ichimoku implements BarIndicator {
  readonly values = new Float64Array(4).fill(Number.NaN);
  private readonly conversion: Middle;
  private readonly base: Middle;
  private readonly slow: Middle;
  private readonly first: Delay;
  private readonly second: Delay;

  constructor(conversion: number, base: number, slow: number) {
    this.conversion = new Middle(conversion);
    this.base = new Middle(base);
    this.slow = new Middle(slow);
    this.first = new Delay(base);
    this.second = new Delay(base);
  }

  update(columns: CandleColumns, row: number): void {
    const { values } = this;
    const high = columns.high[row]!;
    const low = columns.low[row]!;
    const conversion = this.conversion.update(high, low);
    const base = this.base.update(high, low);
    values[0] = conversion;
    values[1] = base;
    values[2] = this.first.update((conversion + base) / 2);
    values[3] = this.second.update(this.slow.update(high, low));
  }
}

const CONVERSION = length('conversion', 'Conversion', 9);
const BASE = length('base', 'Base', 26);
const SLOW = length('slow', 'Span B', 52);

/** The cloud in the catalogue. */
export const ICHIMOKU: IndicatorDefinition = {
  id: 'ichimoku',
  label: 'Ichimoku cloud',
  family: 'trend',
  pane: 'overlay',
  parameters: [CONVERSION, BASE, SLOW],
  unit: 'price',
  outputs: [line('conversion', 'Conversion'), line('base', 'Base'), edge('spanA', 'Span A'), edge('spanB', 'Span B')],
  levels: [],
  warmUp: (parameters) => {
    const [conversion, base, slow] = [CONVERSION, BASE, SLOW].map((each) => valueOf(each, parameters)) as [number, number, number];
    return [conversion - 1, base - 1, Math.max(conversion, base) - 1 + base, slow - 1 + base];
  },
  title: titled('Ichimoku', [CONVERSION, BASE, SLOW]),
  make: (parameters) => new Ichimoku(valueOf(CONVERSION, parameters), valueOf(BASE, parameters), valueOf(SLOW, parameters)),
};
