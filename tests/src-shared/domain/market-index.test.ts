import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coinName } from '../../../src-shared/domain/coin-names.ts';
import { MarketIndex, type NamedMarket } from '../../../src-shared/domain/market-index.ts';

function market(symbol: string, venue = 'BINANCE', quoteVolume24h: number | null = null): NamedMarket {
  const [base = '', quote = ''] = symbol.split('/');
  return { id: `${symbol}.${venue}`, base, quote, name: coinName(base), venue, quoteVolume24h };
}

const BINANCE =
  'ETHW/USDT ETH/BTC ETH/USDT ETH/EUR BTC/USDC BTC/USDT BTC/EUR WBTC/BTC WBTC/USDT BCH/USDT SOL/USDT SOL/EUR SOLV/USDT SOLV/EUR STETH/USDT DOGE/USDT DOGS/USDT ADA/USDT 1INCH/USDT EUR/USDT USDC/USDT';
const index = new MarketIndex([
  ...BINANCE.split(' ').map((symbol) => market(symbol)),
  market('ETH/USD', 'KRAKEN'),
  market('BTC/USD', 'KRAKEN'),
  market('SOL/EUR', 'KRAKEN'),
]);

describe('a market by a few letters', () => {
  it.each([
    ['eth', ['ETH/USDT.BINANCE', 'ETH/USD.KRAKEN', 'ETH/EUR.BINANCE', 'ETH/BTC.BINANCE', 'ETHW/USDT.BINANCE', 'STETH/USDT.BINANCE']],
    ['btcu', ['BTC/USDT.BINANCE', 'BTC/USD.KRAKEN', 'BTC/USDC.BINANCE']],
    ['sol eur', ['SOL/EUR.BINANCE', 'SOL/EUR.KRAKEN', 'SOLV/EUR.BINANCE']],
    ['eur sol', ['SOL/EUR.BINANCE', 'SOL/EUR.KRAKEN', 'SOLV/EUR.BINANCE']],
    ['bit', ['BTC/USDT.BINANCE', 'BCH/USDT.BINANCE']],
    ['cash', ['BCH/USDT.BINANCE']],
    ['kra', ['BTC/USD.KRAKEN', 'ETH/USD.KRAKEN', 'SOL/EUR.KRAKEN']],
    ['eth kraken', ['ETH/USD.KRAKEN']],
    ['btc/usdt.binance', ['BTC/USDT.BINANCE']],
    ['dgu', ['DOGS/USDT.BINANCE', 'DOGE/USDT.BINANCE']],
    ['1in', ['1INCH/USDT.BINANCE']],
    ['inch', ['1INCH/USDT.BINANCE']],
    ['carda', ['ADA/USDT.BINANCE']],
    ['eur', ['EUR/USDT.BINANCE']],
  ])('%s', (typed, first) => {
    expect(index.search(typed, first.length).map(({ id }) => id)).toEqual(first);
  });

  it('finds nothing for what fits nothing, everything for nothing, and as many as asked', () => {
    expect(index.search('zz')).toEqual([]);
    expect(index.search('btc nowhere')).toEqual([]);
    expect(index.search('  /').length).toBe(index.size);
    expect(index.search('usdt', 3)).toHaveLength(3);
  });

  it('puts what is traded more before what is traded less, and what is known before what is not', () => {
    const traded = new MarketIndex([market('ABA/USDT', 'X', null), market('ABB/USDT', 'X', 5), market('ABC/USDT', 'X', 90)]);
    expect(traded.search('ab').map(({ base }) => base)).toEqual(['ABC', 'ABB', 'ABA']);
  });

  it('finds every market first by its own signs and venue, among invented ones', () => {
    const sign = fc.stringMatching(/^[A-Z0-9]{2,6}$/u);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(sign, sign), { minLength: 1, maxLength: 60, selector: ([a, b]) => `${a}/${b}` }), (pairs) => {
        const invented = new MarketIndex(pairs.map(([base, quote]) => market(`${base}/${quote}`, 'VENUE')));
        for (const [base, quote] of pairs) {
          const found = invented.search(`${base.toLowerCase()} ${quote}`).map(({ id }) => id);
          const at = found.indexOf(`${base}/${quote}.VENUE`);
          // Only one whose base is the other's quote and the reverse can stand before it.
          expect(found.slice(0, at).every((id) => id.startsWith(`${base}/`) || id.startsWith(`${quote}/`))).toBe(true);
          expect(at).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 30 },
    );
  });
});
