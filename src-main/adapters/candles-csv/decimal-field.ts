const DOT = 0x2e;
const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
const LETTER_E = 0x65;

/** Ten to these powers is exact in a double. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const LARGEST_EXACT = 2 ** 53;

/**
 * Reads one decimal number out of bytes into its own fields, so that a million rows make no garbage.
 * A mantissa below 2^53 over a power of ten up to 10^22 is one division of two exact doubles and therefore correctly rounded
 * (W. Clinger, "How to Read Floating Point Numbers Accurately", 1990); everything else goes through `Number`.
 */
export class DecimalField {
  value = 0;
  /** Digits after the point that the number needs, an exponent taken into account. */
  decimals = 0;

  /** Reads bytes `from` to `to`; false when they are not a decimal number. The value may be infinite when its exponent is. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from;
    const sign = bytes[at];
    if (sign === MINUS || sign === PLUS) at += 1;
    let mantissa = 0;
    let digits = 0;
    let point = -1;
    for (; at < to; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits += 1;
      } else if (bytes[at] === DOT && point < 0) point = digits;
      else break;
    }
    if (digits === 0) return false;
    const decimals = point < 0 ? 0 : digits - point;
    if (at < to) return this.readExponent(bytes, at, { from, to, decimals });
    this.decimals = decimals;
    if (mantissa < LARGEST_EXACT && decimals <= 22) {
      const magnitude = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!;
      this.value = sign === MINUS && magnitude !== 0 ? -magnitude : magnitude;
    } else this.value = Number(latin(bytes, from, to));
    return true;
  }

  private readExponent(
    bytes: Uint8Array,
    at: number,
    field: { readonly from: number; readonly to: number; readonly decimals: number },
  ): boolean {
    if ((bytes[at]! | 0x20) !== LETTER_E) return false;
    const text = latin(bytes, at + 1, field.to);
    if (!/^[+-]?\d{1,6}$/u.test(text)) return false;
    this.value = Number(latin(bytes, field.from, field.to));
    this.decimals = Math.max(0, field.decimals - Number(text));
    return true;
  }
}

/** Bytes as text, one character each. */
function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
