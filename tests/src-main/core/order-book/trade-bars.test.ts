import { expect, it } from 'vitest';
import { summarize } from '../../../../src-main/core/order-book/trade-bars.ts';
import { cursorOf, DepthScript } from '../matching/depth-fixture.ts';
import { instrument } from '../matching/venue-fixture.ts';

function rows(script: DepthScript): number[][] {
  const { bars } = summarize(cursorOf(script.messages), '1s', instrument(0));
  return Array.from(bars.time, (time, row) => [
    time,
    bars.open[row]!,
    bars.high[row]!,
    bars.low[row]!,
    bars.close[row]!,
    bars.volume[row]!,
  ]);
}

it('a bar holds the trades from its open on and before its close; one without a trade repeats the close', () => {
  const script = new DepthScript()
    .trade(1_000, 10_000, 5, 'buy')
    .trade(1_500, 10_100, 10, 'buy')
    .trade(1_999, 9_900, 1, 'sell')
    .trade(4_000, 9_950, 2, 'sell')
    .diff(5_000, []);
  expect(rows(script)).toEqual([
    [1_000, 100, 101, 99, 99, 0.016],
    [2_000, 99, 99, 99, 99, 0],
    [3_000, 99, 99, 99, 99, 0],
    [4_000, 99.5, 99.5, 99.5, 99.5, 0.002],
  ]);
});

it('a bar that began before the recording is not told, but for a sixtieth of it; nor is one before the first trade', () => {
  expect(rows(new DepthScript().trade(1_016, 10_000, 5, 'buy').diff(2_000, []))).toHaveLength(1);
  expect(rows(new DepthScript().trade(1_017, 10_000, 5, 'buy').diff(3_000, []))).toEqual([[2_000, 100, 100, 100, 100, 0]]);
  expect(rows(new DepthScript().diff(1_000, []).trade(2_500, 10_000, 5, 'buy').diff(3_000, []))).toEqual([
    [2_000, 100, 100, 100, 100, 0.005],
  ]);
});

it('counts, and grows beyond its first memory', () => {
  const script = new DepthScript().trade(0, 100, 1, 'buy').trade(300_000, 200, 1, 'buy');
  script.messages[1]!.last = 5;
  const summary = summarize(cursorOf(script.messages), '1s', instrument(0));
  expect(summary).toMatchObject({ messages: 2, trades: 2, missingTrades: 3, from: 0, to: 300_000 });
  expect([summary.bars.length, summary.bars.close[299]]).toEqual([300, 1]);
  expect(summarize(cursorOf([]), '1s', instrument(0)).bars.length).toBe(0);
});
