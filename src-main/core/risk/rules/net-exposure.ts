import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Judged } from '../judged.ts';
import { CLEAR, parsedLimits } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import { sizeRule } from '../rule.ts';

/** What longs less shorts come to in the order's direction once all that could add to it has filled; below zero where the other side leads. */
function before({ view, order: { side } }: Judged): Decimal {
  let sum = Decimal.ZERO;
  for (const instrument of view.instruments) {
    const held = view.positionLots(instrument.index);
    const lots = (side === 'buy' ? held : -held) + view.outstandingOpeningLots(instrument.index, side);
    if (lots !== 0) sum = sum.add(instrument.notional(view.markTicks(instrument.index), lots));
  }
  return sum;
}

/** What longs may be worth above shorts, or shorts above longs. An order towards balance passes as long as it does not go through it too far. */
export const netExposure = sizeRule({
  code: 'risk.max-net-exposure',
  needs: 'maxNetExposure',
  sparesReducing: true,
  clearly: (judged) => {
    const limit = parsedLimits(judged.view.limits).maxNetExposure;
    if (limit === null) return true;
    const { order, instrument, exposureTicks } = judged;
    const added = order.quoteAmount === null ? instrument.approximateNotional(exposureTicks, order.lots) : judged.roughAmount;
    return before(judged).toApproximate() + added < limit.rough * (1 - CLEAR);
  },
  room: (judged) => {
    const limit = parsedLimits(judged.view.limits).maxNetExposure;
    if (limit === null) return null;
    const { instrument, exposureTicks } = judged;
    return { headroom: limit.exact.sub(before(judged)), perLot: () => instrument.notional(exposureTicks, 1) };
  },
  details: (judged, taken) => {
    const limit = parsedLimits(judged.view.limits).maxNetExposure?.exact ?? Decimal.ZERO;
    const text = comparedMoney(before(judged).add(taken), limit);
    return { actual: `${text.actual} ${judged.instrument.spec.quote}`, limit: text.limit };
  },
});
