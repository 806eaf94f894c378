import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { VenueLifeOrders, VenueWord } from './venue-life.ts';

/** What one life came to, as seen from outside. */
export interface VenueLifeSeen {
  /** It died by SIGKILL. */
  readonly killed: boolean;
  /** What it said at its end; null when it did not come to one. */
  readonly end: Extract<VenueWord, { kind: 'end' }> | null;
  /** Wall time from the start of the process until the account was ready, ms; null when it never was. */
  readonly readyAfterMs: number | null;
  /** What it wrote to its error stream. */
  readonly errors: string;
}

/** How a life is started. */
export interface VenueChild {
  readonly program: string;
  /** Folder in which Node keeps compiled programs between lives. */
  readonly cache: string;
  /** Does what a life asks for at the venue. */
  readonly onElsewhere: (id: string) => void;
  /** Its session has had its first turn, or it is gone: the work of a start is done. */
  readonly onStarted: () => void;
}

/** A life that takes longer than this hangs, ms. */
const LONGEST_LIFE_MS = 60_000;

/** Starts a life, does what it asks for, and listens until it is gone. */
export async function runVenueChild(
  { program, cache, onElsewhere, onStarted }: VenueChild,
  orders: VenueLifeOrders,
): Promise<VenueLifeSeen> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    timeout: LONGEST_LIFE_MS,
    killSignal: 'SIGTERM',
  });
  let readyAfterMs: number | null = null;
  let end: VenueLifeSeen['end'] = null;
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const input = child.stdin as Writable;
  // A life that died reads nothing any more.
  input.on('error', () => undefined);
  const words = createInterface({ input: child.stdio[3] as Readable });
  words.on('line', (line) => {
    const word = JSON.parse(line) as VenueWord;
    if (word.kind === 'started') onStarted();
    else if (word.kind === 'ready') readyAfterMs ??= performance.now() - started;
    else if (word.kind === 'end') end = word;
    else {
      onElsewhere(word.id);
      input.write(`${word.id}\n`);
    }
  });
  const listened = new Promise<void>((resolve) => {
    words.once('close', resolve);
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (_code, exitSignal) => {
      resolve(exitSignal);
    });
  });
  await listened;
  onStarted();
  return { killed: signal === 'SIGKILL', end, readyAfterMs, errors };
}
