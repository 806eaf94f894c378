import type { CandleColumns } from '../candle.ts';
import { length, ONE_LINE, titled, valueOf } from './building/define.ts';
import { ExactSum } from './building/exact-sum.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';
import { Window } from './building/window.ts';

/** On-balance volume (J. Granville, 1963): the volumes of bars that closed higher than the one before, less those that closed lower. It begins at 0. */
export class Obv implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private before = Number.NaN;
  private readonly balance = new ExactSum();

  update(columns: CandleColumns, row: number): void {
    const close = columns.close[row]!;
    if (close > this.before) this.balance.add(columns.volume[row]!);
    else if (close < this.before) this.balance.add(-columns.volume[row]!);
    this.before = close;
    this.values[0] = this.balance.value;
  }
}

/** Money flow index (G. Quong and A. Soudack): as the RSI, of typical prices by their volumes, over plain sums. 100 without outflow, 50 without any flow. */
export class Mfi implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly inflow: Window;
  private readonly outflow: Window;
  private before = Number.NaN;

  constructor(period: number) {
    this.inflow = new Window(period);
    this.outflow = new Window(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { inflow, outflow, before } = this;
    const typical = (columns.high[row]! + columns.low[row]! + columns.close[row]!) / 3;
    this.before = typical;
    if (Number.isNaN(before)) return;
    const flow = typical * columns.volume[row]!;
    inflow.push(typical > before ? flow : 0);
    outflow.push(typical < before ? flow : 0);
    if (!inflow.full) return;
    const came = inflow.sum();
    const went = outflow.sum();
    this.values[0] = went === 0 ? (came === 0 ? 50 : 100) : 100 - 100 / (1 + came / went);
  }
}

/** On-balance volume in the catalogue. */
export const OBV: IndicatorDefinition = {
  id: 'obv',
  label: 'On-balance volume',
  family: 'volume',
  pane: 'own',
  parameters: [],
  unit: 'volume',
  outputs: ONE_LINE,
  levels: [],
  warmUp: () => [0],
  title: () => 'OBV',
  make: () => new Obv(),
};

const LENGTH = length('period', 'Length', 14);

/** The money flow index in the catalogue. */
export const MFI: IndicatorDefinition = {
  id: 'mfi',
  label: 'Money flow index',
  family: 'volume',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [20, 80],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('MFI', [LENGTH]),
  make: (parameters) => new Mfi(valueOf(LENGTH, parameters)),
};
