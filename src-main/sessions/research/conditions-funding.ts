import { type FundingRates, firstRates } from '../../../src-shared/domain/funding.ts';
import type { FundingStore } from '../../ports/funding-store.ts';
import type { RunConditions } from '../../ports/research-store.ts';
import { fundingHash } from './data-hash.ts';

/** The stored rates of funding that a run was made with; null where it names none, `missing` where they are others by now or not there any more. */
export function fundingOfConditions(
  { funding }: Pick<RunConditions, 'funding'>,
  open: () => FundingStore,
): FundingRates | 'missing' | null {
  if (funding?.kind !== 'stored') return null;
  const store = open();
  try {
    if (!store.list().some(({ id }) => id === funding.series)) return 'missing';
    const all = store.read(funding.series);
    const rates = firstRates(all, funding.known ?? all.time.length);
    return fundingHash(rates) === funding.hash ? rates : 'missing';
  } finally {
    store.close();
  }
}
