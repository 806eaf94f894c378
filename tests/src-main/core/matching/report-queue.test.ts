import { describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { ReportQueue } from '../../../../src-main/core/matching/report-queue.ts';

describe('the queue of reports', () => {
  it('gives them in order of time, those of one instant as they came', () => {
    const queue = new ReportQueue();
    const add = (order: string, time: number): void => {
      queue.add({ kind: 'acknowledged', order: order as ClientOrderId, time: utcMs(time) });
    };
    expect([queue.empty, queue.next, queue.take()]).toEqual([true, Number.POSITIVE_INFINITY, null]);
    add('a', 20);
    add('b', 10);
    add('c', 20);
    add('d', 10);
    expect(queue.next).toBe(10);
    const taken = [queue.take(), queue.take()];
    // What lies behind the time already reached still comes first.
    add('e', 5);
    for (let event = queue.take(); event !== null; event = queue.take()) taken.push(event);
    expect(taken.map((event) => (event?.kind === 'execution' ? event.report.order : null))).toEqual(['b', 'd', 'e', 'a', 'c']);
    expect(queue.empty).toBe(true);
  });
});
