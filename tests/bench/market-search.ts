import { MarketIndex, type NamedMarket } from '../../src-shared/domain/market-index.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { median, rounded, timed } from './timing.ts';

const MARKETS = 5_000;
const QUOTES = ['USDT', 'USDC', 'EUR', 'BTC'];
const TYPED = ['e', 'et', 'eth', 'btcu', 'sol eur', 'qxz', 'usdt', 'coin kr'];

/** Searches over as many markets as the largest venues have, ms. */
export interface MarketSearchBench {
  readonly markets: number;
  readonly buildMs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Makes the index of 5,000 invented markets and searches it a thousand times. */
export function benchMarketSearch(): MarketSearchBench {
  const random = new Sfc32(5);
  const letter = (): string => String.fromCharCode(65 + Math.floor(random.next() * 26));
  const markets = Array.from({ length: MARKETS }, (_, at): NamedMarket => {
    const base = letter() + letter() + letter() + (at % 2 === 0 ? letter() : '');
    const quote = QUOTES[at % QUOTES.length]!;
    return { id: `${base}/${quote}.X`, base, quote, name: `${base} Coin`, venue: 'KRAKEN', quoteVolume24h: random.next() * 1e6 };
  });
  const { value: index, ms } = timed(() => new MarketIndex(markets));
  const searches = Array.from({ length: 1_000 }, (_, at) => timed(() => index.search(TYPED[at % TYPED.length]!)).ms);
  return {
    markets: index.size,
    buildMs: rounded(ms, 1),
    medianMs: rounded(median(searches), 2),
    p99Ms: rounded([...searches].sort((a, b) => a - b)[990]!, 2),
  };
}
