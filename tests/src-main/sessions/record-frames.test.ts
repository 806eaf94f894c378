import { expect, test } from 'vitest';
import { type FrameOrder, recordFrames } from '../../../src-main/sessions/record-frames.ts';
import type { FrameListener } from '../../../src-main/ports/depth.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

/** A venue that cannot give its book until the `works`-th question. */
async function recorded(works: number, forMs: number) {
  const clock = new SteppedClock(0);
  const asked: number[] = [];
  const notes: string[] = [];
  let listener: FrameListener | null = null;
  const order: FrameOrder & { wantsSnapshot: boolean } = {
    wantsSnapshot: true,
    frame: () => undefined,
    snapshot: () => (order.wantsSnapshot = false),
    drain: () => 0,
  };
  const feed = {
    head: () => Promise.reject(new Error('nobody asks')),
    listen: (_: string, heard: FrameListener) => (listener = heard),
    snapshot: () => {
      asked.push(clock.now());
      return asked.length < works ? Promise.reject(new Fault('venue.busy', { venue: 'Binance', waitMs: 0 })) : Promise.resolve({});
    },
    close: () => Promise.resolve(),
  };
  const going = recordFrames({
    ...{ feed, symbol: 'BTC/USDT', order, clock, until: forMs, random: new Sfc32(7), signal: new AbortController().signal },
    sink: { append: () => undefined, flush: () => undefined, close: () => undefined },
    onProgress: () => undefined,
    onNote: (sentence) => notes.push(sentence),
  });
  (listener as FrameListener | null)?.lost('Binance was not heard.');
  for (let at = 0; at <= forMs; at += 50) {
    clock.pass(50);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  }
  await going;
  return { asked, notes };
}

test('a whole book that cannot be had is asked for again, later each time, at most every 30 s', async () => {
  const { asked, notes } = await recorded(9, 200_000);
  expect(asked).toHaveLength(9);
  const waits = asked.slice(1).map((at, place) => at - asked[place]!);
  waits.forEach((wait, place) => {
    const most = Math.min(30_000, 1_000 * 2 ** place);
    // Asked at the look after the wait: these come every 50 ms.
    expect(wait).toBeGreaterThanOrEqual(most / 2);
    expect(wait).toBeLessThanOrEqual(most + 100);
  });
  expect(new Set(waits.slice(5)).size).toBeGreaterThan(1);
  expect([notes.length, notes[0]]).toEqual([9, 'Binance was not heard.']);
});

test('is asked for once where it comes at once', async () => {
  expect((await recorded(1, 5_000)).asked).toHaveLength(1);
});
