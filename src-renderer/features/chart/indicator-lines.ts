import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { indicatorOf } from '../../../src-shared/domain/indicators/catalog.ts';
import { copyIndicator } from '../../../src-shared/domain/indicators/building/copy.ts';
import type { BarIndicator, IndicatorDefinition } from '../../../src-shared/domain/indicators/indicator.ts';
import type { ShownIndicator } from './chart-settings.ts';

/** The title of an indicator with its parameters, "SMA 20". */
export function indicatorTitle({ indicator, parameters }: ShownIndicator): string {
  return indicatorOf(indicator)?.title(parameters) ?? indicator;
}

/**
 * An indicator along the bars of a chart. Bars that have closed are taken once; the one that still forms is taken by a copy, so that each of
 * its changes costs one step.
 */
export class IndicatorRun {
  readonly definition: IndicatorDefinition;
  /** Per output, a value for each bar so far; NaN where it was not warm. */
  readonly values: number[][];
  private readonly shown: ShownIndicator;
  private closed: BarIndicator;
  private rows = 0;

  constructor(definition: IndicatorDefinition, shown: ShownIndicator) {
    this.definition = definition;
    this.shown = shown;
    this.closed = definition.make(shown.parameters);
    this.values = definition.outputs.map(() => []);
  }

  /** Works everything out anew. */
  restart(columns: CandleColumns): void {
    this.closed = this.definition.make(this.shown.parameters);
    this.rows = 0;
    for (const column of this.values) column.length = 0;
    for (let at = 0; at < columns.length; at += 1) this.take(columns, at);
  }

  /** Takes a bar: the newest one, or one after it. What came before it has closed. */
  take(columns: CandleColumns, at: number): void {
    while (this.rows < at) {
      this.closed.update(columns, this.rows);
      this.rows += 1;
    }
    const forming = copyIndicator(this.closed);
    forming.update(columns, at);
    for (const [output, column] of this.values.entries()) column[at] = forming.values[output] ?? Number.NaN;
  }

  /** The value of an output at a bar; NaN where it has none. */
  value(output: number, at: number): number {
    return this.values[output]?.[at] ?? Number.NaN;
  }
}

/** The run of an indicator, or null for one that is not in the catalogue or whose parameters are not its own. */
export function runOf(shown: ShownIndicator): IndicatorRun | null {
  const definition = indicatorOf(shown.indicator);
  return definition === undefined ? null : new IndicatorRun(definition, shown);
}
