import { type Protection, within } from '../protection.ts';

/** The trades of an instrument earned too little together: it is left alone. */
export const lowProfitPairs: Protection = {
  method: 'LowProfitPairs',
  judge: (spec, closed) => {
    const { newest } = closed;
    const trades = within(spec, closed).filter(
      ({ instrument, side }) => instrument === newest.instrument && (!spec.onlyPerSide || side === newest.side),
    );
    const profit = trades.reduce((sum, { ratio }) => sum + ratio, 0);
    if (trades.length < spec.tradeLimit || profit >= spec.requiredProfit) return null;
    return { instrument: newest.instrument, side: spec.onlyPerSide ? newest.side : null, trades: trades.length, actual: profit };
  },
};
