import * as z from 'zod/mini';
import type { Reading } from './order-protocol.ts';

/** How long after it was asked for a key of listening is asked for again, ms: it lasts an hour from each time. */
const AGAIN_MS = 20 * 60_000;

const KEY = z.object({ listenKey: z.string().check(z.minLength(1)) });

/** What is told of the account's connection when it stands: the venue itself says nothing then, and tells everything from then on. */
export const LISTENING = { e: 'listening' } as const;

/** A connection of the library's. */
interface Socket {
  readonly url: string;
  reset(error: Error): void;
}

/** What is used of the library's class of it beside its calls. */
interface UsdmClass {
  readonly options: Record<string, unknown>;
  nonce(): number;
  setSandboxMode: (on: boolean) => void;
  enableDemoTrading(on: boolean): void;
  authenticate: () => Promise<void>;
  onConnected: (socket: Socket) => void;
  handleMessage?: (socket: Socket, message: unknown) => void;
  getPrivateWsUrl?: (type: string, key: string) => string;
  client(url: string): Socket;
  fapiPrivatePostListenKey(): Promise<unknown>;
}

/** The key that an account is listened to with, and when it was last asked for. */
interface Listening {
  key: string;
  at: number;
}

const listenings = new WeakMap<object, Listening>();

/**
 * What the library's class does otherwise. Practice is at the demo hosts: it refuses to sign for the old ones. It would keep a key of listening that has ended, and renew it by timers that
 * outlive the account: here each connection begins with the key as the venue has it now, and looks keep it.
 */
export function adaptUsdm(exchange: object): void {
  const usdm = exchange as UsdmClass;
  usdm.setSandboxMode = (on) => {
    usdm.enableDemoTrading(on);
  };
  usdm.authenticate = async () => {
    const key = KEY.parse(await usdm.fapiPrivatePostListenKey()).listenKey;
    listenings.set(usdm, { key, at: usdm.nonce() });
    usdm.options['future'] = { ...(usdm.options['future'] as object | undefined), listenKey: key };
  };
  const connected = usdm.onConnected.bind(usdm);
  usdm.onConnected = (socket) => {
    connected(socket);
    if (socket.url.includes('listenKey=')) usdm.handleMessage?.(socket, LISTENING);
  };
}

/** Lets the key last: asking for it does that, and tells another one where it has ended; then the connection tells nothing any more, and is made anew. */
export async function keepListening({ exchange, ask }: Reading): Promise<void> {
  const listening = listenings.get(exchange);
  if (listening === undefined || exchange.nonce() - listening.at < AGAIN_MS) return;
  const { key: before } = listening;
  const key = await ask(
    () => exchange.fapiPrivatePostListenKey(),
    (answer) => KEY.parse(answer).listenKey,
  );
  listening.at = exchange.nonce();
  if (key === before || listening.key !== before) return;
  listening.key = key;
  const usdm = exchange as object as UsdmClass;
  const url = usdm.getPrivateWsUrl?.('future', before);
  if (url !== undefined) usdm.client(url).reset(new Error('the key of listening had ended'));
}
