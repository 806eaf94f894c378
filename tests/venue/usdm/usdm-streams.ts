import type { StreamNames } from '../binance/stream-hub.ts';
import { makeChannel, type StreamChannel } from '../binance/stream-channel.ts';
import type { MarketEvent } from '../core/events.ts';
import type { Market } from '../core/market.ts';
import { usdmFigures } from './usdm-desk.ts';

type Json = Readonly<Record<string, unknown>>;

/** Where the futures tell what: a stream that is asked for elsewhere is never heard of. */
export type Category = 'public' | 'market';

const PUBLIC = /^(?:depth|bookTicker|trade)/u;

/** Numbers of a book's changes leave others out between them. */
export function bookNumber(updateId: number): number {
  return updateId * 3;
}

/** Streams of contracts by their names there, such as `btcusdt@depth@100ms`. */
export function usdmStreams(contracts: ReadonlyMap<string, Market>, category: Category): StreamNames {
  const idOf = (name: string) => (name.split('@')[0] ?? '').toUpperCase();
  return {
    channel: (name) => {
      const [, kind = '', speed] = name.split('@');
      if (PUBLIC.test(kind) !== (category === 'public')) return null;
      const market = contracts.get(idOf(name));
      if (kind === 'markPrice' && market !== undefined) return new MarkPrice(market, idOf(name), speed === '1s' ? 1_000 : 3_000);
      const inner = makeChannel(name, contracts);
      return inner === null ? null : new UsdmChannel(inner, idOf(name));
    },
    market: (name) => contracts.get(idOf(name))?.rules.name ?? '',
  };
}

/** How a contract is valued and what it pays next, whether anything has changed or not. */
class MarkPrice implements StreamChannel {
  readonly period: number;
  private readonly market: Market;
  private readonly id: string;

  constructor(market: Market, id: string, period: number) {
    this.market = market;
    this.id = id;
    this.period = period;
  }

  see(): void {
    // What it tells is read from the market when it is asked.
  }

  take(now: number): unknown[] {
    const { mark, index, rate, nextAt } = usdmFigures(this.market, now);
    return [{ e: 'markPriceUpdate', E: now, s: this.id, p: mark, P: index, i: index, r: rate, T: nextAt }];
  }
}

/** The same messages as coins' have, with the names and numbers of contracts. */
class UsdmChannel implements StreamChannel {
  readonly period: number;
  private readonly inner: StreamChannel;
  private readonly id: string;

  constructor(inner: StreamChannel, id: string) {
    this.inner = inner;
    this.period = inner.period;
    this.id = id;
  }

  see(event: MarketEvent): void {
    this.inner.see(event);
  }

  take(now: number): unknown[] {
    return this.inner.take(now).map((message) => this.write(message as Json, now));
  }

  private write(message: Json, now: number): Json {
    const named = { ...message, s: this.id };
    if (message['e'] === 'depthUpdate') {
      const [first, last] = [Number(message['U']), Number(message['u'])];
      return { ...named, T: now, U: bookNumber(first - 1) + 1, u: bookNumber(last), pu: bookNumber(first - 1) };
    }
    if (message['e'] === undefined) return { ...named, e: 'bookTicker', T: now, E: now };
    return message['k'] === undefined ? named : { ...named, k: { ...(message['k'] as Json), s: this.id } };
  }
}
