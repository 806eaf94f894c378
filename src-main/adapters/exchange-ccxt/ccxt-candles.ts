import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { CandlePages, CandleVenues, VenueBar, VenueSeries } from '../../ports/candle-venues.ts';

/** What is used of one venue's class of the library. */
interface CcxtExchange {
  readonly urls: { api: unknown };
  readonly options: Record<string, unknown>;
  readonly timeframes: Readonly<Record<string, unknown>>;
  readonly symbols: readonly string[];
  readonly last_response_headers?: Readonly<Record<string, string>>;
  readonly has: Record<string, unknown>;
  timeout: number;
  loadMarkets(): Promise<unknown>;
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<readonly VenueBar[]>;
}

type CcxtModule = { readonly default: new (config: Readonly<Record<string, unknown>>) => CcxtExchange };

/** Most bars of a page, by venue. */
const LIMITS: Readonly<Record<string, number>> = { binance: 1_000, coinbase: 300, kraken: 720, okx: 300 };

const TIMEOUT_MS = 10_000;

/** Past bars of exchanges through ccxt, of which only the module of the venue in use is loaded. */
export class CcxtCandles implements CandleVenues {
  readonly names: readonly string[] = Object.keys(LIMITS);
  private readonly address: (url: string) => string;
  private readonly timeoutMs: number;

  /** `address` gives the address that is asked in place of a venue's own, such as a gateway's. */
  constructor(options: { readonly address?: (url: string) => string; readonly timeoutMs?: number } = {}) {
    this.address = options.address ?? ((url) => url);
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async open({ venue, symbol, timeframe }: VenueSeries): Promise<CandlePages> {
    const limit = LIMITS[venue];
    if (limit === undefined) {
      const problem = `bars cannot be had from ${venue.toUpperCase()}. ${suggestion(venue, this.names, `Venues are ${this.names.join(', ').toUpperCase()}.`)}`;
      throw new Fault('input.option-value', { option: '--instrument', problem });
    }
    const exchange = await this.exchange(venue);
    await asked(venue, exchange, () => exchange.loadMarkets());
    if (!exchange.symbols.includes(symbol)) {
      const problem = `${venue.toUpperCase()} has no ${symbol}. ${suggestion(symbol, exchange.symbols, '')}`.trim();
      throw new Fault('input.option-value', { option: '--instrument', problem });
    }
    if (!Object.hasOwn(exchange.timeframes, timeframe)) {
      const problem = `${venue.toUpperCase()} has no bars of ${timeframe}; shorter ones can be joined when they are used.`;
      throw new Fault('input.option-value', { option: '--timeframe', problem });
    }
    return { limit, page: (since) => asked(venue, exchange, () => exchange.fetchOHLCV(symbol, timeframe, since, limit)) };
  }

  private async exchange(venue: string): Promise<CcxtExchange> {
    const { default: Exchange } = await venueModule(venue);
    // Asking again is the caller's business: the library would repeat any request.
    const exchange = new Exchange({ enableRateLimit: true, maxRetriesOnFailure: 0 });
    exchange.timeout = this.timeoutMs;
    exchange.has['fetchCurrencies'] = false;
    exchange.options['maxRetriesOnFailure'] = 0;
    exchange.options['fetchMarkets'] = { types: ['spot'] };
    exchange.urls.api = readdressed(exchange.urls.api, this.address);
    return exchange;
  }
}

/** The library's module of one venue: that of the installed package for the sources, else a bundle of its own beside the program. */
async function venueModule(venue: string): Promise<CcxtModule> {
  const here = import.meta.url;
  const file = here.endsWith('.ts')
    ? new URL(`../js/src/${venue}.js`, pathToFileURL(createRequire(here).resolve('ccxt')))
    : new URL(`${new URL('.', here).pathname.endsWith('/workers/') ? '../' : './'}venues/${venue}.js`, here);
  return (await import(file.href)) as CcxtModule;
}

function readdressed(value: unknown, address: (url: string) => string): unknown {
  if (typeof value === 'string') return address(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, readdressed(part, address)]));
}

/** Asks once, and says what went wrong in the program's own words. */
async function asked<Value>(venue: string, exchange: CcxtExchange, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (thrown) {
    throw venueFault(venue, exchange, thrown);
  }
}

/** Classes of the library's errors by name: what may pass by itself, and what a venue refused. */
const BUSY = ['RateLimitExceeded', 'DDoSProtection'];
const UNREACHABLE = ['NetworkError', 'RequestTimeout', 'ExchangeNotAvailable', 'OnMaintenance'];

function venueFault(venue: string, exchange: CcxtExchange, thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('name' in thrown)) return thrown;
  const name = thrown.constructor.name;
  const details = { venue: venue.toUpperCase(), problem: thrown.message.slice(0, 200) };
  const headers = Object.entries(exchange.last_response_headers ?? {});
  const after = Number(headers.find(([key]) => key.toLowerCase() === 'retry-after')?.[1] ?? 0);
  if (BUSY.includes(name)) return new Fault('venue.busy', { ...details, waitMs: after > 0 ? after * 1_000 : 0 }, { cause: thrown });
  if (UNREACHABLE.includes(name)) return new Fault('venue.unreachable', details, { cause: thrown });
  const ofVenue = [
    'ExchangeError',
    'BadRequest',
    'BadSymbol',
    'BadResponse',
    'NullResponse',
    'ArgumentsRequired',
    'NotSupported',
    'AuthenticationError',
    'PermissionDenied',
  ];
  return ofVenue.includes(name) ? new Fault('venue.refused', details, { cause: thrown }) : thrown;
}
