/** What is known of a market before a fill, for its costs. Nothing here may look past `time`. */
export interface MarketEvidence {
  /** Trailing standard deviation of daily returns, a fraction. */
  dailyVolatility(instrument: number, time: number): number;
  /** Trailing volume of a day, base units; 0 when none has been seen. */
  dailyVolume(instrument: number, time: number): number;
  /** Trailing volume of a minute, base units: what a market order finds at once where there are quotes. */
  minuteVolume(instrument: number, time: number): number;
  /** Lots shown at a price on the side of an order that comes to rest there; 0 where nothing is shown. */
  queueAhead(order: { readonly instrument: number; readonly side: 'buy' | 'sell'; readonly ticks: number }, time: number): number;
}

/** Daily volatility that is assumed while no bar has closed: an ordinary day of a large coin, taken high. */
export const ASSUMED_VOLATILITY = 0.05;

/** Share of a day's volume that an order is taken for while no volume has been seen. */
export const ASSUMED_SHARE = 0.01;
