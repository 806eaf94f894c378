import { type Protection, within } from '../protection.ts';

/** Too many trades that a stop ended at a loss: everything waits, or the instrument, or one side. */
export const stoplossGuard: Protection = {
  method: 'StoplossGuard',
  judge: (spec, closed) => {
    const { newest } = closed;
    const stops = within(spec, closed).filter(
      ({ instrument, side, stopped, ratio }) =>
        stopped &&
        ratio < spec.requiredProfit &&
        (!spec.onlyPerPair || instrument === newest.instrument) &&
        (!spec.onlyPerSide || side === newest.side),
    );
    // A trade that is none of them adds nothing to what was known before it.
    if (stops.length < spec.tradeLimit || !stops.includes(newest)) return null;
    return {
      instrument: spec.onlyPerPair ? newest.instrument : null,
      side: spec.onlyPerSide ? newest.side : null,
      trades: stops.length,
      actual: newest.ratio,
    };
  },
};
