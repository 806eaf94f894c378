import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';

/** What keeps two instruments from being the legs of a pair, a sentence; null where nothing does. */
export function pairProblem(first: InstrumentSpec, second: InstrumentSpec): string | null {
  if (first.id === second.id) return `both are ${first.id}.`;
  const spot = [first, second].find(({ kind }) => kind === 'spot');
  return spot === undefined ? null : `${spot.id} is spot, and one of the two is always held short. Name perpetuals, such as BTC/USD:USD.`;
}
