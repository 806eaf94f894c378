import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveCapture } from '../../src-main/adapters/depth-files/live-capture.ts';
import { WatchedBook } from '../../src-main/core/order-book/watched-book.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 20_000 : 300;

type Levels = Map<number, number>;

/** What happens to a venue's book and to the frame that tells of it. */
const STEP = fc.record({
  bid: fc.boolean(),
  behind: fc.integer({ min: 0, max: 12 }),
  lots: fc.integer({ min: 0, max: 4 }),
  more: fc.boolean(),
  fate: fc.constantFrom('sent', 'sent', 'sent', 'sent', 'sent', 'sent', 'lost', 'twice', 'late'),
  /** A whole book as of so many changes before comes now, when it is wanted. */
  snapshot: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
  cut: fc.boolean(),
});

const text = (levels: Levels) => [...levels].map(([ticks, lots]) => [String(ticks), String(lots)]);

test('a book that is called known is the venue’s, whatever was lost, doubled or came late', () => {
  let known = 0;
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 5, maxLength: 80 }), (steps) => {
      const truth: { readonly bids: Levels; readonly asks: Levels }[] = [{ bids: new Map([[100, 5]]), asks: new Map([[101, 5]]) }];
      const order = new LiveCapture({ venue: 'BINANCE', symbol: 'BTC/USDT', tick: '1', lot: '1' });
      const watched = new WatchedBook({ changed: () => undefined });
      let [first, late] = [1, null as unknown];
      const named = { b: new Map() as Levels, a: new Map() as Levels };
      steps.forEach(({ bid, behind, lots, more, fate, snapshot, cut }, at) => {
        const before = truth[at]!;
        const next = { bids: new Map(before.bids), asks: new Map(before.asks) };
        const ticks = bid ? 100 - behind : 101 + behind;
        if (lots === 0) (bid ? next.bids : next.asks).delete(ticks);
        else (bid ? next.bids : next.asks).set(ticks, lots);
        (bid ? named.b : named.a).set(ticks, lots);
        truth.push(next);
        const wanted = snapshot === null ? null : truth[Math.max(0, at + 1 - snapshot)]!;
        if (!more) {
          const frame = { e: 'depthUpdate', E: at, s: 'BTCUSDT', U: first, u: at + 1, b: text(named.b), a: text(named.a) };
          if (fate === 'sent' || fate === 'twice') order.frame(frame, at);
          if (fate === 'twice') order.frame(frame, at);
          if (late !== null) order.frame(late, at);
          late = fate === 'late' ? frame : null;
          first = at + 2;
          named.b.clear();
          named.a.clear();
        }
        if (wanted !== null && order.wantsSnapshot)
          order.snapshot({ lastUpdateId: Math.max(0, at + 1 - (snapshot ?? 0)), bids: text(wanted.bids), asks: text(wanted.asks) }, at);
        order.drain(watched);
        if (cut && fate === 'lost') watched.lost(at);
        if (!watched.look(at).known) return;
        known += 1;
        const { book } = watched;
        const there = truth[book.last]!;
        for (const side of ['bids', 'asks'] as const)
          for (let price = 85; price <= 116; price += 1) expect(book[side].at(price)).toBe(there[side].get(price) ?? 0);
      });
    }),
    { numRuns: RUNS, seed: 57 },
  );
  expect(known).toBeGreaterThan(RUNS);
});
