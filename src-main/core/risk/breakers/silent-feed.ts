import type { Breaker } from '../breaker.ts';
import { spanText } from '../risk-texts.ts';

/** An instrument without a price for too long. */
export const silentFeed: Breaker = {
  kind: 'silent-feed',
  look: (event, { withinMs }) => (event.kind === 'silence' && event.ms > withinMs ? 'hit' : null),
  evidence: (event, { withinMs }) =>
    event.kind === 'silence' ? { instrument: event.instrument, actual: spanText(event.ms), limit: spanText(withinMs) } : {},
};
