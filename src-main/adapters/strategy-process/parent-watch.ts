import { Socket } from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';
import { LIFELINE } from './link-signals.ts';

/** The watching thread holds a socket and nothing else, MB. */
const WATCH_MB = 16;

/**
 * Starts the thread that ends this process with the program that started it, and takes the means to start another one away. A strategy that
 * loops leaves the main thread no moment to see for itself that nobody is there any more.
 */
export function startParentWatch(program: string): void {
  const watch = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: WATCH_MB }, stdin: false });
  watch.unref();
  const threads = process.getBuiltinModule('node:worker_threads');
  Object.assign(threads, { Worker: undefined });
  syncBuiltinESMExports();
}

/** The watching thread: nothing is ever said on the lifeline, and it breaks when the program ends in whatever way. */
export function watchParent(): void {
  const line = new Socket({ fd: LIFELINE });
  // What breaks it, its end says.
  line.on('error', () => undefined);
  line.on('close', () => {
    process.kill(process.pid, 'SIGKILL');
  });
  line.resume();
}
