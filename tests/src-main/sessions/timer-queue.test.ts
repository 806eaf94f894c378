import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimerQueue } from '../../../src-main/sessions/timer-queue.ts';

test('an empty queue has nothing to give', () => {
  const queue = new TimerQueue();
  expect(queue.next).toBe(Number.POSITIVE_INFINITY);
  expect(queue.take()).toBeNull();
});

test('timers come in the order of their times, those of one instant as they were armed', () => {
  const deeds = fc.array(fc.oneof(fc.nat(20), fc.constant('take' as const)), { maxLength: 200 });
  fc.assert(
    fc.property(deeds, (list) => {
      const queue = new TimerQueue();
      // The plain way: a list, sorted anew each time; sorting keeps the order of equals.
      let model: { timer: string; at: number }[] = [];
      for (const [number, deed] of list.entries()) {
        if (deed === 'take') {
          const first = model[0];
          model = model.slice(1);
          expect(queue.take()?.timer).toBe(first?.timer);
        } else {
          queue.arm(`t${String(number)}`, deed);
          model = [...model, { timer: `t${String(number)}`, at: deed }].sort((a, b) => a.at - b.at);
        }
        expect(queue.next).toBe(model[0]?.at ?? Number.POSITIVE_INFINITY);
      }
    }),
  );
});
