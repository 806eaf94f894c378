import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { FIRST_CUSTOMER } from './control/customer.ts';

/** What the tests use of ccxt's class of a venue. */
export interface CcxtVenue {
  readonly options: Record<string, unknown>;
  readonly markets: Readonly<Record<string, CcxtMarket>>;
  readonly last_response_headers: Readonly<Record<string, string>> | undefined;
  urls: { api: unknown };
  /** Stands in for the platform's `fetch`. */
  fetchImplementation: unknown;
  /** Makes the connections of plain websockets. */
  httpAgent: unknown;
  timeout: number;
  loadHttpProxyAgent(): Promise<unknown>;
  loadMarkets(): Promise<unknown>;
  close(): Promise<unknown>;
  /** Any other call of the library's, by name. */
  readonly [call: string]: unknown;
}

export interface CcxtMarket {
  readonly id: string;
  readonly symbol: string;
  readonly precision: { readonly price: number; readonly amount: number };
  readonly limits: { readonly cost: { readonly min: number } };
}

type Constructor = new (config: Readonly<Record<string, unknown>>) => CcxtVenue;

/** An order as the library gives it; only what tests look at. */
export interface CcxtOrder {
  readonly id: string;
  readonly clientOrderId: string;
  readonly status: string;
  readonly type: string;
  readonly side: string;
  readonly price: number;
  readonly triggerPrice: number | undefined;
  readonly amount: number;
  readonly filled: number;
  readonly remaining: number;
  readonly cost: number;
  readonly average: number | undefined;
  readonly timeInForce: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly fees: readonly { readonly currency: string; readonly cost: number }[];
  readonly trades: readonly unknown[];
}

/** The library's module of one venue with websockets, and nothing else of the library. */
async function venueModule(name: 'binance' | 'kraken' | 'hyperliquid'): Promise<Constructor> {
  const file = new URL(`../js/src/pro/${name}.js`, pathToFileURL(createRequire(import.meta.url).resolve('ccxt')));
  const loaded = (await import(file.href)) as { readonly default: Constructor };
  return loaded.default;
}

/** ccxt as it is installed, pointed at a venue: only its addresses are other ones. */
export async function ccxtAt(
  address: string,
  options: {
    readonly protocol?: 'binance' | 'kraken' | 'hyperliquid';
    readonly key?: string;
    readonly secret?: string;
    readonly anonymous?: boolean;
    readonly config?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<CcxtVenue> {
  const Exchange = await venueModule(options.protocol ?? 'binance');
  const keys = options.anonymous ? {} : { apiKey: options.key ?? FIRST_CUSTOMER.key, secret: options.secret ?? FIRST_CUSTOMER.secret };
  const exchange = new Exchange({ ...keys, enableRateLimit: false, maxRetriesOnFailure: 0, ...options.config });
  // The library repeats any request, orders among them, unless both say that it may not.
  exchange.options['maxRetriesOnFailure'] = 0;
  exchange.urls.api = readdressed(exchange.urls.api, address);
  // Without it a plain websocket gets no agent at all, and the library no connection.
  await exchange.loadHttpProxyAgent();
  return exchange;
}

/** Every address of the library with another host. */
function readdressed(value: unknown, address: string): unknown {
  if (typeof value === 'string') {
    const path = value.replace(/^\w+:\/\/[^/]+/u, '');
    return (value.startsWith('ws') ? address.replace(/^http/u, 'ws') : address) + path;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, readdressed(part, address)]));
}

/** Calls the library by name. */
export async function call<Answer>(exchange: CcxtVenue, name: string, ...args: readonly unknown[]): Promise<Answer> {
  const found = exchange[name];
  if (typeof found !== 'function') throw new Error(`ccxt has no ${name}`);
  return (await Reflect.apply(found, exchange, [...args])) as Answer;
}

/** The name of the error that a call throws, with its message; fails where it does not throw. */
export async function refusalOf(asked: Promise<unknown>): Promise<{ readonly name: string; readonly message: string }> {
  try {
    await asked;
  } catch (thrown) {
    if (thrown instanceof Error) return { name: thrown.constructor.name, message: thrown.message };
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
