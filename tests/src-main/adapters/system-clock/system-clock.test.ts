import { expect, test, vi } from 'vitest';
import { SystemClock } from '../../../../src-main/adapters/system-clock/system-clock.ts';

test("tells the machine's time, and calls back once unless disposed", () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const clock = new SystemClock();
    const called: string[] = [];
    clock.after(50, () => called.push('a'));
    clock.after(50, () => called.push('b')).dispose();
    expect([clock.now(), clock.monotonic()]).toEqual([1_000, 0]);
    vi.advanceTimersByTime(200);
    expect(called).toEqual(['a']);
    expect([clock.now(), clock.monotonic()]).toEqual([1_200, 200]);
  } finally {
    vi.useRealTimers();
  }
});
