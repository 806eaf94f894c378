import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../../src-shared/contract/orders.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { intentsOf, termsOfChange } from '../../../../src-main/sessions/desk/order-translation.ts';
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
        trailTicks: null,
        expiresAt: null,
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
    const intents = intentsOf(
      request({ postOnly: true, timeInForce: 'ioc', bracket: { stop: '95000', targets: [{ price: '110000', share: 100 }] } }),
      BTC,
      'cmd',
    );
    expect(intents.map(({ type, side, limitTicks, triggerTicks, group }) => [type, side, limitTicks, triggerTicks, group])).toEqual([
      ['limit', 'buy', 10_000_025, null, { id: 'cmd', role: 'entry' }],
      ['stop', 'sell', null, 9_500_000, { id: 'cmd', role: 'stop' }],
      ['limit', 'sell', 11_000_000, null, { id: 'cmd', role: 'target' }],
    ]);
    for (const leg of intents.slice(1))
      expect(leg).toMatchObject({ reduceOnly: true, postOnly: false, timeInForce: 'gtc', lots: 50_000_000 });
    expect(intentsOf(request({ side: 'sell', bracket: { stop: '105000', targets: [] } }), BTC, 'cmd').map(({ side }) => side)).toEqual([
      'sell',
      'buy',
    ]);
  });

  it('rounds nothing', () => {
    expect(codeOf({ price: '100000.255' })).toBe('order.off-tick');
    expect(codeOf({ price: '0' })).toBe('order.off-tick');
    expect(codeOf({ quantity: { base: '0.000000001' } })).toBe('order.off-lot');
    expect(codeOf({ quantity: { base: '0' } })).toBe('order.off-lot');
    expect(codeOf({ bracket: { stop: '95000.001', targets: [] } })).toBe('order.off-tick');
  });

  it('takes no price of more figures than the venue does, nor one that an order waits for', () => {
    const figures = new Instrument({ ...SPECS[0]!, priceFigures: 5 }, 3);
    const faultOf = (fields: Partial<OrderRequest>): unknown => {
      try {
        return intentsOf(request(fields), figures, 'g')[0]?.limitTicks;
      } catch (thrown) {
        return thrown instanceof Fault ? [thrown.code, thrown.details] : thrown;
      }
    };
    const off = (price: string, tick: string) => ['order.off-tick', { price, tick }];
    expect(faultOf({ price: '100000.25' })).toEqual(off('100000.25', '1'));
    expect(faultOf({ price: '1234.56' })).toEqual(off('1234.56', '0.1'));
    expect(faultOf({ price: '100001' })).toBe(10_000_100);
    expect(faultOf({ price: '1234.5' })).toBe(123_450);
    const bracketed = (stop: string, target: string) =>
      faultOf({ price: '100000', bracket: { stop, targets: [{ price: target, share: 100 }] } });
    expect(bracketed('95000', '101000.25')).toEqual(off('101000.25', '1'));
    expect(bracketed('95000.25', '101000')).toEqual(off('95000.25', '1'));
    expect(bracketed('95000.5', '101000')).toEqual(off('95000.5', '1'));
    expect(bracketed('95000', '101000')).toBe(10_000_000);
    expect(faultOf({ type: 'stop', trigger: '100000.25' })).toEqual(off('100000.25', '1'));
    expect(() => termsOfChange({ price: '100000.25' }, figures)).toThrow(Fault);
    expect(() => termsOfChange({ trigger: '100000.25' }, figures)).toThrow(Fault);
    expect(termsOfChange({ trigger: '100001' }, figures)).toEqual({ triggerTicks: 10_000_100 });
  });

  it('shares the entry out among several targets, the last of which takes what is left', () => {
    const targets = [
      { price: '101000', share: 33 },
      { price: '102000', share: 33 },
      { price: '103000', share: 34 },
    ];
    const lots = (base: string, shares = targets) =>
      intentsOf(request({ quantity: { base }, bracket: { stop: '95000', targets: shares } }), BTC, 'g').map((intent) => intent.lots);
    expect(lots('0.00000010')).toEqual([10, 10, 3, 3, 4]);
    expect(lots('0.00000010', targets.slice(0, 2))).toEqual([10, 10, 3, 3]);
  });

  it('says a distance in ticks and keeps the date of an order that is good till one', () => {
    const { price: _, ...unpriced } = request({ type: 'trailing-stop', trail: '250.5', timeInForce: 'gtd', expiresAt: 1_700_000_000_000 });
    expect(intentsOf(unpriced, BTC, 'g')).toMatchObject([
      { type: 'trailing-stop', trailTicks: 25_050, triggerTicks: null, limitTicks: null, timeInForce: 'gtd', expiresAt: 1_700_000_000_000 },
    ]);
    expect(codeOf({ type: 'trailing-stop', trail: '0.001' })).toBe('order.off-tick');
  });

  it('refuses a bracket on an order by quote amount', () => {
    expect(codeOf({ type: 'market', quantity: { quote: '100' }, bracket: { stop: '95000', targets: [] } })).toBe('order.not-offered');
  });
});

describe('termsOfChange', () => {
  it('says what is to change in ticks and lots, and nothing else', () => {
    expect(termsOfChange({ price: '100.5', size: '0.5' }, BTC)).toEqual({ limitTicks: 10_050, lots: 50_000_000 });
    expect(termsOfChange({ trigger: '99', trail: '1', expiresAt: 5 }, BTC)).toEqual({ triggerTicks: 9_900, trailTicks: 100, expiresAt: 5 });
    expect(termsOfChange({}, BTC)).toEqual({});
    expect(() => termsOfChange({ price: '0.001' }, BTC)).toThrow(Fault);
  });
});
