import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../../src-shared/contract/orders.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { intentsOf } from '../../../../src-main/sessions/desk/order-translation.ts';
import { SPECS } from '../../../support/ledger-kit.ts';

const BTC = new Instrument(SPECS[0]!, 3);

function request(fields: Partial<OrderRequest>): OrderRequest {
  return {
    instrument: BTC.id,
    side: 'buy',
    type: 'limit',
    quantity: { base: '0.5' },
    price: '100000.25',
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    ...fields,
  };
}

function codeOf(fields: Partial<OrderRequest>): string {
  try {
    intentsOf(request(fields), BTC, 'g');
    return '';
  } catch (thrown) {
    return thrown instanceof Fault ? thrown.code : String(thrown);
  }
}

describe('intentsOf', () => {
  it('says prices in ticks and sizes in lots', () => {
    expect(intentsOf(request({ postOnly: true }), BTC, 'g')).toEqual([
      {
        instrument: 3,
        side: 'buy',
        type: 'limit',
        lots: 50_000_000,
        quoteAmount: null,
        limitTicks: 10_000_025,
        triggerTicks: null,
        timeInForce: 'gtc',
        postOnly: true,
        reduceOnly: false,
        group: null,
      },
    ]);
  });

  it('takes an amount of quote money, and no price for a market order', () => {
    const [intent] = intentsOf(request({ type: 'market', quantity: { quote: '250.5' } }), BTC, 'g');
    expect(intent).toMatchObject({ lots: 0, limitTicks: null, type: 'market' });
    expect(intent?.quoteAmount?.toString()).toBe('250.5');
  });

  it('makes a bracket an entry with legs of the other side that only reduce', () => {
    const intents = intentsOf(request({ postOnly: true, timeInForce: 'ioc', bracket: { stop: '95000', target: '110000' } }), BTC, 'cmd');
    expect(intents.map(({ type, side, limitTicks, triggerTicks, group }) => [type, side, limitTicks, triggerTicks, group])).toEqual([
      ['limit', 'buy', 10_000_025, null, { id: 'cmd', role: 'entry' }],
      ['stop', 'sell', null, 9_500_000, { id: 'cmd', role: 'stop' }],
      ['limit', 'sell', 11_000_000, null, { id: 'cmd', role: 'target' }],
    ]);
    for (const leg of intents.slice(1))
      expect(leg).toMatchObject({ reduceOnly: true, postOnly: false, timeInForce: 'gtc', lots: 50_000_000 });
    expect(intentsOf(request({ side: 'sell', bracket: { stop: '105000' } }), BTC, 'cmd').map(({ side }) => side)).toEqual(['sell', 'buy']);
  });

  it('rounds nothing', () => {
    expect(codeOf({ price: '100000.255' })).toBe('order.off-tick');
    expect(codeOf({ price: '0' })).toBe('order.off-tick');
    expect(codeOf({ quantity: { base: '0.000000001' } })).toBe('order.off-lot');
    expect(codeOf({ quantity: { base: '0' } })).toBe('order.off-lot');
    expect(codeOf({ bracket: { stop: '95000.001' } })).toBe('order.off-tick');
  });

  it('refuses what is known and not offered yet', () => {
    expect(codeOf({ timeInForce: 'gtd' })).toBe('order.not-offered');
    expect(codeOf({ type: 'trailing-stop' })).toBe('order.not-offered');
    expect(codeOf({ type: 'take-profit' })).toBe('order.not-offered');
    expect(codeOf({ type: 'market', quantity: { quote: '100' }, bracket: { stop: '95000' } })).toBe('order.not-offered');
  });
});
