import { spawn, type ChildProcess } from 'node:child_process';
import { type MessagePort } from 'node:worker_threads';
import { frameLength } from './frames.ts';
import { ANSWERED, ENDED, LARGEST_ANSWER, LENGTH, LIFELINE, STATE, type LinkStart, type ProcessEnd } from './link-signals.ts';

/** How much of what a process says on standard error is kept, characters. */
const KEPT_WORDS = 4_000;

/** The thread beside a caller that waits: it owns the strategy's process, passes frames on and wakes the caller. */
export class LinkThread {
  private readonly control: Int32Array;
  private readonly data: Uint8Array;
  private readonly child: ChildProcess;
  private pending = new Uint8Array(0);
  private said = '';

  constructor(start: LinkStart, port: MessagePort) {
    this.control = new Int32Array(start.control);
    this.data = new Uint8Array(start.data);
    this.child = spawn(start.program, start.arguments, {
      env: { ...start.environment },
      // The fourth is the lifeline.
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const { child } = this;
    child.stdout?.on('data', (chunk: Uint8Array) => {
      this.take(chunk);
    });
    child.stderr?.on('data', (chunk: Uint8Array) => {
      this.said = (this.said + new TextDecoder().decode(chunk)).slice(-KEPT_WORDS);
    });
    // Its end says more than a pipe that broke.
    child.stdin?.on('error', () => undefined);
    child.stdio[LIFELINE]?.on('error', () => undefined);
    child.on('error', (problem) => {
      this.end({ code: null, signal: null, said: problem.message }, port);
    });
    child.on('close', (code, signal) => {
      this.end({ code, signal, said: this.said }, port);
    });
    port.on('message', (frame: Uint8Array | null) => {
      if (frame === null) child.kill('SIGKILL');
      else child.stdin?.write(frame);
    });
  }

  private take(chunk: Uint8Array): void {
    const joined = new Uint8Array(this.pending.length + chunk.length);
    joined.set(this.pending);
    joined.set(chunk, this.pending.length);
    this.pending = joined;
    const length = frameLength(joined);
    if (length === 0 || (joined.length < length && length <= LARGEST_ANSWER)) return;
    if (joined.length === length && length <= LARGEST_ANSWER) {
      this.pending = new Uint8Array(0);
      this.tell(ANSWERED, joined);
      return;
    }
    // One question has one answer of bounded size; whatever else comes was not written by our own program.
    this.said = 'it wrote what is no answer';
    this.child.kill('SIGKILL');
  }

  private end(end: ProcessEnd, port: MessagePort): void {
    this.tell(ENDED, new TextEncoder().encode(JSON.stringify(end)));
    port.close();
  }

  private tell(state: number, bytes: Uint8Array): void {
    this.data.set(bytes);
    Atomics.store(this.control, LENGTH, bytes.length);
    Atomics.store(this.control, STATE, state);
    Atomics.notify(this.control, STATE);
  }
}
