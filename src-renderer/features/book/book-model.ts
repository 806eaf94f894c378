import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { groupTicks, type BookSide } from '../../../src-shared/domain/book-grouping.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';

/** One row: price in whole ticks, size there, and the sum from the best price to here, base units. */
export interface BookLevel {
  readonly ticks: number;
  readonly size: number;
  readonly sum: number;
}

export interface GroupRequest {
  readonly side: BookSide;
  readonly tickSize: number;
  readonly grouping: number;
  /** Most rows. */
  readonly rows: number;
}

/** Rows of one side, best first, from a flat list of price and size, best first. */
export function bookLevels(flat: readonly number[], { side, tickSize, grouping, rows }: GroupRequest): readonly BookLevel[] {
  const levels: { ticks: number; size: number; sum: number }[] = [];
  let sum = 0;
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const ticks = groupTicks(Math.round(flat[i]! / tickSize), side, grouping);
    const size = flat[i + 1]!;
    const last = levels.at(-1);
    if (last?.ticks !== ticks && levels.length === rows) break;
    sum += size;
    if (last?.ticks === ticks) {
      last.size += size;
      last.sum = sum;
    } else levels.push({ ticks, size, sum });
  }
  return levels;
}

/** The largest sum in view of both sides, which the depth bars are scaled to. */
export function largestSum(bids: readonly BookLevel[], asks: readonly BookLevel[]): number {
  return Math.max(bids.at(-1)?.sum ?? 0, asks.at(-1)?.sum ?? 0);
}

/** The bids' share of what is in view of both sides, 0 to 1; null while both are empty. */
export function bidShare(bids: readonly BookLevel[], asks: readonly BookLevel[]): number | null {
  const bid = bids.at(-1)?.sum ?? 0;
  const ask = asks.at(-1)?.sum ?? 0;
  return bid + ask > 0 ? bid / (bid + ask) : null;
}

/** Decimals of the column of sums: at most three and the lot's, fewer for large ones, the same in every row. */
export function sumDecimals(largest: number, lotDecimals: number): number {
  const most = largest < 1_000 ? 3 : largest < 10_000 ? 2 : largest < 100_000 ? 1 : 0;
  return Math.min(most, lotDecimals);
}

/** What one would get who takes everything up to a row. */
export interface UpToHere {
  readonly averageTicks: number;
  readonly size: number;
  /** Distance of the row's price from the middle, basis points. */
  readonly distanceBps: number | null;
}

/** Average price, size and distance of everything up to the `at`-th row. */
export function upToHere(levels: readonly BookLevel[], at: number, midTicks: number | null): UpToHere | null {
  const here = levels[at];
  if (here === undefined) return null;
  let value = 0;
  for (let i = 0; i <= at; i += 1) value += levels[i]!.ticks * levels[i]!.size;
  return {
    averageTicks: value / here.sum,
    size: here.sum,
    distanceBps: midTicks === null || midTicks === 0 ? null : (Math.abs(here.ticks - midTicks) / midTicks) * 10_000,
  };
}

/** The rows in which own orders rest, as `bid 1042315`. */
export function ownRows(orders: Iterable<OrderRow>, instrument: string, tickSize: number, grouping: number): ReadonlySet<string> {
  const rows = new Set<string>();
  for (const order of orders) {
    if (order.instrument !== instrument || order.price === null || order.type !== 'limit' || FINAL_STATES.has(order.state)) continue;
    const side = order.side === 'buy' ? 'bid' : 'ask';
    rows.add(ownRowKey(side, groupTicks(Math.round(Number(order.price) / tickSize), side, grouping)));
  }
  return rows;
}

export function ownRowKey(side: BookSide, ticks: number): string {
  return `${side} ${String(ticks)}`;
}
