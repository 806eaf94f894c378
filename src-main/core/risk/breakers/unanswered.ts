import type { Breaker, RiskEvent, Verdict } from '../breaker.ts';

/** Orders are counted against those sent. */
export function against(counted: RiskEvent['kind'], { kind }: RiskEvent): Verdict {
  if (kind === 'sent') return 'sent';
  return kind === counted ? 'hit' : null;
}

/** Orders that the venue left without an answer. */
export const unanswered: Breaker = {
  kind: 'unanswered',
  look: (event) => against('unanswered', event),
  evidence: (event) => ('order' in event ? { order: event.order } : {}),
};
