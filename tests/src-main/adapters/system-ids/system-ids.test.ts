import { expect, test } from 'vitest';
import { SystemIds } from '../../../../src-main/adapters/system-ids/system-ids.ts';

test('ids have 16 characters of [0-9a-z] and do not come twice', () => {
  const ids = new SystemIds();
  const made = new Set(Array.from({ length: 5_000 }, () => ids.next()));
  expect(made.size).toBe(5_000);
  for (const id of made) expect(id).toMatch(/^[0-9a-z]{16}$/u);
});
