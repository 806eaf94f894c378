import type { Clock } from '../../ports/clock.ts';
import type { CcxtExchange } from './open-exchange.ts';

/** How long a venue's answer to the end of a subscription is waited for, ms. */
const ANSWER_MS = 5_000;

/** What a message costs in the library's units of 50 ms: two or three go out in a second, because some may arrive together. */
const MESSAGE_COST = 8;

/** What is used of the library's class to let go of what it keeps of each symbol. */
export interface LettingExchange extends CcxtExchange {
  /** Connections, by address. */
  readonly clients: Readonly<Record<string, unknown>>;
  /** What was heard last, by symbol. */
  readonly bidsasks: Record<string, unknown>;
  readonly tickers: Record<string, unknown>;
  readonly trades: Record<string, readonly unknown[] & { clear(): void }>;
  /** Which of its connections a subscription goes over: Binance's class alone has several. */
  stream?: (type: string, subscriptions: string) => string;
  fetchTickers(symbols: readonly string[]): Promise<unknown>;
  unWatchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  unWatchTradesForSymbols(symbols: readonly string[]): Promise<unknown>;
}

/**
 * The symbols that are listened to. One that nobody listens to any more is unsubscribed, in one message with its like, and the library's memory of it
 * goes; where the library cannot unsubscribe, the connection goes when nothing is wanted of it.
 */
export class SymbolsInUse {
  private readonly exchange: LettingExchange;
  private readonly clock: Clock;
  private readonly counts = new Map<string, number>();
  private leaving: Promise<void> | null = null;

  constructor(exchange: LettingExchange, clock: Clock) {
    this.exchange = exchange;
    this.clock = clock;
    if (exchange.stream === undefined) return;
    // The library takes another connection for each new set of symbols, and remembers every set: all go over one here, and end on it.
    exchange.stream = () => '0';
    // It lets twenty messages a second through; Binance cuts a connection at the sixth.
    exchange.options['ws'] = { ...(exchange.options['ws'] as object | undefined), cost: MESSAGE_COST };
  }

  /** Counts symbols as listened to. */
  take(symbols: readonly string[]): void {
    for (const symbol of symbols) this.counts.set(symbol, (this.counts.get(symbol) ?? 0) + 1);
  }

  /** Whether one listener alone has a symbol. */
  isSole(symbol: string): boolean {
    return this.counts.get(symbol) === 1;
  }

  /** Lets go of symbols that were taken. */
  release(symbols: readonly string[]): void {
    const unused = symbols.filter((symbol) => {
      const left = (this.counts.get(symbol) ?? 0) - 1;
      if (left > 0) this.counts.set(symbol, left);
      else this.counts.delete(symbol);
      return left <= 0;
    });
    if (unused.length === 0) return;
    const done: Promise<void> = (this.leaving ?? Promise.resolve())
      .then(() => this.leave(unused.filter((symbol) => !this.counts.has(symbol))))
      .finally(() => {
        if (this.leaving === done) this.leaving = null;
      });
    this.leaving = done;
  }

  /** Until what is being unsubscribed is: a subscription that crossed it would be lost with it. */
  async settled(): Promise<void> {
    while (this.leaving !== null) await this.leaving;
  }

  private async leave(symbols: readonly string[]): Promise<void> {
    const { exchange } = this;
    if (symbols.length > 0 && Object.keys(exchange.clients).length > 0) {
      if (exchange.has['unWatchBidsAsks'] === true && exchange.has['unWatchTradesForSymbols'] === true)
        await this.answered([exchange.unWatchBidsAsks(symbols), exchange.unWatchTradesForSymbols(symbols)]);
      else if (this.counts.size === 0) await exchange.close();
    }
    for (const symbol of symbols)
      for (const heard of [exchange.bidsasks, exchange.tickers, exchange.trades]) Reflect.deleteProperty(heard, symbol);
  }

  /** A question that a broken connection takes along needs no answer: its subscriptions are gone with it. */
  private async answered(questions: readonly Promise<unknown>[]): Promise<void> {
    await new Promise<void>((resolve) => {
      const late = this.clock.after(ANSWER_MS, resolve);
      void Promise.allSettled(questions).then(() => {
        late.dispose();
        resolve();
      });
    });
  }
}
