import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FRAME_HEAD, LONGEST_FRAME, lengthWord } from '../../../src-shared/kernel/segment-frames.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { Journal } from '../../ports/journal.ts';
import { encodeSegmentHead, frameChecksum, segmentName } from './journal-format.ts';

/** Bytes of a segment after which the next one is begun. */
const SEGMENT_BYTES = 16 * 1_048_576;

/** Where a journal goes and whose it is. */
export interface FileJournalOptions {
  /** The journal's own folder, made when absent; it must hold no journal yet. */
  readonly folder: string;
  readonly session: string;
  readonly engineVersion: string;
  readonly segmentBytes?: number;
}

/** A journal in numbered segments. A frame is with the operating system when `append` returns, and on the disk when its segment ends. */
export class FileJournal implements Journal {
  private readonly options: FileJournalOptions;
  private readonly segmentBytes: number;
  private buffer = Buffer.alloc(4_096);
  private segment = 0;
  private file = '';
  private handle = -1;
  private offset = 0;
  /** The segment has a frame: even one that is too long for any goes somewhere. */
  private filled = false;
  /** Something could not be written: what follows would hide that it is missing. */
  private torn = false;

  constructor(options: FileJournalOptions) {
    this.options = options;
    this.segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.guarded(() => mkdirSync(options.folder, { recursive: true, mode: 0o700 }));
    this.begin();
  }

  append(frame: Uint8Array): void {
    invariant(this.handle >= 0 && !this.torn, 'the journal is open');
    invariant(frame.length > 0 && frame.length <= LONGEST_FRAME, 'a frame has bytes, and fewer than 16 MiB');
    if (this.filled && this.offset + FRAME_HEAD * 2 + frame.length > this.segmentBytes) this.turnOver();
    this.frame(frame);
    this.filled = true;
  }

  /** One that could not be written to its end has no mark of its end either. */
  close(): void {
    if (this.handle < 0) return;
    if (this.torn) this.letGo();
    else this.end();
  }

  private turnOver(): void {
    this.end();
    this.begin();
  }

  private begin(): void {
    this.segment += 1;
    this.filled = false;
    this.file = join(this.options.folder, segmentName(this.segment));
    const { session, engineVersion } = this.options;
    this.guarded(() => {
      // An older journal is never written over.
      this.handle = openSync(this.file, 'wx', 0o600);
    });
    this.offset = 0;
    this.write(encodeSegmentHead({ session, engineVersion, segment: this.segment }));
  }

  /** A frame without bytes says that its segment is whole. */
  private end(): void {
    try {
      this.frame(new Uint8Array(0));
      this.guarded(() => fsyncSync(this.handle));
    } finally {
      this.letGo();
    }
  }

  private letGo(): void {
    const { handle } = this;
    this.handle = -1;
    this.guarded(() => closeSync(handle));
  }

  private frame(bytes: Uint8Array): void {
    const length = FRAME_HEAD + bytes.length;
    if (this.buffer.length < length) this.buffer = Buffer.alloc(length * 2);
    this.buffer.writeUInt32LE(lengthWord(bytes.length), 0);
    this.buffer.writeUInt32LE(frameChecksum(this.offset, bytes), 4);
    this.buffer.set(bytes, FRAME_HEAD);
    this.write(this.buffer.subarray(0, length));
  }

  /** Writes all of it, or nothing that a reader would see. */
  private write(bytes: Uint8Array): void {
    this.guarded(() => {
      try {
        for (let written = 0; written < bytes.length;) {
          written += writeSync(this.handle, bytes, written, bytes.length - written, this.offset + written);
        }
      } catch (thrown) {
        this.torn = true;
        ftruncateSync(this.handle, this.offset);
        throw thrown;
      }
    });
    this.offset += bytes.length;
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      throw diskFault(thrown, this.file === '' ? this.options.folder : this.file);
    }
  }
}
