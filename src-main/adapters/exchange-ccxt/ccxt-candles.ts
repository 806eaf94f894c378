import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { CandlePages, CandleVenues, VenueBar, VenueSeries } from '../../ports/candle-venues.ts';
import { ccxtModule, readdressed } from './ccxt-module.ts';
import { venueFault } from './venue-faults.ts';

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

/** Most bars of a page, by venue. */
const LIMITS: Readonly<Record<string, number>> = { binance: 1_000, coinbase: 300, hyperliquid: 5_000, kraken: 720, okx: 300 };

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
    const { default: Exchange } = await ccxtModule<CcxtExchange>(venue);
    // Asking again is the caller's business: the library would repeat any request.
    const exchange = new Exchange({ enableRateLimit: true, maxRetriesOnFailure: 0 });
    exchange.timeout = this.timeoutMs;
    exchange.has['fetchCurrencies'] = false;
    exchange.options['maxRetriesOnFailure'] = 0;
    exchange.options['fetchMarkets'] = { types: ['spot'] };
    // Coins have the names that the venue gives them.
    exchange.options['spotCurrencyMapping'] = {};
    exchange.urls.api = readdressed(exchange.urls.api, this.address);
    return exchange;
  }
}

/** Asks once, and says what went wrong in the program's own words. */
async function asked<Value>(venue: string, exchange: CcxtExchange, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (thrown) {
    throw venueFault(venue, thrown, askedWait(exchange));
  }
}

function askedWait({ last_response_headers }: CcxtExchange): number {
  const header = Object.entries(last_response_headers ?? {}).find(([key]) => key.toLowerCase() === 'retry-after');
  const seconds = Number(header?.[1] ?? 0);
  return seconds > 0 ? seconds * 1_000 : 0;
}
