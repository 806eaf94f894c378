import type { BookRow } from '../../../src-shared/contract/rows.ts';
import type { BookSide } from '../../../src-shared/domain/book-grouping.ts';

/** One step of the curve: everything from the best price to here. */
export interface DepthPoint {
  readonly side: BookSide;
  readonly price: number;
  /** Base units at this price, and from the best price to here. */
  readonly size: number;
  readonly sum: number;
  /** Quote units from the best price to here. */
  readonly value: number;
  /** Distance from the middle, basis points; null while a side is missing. */
  readonly distanceBps: number | null;
}

/** Both sides from the lowest bid to the highest ask, as far as the book is known. */
export interface DepthCurve {
  readonly points: readonly DepthPoint[];
  readonly mid: number | null;
  /** The price range that is drawn, equally far on both sides of the middle. */
  readonly low: number;
  readonly high: number;
  /** The largest sum within the range. */
  readonly most: number;
}

function sidePoints(flat: readonly number[], side: BookSide, mid: number | null): readonly DepthPoint[] {
  const points: DepthPoint[] = [];
  let sum = 0;
  let value = 0;
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const price = flat[at]!;
    const size = flat[at + 1]!;
    sum += size;
    value += size * price;
    points.push({ side, price, size, sum, value, distanceBps: mid === null ? null : (Math.abs(price - mid) / mid) * 10_000 });
  }
  return points;
}

/** The cumulated depth of a book. The range ends where the shorter side ends, so that both are seen whole. */
export function depthCurve({ bids, asks }: Pick<BookRow, 'bids' | 'asks'>): DepthCurve {
  const [bestBid] = bids;
  const [bestAsk] = asks;
  const mid = bestBid === undefined || bestAsk === undefined ? null : (bestBid + bestAsk) / 2;
  const all = [...sidePoints(bids, 'bid', mid).toReversed(), ...sidePoints(asks, 'ask', mid)];
  const first = all[0]?.price ?? 0;
  const last = all.at(-1)?.price ?? 0;
  const reach = mid === null ? null : Math.min(mid - first, last - mid);
  const low = mid === null || reach === null || reach <= 0 ? first : mid - reach;
  const high = mid === null || reach === null || reach <= 0 ? last : mid + reach;
  const points = all.filter(({ price }) => price >= low && price <= high);
  return { points, mid, low, high, most: Math.max(0, ...points.map(({ sum }) => sum)) };
}

/** The box that a curve is drawn in, CSS pixels. */
export interface DepthBox {
  readonly width: number;
  readonly height: number;
}

/** Where a price stands across the box. */
export function depthX({ low, high }: DepthCurve, price: number, { width }: DepthBox): number {
  return high > low ? ((price - low) / (high - low)) * width : width / 2;
}

/** Where a sum stands: the largest a little under the top. */
export function depthY({ most }: DepthCurve, sum: number, { height }: DepthBox): number {
  return most > 0 ? height - (sum / most) * (height - 4) : height;
}

/** The outline of one side as steps from the best price outwards, for a path; the second closes it down to the base. */
export function depthPaths(curve: DepthCurve, side: BookSide, box: DepthBox): { readonly line: string; readonly area: string } {
  const points = curve.points.filter((point) => point.side === side);
  const outwards = side === 'bid' ? points.toReversed() : points;
  const [best] = outwards;
  if (best === undefined) return { line: '', area: '' };
  const start = depthX(curve, best.price, box).toFixed(1);
  const base = box.height.toFixed(1);
  const steps = outwards.map((point) => `H${depthX(curve, point.price, box).toFixed(1)}V${depthY(curve, point.sum, box).toFixed(1)}`);
  const edge = side === 'bid' ? '0' : box.width.toFixed(1);
  const line = `M${start} ${base}${steps.join('')}H${edge}`;
  return { line, area: `${line}V${base}Z` };
}

/** The point whose price is nearest to a place across the box; -1 where there is none. */
export function depthAt(curve: DepthCurve, x: number, box: DepthBox): number {
  let nearest = -1;
  let least = Infinity;
  curve.points.forEach(({ price }, at) => {
    const distance = Math.abs(depthX(curve, price, box) - x);
    if (distance < least) {
      least = distance;
      nearest = at;
    }
  });
  return nearest;
}

/** Where a key leads among the points; nothing when it does not move. From nowhere it leads to the best bid. */
export function movedPoint(curve: DepthCurve, at: number, key: string, isFar: boolean): number | undefined {
  const last = curve.points.length - 1;
  const best = curve.points.findLastIndex(({ side }) => side === 'bid');
  const step = isFar ? 10 : 1;
  const from = at < 0 ? best : at;
  const to = { ArrowLeft: at < 0 ? from : from - step, ArrowRight: at < 0 ? from : from + step, Home: 0, End: last }[key];
  return to === undefined || last < 0 ? undefined : Math.max(0, Math.min(last, to));
}
