import type { RunTradeRow } from '../../../src-shared/contract/research.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { RunRequest } from '../../../src-shared/contract/research.ts';

/** What of a run's time is in view, ms UTC. */
export interface PriceWindow {
  readonly from: number;
  readonly to: number;
}

/** Bars that are in view at least, and around a chosen trade. */
const LEAST_BARS = 20;
const AROUND_BARS = 80;
/** Of a chosen trade's length so much is in view. */
const AROUND_SHARE = 3;

type Ran = Pick<RunRequest, 'from' | 'to' | 'timeframe'>;

/** A window of a span round an instant, within the run. */
export function windowRound({ from, to, timeframe }: Ran, middle: number, span: number): PriceWindow {
  const whole = to - from;
  const held = Math.round(Math.min(whole, Math.max(LEAST_BARS * TIMEFRAMES[timeframe], span)));
  const begin = Math.round(Math.min(to - held, Math.max(from, middle - held / 2)));
  return { from: begin, to: begin + held };
}

/** The window with a trade in its middle. */
export function windowOfTrade(run: Ran, { entryTime, exitTime }: Pick<RunTradeRow, 'entryTime' | 'exitTime'>): PriceWindow {
  const span = Math.max((exitTime - entryTime) * AROUND_SHARE, AROUND_BARS * TIMEFRAMES[run.timeframe]);
  return windowRound(run, (entryTime + exitTime) / 2, span);
}

/** Zooms by a factor, below 1 nearer, round an instant that keeps its place. */
export function zoomed(run: Ran, { from, to }: PriceWindow, factor: number, at: number): PriceWindow {
  const span = to - from;
  const next = windowRound(run, 0, span * factor);
  const held = next.to - next.from;
  const share = (at - from) / span;
  return windowRound(run, at + (0.5 - share) * held, held);
}

/** Moves by a share of what is in view. */
export function panned(run: Ran, { from, to }: PriceWindow, share: number): PriceWindow {
  return windowRound(run, (from + to) / 2 + (to - from) * share, to - from);
}

/** Trades that were held at any instant of a window. */
export function tradesIn(trades: readonly RunTradeRow[], { from, to }: PriceWindow): readonly RunTradeRow[] {
  return trades.filter(({ entryTime, exitTime }) => exitTime >= from && entryTime <= to);
}

/** The trade after another, or before it; without one the first after the window's middle. */
export function tradeAfter(trades: readonly RunTradeRow[], chosen: number | null, by: 1 | -1, middle: number): RunTradeRow | undefined {
  const at = trades.findIndex(({ number }) => number === chosen);
  if (at >= 0) return trades[at + by];
  return by === 1 ? trades.find(({ entryTime }) => entryTime >= middle) : trades.findLast(({ entryTime }) => entryTime < middle);
}
