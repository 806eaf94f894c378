import { expect, it } from 'vitest';
import { FUNDING_STALE_MS, MARK_STALE_MS, staleFor } from '../../../src-shared/domain/contract-figures.ts';

it('has a figure stale when it was heard longer ago than it may be, and says for how long', () => {
  expect(staleFor({ at: 1_000 }, MARK_STALE_MS, 21_000)).toBeNull();
  expect(staleFor({ at: 1_000 }, MARK_STALE_MS, 21_001)).toBe(20_001);
  expect(staleFor({ at: 1_000 }, FUNDING_STALE_MS, 181_000)).toBeNull();
  expect(staleFor({ at: 1_000 }, FUNDING_STALE_MS, 400_000)).toBe(399_000);
  // A clock that was set back makes nothing old.
  expect(staleFor({ at: 90_000 }, MARK_STALE_MS, 0)).toBeNull();
});
