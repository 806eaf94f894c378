import type { QuoteRow } from '../../src-shared/contract/rows.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { useLinkedInstrument } from './link-group.ts';
import { useShownDesk } from './shown-desk.ts';

/** The instrument that the panels of a link group show, once it is known. */
export function useActiveInstrument(): Instrument | undefined {
  const id = useLinkedInstrument();
  return useShownDesk(({ instruments }) => (id === undefined ? undefined : instruments.get(id)));
}

/** The quote of an instrument as shown. */
export function useShownQuote(instrument: string | undefined): QuoteRow | undefined {
  return useShownDesk(({ quotes }) => (instrument === undefined ? undefined : quotes.get(instrument)));
}

/** The tag of an instrument's venue, `SIM`. */
export function venueTag(instrument: string): string {
  return instrument.slice(instrument.lastIndexOf('.') + 1);
}
