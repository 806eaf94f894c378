import type { Breaker } from '../breaker.ts';
import { CLEAR } from '../parsed-limits.ts';

/** Fills that lost a multiple of what the model expects. */
export const abnormalFills: Breaker = {
  kind: 'abnormal-fills',
  look: (event, { level }) => (event.kind === 'fill' && event.slippageBps > level * event.expectedBps * (1 + CLEAR) ? 'hit' : null),
  evidence: (event, { level }) =>
    event.kind === 'fill'
      ? {
          instrument: event.instrument,
          order: event.order,
          actual: event.slippageBps.toFixed(1),
          expected: event.expectedBps.toFixed(1),
          factor: level,
        }
      : {},
};
