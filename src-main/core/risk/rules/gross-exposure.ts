import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { type Judged, reachedLots, worstLots } from '../judged.ts';
import { CLEAR, parsedLimits } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import { sizeRule } from '../rule.ts';

/** Worst-case exposure of every other instrument, exact. */
function elsewhere({ order, view }: Judged): Decimal {
  let sum = Decimal.ZERO;
  for (const instrument of view.instruments) {
    if (instrument.index === order.instrument) continue;
    const lots = worstLots(view, instrument.index);
    if (lots > 0) sum = sum.add(instrument.notional(view.markTicks(instrument.index), lots));
  }
  return sum;
}

function roughElsewhere({ order, view }: Judged): number {
  let sum = 0;
  for (const instrument of view.instruments) {
    if (instrument.index !== order.instrument)
      sum += instrument.approximateNotional(view.markTicks(instrument.index), worstLots(view, instrument.index));
  }
  return sum;
}

function larger(a: Decimal, b: Decimal): Decimal {
  return a.compare(b) >= 0 ? a : b;
}

/**
 * What all positions may be worth together, each at the larger of what it is and what its outstanding orders could make of it. An order
 * that does not enlarge the exposure of its own instrument passes.
 */
export const grossExposure = sizeRule({
  code: 'risk.max-gross-exposure',
  sparesReducing: true,
  clearly: (judged) => {
    const limit = parsedLimits(judged.view.limits).maxGrossExposure;
    if (limit === null) return true;
    const { order, view, instrument, mark, exposureTicks } = judged;
    const added = order.quoteAmount === null ? instrument.approximateNotional(exposureTicks, order.lots) : judged.roughAmount;
    const here = instrument.approximateNotional(mark, worstLots(view, order.instrument));
    return here + added + roughElsewhere(judged) < limit.rough * (1 - CLEAR);
  },
  room: (judged) => {
    const { order, view, instrument, mark, exposureTicks } = judged;
    const limit = parsedLimits(view.limits).maxGrossExposure;
    if (limit === null) return null;
    const here = instrument.notional(mark, worstLots(view, order.instrument));
    const before = instrument.notional(mark, reachedLots(view, order.instrument, order.side));
    return { headroom: larger(limit.exact.sub(elsewhere(judged)), here).sub(before), perLot: () => instrument.notional(exposureTicks, 1) };
  },
  details: (judged, taken) => {
    const { order, view, instrument, mark } = judged;
    const limit = parsedLimits(view.limits).maxGrossExposure?.exact ?? Decimal.ZERO;
    const before = instrument.notional(mark, reachedLots(view, order.instrument, order.side));
    const text = comparedMoney(elsewhere(judged).add(before).add(taken), limit);
    return { actual: `${text.actual} ${instrument.spec.quote}`, limit: text.limit };
  },
});
