/** Bytes of a frame's head: its length with a check of its own, and its checksum. */
export const FRAME_HEAD = 8;
/** Most bytes of a frame. */
export const LONGEST_FRAME = 0xff_ff_ff;
/** Bytes that say what kind of file a segment is. */
export const MAGIC_LENGTH = 16;
/** Bytes before a segment's own head: magic, version, length of the head, checksum of all that and the head. */
export const SEGMENT_PREFIX: number = MAGIC_LENGTH + 12;

const VERSION_AT = MAGIC_LENGTH;
const LENGTH_AT = MAGIC_LENGTH + 4;
const CHECKSUM_AT = MAGIC_LENGTH + 8;

/** CRC-32 of bytes (ISO 3309, as in zlib), going on from the checksum of what was before them; the platform has it. */
export type Crc32 = (bytes: Uint8Array, before?: number) => number;

/** What the segments of one kind of file begin with: 16 bytes of magic, and the version of their layout. */
export interface SegmentKind {
  readonly magic: Uint8Array;
  readonly version: number;
}

/** A length, at most 24 bits, with a byte beside it that any one changed byte contradicts, so that damage is never taken for a torn end. */
export function lengthWord(length: number): number {
  const check = 0xa5 ^ (length & 0xff) ^ ((length >>> 8) & 0xff) ^ (length >>> 16);
  return ((check << 24) | length) >>> 0;
}

/** The length of a word, or null when it was changed. */
export function lengthOf(word: number): number | null {
  const length = word & LONGEST_FRAME;
  return lengthWord(length) === word ? length : null;
}

/** Checks and heads of segmented files of frames, by a platform's CRC-32. */
export function segmentFrames(crc: Crc32): {
  /** The checksum of a frame: over its place in the segment and its bytes, so that frames cannot change places either. */
  readonly frameChecksum: (offset: number, bytes: Uint8Array) => number;
  /** The checksum of a segment's head: over everything but itself. */
  readonly headChecksum: (bytes: Uint8Array) => number;
  /** The first bytes of a segment; `text` is what it says of itself. */
  readonly segmentHead: (kind: SegmentKind, text: Uint8Array) => Uint8Array;
} {
  const headChecksum = (bytes: Uint8Array): number => crc(bytes.subarray(SEGMENT_PREFIX), crc(bytes.subarray(0, CHECKSUM_AT)));
  return {
    frameChecksum: (offset, bytes) => crc(bytes, offset >>> 0),
    headChecksum,
    segmentHead: ({ magic, version }, text) => {
      const bytes = new Uint8Array(SEGMENT_PREFIX + text.length);
      const view = new DataView(bytes.buffer);
      bytes.set(magic);
      view.setUint32(VERSION_AT, version, true);
      view.setUint32(LENGTH_AT, lengthWord(text.length), true);
      bytes.set(text, SEGMENT_PREFIX);
      view.setUint32(CHECKSUM_AT, headChecksum(bytes), true);
      return bytes;
    },
  };
}
