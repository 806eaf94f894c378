import { expect, test } from 'vitest';
import { SteadyClock } from '../../../src-main/sessions/steady-clock.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

const NOON = 1_000_000_000;

test('tells the machine’s time while that goes on, also where it jumps ahead', () => {
  const machine = new SteppedClock(NOON);
  const clock = new SteadyClock(machine, 0);
  expect(clock.now()).toBe(NOON);
  machine.pass(1_500);
  expect(clock.now()).toBe(NOON + 1_500);
  machine.sleep(60_000);
  expect(clock.now()).toBe(NOON + 61_500);
  expect(clock.monotonic()).toBe(machine.monotonic());
});

test('goes on when the machine’s clock is set back, a little slower until that has come to it again', () => {
  const machine = new SteppedClock(NOON);
  const clock = new SteadyClock(machine, 0);
  machine.sleep(-60_000);
  expect(clock.now()).toBe(NOON);
  machine.pass(100_000);
  expect(clock.now()).toBe(NOON + 90_000);
  machine.pass(500_000);
  expect(clock.now()).toBe(NOON + 540_000);
  expect(machine.now()).toBe(NOON + 540_000);
  machine.pass(1_000);
  expect(clock.now()).toBe(NOON + 541_000);
});

test('begins after what a ledger has written already', () => {
  const machine = new SteppedClock(NOON);
  const clock = new SteadyClock(machine, NOON + 50_001);
  expect(clock.now()).toBe(NOON + 50_001);
  let called = 0;
  clock.after(10, () => (called += 1));
  machine.pass(10);
  expect(clock.now()).toBe(NOON + 50_010);
  expect(called).toBe(1);
});
