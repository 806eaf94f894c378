import { expect, test } from 'vitest';
import type { Leak } from '../../../src-main/core/research/leaks/find-leak.ts';
import { leakReport } from '../../../src-main/services/leak-report.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { BTC } from '../../support/research-kit.ts';
import { FIRST_BAR, wanderingBars } from '../../support/search-bars.ts';

const candles = wanderingBars(10);
const trace = { entries: [], equity: new Float64Array(0), held: new Float64Array(0) };
const start = { starts: 2, bars: 8, differing: 25, settledAfter: 3 };

function report(leak: Leak | null, happened = 4) {
  return leakReport({
    search: { leak, cuts: 5, runs: 52, happened, trace },
    start,
    warmupBars: 6,
    candles,
    instrument: new Instrument(BTC, 0),
  });
}

test('what was found stands with its bar, the bar that was changed and both outcomes in words', () => {
  const fill = JSON.stringify({ kind: 'fill', side: 'buy', fill: { ticks: 5_000_000, lots: 100_000_000, time: 0 } });
  const order = JSON.stringify({ kind: 'order', order: { side: 'sell', type: 'market', lots: 50_000_000, quoteAmount: null } });
  const view = report({ row: 2, kind: 'fill', before: fill, after: order, cut: 4, future: 'mirrored' });
  expect(view).toMatchObject({ verdict: 'leaks', happened: 4, runs: 52, start: { differing: 0.25, settledAfter: 3, warmupBars: 6 } });
  expect(view.leak).toEqual({
    time: FIRST_BAR + 2 * 14_400_000,
    cutTime: FIRST_BAR + 4 * 14_400_000,
    future: 'is turned upside down',
    before: 'bought 1 BTC at 50000, 1970-01-01T00:00:00.000Z',
    after: 'order to sell 0.5 BTC at market',
  });
  expect(report({ row: 2, kind: 'order', before: null, after: null, cut: 10, future: 'same bars' }).leak).toMatchObject({
    cutTime: null,
    before: 'nothing',
    after: 'nothing',
  });
});

test('nothing found is not nothing proven', () => {
  expect(report(null)).toMatchObject({ verdict: 'clean', leak: null });
  expect(report(null, 0)).toMatchObject({ verdict: 'nothing-happened', sentence: expect.stringContaining('nothing is proven') as string });
});
