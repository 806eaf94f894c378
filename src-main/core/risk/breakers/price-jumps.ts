import type { Breaker } from '../breaker.ts';
import { CLEAR } from '../parsed-limits.ts';
import { percentText } from '../risk-texts.ts';

/** A move from one price to the next that is too large. */
export const priceJumps: Breaker = {
  kind: 'price-jumps',
  look: (event, { level }) => (event.kind === 'move' && event.fraction > level * (1 + CLEAR) ? 'hit' : null),
  evidence: (event, { level }) =>
    event.kind === 'move' ? { instrument: event.instrument, actual: percentText(event.fraction), limit: percentText(level) } : {},
};
