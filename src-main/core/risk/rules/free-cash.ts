import { CLEAR, roughly } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import { sizeRule } from '../rule.ts';

/** A spot buy needs its money with fee, beside what outstanding orders hold back; a market order by size a reserve on top. */
export const freeCash = sizeRule({
  code: 'risk.funds',
  sparesReducing: false,
  clearly: ({ order, view, instrument, reserveTicks }) => {
    if (order.side === 'sell' || instrument.spec.kind !== 'spot') return true;
    const free = view.freeCash(instrument.spec.settle);
    if (order.quoteAmount !== null) return order.quoteAmount.compare(free) <= 0;
    const needed = instrument.approximateNotional(reserveTicks, order.lots) * (1 + roughly(view.takerFeeRate(order.instrument)));
    return needed < roughly(free) * (1 - CLEAR);
  },
  room: (judged) => {
    const { view, instrument, reserveTicks } = judged;
    if (judged.order.side === 'sell' || instrument.spec.kind !== 'spot') return null;
    return { headroom: view.freeCash(instrument.spec.settle), perLot: () => instrument.notional(reserveTicks, 1).mul(judged.costFactor()) };
  },
  details: ({ instrument }, taken, { headroom }) => {
    const text = comparedMoney(taken, headroom);
    return {
      needed: `${text.actual} ${instrument.spec.settle}`,
      free: text.limit,
      actual: `${text.actual} ${instrument.spec.settle}`,
      limit: text.limit,
    };
  },
});
