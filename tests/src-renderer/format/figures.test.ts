import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as figures from '../../../src-renderer/format/figures.ts';
import { PLAIN_STYLE, numberStyleOf, withMarks } from '../../../src-renderer/format/number-style.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

const US = PLAIN_STYLE;
const DE = { group: '.', decimal: ',' };
const UNKNOWNS = [null, undefined, NaN, Infinity, -Infinity, '', 'NaN', 'abc', '1,2'];

describe('a sentence of main', () => {
  it.each([
    ['Efficiency -600 % over 2024-01-02 to 2024-02-03.', 'Efficiency −600 % over 2024-01-02 to 2024-02-03.'],
    ['-1.5 (from -2 to 3), 1-minute bars, run-14', '−1.5 (from −2 to 3), 1-minute bars, run-14'],
    ['mean-reversion - 20', 'mean-reversion - 20'],
  ])('%s', (sentence, shown) => {
    expect(figures.withTrueMinus(sentence)).toBe(shown);
  });
});

describe('price', () => {
  it.each([
    ['104231.5', 2, '104,231.50'],
    ['0.8124', 4, '0.8124'],
    ['2.005', 2, '2.01'],
    ['-2.005', 2, '−2.01'],
    ['1e-8', 8, '0.00000001'],
    ['123456789012345678.905', 2, '123,456,789,012,345,678.91'],
    ['999.999', 2, '1,000.00'],
    [-0, 2, '0.00'],
    ['-0.001', 2, '0.00'],
    [0.1, 1, '0.1'],
    [1e21, 0, '1,000,000,000,000,000,000,000'],
  ] as const)('%s with %i decimals is %s', (value, decimals, text) => {
    expect(figures.price(value, decimals, US)).toBe(text);
  });

  it('uses the separators it is given', () => {
    expect(figures.price('104231.5', 2, DE)).toBe('104.231,50');
  });
});

it('unknown is a dash everywhere, never NaN, Infinity or 0', () => {
  for (const value of UNKNOWNS) {
    expect(figures.price(value, 2, US)).toBe('—');
    expect(figures.quantity(value, 4, US)).toEqual({ head: '—', tail: '' });
    expect(figures.quoteMoney(value, US)).toBe('—');
    expect(figures.compact(value, US)).toBe('—');
    expect(figures.change(value, 2, US)).toEqual({ text: '—', direction: 0 });
    expect(figures.percent(value, US)).toBe('—');
    expect(figures.signedPercent(value, US)).toEqual({ text: '—', direction: 0 });
    expect(figures.basisPoints(value, US)).toBe('—');
    expect(figures.riskMultiple(value, US)).toEqual({ text: '—', direction: 0 });
    expect(figures.ratio(value, US)).toBe('—');
    expect(figures.count(value, US)).toBe('—');
    expect(figures.plainNumber(value)).toBe('');
  }
});

describe('quantity', () => {
  it.each([
    ['0.05', 5, '0.05', '000'],
    ['24', 2, '24', '.00'],
    ['110', 1, '110', '.0'],
    ['1800', 0, '1,800', ''],
    ['0', 3, '0', '.000'],
    ['1.23456789', 12, '1.23456789', ''],
    ['100', 0, '100', ''],
  ] as const)('%s with %i decimals splits into %s and %s', (value, decimals, head, tail) => {
    expect(figures.quantity(value, decimals, US)).toEqual({ head, tail });
  });

  it('drops the zeros in sentences', () => {
    expect(figures.plainQuantity('0.05000', 5, US)).toBe('0.05');
    expect(figures.plainQuantity('24', 2, US)).toBe('24');
  });

  it('what can be spent rounds down, what is charged up, the rest half away from zero', () => {
    expect(figures.plainQuantity('0.123456', 5, US, 'spendable')).toBe('0.12345');
    expect(figures.quoteMoney('4812.309', US, 'spendable')).toBe('4,812.30');
    expect(figures.quoteMoney('-0.001', US, 'spendable')).toBe('−0.01');
    expect(figures.quoteMoney('5.2101', US, 'cost')).toBe('5.22');
    expect(figures.quoteMoney('5.215', US)).toBe('5.22');
    expect(figures.quoteMoney('-5.215', US)).toBe('−5.22');
    expect(figures.quoteMoney('5.2149', US)).toBe('5.21');
  });
});

