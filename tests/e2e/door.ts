import { connect } from 'node:net';
import { chromium } from 'playwright-core';
import type { Browser, ConnectOverCDPTransport } from 'playwright-core';

/** Drives the window behind a test door with Playwright, over the door's socket. */
export async function enterDoor(path: string): Promise<Browser> {
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.setEncoding('utf8');
  let rest = '';
  const transport: ConnectOverCDPTransport = {
    send: (message: object) => {
      socket.write(`${JSON.stringify(message)}\0`);
    },
    close: () => {
      socket.destroy();
    },
  };
  socket.on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    // One message a task: what waits for an answer must run before the event that came with it is read.
    for (const message of messages) setImmediate(() => transport.onmessage?.(JSON.parse(message) as object));
  });
  socket.on('close', () => transport.onclose?.());
  return chromium.connectOverCDP(transport);
}
