import type { MarketsView } from '../../../src-shared/contract/markets.ts';
import type { ListedMarket } from '../../../src-shared/domain/venue-markets.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { NOW } from './ticket-states.ts';

// A venue with as many markets as the largest have, of invented coins beside the known ones.

const KNOWN = ['BTC', 'ETH', 'ETHW', 'SOL', 'XRP', 'ADA', 'DOGE', 'WBTC', 'BCH', 'LTC'];
const QUOTES = ['USDT', 'USDC', 'EUR', 'BTC', 'TRY'];

export function inventedMarkets(count: number): MarketsView {
  const random = new Sfc32(11);
  const letter = (): string => String.fromCharCode(65 + Math.floor(random.next() * 26));
  const symbols = new Map<string, ListedMarket>();
  while (symbols.size < count) {
    const at = Math.floor(symbols.size / QUOTES.length);
    const base = KNOWN[at] ?? letter() + letter() + letter() + letter();
    for (const quote of QUOTES) {
      const last = 10 ** (random.next() * 8 - 4);
      const told = random.next() < 0.95;
      symbols.set(`${base}/${quote}`, {
        ...{ symbol: `${base}/${quote}`, base, quote, tick: last > 1 ? '0.01' : '0.0000001', lot: '0.01', minNotional: '5' },
        last: told ? last : null,
        open24h: told ? last * (0.9 + random.next() * 0.2) : null,
        quoteVolume24h: told ? 10 ** (random.next() * 6 + 3) : null,
      });
    }
  }
  const markets = [...symbols.values()].slice(0, count);
  return {
    kept: [{ venue: 'BINANCE', name: 'Binance', fetchedAt: NOW - 11_220_000, markets, leftOut: 3 }],
    venues: [
      { id: 'binance', name: 'Binance' },
      { id: 'kraken', name: 'Kraken' },
    ],
  };
}
