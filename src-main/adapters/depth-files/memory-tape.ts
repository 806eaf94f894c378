import type { DepthMessage } from '../../../src-shared/domain/depth-message.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { DepthCursor, DepthHead, DepthSink, DepthTape } from '../../ports/depth.ts';
import { BlockBuilder, BlockCursor, type DepthBlock } from './depth-blocks.ts';

/** A recording in memory, compressed as on disk. */
export class MemoryTape implements DepthTape, DepthSink {
  readonly head: DepthHead;
  readonly name: string;
  private readonly blocks: DepthBlock[] = [];
  private readonly builder = new BlockBuilder();

  constructor(name: string, head: DepthHead) {
    this.name = name;
    this.head = head;
  }

  append(message: DepthMessage): void {
    this.builder.add(message);
    if (this.builder.full) this.flush();
  }

  flush(): void {
    if (!this.builder.empty) this.blocks.push(this.builder.take());
  }

  close(): void {
    this.flush();
  }

  messages(): DepthCursor {
    return new BlockCursor(this.blocks, (problem) => new Fault('depth.corrupt', { file: this.name, offset: 0, problem }));
  }
}
