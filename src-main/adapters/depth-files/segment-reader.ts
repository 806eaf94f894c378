import { readFileSync } from 'node:fs';
import { FRAME_HEAD, lengthOf, SEGMENT_PREFIX } from '../../../src-shared/kernel/segment-frames.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { DepthBlock } from './depth-blocks.ts';
import { BLOCK_HEAD, decodeBlock, DEPTH_VERSION, frameChecksum, headChecksum, MAGIC, type SegmentHead } from './depth-format.ts';

/**
 * One segment in memory. Its process may have died while it wrote: bytes at the end that are no whole frame are torn, not damage, and are
 * not read. Anything else that is not what was written fails with `depth.corrupt`, another layout with `depth.version`.
 */
export class SegmentReader {
  readonly file: string;
  /** Null when even the head was cut off. */
  readonly head: SegmentHead | null;
  /** Bytes up to the end of the last whole frame. */
  readonly wholeBytes: number;
  /** Bytes behind them. */
  readonly tornBytes: number;
  /** It was closed in order: nothing comes after it. */
  readonly closed: boolean;
  readonly blocks: readonly DepthBlock[];

  constructor(file: string) {
    this.file = file;
    const bytes = this.contents();
    const start = this.headEnd(bytes);
    this.head = start === null ? null : this.readHead(bytes, start);
    const read = this.frames(bytes, start ?? bytes.length);
    this.blocks = read.blocks;
    this.closed = read.closed;
    this.wholeBytes = start === null ? 0 : read.end;
    this.tornBytes = bytes.length - this.wholeBytes;
  }

  corrupt(offset: number, problem: string): Fault {
    return new Fault('depth.corrupt', { file: this.file, offset, problem });
  }

  private contents(): Buffer {
    try {
      return readFileSync(this.file);
    } catch (thrown) {
      throw diskFault(thrown, this.file);
    }
  }

  private frames(bytes: Buffer, start: number): { readonly blocks: readonly DepthBlock[]; readonly closed: boolean; readonly end: number } {
    const blocks: DepthBlock[] = [];
    let offset = start;
    while (bytes.length - offset >= FRAME_HEAD) {
      const length = lengthOf(bytes.readUInt32LE(offset));
      if (length === null) throw this.corrupt(offset, 'the length of a frame was changed.');
      const next = offset + FRAME_HEAD + length;
      if (next > bytes.length) break;
      const frame = bytes.subarray(offset + FRAME_HEAD, next);
      if (frameChecksum(offset, frame) !== bytes.readUInt32LE(offset + 4))
        throw this.corrupt(offset, 'a frame does not match its checksum.');
      if (length === 0) {
        if (next < bytes.length) throw this.corrupt(next, 'something follows the end.');
        return { blocks, closed: true, end: next };
      }
      if (length < BLOCK_HEAD) throw this.corrupt(offset, 'a frame is too short.');
      blocks.push(decodeBlock(frame));
      offset = next;
    }
    return { blocks, closed: false, end: offset };
  }

  /** Where the head ends; null when the segment was cut off within it. */
  private headEnd(bytes: Buffer): number | null {
    if (!MAGIC.subarray(0, bytes.length).equals(bytes.subarray(0, MAGIC.length))) throw this.corrupt(0, 'it is not a recording.');
    if (bytes.length < SEGMENT_PREFIX) return null;
    const version = bytes.readUInt32LE(MAGIC.length);
    if (version !== DEPTH_VERSION) throw new Fault('depth.version', { file: this.file, found: version, known: DEPTH_VERSION });
    const length = lengthOf(bytes.readUInt32LE(MAGIC.length + 4));
    if (length === null) throw this.corrupt(MAGIC.length + 4, 'the length of its head was changed.');
    return bytes.length < SEGMENT_PREFIX + length ? null : SEGMENT_PREFIX + length;
  }

  private readHead(bytes: Buffer, end: number): SegmentHead {
    const whole = bytes.subarray(0, end);
    if (headChecksum(whole) !== bytes.readUInt32LE(MAGIC.length + 8))
      throw this.corrupt(MAGIC.length, 'its head does not match its checksum.');
    return JSON.parse(whole.toString('utf8', SEGMENT_PREFIX)) as SegmentHead;
  }
}
