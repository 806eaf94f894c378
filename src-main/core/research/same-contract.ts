import type { FundingNote } from '../../../src-shared/domain/funding.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { RunConditions } from '../../ports/research-store.ts';

type Held = Pick<RunConditions, 'instrument' | 'ways' | 'funding'>;

/**
 * Whether two runs of a family held the same thing: the same leverage, maintenance margin, sides and funding. What was made with others is
 * another thing to hold, so its returns say nothing of this one; that it was tried counts all the same, or a little more leverage would
 * make a fresh start of every search.
 */
export function isSameContract(a: Held, b: Held): boolean {
  return (
    (a.ways ?? 'long') === (b.ways ?? 'long') && termsOf(a.instrument) === termsOf(b.instrument) && paidOf(a.funding) === paidOf(b.funding)
  );
}

function termsOf(spec: InstrumentSpec): string {
  if (spec.kind === 'spot') return '';
  const { leverage, maintenanceMargin, liquidationFee, tiers = [] } = spec.terms;
  const brackets = tiers.map((tier) => `${tier.from}:${tier.rate}:${String(tier.leverage ?? '')}`);
  return [leverage, maintenanceMargin, liquidationFee, ...brackets].join(' ');
}

function paidOf(note: FundingNote | undefined): string {
  if (note === undefined) return '';
  return note.kind === 'stored' ? note.hash : `${note.kind} ${String(note.bps)}`;
}
