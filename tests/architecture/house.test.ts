import { expect, test } from 'vitest';
import { houseFiles } from './house-files.ts';
import { HOUSE, houseRules } from './rules.ts';

const files = houseFiles();

test('the house has files to check', () => {
  expect(files.length).toBeGreaterThan(10);
});

test('no file breaks a house rule', () => {
  const broken = houseRules(HOUSE).flatMap((rule) => rule.check(files));
  expect(broken.map(({ rule, path, line, found }) => `${path}:${line} breaks "${rule}": ${found}`)).toEqual([]);
});
