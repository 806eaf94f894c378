import type { Market } from '../core/market.ts';
import type { Side } from '../core/order.ts';
import { okxSz, okxText } from './okx-order.ts';

/** Levels of a side that the channel tells of. */
const DEPTH = 400;

interface Shown {
  readonly price: bigint;
  readonly total: bigint;
}

/** One subscription to the channel `books`: what it was told, so that the next message says only what is different, and which number that had. */
export class OkxBook {
  private readonly market: Market;
  private shown: Readonly<Record<Side, readonly Shown[]>> = { BUY: [], SELL: [] };
  private number = -1;

  constructor(market: Market) {
    this.market = market;
  }

  snapshot(now: number): Readonly<Record<string, unknown>> {
    this.shown = this.now();
    const previous = -1;
    this.number = this.market.updateId;
    return this.message({ bids: this.shown.BUY, asks: this.shown.SELL, previous, now });
  }

  /** What has changed; null where nothing has. A level that fell out of the depth is told to be gone. */
  update(now: number): Readonly<Record<string, unknown>> | null {
    const before = this.shown;
    this.shown = this.now();
    const changes = (side: Side): Shown[] => {
      const [old, fresh] = [new Map(before[side].map(({ price, total }) => [price, total])), this.shown[side]];
      const there = new Set(fresh.map(({ price }) => price));
      const gone = before[side].filter(({ price }) => !there.has(price)).map(({ price }) => ({ price, total: 0n }));
      return [...gone, ...fresh.filter(({ price, total }) => old.get(price) !== total)];
    };
    const [bids, asks] = [changes('BUY'), changes('SELL')];
    if (bids.length + asks.length === 0) return null;
    const previous = this.number;
    this.number = this.market.updateId;
    return this.message({ bids, asks, previous, now });
  }

  private now(): Record<Side, readonly Shown[]> {
    return { BUY: this.market.bids.top(DEPTH), SELL: this.market.asks.top(DEPTH) };
  }

  private message(of: {
    readonly bids: readonly Shown[];
    readonly asks: readonly Shown[];
    readonly previous: number;
    readonly now: number;
  }): Readonly<Record<string, unknown>> {
    const levels = (side: readonly Shown[]) =>
      side.map(({ price, total }) => [okxText(price), okxSz(this.market.rules, total), '0', total === 0n ? '0' : '1']);
    return { asks: levels(of.asks), bids: levels(of.bids), ts: String(of.now), checksum: 0, prevSeqId: of.previous, seqId: this.number };
  }
}
