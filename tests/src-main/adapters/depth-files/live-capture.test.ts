import { describe, expect, it } from 'vitest';
import { LiveCapture } from '../../../../src-main/adapters/depth-files/live-capture.ts';
import { OrderBook } from '../../../../src-main/core/order-book/order-book.ts';
import type { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';

const HEAD = { venue: 'BINANCE', symbol: 'BTC/USDT', tick: '0.01', lot: '0.001' };

/** A capture with what it writes: each message as its kind and number, and the book that they make. */
class Ground {
  readonly capture = new LiveCapture(HEAD);
  readonly written: string[] = [];
  readonly times: number[] = [];
  readonly book = new OrderBook();

  write(): string[] {
    const from = this.written.length;
    this.capture.drain({
      append: (message: DepthMessage) => {
        this.written.push(`${message.kind} ${message.last}`);
        this.times.push(message.time);
        this.book.apply(message);
      },
      flush: () => undefined,
      close: () => undefined,
    });
    return this.written.slice(from);
  }
}

function diff(first: number, last: number, more: object = {}): object {
  return { e: 'depthUpdate', E: 5, s: 'BTCUSDT', U: first, u: last, b: [['100.00', '1.000']], a: [['101.00', '2.000']], ...more };
}

function trade(id: number): object {
  return { e: 'trade', E: 5, T: 5, s: 'BTCUSDT', t: id, p: '100.50', q: '0.010', m: true };
}

function whole(last: number): object {
  return { lastUpdateId: last, bids: [['99.00', '5.000']], asks: [['102.00', '5.000']] };
}

describe('frames that come live', () => {
  it('begin with the whole book; changes that it has already are left out, trades are not held back', () => {
    const ground = new Ground();
    const { capture } = ground;
    capture.frame(diff(8, 9), 1);
    capture.frame(diff(10, 12), 2);
    capture.frame(trade(1), 3);
    expect(ground.write()).toEqual(['trade 1']);
    expect(capture.wantsSnapshot).toBe(true);
    capture.snapshot(whole(9), 4);
    capture.frame(diff(13, 13), 5);
    expect(ground.write()).toEqual(['snapshot 9', 'diff 12', 'diff 13']);
    expect(ground.times).toEqual([3, 4, 4, 5]);
    expect(ground.book.problems).toMatchObject({ gap: 0, crossed: 0 });
    expect(capture).toMatchObject({ wantsSnapshot: false, gaps: 0, garbled: 0 });
  });

  it('want the whole book again where it is older than the changes that were held', () => {
    const ground = new Ground();
    ground.capture.frame(diff(20, 21), 1);
    ground.capture.snapshot(whole(15), 2);
    expect(ground.capture.wantsSnapshot).toBe(true);
    expect(ground.write()).toEqual([]);
    ground.capture.snapshot(whole(20), 3);
    expect(ground.write()).toEqual(['snapshot 20', 'diff 21']);
  });

  it('show a gap, and go on from the next whole book', () => {
    const ground = new Ground();
    ground.capture.snapshot(whole(9), 1);
    ground.capture.frame(diff(10, 10), 2);
    ground.capture.frame(diff(14, 15), 3);
    ground.capture.frame(diff(16, 16), 4);
    expect(ground.write()).toEqual(['snapshot 9', 'diff 10', 'diff 15']);
    expect(ground.book.problems.gap).toBe(1);
    expect(ground.capture).toMatchObject({ gaps: 1, wantsSnapshot: true });
    ground.capture.snapshot(whole(14), 5);
    expect(ground.write()).toEqual(['snapshot 14', 'diff 15', 'diff 16']);
    expect(ground.book.problems.gap).toBe(1);
  });

  it('that were told before are not told again', () => {
    const ground = new Ground();
    ground.capture.snapshot(whole(9), 1);
    ground.capture.frame(diff(8, 9), 2);
    ground.capture.frame(diff(10, 11), 3);
    ground.capture.frame(diff(10, 11), 4);
    expect(ground.write()).toEqual(['snapshot 9', 'diff 11']);
  });

  it('of another instrument, another kind or no kind are left out, and what is wrong is counted', () => {
    const ground = new Ground();
    const { capture } = ground;
    capture.snapshot(whole(9), 1);
    for (const frame of [diff(10, 11, { s: 'ETHUSDT' }), { e: 'kline' }, { result: null, id: 1 }]) capture.frame(frame, 2);
    expect(capture.garbled).toBe(0);
    capture.frame(diff(10, 11, { u: 'x' }), 3);
    capture.frame(diff(12, 11), 3);
    capture.frame('nothing', 3);
    capture.snapshot({ code: -1 }, 3);
    expect(capture.garbled).toBe(4);
    capture.frame(diff(10, 10, { b: [['100.001', '1']] }), 4);
    expect(ground.write()).toEqual(['snapshot 9']);
    expect(capture.garbled).toBe(5);
  });

  it('never go back in time when the clock does', () => {
    const ground = new Ground();
    ground.capture.snapshot(whole(9), 100);
    ground.capture.frame(diff(10, 10), 50);
    ground.write();
    expect(ground.times).toEqual([100, 100]);
  });

  it('hold back what follows the beginning of a segment until its whole book is there', () => {
    const ground = new Ground();
    ground.capture.snapshot(whole(9), 1);
    ground.capture.frame(diff(10, 10), 2);
    ground.write();
    ground.capture.beginSegment();
    ground.capture.frame(diff(11, 11), 3);
    expect(ground.write()).toEqual([]);
    ground.capture.snapshot(whole(11), 4);
    ground.capture.frame(diff(12, 12), 5);
    expect(ground.write()).toEqual(['snapshot 11', 'diff 12']);
    expect(ground.capture.gaps).toBe(0);
  });

  it('are held back up to a bound while no whole book can be had', () => {
    const ground = new Ground();
    for (let id = 1; id <= 20_010; id += 1) ground.capture.frame(diff(id, id), id);
    ground.capture.snapshot(whole(5), 1);
    expect(ground.capture.wantsSnapshot).toBe(true);
    ground.capture.snapshot(whole(20_000), 2);
    expect(ground.write()).toHaveLength(11);
  });
});
