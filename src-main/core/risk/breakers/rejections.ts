import type { Breaker } from '../breaker.ts';
import { against } from './unanswered.ts';

/** Orders that the venue refused. */
export const rejections: Breaker = {
  kind: 'rejections',
  look: (event) => against('rejected', event),
  evidence: (event) => ('order' in event ? { order: event.order } : {}),
};
