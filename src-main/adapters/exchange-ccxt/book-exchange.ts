import type { LettingExchange } from './symbols-in-use.ts';
import type { BookCalls } from './venues/book-channel.ts';
import type { FigureCalls } from './venues/figure-channel.ts';

/** One of the library's connections. */
export interface BookSocket {
  readonly subscriptions: Record<string, unknown>;
  /** Lets so many messages out in a second. */
  readonly throttle?: (cost: number) => Promise<unknown>;
  onMessage: (event: { readonly data: unknown }) => void;
  isOpen(): boolean;
  send(message: unknown): Promise<unknown>;
  resolve(value: unknown, hash: string): unknown;
}

/** What is used of the library's class to hear a book before it makes anything of it. */
export interface BookExchange extends LettingExchange, BookCalls, FigureCalls {
  /** What it has loaded, by symbol. */
  readonly markets?: unknown;
  readonly clients: Readonly<Record<string, BookSocket>>;
  client(url: string): BookSocket & ReturnType<LettingExchange['client']>;
  urls: { api: unknown };
  /** A number that no other message of the connection has. */
  requestId(url: string): number;
  /** Subscribes where that was not done yet; fails when the connection breaks, and ends when `hash` is resolved. */
  watch(url: string, hash: string, message: unknown, subscription: string, about: object): Promise<unknown>;
}

/** What a message costs in the library's units. */
function messageCost({ options }: Pick<BookExchange, 'options'>): number {
  const ws = options['ws'] as { readonly cost?: number } | undefined;
  return ws?.cost ?? 1;
}

/** Ends a subscription of ours; whoever waits for it goes on. A connection that is gone has taken it with it. */
export function endSubscription(
  exchange: BookExchange,
  { url, hash, message }: { readonly url: string; readonly hash: string; readonly message: unknown },
): void {
  const socket = exchange.clients[url];
  if (socket === undefined || !(hash in socket.subscriptions)) return;
  Reflect.deleteProperty(socket.subscriptions, hash);
  socket.resolve(null, hash);
  void (socket.throttle?.(messageCost(exchange)) ?? Promise.resolve())
    .then(() => (socket.isOpen() ? socket.send(message) : null))
    .catch(() => undefined);
}
