import {
  firstAbove,
  firstRates,
  FUNDING_INTERVAL_MS,
  type FundingNote,
  type FundingPlan,
  type FundingRates,
} from '../../../src-shared/domain/funding.ts';
import type { StoredFunding } from '../../ports/funding-store.ts';

/** Open of the first bar and close of the last, ms UTC. */
export interface BarSpan {
  readonly from: number;
  readonly to: number;
}

/** Stored rates as the funding of a run over bars; a plan of null where they do not cover them: a payment may be missing at either end, no more. */
export function storedFunding(
  { info, time, rate }: StoredFunding,
  { from, to }: BarSpan,
  hashOf: (rates: FundingRates) => string,
): { readonly plan: FundingPlan; readonly note: FundingNote } | { readonly plan: null } {
  const payments = time.reduce((count, at) => (at > from && at <= to ? count + 1 : count), 0);
  const ends = info.from > from + FUNDING_INTERVAL_MS || info.to < to - FUNDING_INTERVAL_MS;
  if (ends || (payments === 0 && to - from > FUNDING_INTERVAL_MS)) return { plan: null };
  // What is due after the last close is nobody's.
  const known = firstAbove(time, to);
  const rates = firstRates({ time, rate }, known);
  return { plan: { kind: 'stored', rates }, note: { kind: 'stored', series: info.id, hash: hashOf(rates), known, payments } };
}
