import { assert, bigInt, maxSafeInteger, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigintOf, doubleOf } from '../../../src-shared/kernel/wide-integers.ts';

describe('integers that change their form', () => {
  it('become the very bigint that the language makes of a safe integer', () => {
    for (const value of [0, -0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 - 1, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
      expect(bigintOf(value)).toBe(BigInt(value));
    assert(property(maxSafeInteger(), (value) => bigintOf(value) === BigInt(value)));
  });

  it('become the very double that the language makes of a bigint, inside 64 bits and beyond', () => {
    const edges = [
      0n,
      -1n,
      2n ** 53n + 1n,
      2n ** 63n - 1n,
      2n ** 63n,
      -(2n ** 63n),
      -(2n ** 63n) - 1n,
      10n ** 40n,
      2n ** 62n + 2n ** 9n + 1n,
    ];
    for (const value of edges) expect(doubleOf(value)).toBe(Number(value));
    assert(property(bigInt(-(2n ** 66n), 2n ** 66n), (value) => doubleOf(value) === Number(value)));
  });
});
