import { crc32 } from 'node:zlib';
import type { DepthHead } from '../../ports/depth.ts';
import type { DepthBlock } from './depth-blocks.ts';

/** Version of the files' layout; another version is not read. */
export const DEPTH_VERSION = 1;
/** First bytes of every segment. */
export const MAGIC = Buffer.from('CRYPTOORCH DPTH\n', 'latin1');
/** Bytes before a segment's own head: magic, version, length of the head, checksum of all that and the head. */
export const SEGMENT_PREFIX = MAGIC.length + 12;
/** Bytes of a frame's head: its length with a check of its own, and its checksum. */
export const FRAME_HEAD = 8;
/** Bytes of a block before its data: first and last instant, number of messages. */
export const BLOCK_HEAD = 20;
/** Most bytes of a frame. */
export const LONGEST_FRAME = 0xff_ff_ff;

/** What a segment says of itself. */
export interface SegmentHead extends DepthHead {
  /** UTC day that its first message was received on, `2024-08-09`. */
  readonly day: string;
  /** Counted from 1. */
  readonly segment: number;
}

const SEGMENT_NAME = /^(\d{4}-\d{2}-\d{2})\.(\d{4,})\.depth$/u;

/** `2024-08-09.0001.depth` */
export function segmentName(day: string, segment: number): string {
  return `${day}.${String(segment).padStart(4, '0')}.depth`;
}

/** Day and number of a segment's file, or null when it is none. */
export function segmentOf(name: string): { readonly day: string; readonly segment: number } | null {
  const match = SEGMENT_NAME.exec(name);
  return match === null ? null : { day: match[1]!, segment: Number(match[2]) };
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

/** A block as a frame, whose checksum covers its place in the segment too. */
export function encodeFrame(offset: number, block: DepthBlock | null): Buffer {
  const length = block === null ? 0 : BLOCK_HEAD + block.data.length;
  const frame = Buffer.alloc(FRAME_HEAD + length);
  if (block !== null) {
    frame.writeDoubleLE(block.from, FRAME_HEAD);
    frame.writeDoubleLE(block.to, FRAME_HEAD + 8);
    frame.writeUInt32LE(block.messages, FRAME_HEAD + 16);
    frame.set(block.data, FRAME_HEAD + BLOCK_HEAD);
  }
  frame.writeUInt32LE(lengthWord(length), 0);
  frame.writeUInt32LE(frameChecksum(offset, frame.subarray(FRAME_HEAD)), 4);
  return frame;
}

/** The block of a frame's bytes. */
export function decodeBlock(bytes: Buffer): DepthBlock {
  return { from: bytes.readDoubleLE(0), to: bytes.readDoubleLE(8), messages: bytes.readUInt32LE(16), data: bytes.subarray(BLOCK_HEAD) };
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
  bytes.writeUInt32LE(DEPTH_VERSION, MAGIC.length);
  bytes.writeUInt32LE(lengthWord(text.length), MAGIC.length + 4);
  text.copy(bytes, SEGMENT_PREFIX);
  bytes.writeUInt32LE(headChecksum(bytes), MAGIC.length + 8);
  return bytes;
}

/** The checksum of a segment's head: over everything but itself. */
export function headChecksum(bytes: Buffer): number {
  return crc32(bytes.subarray(SEGMENT_PREFIX), crc32(bytes.subarray(0, MAGIC.length + 8)));
}
