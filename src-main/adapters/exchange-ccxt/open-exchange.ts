import type { Clock } from '../../ports/clock.ts';
import type { VenueCredentials } from '../../ports/venue-accounts.ts';
import { ccxtModule, readdressed } from './ccxt-module.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { RateLimiter } from './rate-limiter.ts';
import { presentUrgency } from './request-urgency.ts';
import { venueFetch } from './venue-fetch.ts';
import type { ContractCalls, RightsCalls, VenueRules } from './venues/venue-rules.ts';

const TIMEOUT_MS = 10_000;
/** Most between two signs of life on a websocket. */
const PING_MS = 20_000;

/** What is used of one venue's class of the library, once its figures are texts. */
export interface CcxtExchange extends RightsCalls, ContractCalls {
  urls: { api: unknown };
  readonly options: Record<string, unknown>;
  readonly has: Record<string, unknown>;
  timeout: number;
  number: StringConstructor;
  fetchImplementation: typeof fetch;
  throttle: (cost?: number) => Promise<void>;
  setSandboxMode(on: boolean): void;
  loadMarkets(): Promise<unknown>;
  fetchTime(): Promise<unknown>;
  fetchOHLCV(symbol: string, timeframe: string, since: number, most: number): Promise<unknown>;
  fetchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  fetchTrades(symbol: string): Promise<readonly unknown[]>;
  watchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  watchTradesForSymbols(symbols: readonly string[]): Promise<unknown>;
  loadHttpProxyAgent(): Promise<unknown>;
  close(): Promise<unknown>;
  fetchBalance(): Promise<unknown>;
  fetchOpenOrders(): Promise<unknown>;
  nonce(): number;
  milliseconds: () => number;
  seconds: () => number;
  sign(path: string, api: string, method: string, ...rest: readonly unknown[]): SignedRequest;
  /** Makes the connections of plain websockets. */
  httpAgent: unknown;
  /** How often a connection is tried, ms: one that no longer answers is given up after twice that. */
  streaming: { readonly keepAlive?: number };
  /** The connection to an address. */
  client(url: string): SocketClient;
  fetch2(path: string, api: string, ...rest: readonly unknown[]): Promise<unknown>;
}

/** A request as the library is about to send it. */
interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
}

/** A connection of the library's. */
interface SocketClient {
  future(name: string): Promise<unknown>;
  send(message: unknown): Promise<unknown>;
}

/** An exchange of the library behind our own door. */
export interface OpenExchange<Exchange extends CcxtExchange = CcxtExchange> {
  readonly exchange: Exchange;
  readonly limiter: RateLimiter;
  /** Gives up every request that is under way. */
  readonly abort: () => void;
}

/** What carries everything to a venue in place of this machine's network. */
export interface Network {
  readonly fetch: typeof fetch;
  /** Makes the connections of websockets. */
  readonly agent: unknown;
}

/** How a venue is reached. */
export interface ExchangeAddress {
  readonly sandbox: boolean;
  /** The address that is asked in place of a venue's own, such as a gateway's. */
  readonly address: (url: string) => string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  /** The class that hears what the venue pushes. */
  readonly pushed?: boolean;
  readonly network?: Network;
}

/**
 * Makes a venue's exchange that never asks twice by itself, gives figures as texts, waits at our limiter and leaves evidence of what it sent.
 */
