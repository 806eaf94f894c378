import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hyperliquidId, hyperliquidName } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-ids.ts';
import { type ClientOrderId, clientOrderId } from '../../../../src-shared/kernel/ids.ts';

const identity = (decision: string) =>
  clientOrderId({ book: 'live', account: 'main', instrument: 'BTC/USDC', origin: 'you', decision, leg: 0 });

describe("Hyperliquid's names of our orders", () => {
  it('are numbers of 128 bits whose first bit is 1, and are read back', () => {
    fc.assert(
      fc.property(fc.string(), (decision) => {
        const id = identity(decision);
        const name = hyperliquidName(id);
        expect(name).toMatch(/^0x[89a-f][0-9a-f]{31}$/u);
        expect(hyperliquidId(name)).toBe(id);
      }),
    );
  });

  it('are worked out by hand: 35 in the last place is 0x23', () => {
    expect(hyperliquidName(`o${'z'.padStart(25, '0')}` as ClientOrderId)).toBe('0x80000000000000000000000000000023');
    expect(hyperliquidId('0x80000000000000000000000000000024')).toBe(`o${'10'.padStart(25, '0')}`);
  });

  it('are no names of what is no order of ours', () => {
    for (const id of ['x', `o${'z'.repeat(25)}`, `o${'0'.repeat(24)}`, `o${'A'.repeat(25)}`])
      expect(hyperliquidName(id as ClientOrderId)).toBeNull();
    for (const name of [null, undefined, '', '0x00000000000000000000000000000001', `0x${'f'.repeat(31)}`, 'f'.repeat(32)])
      expect(hyperliquidId(name)).toBeNull();
  });
});
