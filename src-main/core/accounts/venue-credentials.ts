import * as z from 'zod/mini';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { Secret } from '../../../src-shared/kernel/secret.ts';
import type { VenueCredentials } from '../../ports/venue-accounts.ts';

/** What a person gives to open an account; each part is kept from sight from the first moment. */
export interface GivenCredentials {
  readonly key: Secret;
  readonly secret: Secret;
  /** Null where it was not given. */
  readonly passphrase: Secret | null;
}

/** A private key in PEM form has lines, so a secret is more than a word. */
const LONGEST = 8_192;

const storedSchema = z.strictObject({ key: z.string(), secret: z.string(), passphrase: z.nullable(z.string()) });

/** The parts as one text to be sealed. Fails with `account.credentials` for a part that is missing or cannot be one. */
export function credentialsText({ key, secret, passphrase }: GivenCredentials, needsPassphrase: boolean): Secret {
  const stored: VenueCredentials = {
    key: part('API key', key),
    secret: part('secret', secret),
    passphrase: passphrase === null ? null : part('passphrase', passphrase),
  };
  if (needsPassphrase && stored.passphrase === null)
    throw new Fault('account.credentials', { part: 'passphrase', problem: 'is needed at this venue.' });
  return new Secret(JSON.stringify(stored));
}

/** The parts of a text that was sealed, or null where it is none. */
export function readCredentials(text: Secret): VenueCredentials | null {
  try {
    const read = storedSchema.safeParse(JSON.parse(text.open()));
    return read.success ? read.data : null;
  } catch {
    // What is wrong with it cannot be said without showing it.
    return null;
  }
}

function part(name: string, given: Secret): string {
  const text = given.open().trim();
  if (text === '') throw new Fault('account.credentials', { part: name, problem: 'is empty.' });
  if (text.length > LONGEST)
    throw new Fault('account.credentials', { part: name, problem: `is longer than ${String(LONGEST)} characters.` });
  if (/[^\n\r\x20-\x7e]/u.test(text)) throw new Fault('account.credentials', { part: name, problem: 'has characters that none has.' });
  return text;
}
