import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';

const OWN = /^o[0-9a-z]{25}$/u;
const NAME = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/u;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** Bits behind the one that is left free. */
const LOW = 63n;
const LOW_MASK = (1n << LOW) - 1n;

/**
 * Our id as Kraken takes it, which is 32 hexadecimal digits in the form of a UUID. The 25 digits of base 36 behind our `o` are less than
 * 2^127, because they begin a number of 256 bits; one bit stays free, and stands where every published kind of UUID has a 1. So our names
 * can be read back, and no other program's UUID is taken for one. Null for what is no id of ours.
 */
export function krakenName(id: ClientOrderId): string | null {
  if (!OWN.test(id)) return null;
  let value = 0n;
  for (let place = 1; place < id.length; place += 1) value = value * 36n + BigInt(DIGITS.indexOf(id.charAt(place)));
  if (value >> 127n !== 0n) return null;
  const hex = (((value >> LOW) << 64n) | (value & LOW_MASK)).toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Whose order a client id names; null for a stranger's. */
export function krakenId(name: string | null | undefined): ClientOrderId | null {
  const parts = NAME.exec(name ?? '');
  if (parts === null) return null;
  const bits = BigInt(`0x${parts.slice(1).join('')}`);
  if ((bits >> LOW) & 1n) return null;
  const text = (((bits >> 64n) << LOW) | (bits & LOW_MASK)).toString(36).padStart(25, '0');
  return text.length === 25 ? (`o${text}` as ClientOrderId) : null;
}
