import { expect, test } from 'vitest';
import { createFormat } from '../../../src-renderer/format/format.ts';
import { numberStyleOf } from '../../../src-renderer/format/number-style.ts';
import { feeFigures } from '../../../src-renderer/state/fee-figures.ts';
import { fillRow } from '../features/sample-rows.ts';

const format = createFormat(numberStyleOf('en-GB'), 'utc');

test('a fee in money is said once', () => {
  expect(feeFigures(fillRow(), format)).toEqual({ taken: '5.21 USD', worth: null });
  expect(feeFigures(fillRow({ fee: '0', paid: [] }), format)).toEqual({ taken: '0.00 USD', worth: null });
});

test('a fee in coins is said as it was taken, with its value', () => {
  const paid = [
    { asset: 'BTC', amount: '0.00001000', value: '0.97' },
    { asset: 'USD', amount: '4.24', value: '4.24' },
  ];
  expect(feeFigures(fillRow({ paid }), format)).toEqual({ taken: '0.00001 BTC + 4.24 USD', worth: '5.21 USD' });
});
