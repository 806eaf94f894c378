import { describe, expect, test } from 'vitest';
import type { AccountRow } from '../../../../src-shared/contract/rows.ts';
import { accountName, accountRoom, belowPeak, dayLine } from '../../../../src-renderer/features/account/account-model.ts';

const row = { dayStartEquity: '100000', equity: '100247.59' } as unknown as AccountRow;

describe('the day’s line', () => {
  test('goes from the day’s start to what the account is worth now while the ledger was not asked', () => {
    expect([...dayLine(undefined, row)]).toEqual([100_000, 100_247.59]);
    expect([...dayLine(new Float64Array(0), row)]).toEqual([100_000, 100_247.59]);
  });

  test('ends with the present figure, so that it agrees with the one beside it', () => {
    expect([...dayLine(Float64Array.of(100_000, 100_100), row)]).toEqual([100_000, 100_100, 100_247.59]);
  });
});

describe('the block', () => {
  test.each([
    [180, 6, false],
    [92, 2, false],
    [56, 0, false],
    [360, 6, true],
    [0, 0, false],
  ])('at %i under its head %i facts fit, chart %s', (height, facts, chart) => {
    expect(accountRoom(height)).toEqual({ facts, chart });
  });

  test('names and falls', () => {
    expect(accountName('paper-1')).toBe('Paper 1');
    expect(belowPeak('99', '100').toString()).toBe('1');
    expect(belowPeak('101', '100').toString()).toBe('0');
  });
});
