import { lockCodes, lockDetails } from '../entry-lock.ts';
import type { RiskRule } from '../rule.ts';

/** While a protection blocks new entries only what strictly reduces passes. Each protection has a sentence of its own. */
export const protectionLock: RiskRule = {
  code: 'risk.cooldown',
  sparesReducing: true,
  check: ({ view, order }) => {
    const lock = view.entryLock(order.instrument, order.side);
    return lock === null ? null : { code: lockCodes(lock).refusal, details: lockDetails(lock, view.instruments, view.time) };
  },
};
