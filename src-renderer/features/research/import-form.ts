import type { ChosenFile, DataWork, FileLook, FileReading } from '../../../src-shared/contract/data-jobs.ts';
import type { Timeframe } from '../../../src-shared/domain/candle.ts';

/** An import as typed so far. */
export interface ImportForm {
  readonly content: FileReading['content'];
  /** Null until somebody typed: the name of the file may say it. */
  readonly symbol: string | null;
  readonly venue: string | null;
  readonly timeframe: Timeframe | 'told';
  readonly time: 'told' | 'open' | 'end';
  readonly zone: string;
  readonly columns: readonly string[] | null;
  readonly repair: boolean;
  readonly replace: boolean;
}

export const EMPTY_IMPORT: ImportForm = {
  content: 'bars',
  symbol: null,
  venue: null,
  timeframe: 'told',
  time: 'told',
  zone: '',
  columns: null,
  repair: false,
  replace: false,
};

const SYMBOL = /^[A-Z0-9]{1,15}\/[A-Z0-9]{1,15}$/u;
const VENUE = /^[A-Z0-9-]{1,20}$/u;
/** Where bars come from nowhere known. */
const NO_VENUE = 'FILE';

/** The market as it is meant: `btc-usdt` is `BTC/USDT`. */
export function symbolOf(form: ImportForm, look: FileLook | null): string {
  return (form.symbol ?? look?.namedSymbol ?? '').trim().toUpperCase().replace(/[-_ ]/u, '/');
}

export function venueOf(form: ImportForm, look: FileLook | null): string {
  return (form.venue ?? look?.namedVenue ?? NO_VENUE).trim().toUpperCase();
}

/** Whether market and venue can be stored under. */
export function importNames(form: ImportForm, look: FileLook | null): { readonly symbol: boolean; readonly venue: boolean } {
  const venue = venueOf(form, look);
  // Funding is paid by a venue; bars may come from nowhere known.
  const known = form.content !== 'funding' || venue !== NO_VENUE;
  return { symbol: SYMBOL.test(symbolOf(form, look)), venue: VENUE.test(venue) && known };
}

/** How the file is to be read for a form. A market that is not yet whole is left out: it only helps to know columns by their names. */
export function readingOf(form: ImportForm, { file }: ChosenFile): FileReading {
  const symbol = symbolOf(form, null);
  return {
    file,
    content: form.content,
    symbol: SYMBOL.test(symbol) ? symbol : null,
    timeframe: form.timeframe === 'told' ? null : form.timeframe,
    time: form.time === 'told' ? null : form.time,
    zone: form.zone.trim() === '' ? null : form.zone.trim(),
    columns: form.columns === null ? null : [...form.columns],
    repair: form.repair,
  };
}

/** The import that a form means over what was looked at; nothing while something is missing. */
export function importOf(form: ImportForm, chosen: ChosenFile, look: FileLook): Extract<DataWork, { kind: 'import' | 'funding' }> | null {
  const names = importNames(form, look);
  if (!names.symbol || !names.venue || look.block !== null) return null;
  // What was told is stated now: it was seen.
  const columns = look.guessed ? [...look.columns] : form.columns;
  const reading = { ...readingOf(form, chosen), columns: columns === null ? null : [...columns] };
  const symbol = symbolOf(form, look);
  const rest = { venue: venueOf(form, look), hash: look.hash, replace: form.replace };
  if (form.content === 'funding') return { kind: 'funding', reading: { ...reading, symbol }, ...rest };
  return look.timeframe === null ? null : { kind: 'import', reading: { ...reading, symbol, timeframe: look.timeframe }, ...rest };
}
