import { expect, it } from 'vitest';
import { readUserSpec } from '../../../../src-main/core/user-strategies/user-spec.ts';

const FAST = { default: 2, min: 1, max: 3 };
const SPEC = { id: 'my-cross', description: 'It holds.' };

it('takes what a strategy says of itself, and fills in what may be left out', () => {
  expect(readUserSpec(SPEC)).toEqual({ ...SPEC, family: 'own', parameters: [] });
  const described = { label: 'Fast', unit: 'bars', ...FAST, integer: true };
  expect(readUserSpec({ ...SPEC, family: 'trend', parameters: { fast: described, slow: FAST } })).toEqual({
    ...SPEC,
    family: 'trend',
    parameters: [
      { name: 'fast', ...described },
      { name: 'slow', label: 'slow', unit: '', ...FAST, integer: false },
    ],
  });
});

it.each([
  [null, 'no object'],
  [[], 'no object'],
  [{ ...SPEC, id: 7 }, 'id must'],
  [{ ...SPEC, id: 'My Cross' }, 'id must'],
  [{ ...SPEC, id: 'a'.repeat(41) }, 'id must'],
  [{ ...SPEC, description: '' }, 'description'],
  [{ ...SPEC, description: 'x'.repeat(301) }, 'description'],
  [{ ...SPEC, family: 7 }, 'family'],
  [{ ...SPEC, parameters: [] }, 'parameters must'],
  [{ ...SPEC, parameters: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`a${String(i)}`, FAST])) }, '33 parameters'],
  [{ ...SPEC, parameters: { fast: null } }, 'fast: default, min and max'],
  [{ ...SPEC, parameters: { fast: { ...FAST, max: '3' } } }, 'fast: default, min and max'],
  [{ ...SPEC, parameters: { fast: { ...FAST, min: Number.NaN } } }, 'fast: default, min and max'],
  [{ ...SPEC, parameters: { 'the fast': FAST } }, 'its name'],
  [{ ...SPEC, parameters: { ['a'.repeat(41)]: FAST } }, 'its name'],
  [{ ...SPEC, parameters: { fast: { ...FAST, label: 7 } } }, 'label'],
  [{ ...SPEC, parameters: { fast: { ...FAST, unit: 7 } } }, 'unit'],
  [{ ...SPEC, parameters: { fast: { ...FAST, integer: 'yes' } } }, 'integer'],
  [{ ...SPEC, parameters: { fast: { ...FAST, min: 3 } } }, 'not within'],
  [{ ...SPEC, parameters: { fast: { ...FAST, max: 1 } } }, 'not within'],
  [{ ...SPEC, parameters: { fast: { ...FAST, default: 1.5, integer: true } } }, 'not a whole number'],
])('says what is wrong with %j', (given, words) => {
  expect(readUserSpec(given)).toContain(words);
});
