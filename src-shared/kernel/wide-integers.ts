/** Eight bytes through which integers change their form: the built-in conversions leave compiled code, which fills are made of hundreds of thousands of times. */
const BYTES = new DataView(new ArrayBuffer(8));
const HALF = 2 ** 32;
const MOST = 0x7fff_ffff_ffff_ffffn;
const LEAST = -0x8000_0000_0000_0000n;

/** The same as `Number(value)`: the nearest double, ties to even. */
export function doubleOf(value: bigint): number {
  if (value > MOST || value < LEAST) return Number(value);
  BYTES.setBigInt64(0, value, true);
  // Two exact doubles, whose sum is rounded once.
  return BYTES.getInt32(4, true) * HALF + BYTES.getUint32(0, true);
}

/** The same as `BigInt(value)` for a safe integer; what it gives for any other number has no meaning. */
export function bigintOf(value: number): bigint {
  BYTES.setUint32(0, value >>> 0, true);
  BYTES.setInt32(4, Math.floor(value / HALF), true);
  return BYTES.getBigInt64(0, true);
}
