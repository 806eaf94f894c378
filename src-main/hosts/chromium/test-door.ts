import { chmodSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { CdpConnection, CdpGuest, CdpMessage } from './cdp-connection.ts';

/**
 * SECURITY: whoever speaks through this door commands the window. It exists for the end-to-end tests, which must drive the program as it
 * is shipped. It is shut unless the environment variable `CRYPTOORCH_TEST_DOOR` names a socket; it is a socket file, never a network port;
 * it opens only in a folder that nobody but its owner can enter; and it serves one guest at a time.
 */
export async function openTestDoor(path: string, connection: CdpConnection): Promise<Releasable> {
  if (process.platform !== 'win32' && (statSync(dirname(path)).mode & 0o077) !== 0) {
    throw new Fault('input.option-value', {
      option: 'CRYPTOORCH_TEST_DOOR',
      problem: 'Its folder must be closed to everybody else (mode 700).',
    });
  }
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (sockets.size > 0) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    const guest = serveGuest(socket, connection);
    socket.on('close', () => {
      sockets.delete(socket);
      connection.admit(null);
      guest.leave();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return {
    dispose: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      rmSync(path, { force: true });
    },
  };
}

function serveGuest(socket: Socket, connection: CdpConnection): { leave(): void } {
  const sessions = new Set<string>();
  const guest: CdpGuest = {
    deliver: (message) => {
      if (message.method === 'Target.attachedToTarget') sessions.add(String(message.params?.['sessionId']));
      socket.write(`${JSON.stringify(message)}\0`);
    },
  };
  connection.admit(guest);
  let rest = '';
  socket.setEncoding('utf8');
  // A test that is killed breaks its socket; its end is handled where the socket closes.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) connection.relay(JSON.parse(message) as CdpMessage, guest);
  });
  return {
    leave: () => {
      const silent: CdpGuest = { deliver: () => undefined };
      connection.relay(
        { method: 'Target.setAutoAttach', params: { autoAttach: false, waitForDebuggerOnStart: false, flatten: true } },
        silent,
      );
      for (const sessionId of sessions) connection.relay({ method: 'Target.detachFromTarget', params: { sessionId } }, silent);
    },
  };
}