export async function openExchange<Exchange extends CcxtExchange = CcxtExchange>(
  rules: VenueRules,
  credentials: VenueCredentials | null,
  to: ExchangeAddress,
): Promise<OpenExchange<Exchange>> {
  const { profile, module = profile.id } = rules;
  const { default: Exchange } = await ccxtModule<Exchange>(to.pushed === true ? `pro/${module}` : module);
  const exchange = new Exchange({ ...(credentials === null ? {} : rules.credentials(credentials)), enableRateLimit: true });
  const limits = credentials === null ? (rules.heardLimits ?? rules.limits) : rules.limits;
  const limiter = new RateLimiter(profile.name, limits, to.clock);
  const timeoutMs = to.timeoutMs ?? TIMEOUT_MS;
  const left = new AbortController();
  // Ours comes first, by our clock; the library's own stands behind it.
  exchange.timeout = timeoutMs * 2;
  exchange.milliseconds = () => Math.floor(to.clock.now());
  exchange.number = String;
  exchange.has['fetchCurrencies'] = false;
  // How long it waits before it connects again is decided here, by our clock and chance.
  const ws = { ...(exchange.options['ws'] as object | undefined), backoff: { base: 0 } };
  Object.assign(exchange.options, rules.options, { maxRetriesOnFailure: 0, ws });
  rules.adapt?.(exchange);
  if (to.sandbox) exchange.setSandboxMode(true);
  exchange.urls.api = readdressed(exchange.urls.api, to.address);
  // The library connects to an address without encryption, such as a gateway's on this machine, only when this was loaded.
  if (JSON.stringify(exchange.urls.api).includes('"ws://')) await exchange.loadHttpProxyAgent();
  if (to.pushed === true) {
    quietFutures(exchange);
    exchange.streaming = { ...exchange.streaming, keepAlive: Math.min(exchange.streaming.keepAlive ?? PING_MS, PING_MS) };
  }
  if (to.network !== undefined) exchange.httpAgent = to.network.agent;
  if (rules.deadline !== undefined) writeDeadlines(exchange, rules.deadline);
  if (rules.aged !== undefined) ageSignatures(exchange, rules.aged);
  const turns = rules.numbered ? numberedCalls(exchange) : null;
  exchange.throttle = async (cost = 1) => {
    const urgency = presentUrgency();
    const shares = rules.shares?.(cost) ?? { weight: cost * rules.weightPerCost };
    await limiter.turn({ ...shares, orders: urgency === 'order' || urgency === 'exit' ? 1 : 0, urgency });
    await turns?.enter(urgency);
  };
  const travel = { fetch: to.network?.fetch ?? fetch, clock: to.clock, timeoutMs, left: left.signal };
  exchange.fetchImplementation = venueFetch(travel, (status, headers, body) => {
    for (const { limit, used } of rules.counted(headers)) limiter.learn(limit, used);
    const silenceMs = rules.silenceMs(body);
    if (status === 429 || status === 418) limiter.pause(retryAfterMs(headers) ?? silenceMs);
    else if (silenceMs !== null) limiter.pause(silenceMs);
  });
  return { exchange, limiter, abort: () => left.abort() };
}

/** The library makes promises that nobody waits for; one that a broken connection breaks must not end the program. Whoever waits hears of it all the same. */
function quietFutures(exchange: CcxtExchange): void {
  const known = new WeakSet<SocketClient>();
  const clientOf = exchange.client.bind(exchange);
  exchange.client = (url) => {
    const client = clientOf(url);
    if (known.has(client)) return client;
    known.add(client);
    const futureOf = client.future.bind(client);
    client.future = (name) => {
      const future = futureOf(name);
      future.catch(() => undefined);
      return future;
    };
    // What has waited for its turn may find the connection gone: then what was asked for breaks with it, and is asked for again.
    const send = client.send.bind(client);
    client.send = (message) => {
      const sent = send(message);
      sent.catch(() => undefined);
      return sent;
    };
    return client;
  };
}

/** Writes until when a request may be taken, by the venue's time at its signing. */
function writeDeadlines(exchange: CcxtExchange, { paths, header, ms }: NonNullable<VenueRules['deadline']>): void {
  const sign = exchange.sign.bind(exchange);
  exchange.sign = (signed, api, method, ...rest) => {
    const request = sign(signed, api, method, ...rest);
    if (!paths.includes(signed) || method !== 'POST') return request;
    return { ...request, headers: { ...request.headers, [header]: String(exchange.nonce() + ms) } };
  };
}

/** Signs requests as if that had been done earlier. */
function ageSignatures(exchange: CcxtExchange, { paths, ms }: NonNullable<VenueRules['aged']>): void {
  const sign = exchange.sign.bind(exchange);
  exchange.sign = (signed, api, method, ...rest) => {
    if (!paths.includes(signed) || method !== 'POST') return sign(signed, api, method, ...rest);
    const { nonce } = exchange as { readonly nonce: () => number };
    exchange.nonce = () => nonce.call(exchange) - ms;
    try {
      return sign(signed, api, method, ...rest);
    } finally {
      exchange.nonce = nonce;
    }
  };
}

/** Signed calls go one after the other. */
function numberedCalls(exchange: CcxtExchange): OneAtATime {
  const turns = new OneAtATime();
  const fetch2 = exchange.fetch2.bind(exchange);
  exchange.fetch2 = (path, api, ...rest) => (api === 'private' ? turns.call(() => fetch2(path, api, ...rest)) : fetch2(path, api, ...rest));
  return turns;
}

/** What the venue asks for, ms; it says so in seconds. Null where it says nothing that can be understood. */
function retryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
