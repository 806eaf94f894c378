import { crc32 } from 'node:zlib';
import { segmentFrames } from '../../../src-shared/kernel/segment-frames.ts';

/** Version of the files' layout; another version is not read. */
export const JOURNAL_VERSION = 1;
/** First bytes of every segment. */
export const MAGIC = Buffer.from('CRYPTOORCH JRNL\n', 'latin1');

/** The checks of frames and heads. */
export const { frameChecksum, headChecksum } = segmentFrames(crc32);

/** What a segment says of itself. */
export interface SegmentHead {
  readonly session: string;
  readonly engineVersion: string;
  /** Counted from 1. */
  readonly segment: number;
}

/** The name of a segment's file. */
export function segmentName(segment: number): string {
  return `${String(segment).padStart(6, '0')}.journal`;
}

/** The first bytes of a segment. */
export function encodeSegmentHead(head: SegmentHead): Buffer {
  return Buffer.from(segmentFrames(crc32).segmentHead({ magic: MAGIC, version: JOURNAL_VERSION }, Buffer.from(JSON.stringify(head))));
}
