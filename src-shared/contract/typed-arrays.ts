const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const VALUES = new Int8Array(128).fill(-1);
CODES.forEach((code, value) => {
  VALUES[code] = value;
});
const DOUBLE_BYTES = 8;
/** Bytes encoded at a time: a multiple of 3, few enough to be arguments of one call. */
const CHUNK = 12_288;

function encodeChunk(bytes: Uint8Array, from: number, to: number): string {
  const out: number[] = [];
  for (let at = from; at < to; at += 3) {
    const a = bytes[at] ?? 0;
    const b = bytes[at + 1] ?? 0;
    const c = bytes[at + 2] ?? 0;
    out.push(CODES[a >> 2] ?? 0, CODES[((a & 3) << 4) | (b >> 4)] ?? 0, CODES[((b & 15) << 2) | (c >> 6)] ?? 0, CODES[c & 63] ?? 0);
  }
  return String.fromCharCode(...out);
}

/** The bytes of an array of doubles (in this machine's order, little-endian wherever the program runs) as base64. */
export function encodeDoubles(values: Float64Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += encodeChunk(bytes, at, Math.min(at + CHUNK, bytes.length));
  const rest = bytes.length % 3;
  if (rest === 0) return text;
  return text.slice(0, rest - 3) + '='.repeat(3 - rest);
}

/** The doubles behind `encodeDoubles`. Throws a `TypeError` when the text is not base64 of whole doubles. */
export function decodeDoubles(text: unknown): Float64Array {
  if (typeof text !== 'string' || text.length % 4 !== 0) throw new TypeError('doubles cross as base64 text');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3);
  const digits = text.length - padding;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = i < digits ? (VALUES[text.charCodeAt(i)] ?? -1) : 0;
    if (value < 0) throw new TypeError('doubles cross as base64 text');
    bits = ((bits << 6) | value) & 0xff_ffff;
    if (i % 4 !== 3) continue;
    bytes[at] = bits >> 16;
    bytes[at + 1] = (bits >> 8) & 255;
    bytes[at + 2] = bits & 255;
    at += 3;
  }
  const length = bytes.length - padding;
  if (length % DOUBLE_BYTES !== 0) throw new TypeError('doubles cross in whole eights of bytes');
  return new Float64Array(bytes.buffer, 0, length / DOUBLE_BYTES);
}

/** How values cross the wall that JSON cannot say: main and page are given the same list. The type number stands on the wire. */
export const WIRE_SERIALIZERS = [
  {
    type: 21,
    condition: (data: unknown): boolean => data instanceof Float64Array,
    serialize: encodeDoubles,
    deserialize: decodeDoubles,
  },
];
