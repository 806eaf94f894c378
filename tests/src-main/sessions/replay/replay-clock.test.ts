import { expect, test } from 'vitest';
import { ReplayClock } from '../../../../src-main/sessions/replay/replay-clock.ts';

/** Bars close at 100, 200, … 1,000; the replay begins at the first of them. */
const clock = () => new ReplayClock(Float64Array.from({ length: 10 }, (_, row) => (row + 1) * 100));

test('played, it goes on by whole bars at the rate that was chosen; a change of the rate counts from then on', () => {
  const one = clock();
  expect([one.from, one.to, one.bars, one.speed]).toEqual([100, 1_000, 9, 0]);
  expect(one.target(5_000)).toBe(100);
  one.move({ kind: 'play' }, 5_000);
  expect([5_000, 5_999, 6_000, 7_999].map((wall) => one.target(wall))).toEqual([100, 100, 200, 300]);
  one.move({ kind: 'speed', barsPerSecond: 5 }, 7_999);
  expect([7_999, 8_198, 8_199, 8_799].map((wall) => one.target(wall))).toEqual([300, 300, 400, 700]);
  expect(one).toMatchObject({ playing: true, barsPerSecond: 5, bar: 6, ended: false });
});

test('it stands still while it is paused, and a step pauses it', () => {
  const one = clock();
  one.move({ kind: 'play' }, 0);
  one.move({ kind: 'pause' }, 1_500);
  expect(one.target(9_000)).toBe(200);
  one.move({ kind: 'play' }, 10_000);
  one.move({ kind: 'step', bars: 2 }, 10_900);
  expect(one.playing).toBe(false);
  expect(one.target(20_000)).toBe(400);
});

test('what the machine slept through, or could not keep up with, is not made up for', () => {
  const one = clock();
  one.move({ kind: 'play' }, 0);
  expect(one.target(1_000)).toBe(200);
  expect(one.target(601_000)).toBe(200);
  expect(one.target(602_000)).toBe(300);
  one.rebase(0, 602_900);
  expect(one.target(603_000)).toBe(300);
  expect(one.target(603_900)).toBe(400);
});

test('at the last bar it stays stopped', () => {
  const one = clock();
  one.move({ kind: 'step', bars: 100 }, 0);
  expect([one.target(0), one.bar, one.ended]).toEqual([1_000, 9, true]);
  one.move({ kind: 'play' }, 0);
  expect(one.playing).toBe(false);
  expect(one.target(5_000)).toBe(1_000);
});
