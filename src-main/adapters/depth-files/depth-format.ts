import { crc32 } from 'node:zlib';
import { FRAME_HEAD, lengthWord, segmentFrames } from '../../../src-shared/kernel/segment-frames.ts';
import type { DepthHead } from '../../ports/depth.ts';
import type { DepthBlock } from './depth-blocks.ts';

/** Version of the files' layout; another version is not read. */
export const DEPTH_VERSION = 1;
/** First bytes of every segment. */
export const MAGIC = Buffer.from('CRYPTOORCH DPTH\n', 'latin1');
/** The checks of frames and heads. */
export const { frameChecksum, headChecksum } = segmentFrames(crc32);
/** Bytes of a block before its data: first and last instant, number of messages. */
export const BLOCK_HEAD = 20;

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

/** The first bytes of a segment. */
export function encodeSegmentHead(head: SegmentHead): Buffer {
  return Buffer.from(segmentFrames(crc32).segmentHead({ magic: MAGIC, version: DEPTH_VERSION }, Buffer.from(JSON.stringify(head))));
}
