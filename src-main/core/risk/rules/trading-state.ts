import type { RiskRule } from '../rule.ts';
import { reasonPhrase, sinceText } from '../risk-texts.ts';
import { dailyLoss } from './daily-loss.ts';
import { weeklyLoss } from './weekly-loss.ts';

/**
 * REDUCING and HALTED let only strictly reducing orders pass. While a daily or weekly loss beyond its limit is the reason and still stands, its own
 * sentence says more.
 */
export const tradingState: RiskRule = {
  code: 'risk.reducing',
  sparesReducing: true,
  check: (judged) => {
    const { view } = judged;
    if (view.state === 'ACTIVE') return null;
    const reached = view.state === 'REDUCING' ? [dailyLoss, weeklyLoss].find(({ code }) => code === view.stateReason) : undefined;
    const loss = reached?.check(judged) ?? null;
    if (loss !== null) return loss;
    return {
      code: view.state === 'HALTED' ? 'risk.halted' : 'risk.reducing',
      details: {
        limit: view.state,
        since: sinceText(view.stateSince, view.time),
        sinceMs: view.stateSince,
        reason: reasonPhrase(view.state, view.stateReason),
        reasonCode: view.stateReason,
      },
    };
  },
};
