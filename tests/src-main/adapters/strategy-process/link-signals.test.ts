import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import {
  ANSWERED,
  CONTROL_BYTES,
  STATE,
  toldLater,
  WAITING,
  waitUntilTold,
} from '../../../../src-main/adapters/strategy-process/link-signals.ts';

/** A thread that wakes who waits so many times with nothing told, as what told an earlier answer may, and then tells or not. */
function wakesThenTells(control: Int32Array, wakes: number, tells: boolean): Worker {
  return new Worker(
    `const { control, wakes, tells } = require('node:worker_threads').workerData;
     for (let woken = 0; woken < wakes;) woken += Atomics.notify(control, ${String(STATE)});
     if (tells) {
       Atomics.store(control, ${String(STATE)}, ${String(ANSWERED)});
       Atomics.notify(control, ${String(STATE)});
     }`,
    { eval: true, workerData: { control, wakes, tells } },
  );
}

const fresh = (): Int32Array => new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));

describe('waiting for what a strategy says', () => {
  it('goes on where it was only woken, and ends with what is told', async () => {
    const control = fresh();
    const thread = wakesThenTells(control, 3, true);
    expect(waitUntilTold(control, 20_000)).toBe(true);
    expect(Atomics.load(control, STATE)).toBe(ANSWERED);
    await thread.terminate();
  });

  it('goes on where it was only woken without holding the thread up', async () => {
    const control = fresh();
    const thread = wakesThenTells(control, 3, true);
    expect(await toldLater(control, 20_000)).toBe(true);
    expect(Atomics.load(control, STATE)).toBe(ANSWERED);
    await thread.terminate();
  });

  it('says when nothing was told in its time', async () => {
    expect(waitUntilTold(fresh(), 5)).toBe(false);
    expect(await toldLater(fresh(), 5)).toBe(false);
  });

  it('does not wait for what is told already', async () => {
    const control = fresh();
    Atomics.store(control, STATE, ANSWERED);
    expect(waitUntilTold(control, 0)).toBe(true);
    expect(await toldLater(control, 0)).toBe(true);
    expect(Atomics.load(control, STATE)).not.toBe(WAITING);
  });
});
