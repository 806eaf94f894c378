import { describe, expect, it } from 'vitest';
import { feeParts } from '../../../src-shared/domain/fee-parts.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';

const BTC = new Instrument(spec('BTC'), 0);

function parts(fee: string, paid?: readonly (readonly [asset: string, amount: string])[]) {
  const amounts = paid?.map(([asset, amount]) => ({ asset, amount: Decimal.parse(amount) }));
  const fill = { ticks: BTC.toTicks(100), fee: Decimal.parse(fee), ...(amounts === undefined ? {} : { paid: amounts }) };
  return feeParts(fill, BTC).map(({ asset, amount, value }) => [asset, amount.toString(), value.toString()]);
}

describe('the parts of a fee', () => {
  it('are the settle asset where nothing else is said', () => {
    expect(parts('0.1')).toEqual([['USD', '0.1', '0.1']]);
  });

  it('are worth the whole fee together, the traded coin its price where a third coin takes the rest', () => {
    expect(parts('0.1', [['BTC', '0.001']])).toEqual([['BTC', '0.001', '0.1']]);
    expect(
      parts('0.55', [
        ['BNB', '0.0004'],
        ['BTC', '0.001'],
        ['USD', '0.2'],
      ]),
    ).toEqual([
      ['BNB', '0.0004', '0.25'],
      ['BTC', '0.001', '0.1'],
      ['USD', '0.2', '0.2'],
    ]);
  });

  it('count an asset once, however often the venue names it, and a rebate below zero', () => {
    expect(
      parts('-0.3', [
        ['BTC', '-0.001'],
        ['BTC', '-0.002'],
      ]),
    ).toEqual([['BTC', '-0.003', '-0.3']]);
  });

  it('are none where nothing was taken', () => {
    expect(parts('0', [])).toEqual([]);
  });
});
