import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { asFault, Fault } from '../../../src-shared/kernel/fault.ts';
import type { SessionControl } from '../../ports/session-control.ts';
import { type ControlReply, controlRequest, LONGEST_REQUEST } from './control-messages.ts';

/** A folder of its own, so that nobody else reaches the socket in the moment before its own mode is set. */
const FOLDER = 'control';
const SOCKET_FILE = 'door.sock';
/** The longest address of a local socket on every system we know; a longer one fails to bind. */
const LONGEST_ADDRESS = 100;
/** Callers at once, and how long one may say nothing, ms. */
const MOST_CALLERS = 8;
const IDLE_MS = 10_000;

/** Where a running session listens for what a person asks of it; null where the folder's name is too long for a socket. */
export function controlAddress(home: string, platform: NodeJS.Platform): string | null {
  // Of a pipe only its own user and administrators may write to it.
  if (platform === 'win32')
    return `\\\\.\\pipe\\cryptoorchestrator-control-${createHash('sha256').update(home).digest('hex').slice(0, 24)}`;
  const path = join(home, FOLDER, SOCKET_FILE);
  return path.length > LONGEST_ADDRESS ? null : path;
}

/**
 * Lets the user of this home ask a running session for what is open, and stop it: a line of JSON for a request, one for its answer.
 * Only the holder of the home's lock may call this, in the thread of the session. `failed` hears a sentence where it cannot be reached.
 */
export function openControlDoor(home: string, control: SessionControl, failed: (problem: string) => void): Releasable {
  const address = controlAddress(home, process.platform);
  if (address === null) {
    failed(`The name of ${home} is too long for a local socket: halt, flatten and orders cannot reach this session.`);
    return { dispose: () => undefined };
  }
  const callers = new Set<Socket>();
  const fail = ({ message }: Error): void => {
    failed(`The control door: ${message}. halt, flatten and orders cannot reach this session.`);
  };
  const server = createServer((socket) => {
    callers.add(socket);
    socket.on('close', () => callers.delete(socket));
    serve(socket, control);
  });
  server.maxConnections = MOST_CALLERS;
  server.on('error', fail);
  let leave = (): void => undefined;
  try {
    leave = listenAlone(address, (at) => server.listen(at));
  } catch (thrown) {
    fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }
  server.unref();
  return {
    dispose: () => {
      leave();
      server.close();
      for (const socket of callers) socket.destroy();
    },
  };
}

/** Listens where only this user can come; what is returned takes the place away again, unless another door stands there by then. */
function listenAlone(address: string, listen: (at: string) => void): () => void {
  if (address.startsWith('\\\\')) {
    listen(address);
    return () => undefined;
  }
  const folder = dirname(address);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // Under a name of its own until all is well, and put in the place of what a killed process, or the desk before this one, left there.
  const own = join(folder, randomBytes(4).toString('hex'));
  listen(own);
  chmodSync(own, 0o600);
  renameSync(own, address);
  const { ino } = statSync(address);
  return () => {
    if (statSync(address, { throwIfNoEntry: false })?.ino === ino) rmSync(address);
  };
}

/** Answers line after line; whoever sends what is too long is not listened to any more. */
function serve(socket: Socket, control: SessionControl): void {
  let said = '';
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  // A caller that goes in the middle of its answer has been heard all the same.
  socket.on('error', () => socket.destroy());
  socket.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (let end = said.indexOf('\n'); end >= 0; end = said.indexOf('\n')) {
      const line = said.slice(0, end);
      said = said.slice(end + 1);
      socket.write(`${JSON.stringify(replyTo(line, control))}\n`);
    }
    if (said.length <= LONGEST_REQUEST) return;
    socket.end(`${JSON.stringify(faultReply(new Fault('call.too-large', { limit: `${String(LONGEST_REQUEST)} bytes` })))}\n`);
    said = '';
  });
}

function replyTo(line: string, control: SessionControl): ControlReply {
  try {
    if (line.length > LONGEST_REQUEST) throw new Fault('call.too-large', { limit: `${String(LONGEST_REQUEST)} bytes` });
    return { answer: control.answer(controlRequest(line)) };
  } catch (thrown) {
    return faultReply(asFault(thrown));
  }
}

function faultReply({ code, details }: Fault): ControlReply {
  return { fault: { code, details } };
}
