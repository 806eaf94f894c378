import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const WIDTH = 8;

/** Doubles as compressed bytes, exact to the last bit: byte planes apart, so that what neighbours share stands together. */
export function packFloats(values: Float64Array): Buffer {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const planes = new Uint8Array(bytes.length);
  const count = values.length;
  for (let plane = 0; plane < WIDTH; plane += 1) {
    const start = plane * count;
    for (let i = 0; i < count; i += 1) planes[start + i] = bytes[i * WIDTH + plane]!;
  }
  return zstdCompressSync(planes);
}

/** What `packFloats` packed. */
export function unpackFloats(packed: Uint8Array): Float64Array {
  const planes = zstdDecompressSync(packed);
  const count = planes.length / WIDTH;
  const values = new Float64Array(count);
  const bytes = new Uint8Array(values.buffer);
  for (let plane = 0; plane < WIDTH; plane += 1) {
    const start = plane * count;
    for (let i = 0; i < count; i += 1) bytes[i * WIDTH + plane] = planes[start + i]!;
  }
  return values;
}

/** Instants in whole milliseconds as compressed steps: bars are as far apart as the ones before. */
export function packTimes(times: Float64Array): Buffer {
  const steps = new Float64Array(times.length);
  for (let i = 0; i < times.length; i += 1) steps[i] = times[i]! - (i === 0 ? 0 : times[i - 1]!);
  return packFloats(steps);
}

/** What `packTimes` packed. */
export function unpackTimes(packed: Uint8Array): Float64Array {
  const times = unpackFloats(packed);
  for (let i = 1; i < times.length; i += 1) times[i] = times[i]! + times[i - 1]!;
  return times;
}
