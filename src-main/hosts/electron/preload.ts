import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_NAME } from '../../../src-shared/contract/page-bridge.ts';
import type { PageBridge } from '../../../src-shared/contract/page-bridge.ts';
import { PORT_CHANNEL } from './port-channel.ts';

/** As much of a message port as is used here. */
interface Port {
  postMessage(frame: string): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}

const outgoing: string[] = [];
const incoming: string[] = [];
let port: Port | null = null;
let listener: ((frame: string) => void) | null = null;

ipcRenderer.once(PORT_CHANNEL, (event) => {
  const given = event.ports[0] as unknown as Port | undefined;
  if (!given) return;
  port = given;
  given.onmessage = ({ data }) => {
    if (typeof data !== 'string') return;
    if (listener) listener(data);
    else incoming.push(data);
  };
  for (const frame of outgoing.splice(0)) given.postMessage(frame);
});

const bridge: PageBridge = {
  send: (frame) => {
    if (port) port.postMessage(frame);
    else outgoing.push(frame);
  },
  onFrame: (next) => {
    listener = next;
    for (const frame of incoming.splice(0)) next(frame);
  },
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
ipcRenderer.send(PORT_CHANNEL);
