import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { type Judged, reachedLots } from '../judged.ts';
import { CLEAR, parsedLimits } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import { sizeRule } from '../rule.ts';

/** What the position could come to on the order's side without it, signed in that direction. */
function reached({ order, view }: Judged): number {
  return reachedLots(view, order.instrument, order.side);
}

/**
 * What a position may be worth at the most, in the worst case: all that is outstanding on the order's side fills, then the order. The
 * position and what is outstanding count at the mark, the order at its own price where that is higher.
 */
export const position = sizeRule({
  code: 'risk.max-position',
  sparesReducing: true,
  clearly: (judged) => {
    const limit = parsedLimits(judged.view.limits).maxPositionNotional;
    if (limit === null) return true;
    const { order, instrument, mark, exposureTicks } = judged;
    const added = order.quoteAmount === null ? instrument.approximateNotional(exposureTicks, order.lots) : judged.roughAmount;
    const before = instrument.approximateNotional(mark, reached(judged));
    return before >= 0 && before + added < limit.rough * (1 - CLEAR);
  },
  room: (judged) => {
    const { view, instrument, mark, exposureTicks } = judged;
    const limit = parsedLimits(view.limits).maxPositionNotional;
    if (limit === null) return null;
    return { headroom: limit.exact.sub(instrument.notional(mark, reached(judged))), perLot: () => instrument.notional(exposureTicks, 1) };
  },
  details: (judged, taken, { headroom }) => {
    const { instrument, view } = judged;
    const limit = parsedLimits(view.limits).maxPositionNotional?.exact ?? Decimal.ZERO;
    const text = comparedMoney(limit.sub(headroom).add(taken), limit);
    return { actual: `${text.actual} ${instrument.spec.quote}`, limit: text.limit };
  },
});
