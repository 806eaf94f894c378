import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumShown, sumShownTexts } from '../../../src-renderer/state/money-sums.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

it('adds what is shown: each line is rounded half away from zero before it is added', () => {
  expect(String(sumShownTexts(['0.005', '0.004', '-0.005', '-1.5', '10', '.5']))).toBe('9');
  expect(String(sumShownTexts([]))).toBe('0');
});

it('comes to what exact arithmetic comes to, for amounts of every size', () => {
  const amount = fc
    .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 12 }))
    .map(([units, decimals]) => String(Decimal.of(units, decimals)));
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 20 }), (texts) => {
      const exact = sumShown(texts.map((text) => Decimal.parse(text)));
      expect(sumShownTexts(texts).equals(exact ?? Decimal.ZERO)).toBe(true);
    }),
    { seed: 7 },
  );
});
