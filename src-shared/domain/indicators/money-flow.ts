import type { CandleColumns } from '../candle.ts';
import { ExactSum } from './building/exact-sum.ts';
import { length, ONE_LINE, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** The volume of a bar by where it closed: all of it at the high, less all of it at the low, nothing in the middle or where the bar has no height (M. Chaikin). */
function moneyFlow(columns: CandleColumns, row: number): number {
  const high = columns.high[row]!;
  const low = columns.low[row]!;
  const close = columns.close[row]!;
  return high === low ? 0 : ((close - low - (high - close)) / (high - low)) * columns.volume[row]!;
}

/** Accumulation/distribution line (M. Chaikin): the sum of the money flow volumes of all bars so far, the first one's too; a sum that rounds nothing away. */
export class Adl implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly line = new ExactSum();

  update(columns: CandleColumns, row: number): void {
    this.line.add(moneyFlow(columns, row));
    this.values[0] = this.line.value;
  }
}

/** Chaikin money flow: the money flow volumes of so many bars over their volumes, -1 to 1. 0 where nothing was traded. */
export class Cmf implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly flows: Window;
  private readonly volumes: Window;

  constructor(period: number) {
    this.flows = new Window(period);
    this.volumes = new Window(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { flows, volumes } = this;
    flows.push(moneyFlow(columns, row));
    volumes.push(columns.volume[row]!);
    if (!volumes.full) return;
    const volume = volumes.sum();
    this.values[0] = volume === 0 ? 0 : flows.sum() / volume;
  }
}

/** The accumulation/distribution line in the catalogue. */
export const ADL: IndicatorDefinition = {
  id: 'adl',
  label: 'Accumulation/distribution line',
  family: 'volume',
  pane: 'own',
  parameters: [],
  unit: 'volume',
  outputs: ONE_LINE,
  levels: [],
  warmUp: () => [0],
  title: () => 'ADL',
  make: () => new Adl(),
};

const LENGTH = length('period', 'Length', 20);

/** The Chaikin money flow in the catalogue. */
export const CMF: IndicatorDefinition = {
  id: 'cmf',
  label: 'Chaikin money flow',
  family: 'volume',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [0],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('CMF', [LENGTH]),
  make: (parameters) => new Cmf(valueOf(LENGTH, parameters)),
};
