import type { CandleColumns } from './candle.ts';
import type { Side } from './order.ts';

/** How far the price went while a position was held, fractions of its entry price, each 0 or more. */
export interface Excursions {
  /** Furthest against it: maximum adverse excursion. */
  readonly adverse: number;
  /** Furthest for it: maximum favourable excursion (J. Sweeney, "Maximum Adverse Excursion", 1997). */
  readonly favourable: number;
}

/** What excursions are worked out for. */
export interface HeldPosition {
  readonly side: Side;
  /** ms UTC. */
  readonly entryTime: number;
  readonly exitTime: number;
  /** Quote units. */
  readonly entryPrice: number;
}

/** First row that opens at or after an instant. */
function firstFrom(time: Float64Array, instant: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Excursions by the highs and lows of every bar that a position was held in, its first and last included whole: bars do not tell when within them. */
export function excursions({ side, entryTime, exitTime, entryPrice }: HeldPosition, { time, high, low }: CandleColumns): Excursions {
  let highest = entryPrice;
  let lowest = entryPrice;
  const first = firstFrom(time, entryTime);
  const from = time[first] === entryTime ? first : Math.max(0, first - 1);
  for (let row = from; row < time.length && time[row]! < exitTime; row += 1) {
    highest = Math.max(highest, high[row]!);
    lowest = Math.min(lowest, low[row]!);
  }
  const up = highest / entryPrice - 1;
  const down = 1 - lowest / entryPrice;
  return side === 'buy' ? { adverse: down, favourable: up } : { adverse: up, favourable: down };
}
