import type { LettingExchange, SymbolsInUse } from './symbols-in-use.ts';

/**
 * What a venue has pushed and nobody was told yet. The library wakes whoever waits for several markets with the first of the messages that came together;
 * the others are in its memory alone.
 */
export class PushedNews {
  private readonly exchange: LettingExchange;
  private readonly symbols: readonly string[];
  private readonly inUse: SymbolsInUse;
  /** By place of the symbol: what was told last. */
  private readonly quotes: unknown[];
  private readonly trades: unknown[];

  constructor(exchange: LettingExchange, symbols: readonly string[], inUse: SymbolsInUse) {
    this.exchange = exchange;
    this.symbols = symbols;
    this.inUse = inUse;
    // What was heard for somebody else before is not heard now.
    this.quotes = symbols.map((symbol) => this.quoteOf(symbol));
    this.trades = symbols.map((symbol) => exchange.trades[symbol]?.at(-1));
  }

  /** The newest best prices of each market in which they are others than were told, by symbol. */
  takeQuotes(): Readonly<Record<string, unknown>> {
    const news: Record<string, unknown> = {};
    for (let place = 0; place < this.symbols.length; place += 1) {
      const symbol = this.symbols[place]!;
      const quote = this.quoteOf(symbol);
      if (quote === undefined || quote === this.quotes[place]) continue;
      this.quotes[place] = quote;
      news[symbol] = quote;
    }
    return news;
  }

  /** Every trade that came after the one that was told last of its market. */
  takeTrades(): readonly unknown[] {
    const news: unknown[] = [];
    for (let place = 0; place < this.symbols.length; place += 1) {
      const symbol = this.symbols[place]!;
      const kept = this.exchange.trades[symbol];
      const newest = kept?.at(-1);
      if (kept === undefined || newest === this.trades[place]) continue;
      for (let row = kept.lastIndexOf(this.trades[place]) + 1; row < kept.length; row += 1) news.push(kept[row]);
      this.trades[place] = newest;
      if (!this.inUse.isSole(symbol)) continue;
      // The library would keep a thousand of each market for nobody.
      kept.clear();
      this.trades[place] = undefined;
    }
    return news;
  }

  /** Kraken's class keeps best prices among its tickers. */
  private quoteOf(symbol: string): unknown {
    return this.exchange.bidsasks[symbol] ?? this.exchange.tickers[symbol];
  }
}
