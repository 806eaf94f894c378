/** A value that is updated bar by bar. No allocation per update. */
export interface StreamingIndicator {
  /** Takes the next value; returns the indicator's own, NaN until it is warm. */
  update(value: number): number;
}

/** One parameter of an indicator: a whole number. */
export interface IndicatorParameter {
  readonly name: string;
  /** Field label, `Length`. */
  readonly label: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** Parameter values by name. */
export type IndicatorParameters = Readonly<Record<string, number>>;

/** What the chart, the strategies and the reports know of an indicator. It reads closing prices. */
export interface IndicatorDefinition {
  /** `sma` */
  readonly id: string;
  /** `Simple moving average` */
  readonly label: string;
  /** Drawn over the prices, or in a pane of its own. */
  readonly pane: 'overlay' | 'own';
  readonly parameters: readonly IndicatorParameter[];
  /** Label of a line with its parameters, `SMA 20`. */
  title(parameters: IndicatorParameters): string;
  make(parameters: IndicatorParameters): StreamingIndicator;
}
