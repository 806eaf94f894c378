import type { InstrumentSpec, PerpetualSpec, PerpetualTerms, SpotSpec } from '../../../src-shared/domain/instrument.ts';
import type { InstrumentId } from '../../../src-shared/kernel/ids.ts';

/** Highest leverage of a perpetual that is made of an instrument's bars; venues offer more on the largest coins. */
export const ASSUMED_MAX_LEVERAGE = 20;

/** Maintenance margin and liquidation fee where nothing else is said, fractions of the position's value. */
export const ASSUMED_MAINTENANCE = '0.01';
export const ASSUMED_LIQUIDATION_FEE = '0.01';

/** The perpetual on an instrument, paid in its quote asset, with its steps and fees: `BTC/USD.SIM` becomes `BTC/USD:USD.SIM`. */
export function perpetualOf(spec: InstrumentSpec, terms: PerpetualTerms): PerpetualSpec {
  const symbol = `${spec.base}/${spec.quote}:${spec.settle}`;
  return { ...spec, id: `${symbol}.${spec.venue}` as InstrumentId, symbol, kind: 'perpetual', terms };
}

/** What a perpetual is on, held as a coin: no margin, no funding. Its id is the instrument's own. */
export function underlyingOf(spec: InstrumentSpec): SpotSpec {
  if (spec.kind === 'spot') return spec;
  const { terms: _, ...common } = spec;
  const symbol = `${spec.base}/${spec.quote}`;
  return { ...common, id: `${symbol}.${spec.venue}` as InstrumentId, symbol, kind: 'spot' };
}
