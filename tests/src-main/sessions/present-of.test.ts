import { expect, test } from 'vitest';
import { presentOf } from '../../../src-main/sessions/paper.ts';
import type { TradingSession } from '../../../src-main/sessions/trading-session.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

test('a session goes on with its own time while a clock that was set back has not come to it again', () => {
  const session = { time: utcMs(60_000) } as TradingSession;
  const clock = new SteppedClock(0);
  expect(presentOf(session, clock)).toBe(60_000);
  clock.pass(61_000);
  expect(presentOf(session, clock)).toBe(61_000);
});
