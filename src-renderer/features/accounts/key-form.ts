import type { VenueRow } from '../../../src-shared/contract/accounts.ts';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

/** What is typed into the form of a key. It is emptied as soon as it was sent. */
export interface KeyForm {
  readonly name: string;
  readonly venue: string;
  readonly network: 'testnet' | 'live';
  readonly key: string;
  readonly secret: string;
  readonly passphrase: string;
  /** The name typed to accept a key that may withdraw. */
  readonly accept: string;
}

/** What is wrong, by field. */
export type KeyProblems = Readonly<Partial<Record<keyof KeyForm, string>>>;

/** An empty form; a proven venue and its test network come first. */
export function emptyForm(venues: readonly VenueRow[]): KeyForm {
  const venue = venues.find(({ proven }) => proven) ?? venues[0];
  return {
    ...{ name: '', venue: venue?.id ?? '', network: venue?.sandbox === false ? 'live' : 'testnet' },
    ...{ key: '', secret: '', passphrase: '', accept: '' },
  };
}

/** The form without anything of the key. */
export function wiped(form: KeyForm): KeyForm {
  return { ...form, key: '', secret: '', passphrase: '' };
}

/** What is missing; nothing when the form can be sent. */
export function keyProblems(
  form: KeyForm,
  needs: { readonly name: boolean; readonly passphrase: boolean; readonly keyNames?: VenueRow['keyNames'] | undefined },
): KeyProblems {
  const { key, secret } = keyWords(needs.keyNames);
  const needed: readonly (readonly [keyof KeyForm, string, boolean])[] = [
    ['name', SAY.name, needs.name],
    ['key', key, true],
    ['secret', secret, true],
    ['passphrase', SAY.passphrase, needs.passphrase],
  ];
  return Object.fromEntries(
    needed.flatMap(([field, words, asked]) => (asked && form[field].trim() === '' ? [[field, SAY.needed(words)]] : [])),
  );
}

/** What the two parts of a key are called. */
export function keyWords(names: VenueRow['keyNames']): { readonly key: string; readonly secret: string } {
  return names ?? { key: SAY.key, secret: SAY.secret };
}

/** The parts of the key as they are sent. */
export function keyParts({ key, secret, passphrase }: KeyForm): {
  readonly key: string;
  readonly secret: string;
  readonly passphrase: string | null;
} {
  return { key: key.trim(), secret: secret.trim(), passphrase: passphrase.trim() === '' ? null : passphrase.trim() };
}
