/** A websocket as the venue sees it, whatever carries it. */
export interface Wire {
  send(text: string): void;
  ping(payload: string): void;
  /** Ends it with the closing handshake. */
  close(code: number, reason: string): void;
  /** Breaks it without one. */
  cut(): void;
}

/** What the venue makes of a websocket. */
export interface WireSession {
  receive(text: string): void;
  /** A ping or a pong came. */
  control(kind: 'ping' | 'pong', payload: string): void;
  /** It is over. */
  closed(): void;
}

/** How long connections live and what they may send. */
export interface WireLimits {
  readonly pingEveryMs: number;
  readonly pongWithinMs: number;
  readonly lifetimeMs: number;
  /** Messages a second to a market stream, pings and pongs among them. */
  readonly messagesPerSecond: number;
  readonly streams: number;
  /** Connections that an address may open in five minutes. */
  readonly connects: number;
}

/** The numbers that Binance publishes. */
export const BINANCE_WIRE: WireLimits = {
  pingEveryMs: 20_000,
  pongWithinMs: 60_000,
  lifetimeMs: 24 * 60 * 60_000,
  messagesPerSecond: 5,
  streams: 1_024,
  connects: 300,
};
