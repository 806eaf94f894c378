import { crc32 } from 'node:zlib';

/** Version of the files' layout; another version is not read. */
export const JOURNAL_VERSION = 1;
/** First bytes of every segment. */
export const MAGIC = Buffer.from('CRYPTOORCH JRNL\n', 'latin1');
/** Bytes of a frame's head: its length with a check of its own, and its checksum. */
export const FRAME_HEAD = 8;
/** Bytes before a segment's own head: magic, version, length of the head, checksum of all that. */
export const SEGMENT_PREFIX = MAGIC.length + 12;
/** Most bytes of a frame. */
export const LONGEST_FRAME = 0xff_ff_ff;

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

/** A length with a byte beside it that any one changed byte contradicts, so that damage is never taken for a torn end. */
export function lengthWord(length: number): number {
  const check = 0xa5 ^ (length & 0xff) ^ ((length >>> 8) & 0xff) ^ (length >>> 16);
  return ((check << 24) | length) >>> 0;
}

/** The length of a word, or null when it was changed. */
export function lengthOf(word: number): number | null {
  const length = word & LONGEST_FRAME;
  return lengthWord(length) === word ? length : null;
}

/** The checksum of a frame: over its place in the segment and its bytes, so that frames cannot change places either. */
export function frameChecksum(offset: number, bytes: Uint8Array): number {
  return crc32(bytes, offset >>> 0);
}

/** The first bytes of a segment. */
export function encodeSegmentHead(head: SegmentHead): Buffer {
  const text = Buffer.from(JSON.stringify(head));
  const bytes = Buffer.alloc(SEGMENT_PREFIX + text.length);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(JOURNAL_VERSION, MAGIC.length);
  bytes.writeUInt32LE(lengthWord(text.length), MAGIC.length + 4);
  text.copy(bytes, SEGMENT_PREFIX);
  bytes.writeUInt32LE(headChecksum(bytes), MAGIC.length + 8);
  return bytes;
}

/** The checksum of a segment's head: over everything but itself. */
export function headChecksum(bytes: Buffer): number {
  return crc32(bytes.subarray(SEGMENT_PREFIX), crc32(bytes.subarray(0, MAGIC.length + 8)));
}
