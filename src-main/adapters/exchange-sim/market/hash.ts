/** Mixes 32 bits so that each output bit depends on every input bit (the two-round hash of C. Wellons, "lowbias32", improved constants of T. Ettinger). A signed number. */
export function hash32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

const GOLDEN = 0x9e3779b9;

/** The `index`-th 32-bit number, signed, that belongs to a key: chance that can be read in any order. */
export function hashAt(key: number, index: number): number {
  return hash32((key + Math.imul(index + 1, GOLDEN)) | 0);
}
