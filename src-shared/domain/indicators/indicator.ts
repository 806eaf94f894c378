import type { CandleColumns } from '../candle.ts';

/** An average or another value over single numbers, updated number by number. No allocation per update. */
export interface StreamingIndicator {
  /** Takes the next value; returns the indicator's own, NaN until it is warm. */
  update(value: number): number;
  /** Takes all of `values`, one after the other, and writes the value after each into `out`: bit for bit what `update` would return. */
  fill?(values: Float64Array, out: Float64Array): void;
}

/** An indicator over bars, updated bar by bar. No allocation per update. */
export interface BarIndicator {
  /** One number per output, of the newest bar; NaN until that output is warm. The same array at every bar. */
  readonly values: Float64Array;
  /** Takes the bar of a row; rows come one after the other. */
  update(columns: CandleColumns, row: number): void;
  /** Takes every row and writes the values after it into one column per output: bit for bit what `update` would leave in `values`. */
  fill?(columns: CandleColumns, out: readonly Float64Array[]): void;
}

/** One parameter of an indicator. */
export interface IndicatorParameter {
  readonly name: string;
  /** Field label, `Length`. */
  readonly label: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Digits after the point; 0 for a whole number. */
  readonly decimals: number;
}

/** Parameter values by name. */
export type IndicatorParameters = Readonly<Record<string, number>>;

/** One line of an indicator. */
export interface IndicatorOutput {
  readonly name: string;
  /** What a legend calls it, `Signal`; empty for the only one. */
  readonly label: string;
  /** `band` is an edge of a band: the next two of them lie around it. `dots` are not joined. */
  readonly style: 'line' | 'histogram' | 'band' | 'dots';
}

/** What an indicator looks at, for menus. */
export type IndicatorFamily = 'average' | 'channel' | 'momentum' | 'volatility' | 'volume' | 'trend';

/** What the chart, the strategies and the reports know of an indicator. */
export interface IndicatorDefinition {
  /** `sma` */
  readonly id: string;
  /** `Simple moving average` */
  readonly label: string;
  readonly family: IndicatorFamily;
  /** Drawn over the prices, or in a pane of its own. */
  readonly pane: 'overlay' | 'own';
  readonly parameters: readonly IndicatorParameter[];
  /** What its values count: money per base unit as prices do, base units as volumes do, or neither. */
  readonly unit: 'price' | 'volume' | 'plain';
  readonly outputs: readonly IndicatorOutput[];
  /** Values at which a pane of its own has a line, 30 and 70 for example. */
  readonly levels: readonly number[];
  /** Bars before the first value of each output. */
  warmUp(parameters: IndicatorParameters): readonly number[];
  /** Label of a line with its parameters, `SMA 20`. */
  title(parameters: IndicatorParameters): string;
  make(parameters: IndicatorParameters): BarIndicator;
}
