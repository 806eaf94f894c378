import { expect, it } from 'vitest';
import { targetLots } from '../../../../src-main/core/engine/protections.ts';

it('shares are floored, and the last takes what is left where they come to all of it', () => {
  expect(targetLots([{ share: 33 }, { share: 33 }, { share: 34 }], 10)).toEqual([3, 3, 4]);
  expect(targetLots([{ share: 33 }, { share: 33 }], 10)).toEqual([3, 3]);
  expect(targetLots([{ share: 50 }, { share: 50 }], 9_007_199_254_740_991)).toEqual([4_503_599_627_370_495, 4_503_599_627_370_496]);
  expect(targetLots([], 10)).toEqual([]);
});
