import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { FRAME_HEAD } from '../../../src-shared/kernel/segment-frames.ts';
import type { DepthMessage } from '../../../src-shared/domain/depth-message.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import type { DepthHead, DepthSink } from '../../ports/depth.ts';
import { BlockBuilder } from './depth-blocks.ts';
import { encodeFrame, encodeSegmentHead, segmentName, segmentOf } from './depth-format.ts';
import { SegmentReader } from './segment-reader.ts';

/** Bytes after which a segment ends and the next begins. */
const SEGMENT_BYTES = 16 << 20;

/** What a writer writes, and where. */
export interface DepthWriterParts {
  /** Folder of the instrument's recordings. */
  readonly folder: string;
  readonly head: DepthHead;
  /** Told when a segment begins: a feed can then put a snapshot at its beginning. */
  readonly onSegment?: (file: string) => void;
  readonly segmentBytes?: number;
}

/** A torn end that was cut off, in bytes. */
export interface TornEnd {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes a recording into segments: a new one each UTC day, when one has become large, and each time recording begins. A block is on disk
 * with `flush`; what a dying process leaves half written is cut off by the next writer.
 */
export class DepthWriter implements DepthSink {
  /** Ends of earlier segments that were cut off when this writer began. */
  readonly torn: readonly TornEnd[];
  private readonly parts: DepthWriterParts;
  private readonly builder = new BlockBuilder();
  private file = '';
  private handle = -1;
  private day = '';
  private offset = 0;

  constructor(parts: DepthWriterParts) {
    this.parts = parts;
    this.torn = this.guarded(parts.folder, () => {
      mkdirSync(parts.folder, { recursive: true, mode: 0o700 });
      return cutTornEnds(parts.folder);
    });
  }

  append(message: DepthMessage): void {
    const day = dayOf(message.time);
    if (day > this.day) this.turnOver(day);
    this.builder.add(message);
    if (this.builder.full) this.write();
  }

  flush(): void {
    this.write();
    if (this.handle >= 0) this.guarded(this.file, () => fdatasyncSync(this.handle));
  }

  close(): void {
    this.write();
    this.end();
  }

  /** Lets go of the file as it is, without a mark of its end. */
  abandon(): void {
    const { handle } = this;
    this.handle = -1;
    if (handle >= 0) this.guarded(this.file, () => closeSync(handle));
  }

  /** The day of the newest message, `2024-08-09`; '' before the first. */
  get newestDay(): string {
    return this.day;
  }

  private write(): void {
    if (this.builder.empty) return;
    this.put(encodeFrame(this.offset, this.builder.take()));
    if (this.offset >= (this.parts.segmentBytes ?? SEGMENT_BYTES)) this.turnOver(this.day);
  }

  private turnOver(day: string): void {
    if (this.day !== day) this.write();
    this.end();
    this.day = day;
    this.begin();
  }

  private begin(): void {
    const { folder, head, onSegment } = this.parts;
    this.guarded(folder, () => {
      const taken = readdirSync(folder).flatMap((name) => segmentOf(name) ?? []);
      const segment = taken.reduce((most, other) => (other.day === this.day ? Math.max(most, other.segment) : most), 0) + 1;
      this.file = join(folder, segmentName(this.day, segment));
      // An older segment is never written over.
      this.handle = openSync(this.file, 'wx', 0o600);
      this.offset = 0;
      this.put(encodeSegmentHead({ ...head, day: this.day, segment }));
    });
    onSegment?.(this.file);
  }

  /** A frame without bytes says that its segment is whole. */
  private end(): void {
    if (this.handle < 0) return;
    this.put(encodeFrame(this.offset, null));
    const { handle } = this;
    this.handle = -1;
    this.guarded(this.file, () => {
      try {
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    });
  }

  /** Writes all of it, or nothing that a reader would see. */
  private put(bytes: Uint8Array): void {
    this.guarded(this.file, () => {
      try {
        for (let written = 0; written < bytes.length;) {
          written += writeSync(this.handle, bytes, written, bytes.length - written, this.offset + written);
        }
      } catch (thrown) {
        ftruncateSync(this.handle, this.offset);
        throw thrown;
      }
    });
    this.offset += bytes.length;
  }

  private guarded<Value>(file: string, work: () => Value): Value {
    try {
      return work();
    } catch (thrown) {
      throw diskFault(thrown, file);
    }
  }
}

/** `2024-08-09` */
export function dayOf(time: number): string {
  return isoTime(time).slice(0, 10);
}

function cutTornEnds(folder: string): readonly TornEnd[] {
  return readdirSync(folder).flatMap((name) => {
    const file = join(folder, name);
    if (segmentOf(name) === null || isClosed(file)) return [];
    const segment = openSegment(file);
    // Damage is left as it is, for whoever may mend it: what is recorded now goes into files of its own.
    if (segment === null || segment.tornBytes === 0) return [];
    if (segment.wholeBytes === 0) rmSync(file);
    else truncateSync(file, segment.wholeBytes);
    return [{ file, bytes: segment.tornBytes }];
  });
}

/** Whether a segment ends with the frame that says so. */
function isClosed(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const end = encodeFrame(size - FRAME_HEAD, null);
    const found = Buffer.alloc(FRAME_HEAD);
    return size > FRAME_HEAD && readSync(handle, found, 0, FRAME_HEAD, size - FRAME_HEAD) === FRAME_HEAD && found.equals(end);
  } finally {
    closeSync(handle);
  }
}

function openSegment(file: string): SegmentReader | null {
  try {
    return new SegmentReader(file);
  } catch (thrown) {
    if (thrown instanceof Fault && (thrown.code === 'depth.corrupt' || thrown.code === 'depth.version')) return null;
    throw thrown;
  }
}
