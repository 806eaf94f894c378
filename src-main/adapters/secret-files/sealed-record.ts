import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SecretIdentity } from '../../ports/secret-store.ts';

/** Version of the records' layout; another version is not read. */
export const RECORD_FORMAT = 1;
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** What a record is bound to: the set of secrets that it belongs to, and whose it is. */
export interface RecordIdentity extends SecretIdentity {
  readonly vault: string;
}

/** Why a record does not open. */
export type RecordProblem =
  | { readonly kind: 'damaged'; readonly problem: string }
  | { readonly kind: 'version'; readonly found: string }
  | { readonly kind: 'swapped'; readonly problem: string };

/** A record's bytes. The identity stands in them readable, and is authenticated with what is sealed. */
export function sealRecord(identity: RecordIdentity, plain: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated(identity));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return encodeRecord(identity, Buffer.from(nonce), sealed);
}

/** What was sealed, if these bytes are exactly the record of that identity as it was written. */
export function openRecord(
  bytes: Uint8Array,
  identity: RecordIdentity,
  key: Uint8Array,
): { readonly plain: Uint8Array } | { readonly problem: RecordProblem } {
  const fields = parseRecord(bytes);
  if (fields === null) return damaged('it is no sealed record any more.');
  if (fields['format'] !== RECORD_FORMAT) return { problem: { kind: 'version', found: String(fields['format']) } };
  const other = otherIdentity(fields, identity);
  if (other !== null) return { problem: { kind: 'swapped', problem: other } };
  const nonce = Buffer.from(String(fields['nonce']), 'base64');
  const sealed = Buffer.from(String(fields['sealed']), 'base64');
  // Text has more than one form for the same bytes: only the one that was written is taken.
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES || !encodeRecord(identity, nonce, sealed).equals(bytes))
    return damaged('it is not written as it was.');
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(identity));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return { plain: Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]) };
  } catch {
    // Node says only that it could not be authenticated.
    return damaged('its seal does not fit.');
  }
}

function damaged(problem: string): { readonly problem: RecordProblem } {
  return { problem: { kind: 'damaged', problem } };
}

function associated({ vault, id, version, kind, venue, sandbox }: RecordIdentity): Buffer {
  return Buffer.from(JSON.stringify([RECORD_FORMAT, CIPHER, vault, id, version, kind, venue, sandbox]));
}

function encodeRecord({ vault, id, version, kind, venue, sandbox }: RecordIdentity, nonce: Buffer, sealed: Buffer): Buffer {
  const fields = {
    format: RECORD_FORMAT,
    vault,
    id,
    version,
    kind,
    venue,
    sandbox,
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
  };
  return Buffer.from(`${JSON.stringify(fields, null, 1)}\n`);
}

function parseRecord(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null && 'format' in value ? value : null;
  } catch {
    // No JSON: nothing of a record is left.
    return null;
  }
}

/** What a record says of itself that is not what was asked for. */
function otherIdentity(fields: Readonly<Record<string, unknown>>, identity: RecordIdentity): string | null {
  for (const part of ['vault', 'id', 'version', 'kind', 'venue', 'sandbox'] as const) {
    if (fields[part] !== identity[part]) return `its ${part} is ${String(fields[part])} in place of ${String(identity[part])}.`;
  }
  return null;
}
