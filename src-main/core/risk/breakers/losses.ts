import type { Breaker } from '../breaker.ts';
import { percentText } from '../risk-texts.ts';

/** Losing trades in a row; one that does not lose begins the count anew. */
export const losses: Breaker = {
  kind: 'losses',
  look: (event) => (event.kind !== 'trade' ? null : event.ratio < 0 ? 'hit' : 'clear'),
  evidence: (event) => (event.kind === 'trade' ? { instrument: event.instrument, actual: percentText(event.ratio) } : {}),
};
