import { expect, test } from 'vitest';
import { closeAll, thenClose } from '../../../src-shared/kernel/close-all.ts';

/** Parts that write down when they are closed; some fail. */
function parts(...fails: readonly boolean[]) {
  const closed: number[] = [];
  const each = fails.map((failing, index) => ({
    close: () => {
      closed.push(index);
      if (failing) throw new Error(`part ${String(index)}`);
    },
  }));
  return { closed, each };
}

test('all are closed in their order, also behind one that fails; what failed first is thrown', () => {
  const { closed, each } = parts(false, true, true, false);
  expect(() => closeAll(each)).toThrow('part 1');
  expect(closed).toEqual([0, 1, 2, 3]);
  const sound = parts(false, false);
  closeAll(sound.each);
  expect(sound.closed).toEqual([0, 1]);
});

test('work that fails says so itself, whatever fails in closing', async () => {
  const { closed, each } = parts(true, false);
  await expect(thenClose(() => Promise.reject(new Error('the work')), each)).rejects.toThrow('the work');
  expect(closed).toEqual([0, 1]);
});

test('work that is done gives its value, unless closing fails', async () => {
  expect(await thenClose(() => Promise.resolve(7), parts(false).each)).toBe(7);
  await expect(thenClose(() => Promise.resolve(7), parts(true).each)).rejects.toThrow('part 0');
});
