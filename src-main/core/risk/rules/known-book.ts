import { spanText } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

/** Nothing is decided while the book of the instrument is kept and not known: what was missed may have moved the market. */
export const knownBook: RiskRule = {
  code: 'risk.stale-book',
  sparesReducing: true,
  check: ({ order, view }) => {
    const since = view.bookStaleSince(order.instrument);
    return since === 0 ? null : { code: 'risk.stale-book', details: { actual: spanText(Math.max(0, view.time - since)) } };
  },
};
