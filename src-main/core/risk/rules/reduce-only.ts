import type { RiskRule } from '../rule.ts';
import { smallestLots } from './min-notional.ts';

/** An order that says it only reduces must do so in the worst case of everything outstanding. */
export const reduceOnly: RiskRule = {
  code: 'risk.not-reducing',
  sparesReducing: true,
  check: (judged) => {
    const { order, view, instrument } = judged;
    if (!order.reduceOnly) return null;
    const held = view.positionLots(order.instrument);
    const opposed = order.side === 'sell' ? held > 0 : held < 0;
    const free = opposed ? Math.max(0, Math.abs(held) - view.outstandingLots(order.instrument, order.side)) : 0;
    const passes = free > 0 && free >= smallestLots(judged) ? { passesSize: instrument.sizeText(free) } : {};
    return {
      code: 'risk.not-reducing',
      details: { actual: instrument.sizeText(order.lots), limit: instrument.sizeText(free), ...passes },
    };
  },
};
