import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';

const OWN = /^o[0-9a-z]{25}$/u;
const NAME = /^0x([0-9a-f]{32})$/u;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** The bit that is 1 in every name of ours: programs that count their orders leave it 0. */
const MARK = 1n << 127n;

/**
 * Our id as Hyperliquid takes it, which is a number of 128 bits in hexadecimal digits. The 25 digits of base 36 behind our `o` are less than
 * 2^127, because they begin a number of 256 bits; the bit above them is 1. So our names can be read back. Null for what is no id of ours.
 */
export function hyperliquidName(id: ClientOrderId): string | null {
  if (!OWN.test(id)) return null;
  let value = 0n;
  for (let place = 1; place < id.length; place += 1) value = value * 36n + BigInt(DIGITS.indexOf(id.charAt(place)));
  return value < MARK ? `0x${(MARK | value).toString(16)}` : null;
}

/** The id of ours that a client id stands for; null where the mark is missing. Another program's may look the same: whoever asks knows his own. */
export function hyperliquidId(name: string | null | undefined): ClientOrderId | null {
  const digits = NAME.exec(name ?? '')?.[1];
  if (digits === undefined) return null;
  const bits = BigInt(`0x${digits}`);
  return bits < MARK ? null : (`o${(bits ^ MARK).toString(36).padStart(25, '0')}` as ClientOrderId);
}
