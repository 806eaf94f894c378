import { describe, expect, it } from 'vitest';
import type { OrderRow } from '../../../../src-shared/contract/rows.ts';
import { AccountRows } from '../../../../src-main/sessions/desk/account-rows.ts';
import { SCOPE } from '../../../support/paper-kit.ts';
import { EngineKit } from '../../core/engine/engine-kit.ts';
import { spec } from '../../core/risk/desk-of-one.ts';

const CONTRACT = spec('BTC', { kind: 'perpetual', minNotional: '0.1' });

/** A short of 0.1 at 100 on five times leverage, with 4.90 behind it; a maintenance rate of 1 %. */
function short(): { readonly kit: EngineKit; readonly rows: AccountRows } {
  const kit = new EngineKit({ specs: [CONTRACT] });
  kit.deposit('5');
  kit.quote(100);
  const id = kit.order({ side: 'sell', lots: 10_000 });
  kit.ack(id);
  kit.fill(id, 10_000);
  return { kit, rows: new AccountRows(kit.engine, SCOPE) };
}

function row(over: Partial<OrderRow>): OrderRow {
  return {
    instrument: CONTRACT.id,
    side: 'buy',
    type: 'limit',
    price: null,
    trigger: null,
    size: '0.1',
    protective: true,
    ...over,
  } as OrderRow;
}

describe('the row of a short', () => {
  it('has its side as a sign, what it has lost, its margin and where it would be liquidated', () => {
    const { kit, rows } = short();
    kit.quote(110);
    const instrument = kit.instruments[0]!;
    expect(rows.position(instrument, [], 11_000)).toMatchObject({
      size: '-0.1',
      entry: '100.0000',
      value: '-11',
      unrealised: '-1',
      // (10 + 4.9) / (0.1 x 1.01) = 147.5247..., the first tick at which equity is no more than maintenance margin.
      perpetual: { liquidation: '147.53' },
    });
    const { perpetual } = rows.position(instrument, [], 11_000);
    expect(Number(perpetual?.margin)).toBe(2);
    // 4.9 - 1 of loss - 0.011 of fee.
    expect(Number(perpetual?.freeIfClosed)).toBeCloseTo(3.889, 12);
  });

  it('names the stop that a rising market reaches first, and its targets from the highest down', () => {
    const { kit, rows } = short();
    const found = rows.position(
      kit.instruments[0]!,
      [
        row({ type: 'stop', trigger: '120.00' }),
        row({ type: 'stop', trigger: '112.00' }),
        // What a long before it has left protects nothing.
        row({ side: 'sell', type: 'stop', trigger: '99.00' }),
        row({ price: '80.00' }),
        row({ price: '90.00' }),
        row({ side: 'sell', price: '130.00' }),
      ],
      10_000,
    );
    expect([found.stop, found.targets.map(({ price }) => price)]).toEqual(['112.00', ['90.00', '80.00']]);
  });

  it('is gone with the position, and of coins there is none', () => {
    const { kit, rows } = short();
    const back = kit.order({ lots: 10_000 });
    kit.ack(back);
    kit.fill(back, 10_000);
    expect('perpetual' in rows.position(kit.instruments[0]!, [], 10_000)).toBe(false);
    const coins = new EngineKit();
    coins.deposit('100');
    coins.quote(100);
    coins.buy(10_000);
    expect('perpetual' in new AccountRows(coins.engine, SCOPE).position(coins.instruments[0]!, [], 10_000)).toBe(false);
  });

  it('orders of a contract hold back no coins that are held beside it', () => {
    const kit = new EngineKit({ specs: [CONTRACT, spec('BTC', { minNotional: '0.1', symbol: 'BTC/USD' })] });
    kit.deposit('1000');
    kit.deposit('1', 'BTC');
    kit.quote(100, 0);
    kit.quote(100, 1);
    kit.order({ side: 'sell', lots: 10_000, type: 'limit', limitTicks: 12_000 });
    const coins = () => new AccountRows(kit.engine, SCOPE).account().balances.find(({ asset }) => asset === 'BTC');
    expect(coins()).toMatchObject({ total: '1', reserved: '0' });
  });
});
