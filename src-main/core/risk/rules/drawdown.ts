import { percentText } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

/** Equity must stay nearer to its peak than the limit. */
export const drawdown: RiskRule = {
  code: 'risk.drawdown',
  sparesReducing: true,
  check: ({ view }) => {
    const limit = view.limits.maxDrawdown;
    if (limit === null || view.equityPeak <= 0 || view.equity > view.equityPeak * (1 - limit)) return null;
    const fall = 1 - view.equity / view.equityPeak;
    return { code: 'risk.drawdown', details: { actual: percentText(fall), limit: percentText(limit) } };
  },
};
