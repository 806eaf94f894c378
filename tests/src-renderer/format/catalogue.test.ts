import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogue, lengthened, longerCatalogue } from '../../../src-renderer/format/catalogue.ts';

it('leaves words as they are written', () => {
  const words = { title: 'Orders' };
  expect(catalogue(words)).toBe(words);
});

it('lengthens every text of a catalogue, and what its functions say', () => {
  const words = longerCatalogue({
    title: 'Orders',
    count: (n: number) => `${String(n)} orders on PAPER`,
    deep: { list: ['Buy'] as readonly string[] },
    most: 3,
  });
  expect(words).toMatchObject({ title: 'Ordersööö', deep: { list: ['Buyöö'] }, most: 3 });
  expect(words.count(4)).toBe('4 ordersööö onö PAPER');
});

it('lengthens each word by two fifths at least, and once', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{2,12}$/u), (word) => {
      const longer = lengthened(word);
      expect(longer.length).toBeGreaterThanOrEqual(word.endsWith('ö') ? word.length : word.length * 1.4);
      expect(lengthened(longer)).toBe(longer);
    }),
  );
});

it('leaves figures, pairs and what is in capitals', () => {
  expect(lengthened('104,231.50 USD of BTC/USD, PAPER')).toBe('104,231.50 USD ofö BTC/USD, PAPER');
});
