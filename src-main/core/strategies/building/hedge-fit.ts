import { Tail } from './tail.ts';

/** Deviations smaller than this, of logarithms, are what doubles leave of two series that move as one. */
const NO_DEVIATION = 1e-9;

/**
 * The newest bars of two instruments as a line, by ordinary least squares of the logarithms of their closes:
 * log first = intercept + slope x log second + residual. Everything is NaN until the window is full, and where one of them did not move.
 */
export class HedgeFit {
  slope = Number.NaN;
  intercept = Number.NaN;
  /** Standard error of the regression: the root of the sum of squared residuals over the bars less two. */
  deviation = Number.NaN;
  /** Residual of the newest bar in deviations. */
  z = Number.NaN;
  private readonly first: Tail;
  private readonly second: Tail;

  constructor(bars: number) {
    this.first = new Tail(bars);
    this.second = new Tail(bars);
  }

  /** Takes the closes of both. */
  take(closes: Float64Array): void {
    this.first.push(Math.log(closes[0]!));
    this.second.push(Math.log(closes[1]!));
    if (this.first.full) this.fit();
  }

  private fit(): void {
    const { values: y, from, to } = this.first;
    const { values: x } = this.second;
    const meanY = this.first.mean();
    const meanX = this.second.mean();
    let squares = 0;
    let products = 0;
    for (let i = from; i < to; i += 1) {
      const away = x[i]! - meanX;
      squares += away * away;
      products += away * (y[i]! - meanY);
    }
    const bars = to - from;
    const slope = squares > bars * NO_DEVIATION * NO_DEVIATION ? products / squares : Number.NaN;
    const intercept = meanY - slope * meanX;
    let errors = 0;
    for (let i = from; i < to; i += 1) {
      const residual = y[i]! - intercept - slope * x[i]!;
      errors += residual * residual;
    }
    const deviation = Math.sqrt(errors / (bars - 2));
    this.slope = slope;
    this.intercept = intercept;
    this.deviation = deviation > NO_DEVIATION ? deviation : Number.NaN;
    this.z = (y[to - 1]! - intercept - slope * x[to - 1]!) / this.deviation;
  }
}
