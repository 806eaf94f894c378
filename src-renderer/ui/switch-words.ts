import type { SwitchRow, SwitchState } from '../../src-shared/contract/venue.ts';
import { catalogue } from '../format/catalogue.ts';
import type { Format } from '../format/format.ts';
import type { ChipProps } from './chip.tsx';

const WORDS = catalogue({
  name: 'Dead man’s switch',
  none: 'The venue has none: orders stay there if this program dies.',
  off: 'It is off: orders stay at the venue if this program dies.',
  waiting: 'Its first answer is awaited.',
  armed: (until: string, renewed: string) =>
    `Holds until ${until}, renewed ${renewed}. If it is not renewed, the venue cancels every order of the account.`,
  notRenewed: (until: string, why: string) => `Holds until ${until} and was not renewed: ${why}`,
  fallen: (until: string) => `Its time was over at ${until}: the venue has cancelled every order of the account, stops among them.`,
  refused: (sentence: string, why: string) => `${sentence} The venue did not take it: ${why}`,
  states: { none: 'none', off: 'off', waiting: 'awaited', armed: 'armed', 'not-renewed': 'not renewed', fallen: 'fallen' },
});

/** What the switch is called. */
export const SWITCH_NAME = WORDS.name;

/** Its state in a word. */
export function switchWord(state: SwitchState): string {
  return WORDS.states[state];
}

/** How loudly its state is said. */
export const SWITCH_TONES: Readonly<Record<SwitchState, ChipProps['tone']>> = {
  ...{ none: 'outlined', off: 'outlined', waiting: 'outlined', armed: 'ok', 'not-renewed': 'warn', fallen: 'danger' },
};

/** Its state as a sentence. */
export function switchSentence({ state, until, renewedAt, problem }: SwitchRow, format: Format): string {
  const ends = format.timeOfDay(until ?? 0);
  if (state === 'armed') return WORDS.armed(ends, format.timeOfDay(renewedAt ?? 0));
  if (state === 'not-renewed') return WORDS.notRenewed(ends, problem ?? '');
  if (state === 'fallen') return WORDS.fallen(ends);
  return problem === null ? WORDS[state] : WORDS.refused(WORDS[state], problem);
}
