import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BarView } from '../../src-main/adapters/candle-replay/bar-view.ts';
import { chartedBars } from '../../src-main/sessions/replay/replay-bars.ts';
import { ReplayClock } from '../../src-main/sessions/replay/replay-clock.ts';
import { REPLAY_SPEEDS, type ReplayMove } from '../../src-shared/contract/replay.ts';
import { candleColumns, TIMEFRAMES, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { MINUTE_MS, utcMs } from '../../src-shared/kernel/time.ts';
import { SIM_PROFILES } from '../../src-main/adapters/exchange-sim/market/sim-instruments.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const START = Date.UTC(2025, 0, 1);
const INSTRUMENT = new Instrument(SIM_PROFILES[0]!.spec, 0);

const move: fc.Arbitrary<ReplayMove> = fc.oneof(
  fc.constant<ReplayMove>({ kind: 'play' }),
  fc.constant<ReplayMove>({ kind: 'pause' }),
  fc.record({ kind: fc.constant('step' as const), bars: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ kind: fc.constant('speed' as const), barsPerSecond: fc.constantFrom(...REPLAY_SPEEDS) }),
);
/** Minutes to the next bar: more than one is a gap. */
const steps = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 60 });

/** Bars whose every price is the number of the bar, so that a price tells which bar it is of. */
function numbered(gaps: readonly number[]): CandleColumns {
  const columns = candleColumns(gaps.length);
  let time = START;
  gaps.forEach((gap, row) => {
    time += gap * MINUTE_MS;
    columns.time[row] = time;
    for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) columns[name][row] = row + 1;
  });
  return columns;
}

test('the clock stands at closes alone, never goes back, and stops at the last one, whatever moves it and however the wall clock jumps', () => {
  fc.assert(
    fc.property(steps, fc.array(fc.tuple(fc.option(move), fc.integer({ min: -5_000, max: 5_000 })), { maxLength: 60 }), (gaps, events) => {
      const closes = numbered(gaps).time.map((time) => time + MINUTE_MS);
      const clock = new ReplayClock(closes);
      let wall = 0;
      let before = clock.target(wall);
      expect(before).toBe(closes[0]);
      for (const [moved, passed] of events) {
        wall += passed;
        if (moved !== null) clock.move(moved, wall);
        const now = clock.target(wall);
        expect(now).toBeGreaterThanOrEqual(before);
        expect(closes).toContain(now);
        expect(clock.bar).toBe(closes.indexOf(now));
        if (now === closes.at(-1)) expect(clock.playing).toBe(false);
        before = now;
      }
    }),
    { numRuns: LONG ? 3_000 : 200, seed: 3 },
  );
});

test('bars are told when they have closed and not before, in every length and whatever is asked', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 300 * MINUTE_MS }), fc.integer({ min: 0, max: 300 }), (gaps, after, back) => {
      const columns = numbered(gaps);
      const series = chartedBars(columns, '1m').map((one) => ({ instrument: 0, ...one }));
      const view = new BarView([INSTRUMENT], series);
      const time = Math.max(columns.time[0]! + MINUTE_MS, START + after);
      // The naive reckoning: which numbers have closed by now.
      const closed = columns.time.reduce((count, open, row) => (open + MINUTE_MS <= time ? row + 1 : count), 0);
      expect(view.quote(0, utcMs(time)).lastTicks).toBe(INSTRUMENT.toTicks(closed));
      expect(view.stats24h(0, utcMs(time)).highTicks).toBe(INSTRUMENT.toTicks(closed));
      for (const { timeframe } of series) {
        const told = view.bars(0, timeframe, utcMs(START - back * MINUTE_MS), utcMs(time));
        expect(Math.max(0, ...told.high)).toBeLessThanOrEqual(closed);
        for (const open of told.time) expect(open + TIMEFRAMES[timeframe]).toBeLessThanOrEqual(time);
        const forming = view.formingBar(0, timeframe, utcMs(time));
        if (forming === null) continue;
        // What is being formed ends with the newest closed bar, and holds nothing that is told as closed.
        expect([forming[2], forming[4]]).toEqual([closed, closed]);
        expect(forming[3]).toBeGreaterThan(Math.max(0, ...told.high));
      }
      const own = view.bars(0, '1m', utcMs(START), utcMs(time));
      expect([...own.close]).toEqual(Array.from({ length: closed }, (_, row) => row + 1));
      expect(view.formingBar(0, '1m', utcMs(time))).toBeNull();
    }),
    { numRuns: LONG ? 3_000 : 200, seed: 4 },
  );
});
