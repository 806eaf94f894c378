import { expect, test } from 'vitest';
import { Rest } from '../../../src-main/sessions/rest.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

async function isOver(pause: Promise<void>): Promise<boolean> {
  let over = false;
  void pause.then(() => (over = true));
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return over;
}

test('a pause ends with its time, or when something is heard', async () => {
  const clock = new SteppedClock(0);
  const rest = new Rest(clock);
  const first = rest.pause(10);
  expect(await isOver(first)).toBe(false);
  clock.pass(10);
  expect(await isOver(first)).toBe(true);
  const second = rest.pause(10);
  rest.ring();
  expect(await isOver(second)).toBe(true);
});

test('what was heard between two pauses ends the next one at once, and that one alone', async () => {
  const rest = new Rest(new SteppedClock(0));
  rest.ring();
  rest.ring();
  expect(await isOver(rest.pause(10))).toBe(true);
  expect(await isOver(rest.pause(10))).toBe(false);
});
