import type { AlertFiring } from '../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../src-shared/domain/alert-spec.ts';
import { ALERT_FORMS, readAlert } from '../../src-shared/domain/read-alert.ts';
import { firingWords, PLAIN_FIGURES } from '../../src-shared/domain/alert-words.ts';
import type { PaperSpec } from '../sessions/paper-types.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { type Refuse, valueOption } from './option.ts';
import { minuteTime } from './figures.ts';
import { readNumber } from './value-readers.ts';

/** The account whose alerts are meant. */
export const ALERT_ACCOUNT = valueOption({
  name: 'account',
  placeholder: 'NAME',
  about: 'Whose alerts.',
  shownDefault: 'the account used last',
  read: (text) => text,
});

/** Alerts that a paper session begins with. */
export const PAPER_ALERT = valueOption({
  name: 'alert',
  placeholder: 'WORDS',
  about: `Tell when something is reached, in one word of the shell: ${ALERT_FORMS.slice(0, 3)
    .map((form) => `"${form}"`)
    .join(', ')}.`,
  shownDefault: 'none',
  repeats: true,
  read: (text) => text,
});

/** The number of an alert as it was typed. */
export function alertNumber(text: string): number {
  const refuse: Refuse = (problem) => {
    throw wrongValue(ALERT_ACCOUNT, problem);
  };
  return readNumber(text, { min: 1, max: 1_000_000_000, whole: true }, refuse);
}

/** The alerts of a paper session, on the instruments that it has. */
export function paperAlerts(values: OptionValues, { market }: PaperSpec, simulated: readonly string[]): readonly AlertSpec[] {
  const ids =
    market.kind === 'simulated'
      ? simulated
      : market.kind === 'candles'
        ? market.instruments.map(({ id }) => id)
        : market.symbols.map((symbol) => `${symbol}.${market.venue}`);
  return values.all(PAPER_ALERT).map((text) => {
    const read = readAlert(text, ids);
    if (!read.ok) throw wrongValue(PAPER_ALERT, read.problem);
    return read.spec;
  });
}

/** What an alert said, with its market time. */
export function firingLine(firing: AlertFiring): string {
  return `${minuteTime(firing.time)} UTC  ${firingWords(firing, PLAIN_FIGURES)}`;
}
