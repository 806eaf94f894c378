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

/** What steps in runs begin with; steps one by one begin with an instant, which is never below zero. */
const IN_RUNS = -1;

/** Instants in whole milliseconds as compressed steps, each with how many times it is made: bars are as far apart as the ones before. */
export function packTimes(times: Float64Array): Buffer {
  const runs: number[] = [IN_RUNS];
  let before = 0;
  let step = Number.NaN;
  let count = 0;
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i]!;
    if (time - before === step) count += 1;
    else {
      if (count > 0) runs.push(step, count);
      step = time - before;
      count = 1;
    }
    before = time;
  }
  if (count > 0) runs.push(step, count);
  return packFloats(Float64Array.from(runs));
}

/** What `packTimes` packed, now or when it still kept every step. */
export function unpackTimes(packed: Uint8Array): Float64Array {
  const kept = unpackFloats(packed);
  if (kept[0] !== IN_RUNS) {
    for (let i = 1; i < kept.length; i += 1) kept[i] = kept[i]! + kept[i - 1]!;
    return kept;
  }
  let length = 0;
  for (let run = 1; run < kept.length; run += 2) length += kept[run + 1]!;
  const times = new Float64Array(length);
  let time = 0;
  let row = 0;
  for (let run = 1; run < kept.length; run += 2) {
    for (let end = row + kept[run + 1]!; row < end; row += 1) {
      time += kept[run]!;
      times[row] = time;
    }
  }
  return times;
}
