import type { AlertStatus } from '../../../src-shared/domain/alert.ts';
import { catalogue } from '../../format/catalogue.ts';

const STANDING: Readonly<Record<AlertStatus, string>> = {
  new: 'no value yet',
  armed: 'armed',
  past: 'waits to come back',
  done: 'has spoken',
  removed: 'removed',
};

const HINTS: Readonly<Record<AlertStatus, string>> = {
  new: 'The first value says on which side of its level it begins.',
  armed: 'Speaks at the next crossing.',
  past: 'The value stands behind the level; it must come back before it can cross again.',
  done: 'Speaks once only. Arm it again to hear of the next crossing.',
  removed: '',
};

/** Every word of the alerts. */
export const ALERTS_SENTENCES = catalogue({
  title: 'Alerts',
  loading: 'The alerts are loading',
  file: 'alerts.csv',
  words: 'New alert',
  example: 'BTC/USD above 62500',
  set: 'Set the alert',
  nothingTyped: 'Type what to hear of.',
  readBack: (what: string, repeat: string) => `${what}, ${repeat}`,
  once: 'once',
  each: 'each time',
  eachBack: (distance: string) => `each time, ${distance} back`,
  forms: (forms: readonly string[]) => forms.join(' · '),
  number: 'No.',
  waitsFor: 'Waits for',
  speaks: 'Speaks',
  state: 'State',
  spoke: 'Spoke',
  lastSaid: 'Last said',
  at: 'At',
  unseen: 'not seen',
  standing: (status: AlertStatus) => STANDING[status],
  standingHint: (status: AlertStatus) => HINTS[status],
  rearm: 'Arm again',
  rearmAlert: (what: string) => `Arm again: ${what}`,
  isArmed: 'It is armed already.',
  remove: 'Remove',
  removeAlert: (what: string) => `Remove: ${what}`,
  seen: (count: number) => `Mark ${String(count)} as seen`,
  empty: 'No alerts. Type what to hear of, such as BTC/USD above 62500.',
  actions: 'Actions',
});
