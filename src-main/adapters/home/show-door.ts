import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';

const SOCKET_FILE = 'show.sock';
/** The longest address of a local socket on every system we know; a longer one fails to bind. */
const LONGEST_ADDRESS = 100;
/** How long a running program may take to answer a second start, ms. */
const PATIENCE_MS = 2_000;
const ANSWER = 'shown';

/** Where a running program listens for a second start with the same home; null where the folder's name is too long for a socket. */
export function showAddress(home: string, platform: NodeJS.Platform): string | null {
  if (platform === 'win32') return `\\\\.\\pipe\\cryptoorchestrator-${createHash('sha256').update(home).digest('hex').slice(0, 24)}`;
  const path = join(home, SOCKET_FILE);
  return path.length > LONGEST_ADDRESS ? null : path;
}

/** Listens for second starts: each one calls `show`. Nothing is read from whoever comes. Only the holder of the home's lock may call this. */
export function openShowDoor(address: string, show: () => void, failed: (problem: Error) => void): Releasable {
  // A killed process leaves its socket file behind; the lock says that nobody listens there any more.
  if (!address.startsWith('\\\\')) rmSync(address, { force: true });
  const server = createServer((socket) => {
    socket.on('error', failed);
    socket.end(ANSWER);
    show();
  });
  server.on('error', failed);
  server.listen(address);
  server.unref();
  return {
    dispose: () => {
      server.close();
    },
  };
}

/** Asks the program that holds the home to show its window; whether it does. */
export function askToShow(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    const socket = createConnection(address);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    // Nobody listens there: a headless run, another program, or one that just ends.
    socket.on('error', () => {
      socket.destroy();
    });
    socket.on('close', () => {
      resolve(said === ANSWER);
    });
  });
}
