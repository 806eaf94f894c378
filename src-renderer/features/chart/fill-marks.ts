import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { barAtOrAfter } from '../../state/candles/candle-series.ts';

/** The fills of one side within one bar. */
export interface FillMark {
  readonly bar: number;
  readonly side: Side;
  /** Sum of the sizes, base units. */
  readonly size: string;
  readonly fills: readonly FillRow[];
}

/** Bars on each side that a mark keeps clear of. */
const AROUND = 3;

/** The bar that an instant lies in, where it is known. */
export function barHolding(columns: CandleColumns, time: number, stepMs: number): number | undefined {
  const after = barAtOrAfter(columns, time);
  const at = columns.time[after] === time ? after : after - 1;
  return at >= 0 && time < columns.time[at]! + stepMs ? at : undefined;
}

/** The marks of fills: several of one side in one bar become one mark. Fills outside the known bars have none. */
export function mergeMarks(fills: readonly FillRow[], columns: CandleColumns, stepMs: number): readonly FillMark[] {
  const groups = new Map<string, { bar: number; side: Side; fills: FillRow[] }>();
  for (const fill of fills) {
    const bar = barHolding(columns, fill.time, stepMs);
    if (bar === undefined) continue;
    const key = `${fill.side} ${String(bar)}`;
    const group = groups.get(key);
    if (group) group.fills.push(fill);
    else groups.set(key, { bar, side: fill.side, fills: [fill] });
  }
  return [...groups.values()]
    .map((group) => ({ ...group, size: group.fills.reduce((sum, fill) => sum.add(Decimal.parse(fill.size)), Decimal.ZERO).toString() }))
    .sort((a, b) => a.bar - b.bar);
}

/** The price a mark stands at: under the lowest or over the highest of the seven bars around. */
export function markPrice(
  { bar, side }: Pick<FillMark, 'bar' | 'side'>,
  { length, low, high }: Pick<CandleColumns, 'length' | 'low' | 'high'>,
): number {
  let price = side === 'buy' ? Infinity : -Infinity;
  for (let i = Math.max(0, bar - AROUND); i <= Math.min(length - 1, bar + AROUND); i += 1)
    price = side === 'buy' ? Math.min(price, low[i]!) : Math.max(price, high[i]!);
  return price;
}
