import { expect, it } from 'vitest';
import { showsSystemNotices } from '../../../src-shared/domain/system-notices.ts';

it.each([
  [null, true],
  ['{"toasts":true}', true],
  ['{"system":true}', true],
  ['{"system":false}', false],
  ['[false]', true],
  ['{"system":', true],
])('%j is kept: shown by the operating system %s', (kept, shown) => {
  expect(showsSystemNotices(kept)).toBe(shown);
});
