import type { BarRows } from '../../ports/strategy-process.ts';

/** Length of the JSON part and of the rows, little-endian, before both. */
const HEAD_BYTES = 8;
/** Numbers of a bar: time, open, high, low, close, volume. */
export const BAR_NUMBERS = 6;
const NUMBER_BYTES = 8;
/** Largest frame that is read, so that a broken length cannot ask for all memory. */
const LARGEST_FRAME = 16 * 1_024 ** 2;

/** A message between the program and a strategy's process: JSON, and bars as rows of six doubles. */
export interface Frame {
  readonly json: unknown;
  readonly bars: Float64Array;
}

/** A frame as bytes. */
export function encodeFrame(json: unknown, bars?: BarRows): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const rows = bars === undefined ? 0 : bars.to - bars.from;
  const bytes = new Uint8Array(HEAD_BYTES + text.length + rows * BAR_NUMBERS * NUMBER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.length, true);
  view.setUint32(4, rows, true);
  bytes.set(text, HEAD_BYTES);
  if (bars === undefined) return bytes;
  const { time, open, high, low, close, volume } = bars.columns;
  let at = HEAD_BYTES + text.length;
  for (let row = bars.from; row < bars.to; row += 1) {
    for (const column of [time, open, high, low, close, volume]) {
      view.setFloat64(at, column[row]!, true);
      at += NUMBER_BYTES;
    }
  }
  return bytes;
}

/** The whole length of the frame that bytes begin with; 0 while too few are there, NaN when it is larger than a frame can be. */
export function frameLength(bytes: Uint8Array): number {
  if (bytes.length < HEAD_BYTES) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = HEAD_BYTES + view.getUint32(0, true) + view.getUint32(4, true) * BAR_NUMBERS * NUMBER_BYTES;
  return length > LARGEST_FRAME ? Number.NaN : length;
}

/** Reads a whole frame; throws where its JSON does not parse. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = HEAD_BYTES + view.getUint32(0, true);
  const bars = new Float64Array(view.getUint32(4, true) * BAR_NUMBERS);
  for (let i = 0; i < bars.length; i += 1) bars[i] = view.getFloat64(end + i * NUMBER_BYTES, true);
  return { json: JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_BYTES, end))) as unknown, bars };
}
