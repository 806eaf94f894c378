import { candleColumns, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { indicatorOf, INDICATORS, parameterProblem, presetsOf } from '../../../src-shared/domain/indicators/catalog.ts';
import type { BarIndicator } from '../../../src-shared/domain/indicators/indicator.ts';
import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { BAR_NUMBERS } from './frames.ts';

const FIRST_ROOM = 1_024;
const MOST_INDICATORS = 200;
const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** The bars that one instance knows, and its indicators over them. They grow bar by bar: what comes later is not there. */
export class StrategyColumns {
  readonly random: Sfc32;
  length = 0;
  private columns: CandleColumns = candleColumns(FIRST_ROOM);
  private readonly indicators: { readonly indicator: BarIndicator; readonly before: Float64Array }[] = [];

  constructor(seed: number) {
    this.random = new Sfc32(seed);
  }

  /** Takes the bar that stands at an offset of rows. */
  push(rows: Float64Array, at: number): void {
    if (this.length === this.columns.length) this.grow();
    const { columns, length } = this;
    for (let i = 0; i < BAR_NUMBERS; i += 1) columns[COLUMNS[i]!][length] = rows[at + i]!;
    this.length += 1;
    for (const { indicator, before } of this.indicators) {
      before.set(indicator.values);
      indicator.update(columns, length);
    }
  }

  value(column: string, back: number): number {
    const name = COLUMNS.find((known) => known === column);
    const row = this.length - 1 - back;
    return name === undefined || row < 0 ? Number.NaN : this.columns[name][row]!;
  }

  /** Makes an indicator; what is wrong with the wish as a sentence after `!`, else its number and the names of its outputs. */
  add(id: string, parameters: Readonly<Record<string, unknown>>): string {
    const definition = indicatorOf(id);
    const ids = INDICATORS.map((known) => known.id);
    if (definition === undefined) return `!There is no indicator "${id}". ${suggestion(id, ids, `There are ${ids.join(', ')}.`)}`;
    if (this.length > 0) return `!Indicator ${id}: make indicators in create, before the first bar.`;
    if (this.indicators.length >= MOST_INDICATORS) return `!More than ${String(MOST_INDICATORS)} indicators.`;
    const names = definition.parameters.map(({ name }) => name);
    const unknown = Object.keys(parameters).find((name) => !names.includes(name));
    if (unknown !== undefined)
      return `!Indicator ${id} has no parameter "${unknown}". ${suggestion(unknown, names, `There are ${names.join(', ')}.`)}`;
    const complete = { ...presetsOf(definition), ...(parameters as Readonly<Record<string, number>>) };
    const problem = parameterProblem(definition, complete);
    if (problem !== null) return `!Indicator ${id}: ${problem}`;
    const indicator = definition.make(complete);
    this.indicators.push({ indicator, before: indicator.values.slice().fill(Number.NaN) });
    return `${String(this.indicators.length - 1)}:${definition.outputs.map(({ name }) => name).join(',')}`;
  }

  indicator(handle: number, output: number, before: boolean): number {
    const found = this.indicators[handle];
    return (before ? found?.before[output] : found?.indicator.values[output]) ?? Number.NaN;
  }

  private grow(): void {
    const room = candleColumns(this.columns.length * 2);
    for (const name of COLUMNS) room[name].set(this.columns[name]);
    this.columns = room;
  }
}
