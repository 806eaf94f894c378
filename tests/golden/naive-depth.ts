import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A line of the capture as far as it is needed here: prices in hundredths, sizes in millionths. */
export type CaptureEvent =
  | { readonly at: number; readonly what: 'trade'; readonly price: number; readonly size: number; readonly sold: boolean }
  | { readonly at: number; readonly what: 'best'; readonly u: number; readonly bid: Pair; readonly ask: Pair }
  | { readonly at: number; readonly what: 'levels'; readonly u: number; readonly bids: readonly Pair[]; readonly asks: readonly Pair[] };
type Pair = readonly [price: number, size: number];

/** A fill as it is told: instant, price in hundredths, size in millionths. */
export type NaiveFill = readonly [at: number, price: number, size: number];

/** A frame, as far as it is needed here. */
interface Frame {
  readonly e?: string;
  readonly p: string;
  readonly q: string;
  readonly m: boolean;
  readonly u: number;
  readonly b: string & readonly string[][];
  readonly B: string;
  readonly a: string & readonly string[][];
  readonly A: string;
}

function pair([price, size]: readonly string[]): Pair {
  return [Math.round(Number(price) * 100), Math.round(Number(size) * 1e6)];
}

/** Reads the capture whole. */
export function captureEvents(file: string): CaptureEvent[] {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  return lines.map((line) => {
    const at = Number(BigInt(line.slice(0, 19)) / 1_000_000n);
    const { data } = JSON.parse(line.slice(20)) as { data: Frame };
    if (data.e === 'trade') {
      const [price, size] = pair([data.p, data.q]);
      return { at, what: 'trade', price, size, sold: data.m };
    }
    if (data.e === 'depthUpdate') return { at, what: 'levels', u: data.u, bids: data.b.map(pair), asks: data.a.map(pair) };
    return { at, what: 'best', u: data.u, bid: pair([data.b, data.B]), ask: pair([data.a, data.A]) };
  });
}

/** Prices that are looked at, hundredths: from 61,000.00 up to 62,500.00. */
const FIRST = 6_100_000;
const COUNT = 150_000;

/** One side as a size for every price there is; -1 where nobody can know it. */
class NaiveSide {
  readonly size = new Float64Array(COUNT).fill(-1);
  private readonly isBid: boolean;
  /** The best price at which anything may stand. */
  private edge: number;

  constructor(isBid: boolean) {
    this.isBid = isBid;
    this.edge = isBid ? 0 : COUNT - 1;
  }

  set(price: number, size: number): void {
    const place = price - FIRST;
    if (place < 0 || place >= COUNT) return;
    this.size[place] = size;
    if (this.isBid ? place > this.edge : place < this.edge) this.edge = place;
  }

  /** The best price is this one: before it nothing stands. */
  best(price: number, size: number): void {
    const place = price - FIRST;
    const step = this.isBid ? 1 : -1;
    for (let at = place + step; (this.edge - at) * step >= 0; at += step) this.size[at] = 0;
    this.edge = place;
    this.size[place] = size;
  }

  at(price: number): number {
    const place = price - FIRST;
    // Beyond the best price there ever was nothing was named either.
    return (place - this.edge) * (this.isBid ? 1 : -1) > 0 ? 0 : this.size[place]!;
  }

  /** Levels from the best on, up to a price. */
  levels(until: number): Pair[] {
    const found: Pair[] = [];
    const step = this.isBid ? -1 : 1;
    for (let at = this.edge; (until - FIRST - at) * step >= 0 && at >= 0 && at < COUNT; at += step)
      if (this.size[at]! > 0) found.push([at + FIRST, this.size[at]!]);
    return found;
  }
}

class NaiveBook {
  readonly bids = new NaiveSide(true);
  readonly asks = new NaiveSide(false);
  private u = 0;
  private best: Extract<CaptureEvent, { what: 'best' }> | null = null;

  take(event: CaptureEvent): void {
    if (event.what === 'trade') return;
    if (event.what === 'best') {
      if (this.u === 0 || event.u <= this.u) return;
      this.best = event;
    } else {
      this.u = event.u;
      for (const level of event.bids) this.bids.set(...level);
      for (const level of event.asks) this.asks.set(...level);
    }
    if (this.best === null || this.best.u <= this.u) return;
    this.bids.best(...this.best.bid);
    this.asks.best(...this.best.ask);
  }
}

function bookAt(events: readonly CaptureEvent[], at: number): { readonly book: NaiveBook; readonly next: number } {
  const book = new NaiveBook();
  let next = 0;
  while (next < events.length && events[next]!.at <= at) {
    book.take(events[next]!);
    next += 1;
  }
  return { book, next };
}

/** A market order that arrives at an instant and finds enough. */
export function naiveMarket(events: readonly CaptureEvent[], at: number, order: { readonly buys: boolean; readonly size: number }): NaiveFill[] {
  const { book } = bookAt(events, at);
  const levels = order.buys ? book.asks.levels(FIRST + COUNT - 1) : book.bids.levels(FIRST);
  const fills: NaiveFill[] = [];
  let left = order.size;
  for (const [price, size] of levels) {
    if (left === 0) break;
    const taken = Math.min(left, size);
    fills.push([at, price, taken]);
    left -= taken;
  }
  return fills;
}

/** A limit order that comes to rest at an instant; everything that stood at its price stands before it, cancels come from behind it. */
export function naiveRest(
  events: readonly CaptureEvent[],
  at: number,
  order: { readonly buys: boolean; readonly price: number; readonly size: number },
  until: number,
): NaiveFill[] {
  const { buys, price } = order;
  const { book, next } = bookAt(events, at);
  const sizeNow = (): number => (buys ? book.bids : book.asks).at(price);
  const fills: NaiveFill[] = [];
  const used = new Map<number, Pair>();
  let left = order.size;
  let shown = sizeNow();
  let ahead = shown < 0 ? Number.POSITIVE_INFINITY : shown;
  /** Falls of the level that took from what was ahead, and what of them no print has claimed. */
  let claims: { since: number; size: number } = { since: 0, size: 0 };
  const fill = (time: number, most: number): number => {
    const size = Math.min(left, most);
    if (size > 0) fills.push([time, price, size]);
    left -= size;
    return size;
  };
  for (let i = next; i < events.length && left > 0; i += 1) {
    const event = events[i]!;
    if (event.at >= until) break;
    if (event.what === 'trade') {
      const through = buys ? event.price < price : event.price > price;
      if (through) {
        ahead = 0;
        fill(event.at, event.size);
      } else if (event.price === price && event.sold === buys) {
        const late = event.at - claims.since <= 1_000 ? Math.min(claims.size, event.size) : 0;
        claims = { ...claims, size: claims.size - late };
        const rest = event.size - late;
        const before = Math.min(ahead, rest);
        ahead -= before;
        fill(event.at, rest - before);
      }
      continue;
    }
    book.take(event);
    for (const [level, size] of (buys ? book.asks : book.bids).levels(price)) {
      const [was, had] = used.get(level) ?? [size, 0];
      const taken = was === size ? had : 0;
      used.set(level, [size, taken + fill(event.at, size - taken)]);
    }
    const now = sizeNow();
    if (now === shown) continue;
    if (now < 0) ahead = Number.POSITIVE_INFINITY;
    else if (shown < 0) ahead = now;
    else if (now < ahead) {
      claims = { since: event.at, size: (event.at - claims.since > 1_000 ? 0 : claims.size) + ahead - now };
      ahead = now;
    }
    shown = now;
  }
  return fills;
}
