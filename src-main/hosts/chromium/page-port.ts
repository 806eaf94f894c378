import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { FramePort } from '../../rpc/frame-port.ts';

/** Hands frames to the page; settles when the page has them. */
export type HandOver = (frames: readonly string[]) => Promise<void>;

/** Characters that may wait for a page that does not take them. A page that is so far behind has to start again. */
const WAITING_LIMIT = 16_000_000;

/** The port of one document: frames wait while a hand-over is on its way, and go together in the next. */
export class PagePort implements FramePort {
  private readonly handOver: HandOver;
  private readonly frameListeners = new Set<(frame: unknown) => void>();
  private readonly closeListeners = new Set<() => void>();
  private waiting: string[] = [];
  private waitingLength = 0;
  private busy = false;
  private closed = false;

  constructor(handOver: HandOver) {
    this.handOver = handOver;
  }

  send(frame: string): void {
    if (this.closed) return;
    this.waitingLength += frame.length;
    if (this.waitingLength > WAITING_LIMIT) {
      this.close();
      return;
    }
    this.waiting.push(frame);
    if (!this.busy) void this.flush();
  }

  onFrame(listener: (frame: unknown) => void): Releasable {
    this.frameListeners.add(listener);
    return { dispose: () => void this.frameListeners.delete(listener) };
  }

  onClose(listener: () => void): Releasable {
    this.closeListeners.add(listener);
    return { dispose: () => void this.closeListeners.delete(listener) };
  }

  /** Takes in what the document sent. */
  receive(frame: string): void {
    if (this.closed) return;
    for (const listener of [...this.frameListeners]) listener(frame);
  }

  /** The document has gone. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.waiting = [];
    for (const listener of [...this.closeListeners]) listener();
  }

  private async flush(): Promise<void> {
    this.busy = true;
    try {
      while (this.waiting.length > 0) {
        const frames = this.waiting;
        this.waiting = [];
        this.waitingLength = 0;
        await this.handOver(frames);
      }
    } catch {
      // The document went while it was handed frames: its port ends, and the next document says hello by itself.
      this.close();
    } finally {
      this.busy = false;
    }
  }
}
