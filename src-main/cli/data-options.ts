import { TimeReader } from '../core/market-data/time-reader.ts';
import { Zone } from '../core/market-data/zone.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';
import { type Refuse, switchOption, valueOption } from './option.ts';
import { readChoice, readInstrument } from './value-readers.ts';

/** Options of the commands round stored market data. */
export const DATA_INSTRUMENT = valueOption({
  name: 'instrument',
  placeholder: 'BASE/QUOTE[.VENUE]',
  about: 'What the file is of, BTC/USDT.BINANCE; without a venue it is stored under FILE.',
  shownDefault: null,
  read: readInstrument,
});

export const TIME = valueOption<'open' | 'end'>({
  name: 'time',
  placeholder: 'open|end',
  about: 'Whether a row’s time is the open or the end of its bar.',
  shownDefault: 'told from the column’s name or the rows, and said in the report; where nothing tells, the file is refused',
  read: (text, refuse) => readChoice(text, ['open', 'end'], refuse),
});

export const ZONE = valueOption({
  name: 'zone',
  placeholder: 'ZONE',
  about: 'The zone of times that are text without an offset: UTC, +02:00, Europe/Berlin.',
  shownDefault: 'none: such times are refused',
  read: (text) => new Zone(text).name,
});

export const COLUMNS = valueOption({
  name: 'columns',
  placeholder: 'NAMES',
  about:
    'The order of the columns where the file has no header: time,open,high,low,close,volume, of trades time,price,size; "-" for one of no interest.',
  shownDefault: 'from the header',
  read: (text) => text.split(',').map((name) => name.trim()),
});

export const REPAIR = switchOption(
  'repair',
  'Drop rows that are wrong by themselves, drop repeated ones, sort; the report names what was changed. Gaps are never filled.',
);

export const TRADES = switchOption('trades', 'The file has trades (time, price, size); bars of the timeframe are made of them.');

export const FUNDING = switchOption('funding', 'The file has funding rates (time, rate) of a perpetual contract.');

export const REPLACE = switchOption('replace', 'Let the new bars stand where stored ones have other figures.');

/** A stored series by its id. */
export const DATA = valueOption({
  name: 'data',
  placeholder: 'ID',
  about: 'A stored series, BTC/USDT.BINANCE:1m; `data list` names them.',
  shownDefault: 'every series',
  read: (text) => text,
});

/** The same in place of a file of bars. */
export const RUN_DATA = { ...DATA, shownDefault: 'none: --candles, --instrument and --timeframe are then needed' };

export const FROM = valueOption({
  name: 'from',
  placeholder: 'TIME',
  about: 'Bars that open at or after it: 2024-01-01 or 2024-01-01T06:00, UTC.',
  shownDefault: 'the first bar',
  read: readInstant,
});

export const TO = valueOption({
  name: 'to',
  placeholder: 'TIME',
  about: 'Bars that open before it, UTC.',
  shownDefault: 'the last bar, included',
  read: readInstant,
});

export const KEEP = valueOption({
  name: 'keep',
  placeholder: 'AGE',
  about: 'Take away bars that are older: 90d, 26w, 2y (a year is 365 days).',
  shownDefault: 'all bars are kept',
  read: readAge,
});

export const OUT = valueOption({
  name: 'out',
  placeholder: 'FILE',
  about: 'Where to: the name ends in .csv, .csv.gz or .parquet. A file that is there already is not touched.',
  shownDefault: null,
  read: (text, refuse) =>
    /\.(?:csv|csv\.gz|parquet)$/iu.test(text) ? text : refuse(`"${text}" does not end in .csv, .csv.gz or .parquet.`),
});

function readInstant(text: string, refuse: Refuse): number {
  const instant = new TimeReader('UTC').text(text);
  return Number.isNaN(instant) ? refuse(`"${text}" is no time such as 2024-01-01 or 2024-01-01T06:00 (UTC).`) : instant;
}

const AGE_DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, y: 365 };

function readAge(text: string, refuse: Refuse): number {
  const match = /^(\d{1,5})([dwy])$/u.exec(text);
  if (!match || Number(match[1]) === 0) return refuse(`"${text}" is no age such as 90d, 26w or 2y.`);
  return Number(match[1]) * AGE_DAYS[match[2]!]! * DAY_MS;
}
