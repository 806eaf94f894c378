import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { StepReader } from '../../../src-shared/kernel/step-reader.ts';

test.each([
  ['0.01', '60012.34000000', 6_001_234, 6_001_234],
  ['0.01', '60012.345', Number.NaN, 6_001_234],
  ['0.5', '2.25', Number.NaN, 4],
  ['1', '7', 7, 7],
  ['0.00001', '0', 0, 0],
  ['0.01', '1.2.3', Number.NaN, Number.NaN],
  ['0.01', '', Number.NaN, Number.NaN],
  ['0.01', '1.', Number.NaN, Number.NaN],
  ['0.00000001', '999999999999999', Number.NaN, Number.NaN],
])('in steps of %s, %s is %d whole ones, and %d fit into it', (step, text, read, within) => {
  const reader = new StepReader(step);
  expect([reader.read(text), reader.within(text)]).toEqual([read, within]);
});

test('comes to what exact decimals come to', () => {
  const figure = fc
    .tuple(fc.nat(999_999), fc.nat({ max: 99_999_999 }))
    .map(([whole, part]) => `${String(whole)}.${String(part).padStart(8, '0')}`);
  fc.assert(
    fc.property(figure, fc.constantFrom('0.01', '0.00001', '0.05', '0.25'), (text, step) => {
      const exact = Number(Decimal.parse(text).divide(Decimal.parse(step), 0, 'floor').coefficient);
      const reader = new StepReader(step);
      expect(reader.within(text)).toBe(exact);
      expect(reader.read(text)).toBe(
        Decimal.parse(step)
          .mul(Decimal.of(BigInt(exact)))
          .equals(Decimal.parse(text))
          ? exact
          : Number.NaN,
      );
    }),
    { seed: 31, numRuns: 500 },
  );
});
