import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { DepthMessage } from '../../../src-shared/domain/depth-message.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { MessageDecoder, MessageEncoder } from './message-codec.ts';

/** Bytes of messages that make a block. */
const BLOCK_BYTES = 1 << 18;
/** Most bytes that a block may come to when it is unpacked. */
const LARGEST_BLOCK = 1 << 26;

/** A run of messages, compressed: readable by itself. */
export interface DepthBlock {
  /** Received first and last, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  readonly data: Uint8Array;
}

/** Makes blocks of messages. */
export class BlockBuilder {
  private readonly bytes = new ByteWriter();
  private readonly encoder = new MessageEncoder();
  private messages = 0;
  private from = 0;
  private to = 0;

  get empty(): boolean {
    return this.messages === 0;
  }

  /** Whether it is time to take the block. */
  get full(): boolean {
    return this.bytes.length >= BLOCK_BYTES;
  }

  add(message: DepthMessage): void {
    if (this.messages === 0) this.from = message.time;
    this.to = message.time;
    this.encoder.write(message, this.bytes);
    this.messages += 1;
  }

  /** The block so far; the next message begins another. */
  take(): DepthBlock {
    const { from, to, messages } = this;
    const block = { from, to, messages, data: zstdCompressSync(this.bytes.written) };
    this.bytes.clear();
    this.encoder.reset();
    this.messages = 0;
    return block;
  }
}

/** The messages of blocks in their order. `broken` makes the fault for a block whose bytes are none. */
export class BlockCursor {
  private readonly blocks: Iterator<DepthBlock>;
  private readonly broken: (problem: string) => Error;
  private readonly bytes = new ByteReader();
  private readonly decoder = new MessageDecoder();
  private left = 0;

  constructor(blocks: Iterable<DepthBlock>, broken: (problem: string) => Error) {
    this.blocks = blocks[Symbol.iterator]();
    this.broken = broken;
  }

  next(message: DepthMessage): boolean {
    while (this.left === 0) {
      const step = this.blocks.next();
      if (step.done === true) return false;
      this.open(step.value);
    }
    if (!this.decoder.read(this.bytes, message)) throw this.broken('a message cannot be read.');
    this.left -= 1;
    if (this.left === 0 && !this.bytes.ended) throw this.broken('a block holds more than its messages.');
    return true;
  }

  private open(block: DepthBlock): void {
    try {
      this.bytes.open(zstdDecompressSync(block.data, { maxOutputLength: LARGEST_BLOCK }));
    } catch (thrown) {
      throw this.broken(`a block cannot be unpacked (${thrown instanceof Error ? thrown.message : String(thrown)}).`);
    }
    this.decoder.reset();
    this.left = block.messages;
  }
}
