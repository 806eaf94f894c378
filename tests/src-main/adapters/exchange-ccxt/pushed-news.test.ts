import { expect, test } from 'vitest';
import { PushedNews } from '../../../../src-main/adapters/exchange-ccxt/pushed-news.ts';
import { type LettingExchange, SymbolsInUse } from '../../../../src-main/adapters/exchange-ccxt/symbols-in-use.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

/** A list of trades as the library keeps them. */
class Kept extends Array<unknown> {
  clear(): void {
    this.length = 0;
  }
}

/** What the library's class keeps, and nothing else of it. */
function memory() {
  const kept = { bidsasks: {} as Record<string, unknown>, tickers: {} as Record<string, unknown>, trades: {} as Record<string, Kept> };
  const exchange = { ...kept, has: {}, options: {}, clients: {} } as unknown as LettingExchange;
  const inUse = new SymbolsInUse(exchange, new SteppedClock(0));
  const news = (symbols: readonly string[]): PushedNews => {
    inUse.take(symbols);
    return new PushedNews(exchange, symbols, inUse);
  };
  const trade = (symbol: string, ...ids: readonly number[]): void => {
    for (const id of ids) (kept.trades[symbol] ??= new Kept()).push({ symbol, id });
  };
  return { kept, news, trade };
}

test('tells the best prices of every market that changed, though one alone woke it, and each once', () => {
  const { kept, news } = memory();
  kept.bidsasks['A'] = { bid: '1' };
  const heard = news(['A', 'B', 'C']);
  // A was heard for somebody else before; Kraken's class keeps C elsewhere.
  kept.bidsasks['B'] = { bid: '2' };
  kept.tickers['C'] = { bid: '3' };
  expect(heard.takeQuotes()).toEqual({ B: { bid: '2' }, C: { bid: '3' } });
  expect(heard.takeQuotes()).toEqual({});
  kept.bidsasks['A'] = { bid: '4' };
  expect(heard.takeQuotes()).toEqual({ A: { bid: '4' } });
});

test('tells every trade once, and lets go of what nobody else wants', () => {
  const { kept, news, trade } = memory();
  trade('A', 1);
  const heard = news(['A', 'B']);
  trade('A', 2, 3);
  trade('B', 7);
  expect(heard.takeTrades()).toEqual([2, 3].map((id) => ({ symbol: 'A', id })).concat({ symbol: 'B', id: 7 }));
  expect([kept.trades['A'], kept.trades['B']].map((each) => each?.length)).toEqual([0, 0]);
  trade('A', 4);
  expect([heard.takeTrades(), heard.takeTrades()]).toEqual([[{ symbol: 'A', id: 4 }], []]);
});

test('two who listen to one market each hear all of it', () => {
  const { kept, news, trade } = memory();
  const [one, two] = [news(['A']), news(['A'])];
  trade('A', 1, 2);
  expect(one.takeTrades()).toHaveLength(2);
  trade('A', 3);
  expect([one.takeTrades(), two.takeTrades()].map(({ length }) => length)).toEqual([1, 3]);
  expect(kept.trades['A']).toHaveLength(3);
});
