import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderBook } from '../../src-main/core/order-book/order-book.ts';
import { DepthMessage } from '../../src-shared/domain/depth-message.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 20_000 : 400;

/** What stands in a venue's book: by side, price to size. */
interface Truth {
  readonly bids: ReadonlyMap<number, number>;
  readonly asks: ReadonlyMap<number, number>;
}
type Change = readonly [isBid: boolean, ticks: number, lots: number];

/** The venue: every change by its number, and the whole book after each. */
class Venue {
  readonly after: Truth[] = [{ bids: new Map([[100, 5]]), asks: new Map([[101, 5]]) }];
  readonly named: (readonly [isBid: boolean, ticks: number])[][] = [[]];

  constructor(changes: readonly Change[]) {
    for (const change of changes) this.change(change);
  }

  get last(): number {
    return this.after.length - 1;
  }

  /** A book is never crossed: an order that crosses takes away what it meets. */
  private change([isBid, ticks, lots]: Change): void {
    const before = this.after[this.last]!;
    const next = { bids: new Map(before.bids), asks: new Map(before.asks) };
    const own = isBid ? next.bids : next.asks;
    const other = isBid ? next.asks : next.bids;
    const named: (readonly [boolean, number])[] = [[isBid, ticks]];
    for (const price of [...other.keys()]) {
      if (lots === 0 || (isBid ? price > ticks : price < ticks)) continue;
      other.delete(price);
      named.push([!isBid, price]);
    }
    if (lots === 0) own.delete(ticks);
    else own.set(ticks, lots);
    this.after.push(next);
    this.named.push(named);
  }

  diff(first: number, last: number, isLinked: boolean): DepthMessage {
    const message = new DepthMessage().begin('diff', last);
    message.first = first;
    message.last = last;
    if (isLinked) message.previous = first - 1;
    const { bids, asks } = this.after[last]!;
    const seen = new Set<string>();
    for (const [isBid, ticks] of this.named.slice(first, last + 1).flat()) {
      if (seen.has(`${isBid} ${ticks}`)) continue;
      seen.add(`${isBid} ${ticks}`);
      if (isBid) message.bids.push(ticks, bids.get(ticks) ?? 0);
      else message.asks.push(ticks, asks.get(ticks) ?? 0);
    }
    return message;
  }

  snapshot(at: number): DepthMessage {
    const message = new DepthMessage().begin('snapshot', at);
    message.last = at;
    const { bids, asks } = this.after[at]!;
    for (const [ticks, lots] of bids) message.bids.push(ticks, lots);
    for (const [ticks, lots] of asks) message.asks.push(ticks, lots);
    return message;
  }

  ticker(at: number): DepthMessage | null {
    const { bids, asks } = this.after[at]!;
    if (bids.size === 0 || asks.size === 0) return null;
    const message = new DepthMessage().begin('ticker', at);
    message.last = at;
    const bid = Math.max(...bids.keys());
    const ask = Math.min(...asks.keys());
    message.bids.push(bid, bids.get(bid)!);
    message.asks.push(ask, asks.get(ask)!);
    return message;
  }
}

/** Mostly behind the best prices, now and then through them. */
const change: fc.Arbitrary<Change> = fc
  .tuple(
    fc.boolean(),
    fc.oneof({ arbitrary: fc.integer({ min: 0, max: 16 }), weight: 15 }, { arbitrary: fc.integer({ min: -3, max: -1 }), weight: 1 }),
    fc.integer({ min: 0, max: 5 }),
  )
  .map(([isBid, behind, lots]) => [isBid, isBid ? 100 - behind : 101 + behind, lots]);
