import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../src-renderer/format/format.ts';
import { numberStyleOf } from '../../../src-renderer/format/number-style.ts';
import { parseAmount } from '../../../src-renderer/format/parse-amount.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

const US = { group: ',', decimal: '.' };
const DE = { group: '.', decimal: ',' };

describe('parseAmount', () => {
  it.each([
    ['104,231.50', US, '104231.5'],
    ['104.231,50', US, '104231.5'],
    ['104.231,50', DE, '104231.5'],
    ['104 231.50', US, '104231.5'],
    ['104\u202f231,5', DE, '104231.5'],
    ['104’231.50', US, '104231.5'],
    ['0,05', US, '0.05'],
    ['0.05', DE, '0.05'],
    ['0,125', US, '0.125'],
    ['1,234', US, '1234'],
    ['1.234', DE, '1234'],
    ['1.234', US, '1.234'],
    ['1,2345', US, '1.2345'],
    ['1,234,567', US, '1234567'],
    ['5k', US, '5000'],
    ['2.5K', US, '2500'],
    ['1,5m', DE, '1500000'],
    ['.5', US, '0.5'],
    ['5.', US, '5'],
    ['+3', US, '3'],
    ['−7.5', US, '-7.5'],
    ['-0', US, '0'],
  ] as const)('%s is %s', (typed, style, text) => {
    expect(parseAmount(typed, style)).toBe(text);
  });

  it.each(['', ' ', 'abc', '1e5', '--1', '1-', 'k', '.', '1b', '1.2.3,4.5', '∞', 'NaN'])('%s is no number', (typed) => {
    expect(parseAmount(typed, US)).toBeUndefined();
  });

  it('reads back what any locale shows', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR'),
        (digits, scale, locale) => {
          const value = Decimal.of(digits, scale);
          const format = createFormat(numberStyleOf(locale), 'utc');
          const shown = format.price(value, scale);
          expect(format.parseAmount(shown)).toBe(value.toString());
        },
      ),
    );
  });
});
