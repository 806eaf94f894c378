import type { QueueModel } from '../core/matching/queue-place.ts';
import { valueOption } from './option.ts';
import { FOR, withDefault } from './run-options.ts';
import { readChoice, readInstant, readNumber } from './value-readers.ts';

export const DEPTH = valueOption({
  name: 'depth',
  placeholder: 'ID|FILE',
  about:
    'In place of stored bars a recorded order book with its trades: the id of a recording (cryptoorch depth list), or a raw capture. Market orders walk the book, resting ones wait in its queue; spread, slippage, impact and participation are the book’s own.',
  shownDefault: 'none',
  read: (text) => text,
});

export const QUEUE = valueOption<QueueModel>({
  name: 'queue',
  placeholder: 'MODEL',
  about:
    'With --depth, what orders cancelled at a level do to an order waiting there: conservative (they stood behind it as long as anything did) or proportional.',
  shownDefault: 'conservative',
  read: (text, refuse) => readChoice(text, ['conservative', 'proportional'], refuse),
});

export const KEEP_DAYS = valueOption({
  name: 'keep-days',
  placeholder: 'N',
  about: 'Takes away days of this instrument that lie N days and more before the newest one recorded.',
  shownDefault: 'all are kept',
  read: (text, refuse) => readNumber(text, { min: 1, max: 36_500, whole: true }, refuse),
});

export const RECORD_FOR = {
  ...withDefault(FOR, '10m'),
  about: 'Market time to record: 20s, 5m, 1h. The simulated market is recorded as fast as the machine can, a real one at its own pace.',
};

export const WATCH_FOR = {
  ...withDefault(FOR, '10s'),
  about: 'How long the book is kept: 20s, 5m, 8h. Ctrl+C ends it in order.',
};

export const LEVELS = valueOption({
  name: 'levels',
  placeholder: 'N',
  about: 'Levels of each side that are shown.',
  shownDefault: '10',
  read: (text, refuse) => readNumber(text, { min: 1, max: 1_000, whole: true }, refuse),
});

export const FROM = valueOption({
  name: 'from',
  placeholder: 'TIME',
  about: 'Market time to begin at, UTC: 2026-11-20 or 2026-11-20T09:30:00Z.',
  shownDefault: 'the present minute, or where what is recorded ends',
  read: readInstant,
});

export const CAPTURE_VENUE = valueOption({
  name: 'venue',
  placeholder: 'NAME',
  about: 'Venue that the capture is of; its form is that of Binance.',
  shownDefault: 'BINANCE',
  read: (text, refuse) => (/^[A-Z0-9-]{1,20}$/u.test(text) ? text : refuse(`"${text}" is not a name of capitals, digits and dashes.`)),
});

export const RECORDING = valueOption({
  name: 'id',
  placeholder: 'ID',
  about: 'One recording: VENUE/BASE-QUOTE/DAY, or without the day all of an instrument.',
  shownDefault: 'all',
  read: (text) => text,
});
