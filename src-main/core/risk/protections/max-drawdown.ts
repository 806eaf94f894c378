import { type ClosedTrades, type Protection, within } from '../protection.ts';
import type { ClosedTrade } from '../trade-book.ts';

/** Deepest fall of the trades' summed fractions from their highest sum so far, which begins at nothing. */
function fallOfRatios(trades: readonly ClosedTrade[]): number {
  let sum = 0;
  let peak = 0;
  let deepest = 0;
  for (const { ratio } of trades) {
    sum += ratio;
    peak = Math.max(peak, sum);
    deepest = Math.max(deepest, peak - sum);
  }
  return deepest;
}

/** Deepest fall of the account's money over the trades, as a fraction of its highest before. */
function fallOfEquity(trades: readonly ClosedTrade[], { equity }: ClosedTrades): number {
  let money = equity - trades.reduce((sum, { profit }) => sum + profit, 0);
  let peak = money;
  let deepest = 0;
  for (const { profit } of trades) {
    money += profit;
    peak = Math.max(peak, money);
    if (peak > 0) deepest = Math.max(deepest, (peak - money) / peak);
  }
  return deepest;
}

/** Closed trades of all instruments fell too far from their best: everything waits. */
export const maxDrawdown: Protection = {
  method: 'MaxDrawdown',
  judge: (spec, closed) => {
    const trades = within(spec, closed);
    if (trades.length < spec.tradeLimit) return null;
    const fall = spec.calculationMode === 'ratios' ? fallOfRatios(trades) : fallOfEquity(trades, closed);
    return fall > spec.maxAllowedDrawdown ? { instrument: null, side: null, trades: trades.length, actual: fall } : null;
  },
};
