import { describe, expect, it } from 'vitest';
import { readMarginTiers } from '../../../../src-main/core/market-data/read-margin-tiers.ts';

describe('a table of margin brackets', () => {
  it('is read as venues list it: rates as fractions or per cent, amounts that follow, highest leverage', () => {
    const text =
      '# BTCUSDT\nfrom,leverage,rate,amount\n\n0,125,0.40%,0\n50000, 100, 0.5%, 50\n250000,50,0.01,1300.00\n1000000,20,0.025,16300\n';
    expect(readMarginTiers(text)).toEqual([
      { from: '0', rate: '0.004', leverage: 125 },
      { from: '50000', rate: '0.005', leverage: 100 },
      { from: '250000', rate: '0.01', leverage: 50 },
      { from: '1000000', rate: '0.025', leverage: 20 },
    ]);
    expect(readMarginTiers('from,rate\r\n0,0.01\r\n1000.5,0.01')).toEqual([
      { from: '0', rate: '0.01' },
      { from: '1000.5', rate: '0.01' },
    ]);
  });

  it.each([
    ['', 1, 'from', 'the file is empty'],
    ['from,rate', 1, 'from', 'there are 0 brackets'],
    ['from,rate,cap\n0,0.01,5', 1, 'cap', 'no such column'],
    ['from,rate\n5,0.01', 2, 'from', 'begins at 0'],
    ['from,rate\n0,0.01\n\nx,0.02', 4, 'from', '"x" is not an amount'],
    ['from,rate\n0,0.01\n10,0.02\n10,0.03', 4, 'from', 'higher than the one before'],
    ['from,rate\n0,0.01\n10,0.005', 3, 'rate', 'never needs a smaller rate'],
    ['from,rate\n0,1', 2, 'rate', 'is no rate'],
    ['from,rate\n0', 2, 'rate', '"" is no rate'],
    ['from,rate\n0,a%', 2, 'rate', 'is no rate'],
    ['from,rate,leverage\n0,0.01,0.5', 2, 'leverage', 'is no leverage'],
    ['from,rate,amount\n0,0.01,0\n10,0.02,0.2', 3, 'amount', '0.1 does'],
  ])('says what is wrong: %j', (text, line, column, problem) => {
    expect(readMarginTiers(text)).toEqual({ line, column, problem: expect.stringContaining(problem) as string });
  });
});
