import { readSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { decodeFrame, encodeFrame, frameLength } from './frames.ts';
import { freezeAll } from './realm.ts';
import { StrategyRoom } from './strategy-room.ts';

const INPUT = 0;
const OUTPUT = 1;
const READ_BYTES = 65_536;

/** Takes away whatever of this process a strategy that got out of its realm could ask for more with. */
function stripProcess(): void {
  const world = globalThis as unknown as Record<string, unknown>;
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Worker', 'BroadcastChannel', 'MessageChannel', 'navigator'])
    Reflect.deleteProperty(world, name);
  for (const name of [
    'binding',
    '_linkedBinding',
    'dlopen',
    'getBuiltinModule',
    'kill',
    'mainModule',
    'loadEnvFile',
    'env',
    'argv',
    'execPath',
  ])
    Object.defineProperty(process, name, { value: undefined });
  Reflect.deleteProperty(world, 'process');
  freezeAll([Object, Function, Array, Promise, Map, Set, Reflect, JSON, Math, Symbol, Number, String]);
}

/** The next frame of standard input; null at its end. Waits, so that nothing else runs in between. */
function nextFrame(rest: { bytes: Uint8Array }): Uint8Array | null {
  for (;;) {
    const length = frameLength(rest.bytes);
    if (length > 0 && rest.bytes.length >= length) {
      const frame = rest.bytes.slice(0, length);
      rest.bytes = rest.bytes.slice(length);
      return frame;
    }
    const chunk = new Uint8Array(Math.max(READ_BYTES, length - rest.bytes.length));
    const count = readSync(INPUT, chunk, 0, chunk.length, null);
    if (count === 0) return null;
    const joined = new Uint8Array(rest.bytes.length + count);
    joined.set(rest.bytes);
    joined.set(chunk.subarray(0, count), rest.bytes.length);
    rest.bytes = joined;
  }
}

function send(bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length;) sent += writeSync(OUTPUT, bytes, sent);
}

/** Serves one strategy until standard input ends. */
export async function runStrategyChild(): Promise<void> {
  process.env['TZ'] = 'UTC';
  const room = new StrategyRoom(() => performance.now());
  stripProcess();
  const rest = { bytes: new Uint8Array(0) };
  for (let bytes = nextFrame(rest); bytes !== null; bytes = nextFrame(rest)) {
    send(encodeFrame(await room.answer(decodeFrame(bytes))));
  }
}
