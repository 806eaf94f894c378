import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Judged } from '../judged.ts';
import { type Amount, CLEAR } from '../parsed-limits.ts';
import { comparedMoney, moneyText } from '../risk-texts.ts';
import { sizeRule } from '../rule.ts';

/** So many times the usual order; null where the rule is off or too few orders were placed to know what is usual. */
function most({ view }: Judged): Amount | null {
  const times = view.limits.maxTypicalMultiple;
  const typical = times === null ? null : view.typicalNotional();
  if (times === null || typical === null) return null;
  const rough = typical * times;
  return { exact: Decimal.fromNumber(rough), rough };
}

/** An order many times as large as the usual one is a slip of the finger. */
export const fatFinger = sizeRule({
  code: 'risk.fat-finger',
  needs: 'maxTypicalMultiple',
  sparesReducing: true,
  clearly: (judged) => {
    const limit = most(judged);
    if (limit === null) return true;
    const { order, instrument, worthTicks, roughAmount } = judged;
    const value = order.quoteAmount === null ? instrument.approximateNotional(worthTicks, order.lots) : roughAmount;
    return value < limit.rough * (1 - CLEAR);
  },
  room: (judged) => {
    const limit = most(judged);
    return limit === null ? null : { headroom: limit.exact, perLot: () => judged.instrument.notional(judged.worthTicks, 1) };
  },
  details: (judged, taken, { headroom }) => {
    const { view, instrument } = judged;
    const text = comparedMoney(taken, headroom);
    return {
      actual: `${text.actual} ${instrument.spec.quote}`,
      limit: text.limit,
      typical: moneyText(Decimal.fromNumber(view.typicalNotional() ?? 0)),
      times: String(view.limits.maxTypicalMultiple),
    };
  },
});
