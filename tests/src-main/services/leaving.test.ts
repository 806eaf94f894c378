import { expect, test } from 'vitest';
import { Leaving } from '../../../src-main/services/leaving.ts';

test('a question is answered once; asked anew, the one before counts as staying', async () => {
  let put = 0;
  const leaving = new Leaving(() => {
    put += 1;
  });
  expect([leaving.open, leaving.answer('stop')]).toEqual([false, false]);
  const first = leaving.ask();
  const second = leaving.ask();
  expect([put, leaving.open]).toEqual([2, true]);
  expect(leaving.answer('keep')).toBe(true);
  expect([leaving.answer('stop'), leaving.open]).toEqual([false, false]);
  expect(await Promise.all([first, second])).toEqual(['stay', 'keep']);
});
