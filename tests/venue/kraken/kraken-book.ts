import { crc32 } from 'node:zlib';
import type { Market } from '../core/market.ts';
import type { Side } from '../core/order.ts';
import { unitsText } from '../core/units.ts';
import { digits } from './exact-json.ts';
import { priceText } from './kraken-order.ts';
import { iso } from './kraken-routes.ts';
import { wireSymbol } from './names.ts';

interface Shown {
  readonly price: bigint;
  readonly total: bigint;
}

/** One subscription to a book: what it was told, so that the next message says only what is different. */
export class KrakenBook {
  readonly market: Market;
  private readonly depth: number;
  private shown: Readonly<Record<Side, readonly Shown[]>> = { BUY: [], SELL: [] };

  constructor(market: Market, depth: number) {
    this.market = market;
    this.depth = depth;
  }

  snapshot(): unknown {
    this.shown = this.now();
    const levels = (side: Side) => this.shown[side].map((level) => this.level(level));
    const data = { symbol: wireSymbol(this.market.rules), bids: levels('BUY'), asks: levels('SELL'), checksum: this.checksum() };
    return { channel: 'book', type: 'snapshot', data: [data] };
  }

  /** What has changed, or null. A level that fell out of the depth is not said to be gone: whoever keeps the book cuts it. */
  update(now: number): unknown {
    const before = this.shown;
    this.shown = this.now();
    const changes = (side: Side): unknown[] => {
      const [old, fresh] = [new Map(before[side].map((each) => [each.price, each.total])), this.shown[side]];
      const last = fresh.at(-1);
      const full = fresh.length === this.depth;
      const there = new Set(fresh.map((each) => each.price));
      const beyond = (price: bigint) => full && last !== undefined && (side === 'BUY' ? price < last.price : price > last.price);
      const gone = before[side].filter((each) => !there.has(each.price) && !beyond(each.price)).map(({ price }) => ({ price, total: 0n }));
      return [...gone, ...fresh.filter((each) => old.get(each.price) !== each.total)].map((each) => this.level(each));
    };
    const [bids, asks] = [changes('BUY'), changes('SELL')];
    if (bids.length + asks.length === 0) return null;
    const data = { symbol: wireSymbol(this.market.rules), bids, asks, checksum: this.checksum(), timestamp: iso(now) };
    return { channel: 'book', type: 'update', data: [data] };
  }

  private now(): Record<Side, readonly Shown[]> {
    return { BUY: this.market.bids.top(this.depth), SELL: this.market.asks.top(this.depth) };
  }

  private level({ price, total }: Shown): unknown {
    return { price: digits(priceText(price, this.market.rules)), qty: digits(unitsText(total)) };
  }

  /** CRC-32 of the ten best asks and bids, their digits without points and leading zeros. */
  private checksum(): number {
    const plain = (text: string) => text.replace('.', '').replace(/^0+/u, '');
    const part = (side: Side) =>
      this.shown[side]
        .slice(0, 10)
        .map(({ price, total }) => plain(priceText(price, this.market.rules)) + plain(unitsText(total)))
        .join('');
    return crc32(part('SELL') + part('BUY'));
  }
}
