import type { Ways } from '../../src-shared/domain/strategy-spec.ts';
import { valueOption } from './option.ts';
import { readChoice, readNumber } from './value-readers.ts';

/** Options of the commands that trade with an account at a venue. */
export const ACCOUNT = valueOption({
  name: 'account',
  placeholder: 'NAME',
  about: 'The account, as `accounts list` names it.',
  shownDefault: null,
  read: (text) => text,
});

export const LIVE_INSTRUMENT = valueOption({
  name: 'instrument',
  placeholder: 'BASE/QUOTE',
  about: 'What to trade at the account’s venue: BTC/USDT, or the perpetual BTC/USDT:USDT where the venue has them; several with one quote.',
  shownDefault: null,
  repeats: true,
  read: (text) => text.toUpperCase(),
});

export const LIVE_LEVERAGE = valueOption({
  name: 'leverage',
  placeholder: 'N',
  about:
    'Of perpetuals: what a position may be worth for each unit of margin, 1 to what the venue offers. It is set there at the start, on cross margin.',
  shownDefault: '1',
  read: (text, refuse) => readNumber(text, { min: 1, max: 1_000 }, refuse),
});

export const LIVE_DIRECTION = valueOption<Ways>({
  name: 'direction',
  placeholder: 'long|short|both',
  about: 'Of perpetuals: the sides that strategies may hold; short and both for those that can be played mirrored.',
  shownDefault: 'long; a strategy of your own decides by itself',
  read: (text, refuse) => readChoice(text, ['long', 'short', 'both'], refuse),
});

export const CONFIRM_LIVE = valueOption({
  name: 'confirm',
  placeholder: 'WORDS',
  about: 'LIVE and the account’s name, in place of typing them when you are asked. A test network needs nothing.',
  shownDefault: 'they are asked for',
  read: (text) => text,
});

export const ACCEPT_UNPROVEN = valueOption({
  name: 'accept-unproven',
  placeholder: 'NAME',
  about: 'Trade at a venue that was never tried against a server of its protocol; NAME is the account once more.',
  shownDefault: 'such a venue is refused',
  read: (text) => text,
});

export const WITHOUT_GATE = valueOption({
  name: 'without-gate',
  placeholder: 'NAME',
  about: 'Start strategies with real money for which no kept verdict of the overfit gate vouches; NAME is the account once more.',
  shownDefault: 'it is asked for where one is needed',
  read: (text) => text,
});
