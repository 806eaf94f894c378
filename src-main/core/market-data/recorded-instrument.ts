import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { AssetId, InstrumentId, VenueId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { DepthHead } from '../../ports/depth.ts';

/** The instrument of a recording: with the fees of the venue where it is known, else 10 bp taking and 8 bp resting. */
export function recordedInstrument({ venue, symbol, tick, lot }: DepthHead, profiles: readonly InstrumentSpec[]): InstrumentSpec {
  const profile = profiles.find((known) => known.symbol === symbol && known.venue === venue);
  if (profile !== undefined) return { ...profile, tick, lot, engineLot: lot };
  const [base = '', quote = ''] = symbol.split('/');
  return {
    id: `${symbol}.${venue}` as InstrumentId,
    symbol,
    name: base,
    venue: venue as VenueId,
    kind: 'spot',
    base: base as AssetId,
    quote: quote as AssetId,
    settle: quote as AssetId,
    tick,
    lot,
    engineLot: lot,
    multiplier: '1',
    minNotional: '0',
    makerFee: '0.0008',
    takerFee: '0.001',
    halfSpreadBps: null,
    validFrom: utcMs(0),
  };
}
