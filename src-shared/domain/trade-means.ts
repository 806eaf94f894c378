/** Means of the closed trades that won and of those that lost; a profit of exactly zero is neither. */
export interface TradeMeans {
  readonly won: number;
  readonly lost: number;
  /** Mean profit of those that won, above zero; 0 for none. */
  readonly win: number;
  /** Mean loss of those that lost, above zero; 0 for none. */
  readonly loss: number;
}

/** The means of trades by their profits. */
export function tradeMeans(profits: readonly number[]): TradeMeans {
  let [won, lost, gains, losses] = [0, 0, 0, 0];
  for (const profit of profits) {
    if (profit > 0) {
      won += 1;
      gains += profit;
    } else if (profit < 0) {
      lost += 1;
      losses -= profit;
    }
  }
  return { won, lost, win: won === 0 ? 0 : gains / won, loss: lost === 0 ? 0 : losses / lost };
}
