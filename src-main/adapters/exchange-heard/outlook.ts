import type { EvidenceAwaits, EvidenceOutlook } from '../../../src-shared/domain/order-evidence.ts';
import type { KnownOrder } from './known-orders.ts';

/** What is awaited of an order and what will be believed of it; null where it has ended. `believedFrom` gives the time of our own clock at which the venue can no longer take it. */
export function outlookOf(known: KnownOrder, believedFrom: (leftAt: number, takenUntil: number | null) => number): EvidenceOutlook | null {
  if (known.ended) return null;
  const { leftAt, takenUntil } = known;
  const shown = known.acknowledged || known.toldLots > 0;
  return { awaits: awaitedOf(known, shown), neverSentFrom: shown || leftAt === null ? null : believedFrom(leftAt, takenUntil), shown };
}

function awaitedOf({ sending, asking, next, nextAt }: KnownOrder, shown: boolean): EvidenceAwaits {
  if (sending) return { kind: 'sending' };
  if (asking) return { kind: 'answer' };
  if (next !== null) return { kind: 'next', at: nextAt };
  return { kind: shown ? 'news' : 'answer' };
}
