import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { parsedLimits } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

/** The loss since 00:00 UTC, realised and open, must stay under its limit. */
export const dailyLoss: RiskRule = {
  code: 'risk.daily-loss',
  sparesReducing: true,
  check: ({ view, instrument }) => {
    const limit = parsedLimits(view.limits).maxDailyLoss;
    if (limit === null) return null;
    const loss = view.dayStartEquity - view.equity;
    if (loss < limit.rough) return null;
    const text = comparedMoney(Decimal.fromNumber(loss), limit.exact);
    return {
      code: 'risk.daily-loss',
      details: { actual: `${text.actual} ${instrument.spec.settle}`, limit: text.limit },
    };
  },
};
