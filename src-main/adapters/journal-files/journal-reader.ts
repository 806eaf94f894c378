import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FRAME_HEAD, SEGMENT_PREFIX, lengthOf } from '../../../src-shared/kernel/segment-frames.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { JOURNAL_VERSION, MAGIC, type SegmentHead, frameChecksum, headChecksum, segmentName } from './journal-format.ts';

/** How a journal ended: closed in order, or in the middle because its process died. */
export type JournalEnd = 'closed' | 'torn';

/**
 * The frames of a journal, oldest first. A torn end is allowed at the very end of the last segment, where the process died; `end` then says so.
 * Anything else that is not what was written fails with `journal.corrupt`, another layout with `journal.version`.
 */
export class JournalReader implements Iterable<Uint8Array> {
  /** What the first segment says of the journal. */
  readonly head: SegmentHead;
  private readonly folder: string;
  private readonly segments: number;
  private found: JournalEnd | null = null;

  constructor(folder: string) {
    this.folder = folder;
    this.segments = countSegments(folder);
    const first = new Segment(folder, 1);
    if (first.head === null) throw first.corrupt(0, 'its first segment has no head.');
    this.head = first.head;
  }

  /** Known once all frames were read. */
  get end(): JournalEnd | null {
    return this.found;
  }

  *[Symbol.iterator](): Iterator<Uint8Array> {
    for (let number = 1; number <= this.segments; number += 1) {
      const segment = new Segment(this.folder, number);
      const last = number === this.segments;
      if (segment.head === null || !this.follows(segment.head)) {
        if (!last || segment.head !== null) throw segment.corrupt(0, 'this segment is not the one that belongs here.');
        this.found = 'torn';
        return;
      }
      const whole = yield* segment.frames(last);
      // The process may also have died between two segments.
      this.found = whole && segment.closed ? 'closed' : 'torn';
    }
  }

  private follows({ session, engineVersion }: SegmentHead): boolean {
    return session === this.head.session && engineVersion === this.head.engineVersion;
  }
}

function countSegments(folder: string): number {
  const names = listed(folder);
  for (let number = 1; number <= names.length; number += 1) {
    if (!names.includes(segmentName(number))) throw corrupt(join(folder, segmentName(number)), 0, 'this segment is missing.');
  }
  if (names.length === 0) throw corrupt(folder, 0, 'there is no segment.');
  return names.length;
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.journal'));
  } catch (thrown) {
    throw diskFault(thrown, folder);
  }
}

function corrupt(file: string, offset: number, problem: string): Fault {
  return new Fault('journal.corrupt', { file, offset, problem });
}

/** One segment, in memory. */
class Segment {
  /** Null when even the head was cut off. */
  readonly head: SegmentHead | null;
  /** The mark of a whole segment was read. */
  closed = false;
  private readonly file: string;
  private readonly bytes: Buffer;
  private readonly start: number;

  constructor(folder: string, number: number) {
    this.file = join(folder, segmentName(number));
    try {
      this.bytes = readFileSync(this.file);
    } catch (thrown) {
      throw diskFault(thrown, this.file);
    }
    const length = this.headLength();
    this.start = SEGMENT_PREFIX + (length ?? 0);
    this.head = length === null ? null : this.readHead(number);
  }

  corrupt(offset: number, problem: string): Fault {
    return corrupt(this.file, offset, problem);
  }

  /** Gives the frames; then whether the segment is whole. Only the last may be cut off. */
  *frames(last: boolean): Generator<Uint8Array, boolean> {
    const { bytes } = this;
    let offset = this.start;
    while (offset < bytes.length) {
      if (this.closed) throw this.corrupt(offset, 'something follows the end.');
      if (bytes.length - offset < FRAME_HEAD) return this.cut(offset, last);
      const length = lengthOf(bytes.readUInt32LE(offset));
      if (length === null) throw this.corrupt(offset, 'the length of a frame was changed.');
      const next = offset + FRAME_HEAD + length;
      if (next > bytes.length) return this.cut(offset, last);
      const frame = bytes.subarray(offset + FRAME_HEAD, next);
      if (frameChecksum(offset, frame) !== bytes.readUInt32LE(offset + 4))
        throw this.corrupt(offset, 'a frame does not match its checksum.');
      if (length === 0) this.closed = true;
      else yield frame;
      offset = next;
    }
    return this.closed || this.cut(offset, last);
  }

  private cut(offset: number, last: boolean): false {
    if (!last) throw this.corrupt(offset, 'the segment is cut off, and another follows it.');
    return false;
  }

  /** Null when the segment was cut off within its head. */
  private headLength(): number | null {
    const { bytes } = this;
    if (!MAGIC.subarray(0, bytes.length).equals(bytes.subarray(0, MAGIC.length))) throw this.corrupt(0, 'it is not a journal.');
    if (bytes.length < SEGMENT_PREFIX) return null;
    const length = lengthOf(bytes.readUInt32LE(MAGIC.length + 4));
    if (length === null) throw this.corrupt(MAGIC.length + 4, 'the length of its head was changed.');
    return bytes.length < SEGMENT_PREFIX + length ? null : length;
  }

  private readHead(number: number): SegmentHead {
    const { bytes } = this;
    const whole = bytes.subarray(0, this.start);
    const version = bytes.readUInt32LE(MAGIC.length);
    const intact = headChecksum(whole) === bytes.readUInt32LE(MAGIC.length + 8);
    if (!intact) throw this.corrupt(MAGIC.length, 'its head does not match its checksum.');
    if (version !== JOURNAL_VERSION) throw new Fault('journal.version', { file: this.file, found: version, known: JOURNAL_VERSION });
    const head = JSON.parse(whole.toString('utf8', SEGMENT_PREFIX)) as SegmentHead;
    if (head.segment !== number) throw this.corrupt(0, 'the segment has another number than its name says.');
    return head;
  }
}
