import { expect, test } from 'vitest';
import {
  combinations,
  defaultSearchForm,
  readSearch,
  readSpace,
  readWalk,
} from '../../../../src-renderer/features/research/search-form.ts';
import { extentOf, placed, valueOf } from '../../../../src-renderer/features/research/search-points.ts';
import {
  bestWords,
  contractWords,
  parameterWords,
  searchFigureName,
  searchFigureText,
} from '../../../../src-renderer/features/research/search-words.ts';
import { createFormat } from '../../../../src-renderer/format/format.ts';
import { numberStyleOf } from '../../../../src-renderer/format/number-style.ts';
import { STRATEGIES, findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import { checkedSpace } from '../../../../src-main/core/research/search/check-search.ts';
import type { BarsRequest } from '../../../../src-shared/contract/research.ts';
import type { SearchRow } from '../../../../src-shared/contract/searches.ts';

const format = createFormat(numberStyleOf('en-US'), 'utc');
const spec = findStrategy('sma-cross')!.spec;
const form = defaultSearchForm(spec);
const run = { strategy: 'sma-cross', parameters: { fast: 20, slow: 50 } } as unknown as BarsRequest;

test('the first form of every strategy with parameters is a search that main accepts', () => {
  for (const definition of STRATEGIES) {
    if (definition.spec.parameters.length === 0) continue;
    const read = readSearch(defaultSearchForm(definition.spec), run, definition.spec, format.parseAmount);
    if (!('request' in read)) throw new Error(`${definition.spec.id}: ${JSON.stringify(read.problems)}`);
    const checked = checkedSpace(definition, { ...read.request, fixed: {} });
    expect(checked.ok, definition.spec.id).toBe(true);
  }
});

test('a grid tells how many combinations it has; other methods take the number of trials', () => {
  const ranges = { fast: { varied: true, from: '5', to: '20', step: '5' }, slow: { varied: true, from: '30', to: '90', step: '20' } };
  const read = readSearch({ ...form, ranges }, run, spec, format.parseAmount);
  expect(read).toMatchObject({ request: { trials: 16, method: 'grid', constraints: [{ figure: 'trades', relation: '>=', bound: 30 }] } });
  expect(
    readSearch({ ...form, ranges, method: 'tpe', trials: '250', second: 'maxDrawdown', leastTrades: '' }, run, spec, format.parseAmount),
  ).toMatchObject({
    request: {
      trials: 250,
      objectives: [
        { figure: 'sharpe', direction: 'max' },
        { figure: 'maxDrawdown', direction: 'min' },
      ],
      constraints: [],
    },
  });
  expect(combinations([{ name: 'x', from: 0, to: 1, step: null }])).toBeNull();
  expect(combinations([{ name: 'x', from: 0, to: 0.3, step: 0.1 }])).toBe(4);
});

test('a walk-forward asks for its windows and for one figure; days that are left empty are main’s to work out', () => {
  const read = readWalk({ ...form, second: 'maxDrawdown', windows: '8', inSample: '365', anchored: true }, run, spec, format.parseAmount);
  expect(read).toMatchObject({
    request: {
      objectives: [{ figure: 'sharpe' }],
      constraints: [{ figure: 'trades', bound: 5 }],
      windows: { inSampleDays: 365, outOfSampleDays: null, count: 8, anchored: true },
    },
  });
  expect('request' in read ? read.request.objectives : []).toHaveLength(1);
  expect(readWalk({ ...form, windows: '0', outOfSample: '1.5' }, run, spec, format.parseAmount)).toEqual({
    problems: { windows: 'From 1 to 1000.', outOfSample: 'From 1 to 100000.' },
  });
  expect(readWalk({ ...form, ranges: {} }, run, spec, format.parseAmount)).toHaveProperty('problems.space');
});

test('each wrong range has its sentence, and something must be varied', () => {
  const problem = (from: string, to: string, step: string) => {
    const read = readSpace({ ...form, ranges: { fast: { varied: true, from, to, step } } }, spec, format.parseAmount);
    return 'problems' in read ? read.problems['fast'] : undefined;
  };
  expect(problem('x', '5', '1')).toBe('A figure is needed.');
  expect(problem('1.5', '5', '1')).toBe('A whole number is needed.');
  expect(problem('0', '5', '1')).toMatch(/^From 1 to/u);
  expect(problem('9', '5', '1')).toBe('The range must rise.');
  expect(problem('5', '9', '8')).toBe('From 0 to 4.');
  expect(problem('5', '9', '')).toBeUndefined();
  expect(readSpace({ ...form, ranges: {} }, spec, format.parseAmount)).toEqual({ problems: { space: 'Vary at least one parameter.' } });
  expect(readSearch({ ...form, method: 'random', trials: '0' }, run, spec, format.parseAmount)).toMatchObject({
    problems: { trials: expect.stringContaining('From 1') },
  });
});

test('points are placed within what there is', () => {
  expect(extentOf([3, Number.NaN, -1])).toEqual({ low: -1, high: 3 });
  expect(extentOf([])).toEqual({ low: 0, high: 0 });
  expect(placed(1, { low: -1, high: 3 })).toBe(0.5);
  expect(placed(5, { low: 5, high: 5 })).toBe(0.5);
  expect(valueOf({ parameters: { a: 2 } }, 'a')).toBe(2);
  expect(valueOf({ parameters: {} }, 'a')).toBeNaN();
});

test('figures and the best are told in words', () => {
  expect(searchFigureText('maxDrawdown', 0.5, format)).toBe('50.00%');
  expect(searchFigureText('finalEquity', 1234.5, format)).toBe('1,234.50');
  expect(searchFigureText('trades', 12, format)).toBe('12');
  expect(searchFigureText('sharpe', null, format)).toBe('—');
  expect(searchFigureName('none')).toBe('none');
  expect(parameterWords({ fast: 5, slow: 30 })).toBe('fast 5, slow 30');
  const row = {
    objectives: [{ figure: 'sharpe', direction: 'max' }],
    best: { parameters: { fast: 5 }, objective: 1.5 },
  } as unknown as SearchRow;
  expect(bestWords(row, format)).toBe('Best so far: Sharpe ratio 1.50 with fast 5.');
  expect(bestWords({ ...row, best: null }, format)).toContain('No trial');
  const contract = { leverage: 3, direction: 'both' } as const;
  expect(contractWords({ ...contract, funding: { kind: 'stored' } })).toBe('Traded as a perpetual 3x, long and short; funding as stored.');
  expect(contractWords({ ...contract, direction: 'short', funding: { kind: 'stated', bps: -1 } })).toContain('of -1 bp every 8 hours');
});
