import type { CandleColumns } from '../candle.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** A part of the window has at least so many returns, and the window at most so many parts. */
const LEAST_PART = 8;
const MOST_PARTS = 32;

/** Deviations of less than this share of the mean are rounding, not movement. */
const STILL = 1e-12;

/** The rescaled range that so many independent normal returns are expected to have (A. Anis and E. Lloyd, 1976). */
function expectedRange(size: number): number {
  // Of gamma((n - 1) / 2) over gamma(n / 2) each second one follows from the one before.
  let gammas = size % 2 === 0 ? Math.sqrt(Math.PI) : 2 / Math.sqrt(Math.PI);
  for (let n = size % 2 === 0 ? 2 : 3; n < size; n += 2) gammas *= (n - 1) / n;
  let sum = 0;
  for (let i = 1; i < size; i += 1) sum += Math.sqrt((size - i) / i);
  return (gammas / Math.sqrt(Math.PI)) * sum;
}

/** The slope of a straight line through points that are added one by one (least squares). */
class Slope {
  private count = 0;
  private x = 0;
  private y = 0;
  private xx = 0;
  private xy = 0;

  clear(): void {
    this.count = this.x = this.y = this.xx = this.xy = 0;
  }

  add(x: number, y: number): void {
    this.count += 1;
    this.x += x;
    this.y += y;
    this.xx += x * x;
    this.xy += x * y;
  }

  /** A half, which says nothing either way, where there are less than two points. */
  value(): number {
    const { count, x, y } = this;
    return count < 2 ? 0.5 : (count * this.xy - x * y) / (count * this.xx - x * x);
  }
}

/**
 * Hurst exponent of the last logarithmic returns by their rescaled range (H. Hurst, 1951; B. Mandelbrot and J. Wallis, 1969): the window is taken whole, in halves, in quarters and so on down
 * to parts of eight returns (at most 32 parts, aligned with the newest return), and the exponent is the slope of the logarithm of the parts' mean rescaled range over that of
 * their length. Short windows make it too large: the first output is corrected by what independent returns are expected to have (A. Anis and E. Lloyd, 1976; R. Weron, 2002), so that about 0.5
 * is chance, above it trends last, below it they turn. It is a slope of few points and not bounded by 0 and 1. Parts that do not move are left out; 0.5 where too few do.
 */
export class Hurst implements BarIndicator {
  readonly values = new Float64Array(2).fill(Number.NaN);
  private readonly returns: Window;
  private readonly ordered: Float64Array;
  /** By halving: what is added to a mean rescaled range to correct it. */
  private readonly corrections: Float64Array;
  private readonly corrected = new Slope();
  private readonly raw = new Slope();
  private before = Number.NaN;

  constructor(period: number) {
    this.returns = new Window(period);
    this.ordered = new Float64Array(period);
    let halvings = 0;
    while (2 ** halvings <= MOST_PARTS && Math.floor(period / 2 ** halvings) >= LEAST_PART) halvings += 1;
    this.corrections = new Float64Array(halvings).map((_, halving) => {
      const size = Math.floor(period / 2 ** halving);
      return Math.sqrt((Math.PI * size) / 2) - expectedRange(size);
    });
  }

  update(columns: CandleColumns, row: number): void {
    const { before, returns, ordered } = this;
    const close = columns.close[row]!;
    this.before = close;
    if (Number.isNaN(before)) return;
    returns.push(Math.log(close / before));
    if (!returns.full) return;
    for (let i = 0; i < ordered.length; i += 1) ordered[i] = returns.at(i);
    this.fit();
  }

  private fit(): void {
    const { values, corrections, corrected, raw, ordered } = this;
    corrected.clear();
    raw.clear();
    for (let halving = 0; halving < corrections.length; halving += 1) {
      const parts = 2 ** halving;
      const size = Math.floor(ordered.length / parts);
      const range = this.meanRange(parts, size);
      if (Number.isNaN(range)) continue;
      raw.add(Math.log(size), Math.log(range));
      corrected.add(Math.log(size), Math.log(range + corrections[halving]!));
    }
    values[0] = corrected.value();
    values[1] = raw.value();
  }

  /** The mean rescaled range of the parts that move; NaN where none does. */
  private meanRange(parts: number, size: number): number {
    let sum = 0;
    let moving = 0;
    for (let from = this.ordered.length - parts * size; from < this.ordered.length; from += size) {
      const range = this.rescaledRange(from, size);
      if (Number.isNaN(range)) continue;
      sum += range;
      moving += 1;
    }
    return moving === 0 ? Number.NaN : sum / moving;
  }

  private rescaledRange(from: number, size: number): number {
    const { ordered } = this;
    let total = 0;
    for (let i = from; i < from + size; i += 1) total += ordered[i]!;
    const mean = total / size;
    let way = 0;
    let highest = 0;
    let lowest = 0;
    let squares = 0;
    for (let i = from; i < from + size; i += 1) {
      const away = ordered[i]! - mean;
      way += away;
      if (way > highest) highest = way;
      if (way < lowest) lowest = way;
      squares += away * away;
    }
    const deviation = Math.sqrt(squares / size);
    return deviation <= STILL * Math.abs(mean) ? Number.NaN : (highest - lowest) / deviation;
  }
}

const LENGTH = length('period', 'Length', 128, 2 * LEAST_PART);

/** The Hurst exponent in the catalogue. */
export const HURST: IndicatorDefinition = {
  id: 'hurst',
  label: 'Hurst exponent',
  family: 'trend',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: [line('corrected', 'Corrected'), line('raw', 'Raw')],
  levels: [0.5],
  warmUp: (parameters) => Array<number>(2).fill(valueOf(LENGTH, parameters)),
  title: titled('Hurst', [LENGTH]),
  make: (parameters) => new Hurst(valueOf(LENGTH, parameters)),
};
