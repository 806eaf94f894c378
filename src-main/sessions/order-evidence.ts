import { type EvidenceCode, type EvidenceLine, evidenceSource, type OrderEvidence } from '../../src-shared/domain/order-evidence.ts';
import { FINAL_STATES } from '../../src-shared/domain/order-state.ts';
import { ELSEWHERE } from '../../src-shared/domain/order.ts';
import type { LedgerReader, OrderMove, OrderStory } from '../ports/ledger-reader.ts';
import type { OrderTrail } from '../ports/venue-talk.ts';

/** What is recorded before anything is asked; everything else is recorded after what was heard. */
const FIRST: ReadonlySet<EvidenceCode> = new Set<EvidenceCode>([
  'ledger.recorded',
  'ledger.adopted',
  'ledger.submitted',
  'ledger.end-asked',
]);

/** What ledger and session know of an order's fate, in the order of time; null where the ledger does not know it. `trail` is null where no session of a real venue runs. */
export function orderEvidence(order: string, reader: Pick<LedgerReader, 'orderStory'>, trail: OrderTrail | null): OrderEvidence | null {
  const story = reader.orderStory(order);
  if (story === null) return null;
  const isElsewhere = story.order.origin === ELSEWHERE;
  // Lines of one instant; what was asked and heard keeps its own order.
  const place = ({ code }: EvidenceLine): number => (evidenceSource(code) !== 'ledger' ? 1 : FIRST.has(code) ? 0 : 2);
  return {
    order,
    venueId: trail?.venueId ?? (isElsewhere ? story.tag : null),
    lines: [...recorded(story), ...(trail?.lines ?? [])].sort((a, b) => a.time - b.time || place(a) - place(b)),
    leftOut: trail?.leftOut ?? 0,
    outlook: trail?.outlook ?? null,
  };
}

function recorded({ order, moves }: OrderStory): readonly EvidenceLine[] {
  const first: EvidenceCode = order.origin === ELSEWHERE ? 'ledger.adopted' : 'ledger.recorded';
  return [
    { time: order.createdAt, code: first, details: {}, venueTime: null },
    ...moves.map((move, at): EvidenceLine => ({
      time: move.time,
      code: codeOf(move, moves[at - 1]),
      details: { filled: move.filled },
      venueTime: null,
    })),
  ];
}

function codeOf({ state, reason }: OrderMove, before: OrderMove | undefined): EvidenceCode {
  if (state === 'expired' && reason === 'never-sent') return 'ledger.never-sent';
  const asks = reason !== null && !FINAL_STATES.has(state) && (before?.reason ?? null) === null;
  return asks ? 'ledger.end-asked' : `ledger.${state}`;
}
