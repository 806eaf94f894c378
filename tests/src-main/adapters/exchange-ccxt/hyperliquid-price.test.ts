import { expect, test } from 'vitest';
import { marketBound, TRIGGER_BOUND } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-price.ts';

test.each([
  // 60,000.1 × 1.05 = 63,000.105, and five figures of that are whole.
  ['60000.1', 'buy', 3, '63000'],
  // 60,000.1 × 0.95 = 57,000.095: never below it.
  ['60000.1', 'sell', 3, '57001'],
  ['100', 'buy', 8, '105'],
  ['100', 'sell', 8, '95'],
  // 3,001.7 × 1.05 = 3,151.785.
  ['3001.7', 'buy', 4, '3151.7'],
  ['3001.7', 'sell', 4, '2851.7'],
  // 123,456 × 1.05 = 129,628.8: whole numbers may have six figures.
  ['123456', 'buy', 3, '129628'],
  ['123456', 'sell', 3, '117284'],
  // 0.00012345 × 1.05 = 0.0001296225: five figures that mean something, if the market has as many digits.
  ['0.00012345', 'buy', 8, '0.00012962'],
  ['0.00012345', 'sell', 8, '0.00011728'],
  ['0.00012345', 'buy', 5, '0.00012'],
  ['0.00012345', 'sell', 5, '0.00012'],
] as const)('a market order against %s to %s, of %s digits, goes down to %s', (best, side, digits, worst) => {
  expect(marketBound(best, side, digits)).toBe(worst);
});

test.each([
  // 55,000 × 0.9 and × 1.1.
  ['55000', 'sell', 1, '49500'],
  ['55000', 'buy', 1, '60500'],
  // 0.12345 × 0.9 = 0.111105: never below it.
  ['0.12345', 'sell', 6, '0.11111'],
  ['0.12345', 'buy', 6, '0.13579'],
] as const)('one that has waited for %s to %s, of %s digits, goes down to %s', (trigger, side, digits, worst) => {
  expect(marketBound(trigger, side, digits, TRIGGER_BOUND)).toBe(worst);
});
