import { candleColumns, sliceCandles, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { ALERT_BARS, type IndicatorLine } from '../../../src-shared/domain/alert-spec.ts';
import { indicatorColumns, indicatorOf } from '../../../src-shared/domain/indicators/catalog.ts';

/**
 * The last closed bars of an instrument, and the value of an indicator's line over just these: so a value is a function of bars that
 * any start can read again, and a restart goes on with the same one.
 */
export class LineBars {
  private readonly columns = candleColumns(2 * ALERT_BARS);
  private end = 0;

  constructor(history: CandleColumns) {
    for (let row = Math.max(0, history.length - ALERT_BARS); row < history.length; row += 1) this.take(history, row);
  }

  /** Takes a bar; one that is known already is left out. */
  take(from: CandleColumns, row: number): void {
    if (this.end > 0 && from.time[row]! <= this.columns.time[this.end - 1]!) return;
    if (this.end === this.columns.length) this.moveUp();
    const { end } = this;
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) this.columns[name][end] = from[name][row]!;
    this.end += 1;
  }

  /** The line's value at the newest bar; NaN while it is not warm. */
  value({ indicator, parameters, output }: IndicatorLine): number {
    const definition = indicatorOf(indicator);
    if (definition === undefined || this.end === 0) return Number.NaN;
    const bars = sliceCandles(this.columns, Math.max(0, this.end - ALERT_BARS), this.end);
    const at = definition.outputs.findIndex(({ name }) => name === output);
    return indicatorColumns(definition, parameters, bars)[at]?.at(-1) ?? Number.NaN;
  }

  private moveUp(): void {
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
      this.columns[name].copyWithin(0, this.end - ALERT_BARS + 1, this.end);
    this.end = ALERT_BARS - 1;
  }
}
