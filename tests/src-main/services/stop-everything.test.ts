import { expect, test } from 'vitest';
import type { DeskClient } from '../../../src-main/services/desk-client.ts';
import { stopEverything } from '../../../src-main/services/stop-everything.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

const desk = (answer: Promise<unknown>) => {
  const calls: unknown[] = [];
  const call = (name: string, request: unknown) => {
    calls.push([name, request]);
    return answer;
  };
  return { calls, desk: { call } as unknown as DeskClient };
};

test('the desk is asked once, and its answer is the answer', async () => {
  const asked = desk(Promise.resolve({ cancelled: 3, kept: 1 }));
  expect(await stopEverything({ ...asked, clock: new SteppedClock(0), command: 'c-1' })).toEqual({ cancelled: 3, kept: 1 });
  expect(asked.calls).toEqual([['kill', { command: 'c-1' }]]);
  const stopped = desk(Promise.reject(new Fault('desk.stopped', { problem: 'full' })));
  await expect(stopEverything({ ...stopped, clock: new SteppedClock(0), command: 'c-1' })).rejects.toMatchObject({ code: 'desk.stopped' });
});

test('a thread that does not answer in time is said to be silent', async () => {
  const clock = new SteppedClock(0);
  const asking = stopEverything({ ...desk(new Promise(() => undefined)), clock, command: 'c-1' });
  clock.pass(5_000);
  await expect(asking).rejects.toThrow('The trading thread did not answer within 5 s.');
});
