import type { Judged } from '../judged.ts';
import { CLEAR, parsedLimits } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import { sizeRule } from '../rule.ts';

function roughValue({ order, instrument, worthTicks, roughAmount }: Judged): number {
  return order.quoteAmount === null ? instrument.approximateNotional(worthTicks, order.lots) : roughAmount;
}

/** What one order may be worth at the most. */
export const orderNotional = sizeRule({
  code: 'risk.max-order-notional',
  sparesReducing: true,
  clearly: (judged) => {
    const limit = parsedLimits(judged.view.limits).maxOrderNotional;
    return limit === null || roughValue(judged) < limit.rough * (1 - CLEAR);
  },
  room: ({ view, instrument, worthTicks }) => {
    const limit = parsedLimits(view.limits).maxOrderNotional;
    return limit === null ? null : { headroom: limit.exact, perLot: () => instrument.notional(worthTicks, 1) };
  },
  details: ({ instrument }, taken, { headroom }) => {
    const text = comparedMoney(taken, headroom);
    return { actual: `${text.actual} ${instrument.spec.quote}`, limit: text.limit };
  },
});
