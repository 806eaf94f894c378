import type { Clock } from '../../ports/clock.ts';
import type { VenueCredentials } from '../../ports/venue-accounts.ts';
import { ccxtModule, readdressed } from './ccxt-module.ts';
import { RateLimiter } from './rate-limiter.ts';
import { presentUrgency } from './request-urgency.ts';
import { venueFetch } from './venue-fetch.ts';
import type { RightsCalls, VenueRules } from './venues/venue-rules.ts';

const TIMEOUT_MS = 10_000;

/** What is used of one venue's class of the library, once its figures are texts. */
export interface CcxtExchange extends RightsCalls {
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
}

/** An exchange of the library behind our own door. */
export interface OpenExchange<Exchange extends CcxtExchange = CcxtExchange> {
  readonly exchange: Exchange;
  readonly limiter: RateLimiter;
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
}

/**
 * Makes a venue's exchange that never asks twice by itself, gives figures as texts, waits at our limiter and leaves evidence of what it sent.
 */
export async function openExchange<Exchange extends CcxtExchange = CcxtExchange>(
  rules: VenueRules,
  credentials: VenueCredentials | null,
  to: ExchangeAddress,
): Promise<OpenExchange<Exchange>> {
  const { profile } = rules;
  const { default: Exchange } = await ccxtModule<Exchange>(to.pushed === true ? `pro/${profile.id}` : profile.id);
  const exchange = new Exchange({ ...(credentials === null ? {} : rules.credentials(credentials)), enableRateLimit: true });
  const limiter = new RateLimiter(profile.name, rules.limits, to.clock);
  exchange.timeout = to.timeoutMs ?? TIMEOUT_MS;
  exchange.number = String;
  exchange.has['fetchCurrencies'] = false;
  Object.assign(exchange.options, rules.options, { maxRetriesOnFailure: 0 });
  if (to.sandbox) exchange.setSandboxMode(true);
  exchange.urls.api = readdressed(exchange.urls.api, to.address);
  // The library connects to an address without encryption, such as a gateway's on this machine, only when this was loaded.
  if (JSON.stringify(exchange.urls.api).includes('"ws://')) await exchange.loadHttpProxyAgent();
  exchange.throttle = (cost = 1) => limiter.turn({ weight: cost * rules.weightPerCost, orders: 0, urgency: presentUrgency() });
  exchange.fetchImplementation = venueFetch((status, headers) => {
    for (const { limit, used } of rules.counted(headers)) limiter.learn(limit, used);
    if (status === 429 || status === 418) limiter.pause(retryAfterMs(headers));
  });
  return { exchange, limiter };
}

/** What the venue asks for, ms; it says so in seconds. Null where it says nothing that can be understood. */
function retryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
