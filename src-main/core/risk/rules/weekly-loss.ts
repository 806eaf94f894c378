import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { parsedLimits } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

/** The loss since Monday 00:00 UTC, realised and open, must stay under its limit. */
export const weeklyLoss: RiskRule = {
  code: 'risk.weekly-loss',
  needs: 'maxWeeklyLoss',
  sparesReducing: true,
  check: ({ view, instrument }) => {
    const limit = parsedLimits(view.limits).maxWeeklyLoss;
    if (limit === null) return null;
    const loss = view.weekStartEquity - view.equity;
    if (loss < limit.rough) return null;
    const text = comparedMoney(Decimal.fromNumber(loss), limit.exact);
    return { code: 'risk.weekly-loss', details: { actual: `${text.actual} ${instrument.spec.settle}`, limit: text.limit } };
  },
};