describe('compact', () => {
  it.each([
    [0, '0.000'],
    [0.5372, '0.537'],
    [0.9996, '1.00'],
    [2.6789, '2.68'],
    [41.26, '41.3'],
    [999.4, '999'],
    [999.5, '1.00K'],
    [20_139.9, '20.1K'],
    [999_950, '1.00M'],
    [3_530_000_000, '3.53B'],
    [-1_280_000_000, '−1.28B'],
    ['1280000000000', '1,280B'],
    [-0, '0.000'],
  ] as const)('%s is %s', (value, text) => {
    expect(figures.compact(value, US)).toBe(text);
  });
});

describe('signed figures', () => {
  it.each([
    ['16.29', '+16.29', 1],
    ['-76.93', '−76.93', -1],
    ['0', '0.00', 0],
    ['-0.004', '0.00', 0],
    ['0.005', '+0.01', 1],
    [-0, '0.00', 0],
    ['1234567.891', '+1,234,567.89', 1],
  ] as const)('a change of %s is %s', (value, text, direction) => {
    expect(figures.change(value, 2, US)).toEqual({ text, direction });
  });

  it('percent has two decimals, none from 1,000 %', () => {
    expect(figures.signedPercent(0.0124, US).text).toBe('+1.24%');
    expect(figures.signedPercent('-0.0031', US).text).toBe('−0.31%');
    expect(figures.percent(9.99994, US)).toBe('999.99%');
    expect(figures.percent(10, US)).toBe('1,000%');
    expect(figures.signedPercent(84.9, US).text).toBe('+8,490%');
    expect(figures.percent(-0, US)).toBe('0.00%');
  });

  it('basis points, R and ratios', () => {
    expect(figures.basisPoints(0.84, US)).toBe('0.8 bp');
    expect(figures.basisPoints(-0.4, US)).toBe('−0.4 bp');
    expect(figures.riskMultiple(1.84, US)).toEqual({ text: '+1.8R', direction: 1 });
    expect(figures.riskMultiple(-0.04, US)).toEqual({ text: '0.0R', direction: 0 });
    expect(figures.ratio(1.4151, US)).toBe('1.42');
    expect(figures.count(20_695, US)).toBe('20,695');
  });
});

describe('laws', () => {
  const money = fc
    .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 18 }))
    .map(([digits, scale]) => Decimal.of(digits, scale));

  it('no hyphen, no negative zero, and the digits are those of the rounded value', () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 0, max: 8 }), (value, decimals) => {
        const { text, direction } = figures.change(value, decimals, US);
        expect(text).not.toContain('-');
        const read = Decimal.parse(text.replaceAll(',', '').replace('−', '-'));
        expect(read.equals(value.quantize(decimals, 'half-away'))).toBe(true);
        expect(direction).toBe(read.sign());
        if (read.isZero()) expect(text).toMatch(/^[0.]+$/u);
      }),
    );
  });

  it('head and tail are the whole figure, and the tail holds zeros only', () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 0, max: 8 }), (value, decimals) => {
        const { head, tail } = figures.quantity(value, decimals, US);
        expect(`${head}${tail}`).toBe(figures.price(value, decimals, US));
        expect(tail).toMatch(/^[.0]*$/u);
      }),
    );
  });

  it('a copied figure keeps its full precision', () => {
    fc.assert(
      fc.property(money, (value) => {
        expect(Decimal.parse(figures.plainNumber(value)).equals(value)).toBe(true);
      }),
    );
  });
});

describe('separators', () => {
  it('come from the locale', () => {
    expect(numberStyleOf('en-US')).toEqual({ group: ',', decimal: '.' });
    expect(numberStyleOf('de-DE')).toEqual({ group: '.', decimal: ',' });
    expect(numberStyleOf('xx-not-a-locale-at-all')).toEqual(PLAIN_STYLE);
  });

  it('group from the right and leave the fraction alone', () => {
    expect(withMarks('1234567.12345', US)).toBe('1,234,567.12345');
    expect(withMarks('-123', US)).toBe('-123');
    expect(withMarks('999', US)).toBe('999');
  });
});
