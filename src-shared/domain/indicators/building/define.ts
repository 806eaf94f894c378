import type { CandleColumns } from '../../candle.ts';
import type {
  BarIndicator,
  IndicatorDefinition,
  IndicatorOutput,
  IndicatorParameter,
  IndicatorParameters,
  StreamingIndicator,
} from '../indicator.ts';

/** The longest window that a chart offers. */
const MOST_BARS = 1_000;

/** A length in bars. */
export function length(name: string, label: string, preset: number, min = 1): IndicatorParameter {
  return { name, label, default: preset, min, max: MOST_BARS, decimals: 0 };
}

/** A factor with two digits. */
export function factor(name: string, label: string, preset: number): IndicatorParameter {
  return { name, label, default: preset, min: 0.1, max: 20, decimals: 2 };
}

/** The value of a parameter, its preset where none is given. */
export function valueOf({ name, default: preset }: IndicatorParameter, parameters: IndicatorParameters): number {
  return parameters[name] ?? preset;
}

/** The only line of an indicator. */
export const ONE_LINE: readonly IndicatorOutput[] = [{ name: 'value', label: '', style: 'line' }];

/** A line of several. */
export function line(name: string, label: string): IndicatorOutput {
  return { name, label, style: 'line' };
}

/** The upper or lower edge of a band. */
export function edge(name: string, label: string): IndicatorOutput {
  return { name, label, style: 'band' };
}

/** `RSI 14`, `Bollinger 20 2` */
export function titled(short: string, parameters: readonly IndicatorParameter[]): IndicatorDefinition['title'] {
  return (values) => [short, ...parameters.map((parameter) => String(valueOf(parameter, values)))].join(' ');
}

/** An indicator over single numbers as one over the closes of bars. */
export class OverCloses implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly indicator: StreamingIndicator;

  constructor(indicator: StreamingIndicator) {
    this.indicator = indicator;
  }

  update(columns: CandleColumns, row: number): void {
    this.values[0] = this.indicator.update(columns.close[row]!);
  }

  fill({ close, length: rows }: CandleColumns, [out]: readonly Float64Array[]): void {
    const { indicator } = this;
    if (indicator.fill !== undefined) indicator.fill(close, out!);
    else for (let row = 0; row < rows; row += 1) out![row] = indicator.update(close[row]!);
    if (rows > 0) this.values[0] = out![rows - 1]!;
  }
}
