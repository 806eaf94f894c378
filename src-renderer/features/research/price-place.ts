import type { RunBarsView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { type CandleColumns, sliceCandles } from '../../../src-shared/domain/candle.ts';
import type { PriceWindow } from './price-window.ts';

/** Room for figures at the right and for times below, pixels. */
export const PRICE_AXIS = 76;
export const TIME_AXIS = 20;
const MARGIN = 0.06;
/** Share of a bar's room that its body takes. */
const BODY = 0.7;

/** Where times and prices lie, pixels. */
export interface PricePlace {
  readonly width: number;
  readonly height: number;
  readonly low: number;
  readonly high: number;
  x(time: number): number;
  y(price: number): number;
  timeAt(x: number): number;
}

/** The bars that are at least partly in view. */
export function barsInView({ candles, barMs }: RunBarsView, { from, to }: PriceWindow): CandleColumns {
  let first = 0;
  let end = candles.length;
  while (first < end && candles.time[first]! + barMs <= from) first += 1;
  while (end > first && candles.time[end - 1]! >= to) end -= 1;
  return sliceCandles(candles, first, end);
}

/** The place for what is in view; a chosen trade's prices are in it. */
export function pricePlace(
  { high, low, length }: Pick<CandleColumns, 'high' | 'low' | 'length'>,
  { from, to }: PriceWindow,
  box: { readonly width: number; readonly height: number; readonly chosen: RunTradeRow | undefined },
): PricePlace {
  const width = Math.max(1, box.width - PRICE_AXIS);
  const height = Math.max(1, box.height - TIME_AXIS);
  let least = Infinity;
  let most = -Infinity;
  for (let row = 0; row < length; row += 1) {
    least = Math.min(least, low[row]!);
    most = Math.max(most, high[row]!);
  }
  for (const price of box.chosen === undefined ? [] : [Number(box.chosen.entryPrice), Number(box.chosen.exitPrice)]) {
    least = Math.min(least, price);
    most = Math.max(most, price);
  }
  const known = Number.isFinite(least) && most > 0;
  const room = known ? Math.max((most - least) * MARGIN, most * 1e-6) : 1;
  const bottom = known ? least - room : 0;
  const top = known ? most + room : 1;
  return {
    width,
    height,
    low: bottom,
    high: top,
    x: (at) => ((at - from) / (to - from)) * width,
    y: (price) => height * (1 - (price - bottom) / (top - bottom)),
    timeAt: (x) => from + (x / width) * (to - from),
  };
}

/** Bars as paths: wicks, rising bodies and falling bodies. */
export interface CandlePaths {
  readonly upWicks: string;
  readonly downWicks: string;
  readonly up: string;
  readonly down: string;
}

/** The paths of bars that last `barMs` each. */
export function candlePaths(candles: CandleColumns, barMs: number, place: PricePlace): CandlePaths {
  const paths = { upWicks: '', downWicks: '', up: '', down: '' };
  const room = place.x(barMs) - place.x(0);
  const body = Math.max(1, room * BODY);
  for (let row = 0; row < candles.length; row += 1) {
    const left = place.x(candles.time[row]!);
    if (left + room < 0 || left > place.width) continue;
    const middle = (left + room / 2).toFixed(1);
    const [open, close] = [place.y(candles.open[row]!), place.y(candles.close[row]!)];
    const [top, bottom] = [Math.min(open, close), Math.max(open, close)];
    const isUp = candles.close[row]! >= candles.open[row]!;
    const wick = `M${middle} ${place.y(candles.high[row]!).toFixed(1)}V${top.toFixed(1)}M${middle} ${bottom.toFixed(1)}V${place.y(candles.low[row]!).toFixed(1)}`;
    const box = `M${(left + (room - body) / 2).toFixed(1)} ${top.toFixed(1)}h${body.toFixed(1)}v${Math.max(1, bottom - top).toFixed(1)}h-${body.toFixed(1)}z`;
    if (isUp) {
      paths.upWicks += wick;
      paths.up += box;
    } else {
      paths.downWicks += wick;
      paths.down += box;
    }
  }
  return paths;
}

/** The trade whose entry or exit is nearest to a point, within a reach. */
export function tradeAt(
  trades: readonly RunTradeRow[],
  place: PricePlace,
  { x, y, reach }: { readonly x: number; readonly y: number; readonly reach: number },
): RunTradeRow | undefined {
  let found: RunTradeRow | undefined;
  let nearest = reach;
  for (const trade of trades) {
    const ends = [
      [trade.entryTime, trade.entryPrice],
      [trade.exitTime, trade.exitPrice],
    ] as const;
    for (const [time, price] of ends) {
      const distance = Math.hypot(place.x(time) - x, place.y(Number(price)) - y);
      if (distance > nearest) continue;
      nearest = distance;
      found = trade;
    }
  }
  return found;
}