/** How a group of changes is sent: how many there are, whether a ticker or a snapshot goes with it, and what happens to it on its way. */
const step = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  ticker: fc.boolean(),
  snapshot: fc.integer({ min: 0, max: 40 }),
  fate: fc.integer({ min: 0, max: 29 }).map((fate) => (['lost', 'late', 'twice'] as const)[fate] ?? 'sent'),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function messages(venue: Venue, steps: readonly Step[], isLinked: boolean): DepthMessage[] {
  const sent: DepthMessage[] = [];
  let held: DepthMessage | null = null;
  let at = 0;
  for (const { size, ticker, snapshot, fate } of steps) {
    const last = Math.min(venue.last, at + size);
    if (last === at) break;
    // A snapshot is of an instant before the one at which it comes.
    if (snapshot === 40) sent.push(venue.snapshot(Math.max(0, at - 2)));
    if (snapshot === 39) sent.push(venue.snapshot(at));
    const told = ticker ? venue.ticker(last) : null;
    if (told !== null) sent.push(told);
    const diff = venue.diff(at + 1, last, isLinked);
    if (fate !== 'lost' && fate !== 'late') sent.push(diff);
    if (fate === 'twice') sent.push(diff.copy());
    if (held !== null) sent.push(held);
    held = fate === 'late' ? diff : null;
    at = last;
  }
  return sent;
}

/** What a book claims must be so at the venue at the update that the book has reached. */
function judge(book: OrderBook, venue: Venue, tickerId: number): void {
  const at = Math.max(book.last, tickerId);
  const truth = venue.after[at]!;
  const bestBid = Math.max(0, ...truth.bids.keys());
  const bestAsk = Math.min(Number.POSITIVE_INFINITY, ...truth.asks.keys());
  if (tickerId > book.last) {
    expect(book.bids.best).toBe(bestBid);
    expect(book.asks.best).toBe(bestAsk === Number.POSITIVE_INFINITY ? 0 : bestAsk);
  }
  if (at !== book.last) return;
  for (const side of ['bids', 'asks'] as const) {
    for (let ticks = 80; ticks <= 121; ticks += 1) {
      const lots = book.lotsAt(side, ticks);
      const known = truth[side].get(ticks) ?? 0;
      if (book.state === 'whole' && book[side].at(ticks) !== known)
        throw new Error(`${side} ${ticks}: ${lots} is claimed, ${known} stands there`);
      if (lots >= 0 && lots !== known) throw new Error(`${side} ${ticks}: ${lots} is claimed, ${known} stands there`);
    }
    const levels = Array.from({ length: book[side].length }, (_, level) => book[side].ticksOf(level));
    expect(levels).toEqual([...levels].sort((a, b) => (side === 'bids' ? b - a : a - b)));
  }
}

test('what a book claims stands at the venue, whatever was lost, sent twice or came late', () => {
  const reached = { whole: 0, covered: 0, stale: 0, old: 0 };
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 60, maxLength: 200 }),
      fc.array(step, { minLength: 10, maxLength: 50 }),
      fc.boolean(),
      (changes, steps, isLinked) => {
        const venue = new Venue(changes);
        const book = new OrderBook();
        let tickerId = 0;
        for (const message of messages(venue, steps, isLinked)) {
          const applied = book.apply(message);
          if (applied === 'old') reached.old += 1;
          if (message.kind === 'ticker' && applied === 'applied') tickerId = message.last;
          if (applied === 'gap' || applied === 'crossed') tickerId = 0;
          if (book.state in reached) reached[book.state as 'whole'] += 1;
          judge(book, venue, tickerId);
        }
        expect(book.problems.crossed).toBe(0);
      },
    ),
    { numRuns: RUNS, seed: 11 },
  );
  // The run has seen every state.
  for (const count of Object.values(reached)) expect(count).toBeGreaterThan(RUNS / 10);
});

test('with nothing lost a book is never stale and ends as the venue’s', () => {
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 80 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 80, maxLength: 80 }),
      (changes, sizes) => {
        const venue = new Venue(changes);
        const book = new OrderBook();
        book.apply(venue.snapshot(0));
        let at = 0;
        for (const size of sizes) {
          const last = Math.min(venue.last, at + size);
          if (last > at) expect(book.apply(venue.diff(at + 1, last, false))).toBe('applied');
          at = last;
          expect(book.state).toBe('whole');
        }
        const { bids, asks } = venue.after[venue.last]!;
        expect([book.bids.length, book.asks.length]).toEqual([bids.size, asks.size]);
        judge(book, venue, 0);
      },
    ),
    { numRuns: RUNS, seed: 12 },
  );
});
