import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/**
 * Chande's momentum oscillator (T. Chande and S. Kroll, The New Technical Trader, 1994): gains less losses of the last changes over their sum, in percent. Plain sums, as
 * published; some packages take Wilder's averages instead, which makes it twice the RSI less 100. 0 where nothing moved.
 */
export class Cmo implements StreamingIndicator {
  private readonly gains: Window;
  private readonly losses: Window;
  private before = Number.NaN;

  constructor(period: number) {
    this.gains = new Window(period);
    this.losses = new Window(period);
  }

  update(value: number): number {
    const { gains, losses } = this;
    const change = value - this.before;
    this.before = value;
    if (Number.isNaN(change)) return Number.NaN;
    gains.push(Math.max(0, change));
    losses.push(Math.max(0, -change));
    if (!gains.full) return Number.NaN;
    const gained = gains.sum();
    const lost = losses.sum();
    return gained + lost === 0 ? 0 : 100 * ((gained - lost) / (gained + lost));
  }
}

const LENGTH = length('period', 'Length', 14);

/** Chande's momentum oscillator in the catalogue. */
export const CMO: IndicatorDefinition = {
  id: 'cmo',
  label: 'Chande momentum oscillator',
  family: 'momentum',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [-50, 50],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('CMO', [LENGTH]),
  make: (parameters) => new OverCloses(new Cmo(valueOf(LENGTH, parameters))),
};
