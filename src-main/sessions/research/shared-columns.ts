import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../../src-shared/domain/funding.ts';

/** Bars in memory that every thread reads without a copy of its own. Columns that are shared already stay where they are. */
export function sharedCandles(candles: CandleColumns): CandleColumns {
  const { time, open, high, low, close, volume, length } = candles;
  const shared = inOneMemory({ time, open, high, low, close, volume }, length);
  return shared === null ? candles : { length, ...shared };
}

/** Rates of funding in such memory; nothing stays nothing. */
export function sharedRates(rates: FundingRates | null): FundingRates | null {
  if (rates === null) return null;
  const { time, rate } = rates;
  return inOneMemory({ time, rate }, time.length) ?? rates;
}

/** The first `length` values of each column, side by side in one shared memory; null where all are in shared memory already. */
function inOneMemory<Name extends string>(
  columns: Readonly<Record<Name, Float64Array>>,
  length: number,
): Readonly<Record<Name, Float64Array>> | null {
  const names = Object.keys(columns) as Name[];
  if (names.every((name) => columns[name].buffer instanceof SharedArrayBuffer)) return null;
  const bytes = length * Float64Array.BYTES_PER_ELEMENT;
  const memory = new SharedArrayBuffer(bytes * names.length);
  const entries = names.map((name, place) => {
    const shared = new Float64Array(memory, place * bytes, length);
    shared.set(columns[name].subarray(0, length));
    return [name, shared] as const;
  });
  return Object.fromEntries(entries) as Record<Name, Float64Array>;
}
