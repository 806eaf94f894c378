import { describe, expect, it } from 'vitest';
import { hasContracts, marketsOf, readArming } from '../../../../src-renderer/features/live/arm-form.ts';
import type { LiveFacts } from '../../../../src-shared/contract/live.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';

const EMPTY = { markets: '', leverage: '1', word: '', unproven: '', gate: '' };

function facts(over: Partial<LiveFacts> = {}, account: Partial<LiveFacts['account']> = {}): LiveFacts {
  return {
    account: { name: 'main', proven: true, mode: 'live', ...account } as LiveFacts['account'],
    ...{ word: 'LIVE main', limits: NO_LIMITS, known: false, symbols: [], held: [], leverage: 1, strategies: [] },
    ...over,
  };
}

describe('what is typed to arm an account', () => {
  it('takes markets as a person writes them, each once', () => {
    expect(marketsOf(' btc/usdt, ETH/USDT;btc/usdt\nsol/usdt ')).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
  });

  it('names what is missing, field by field', () => {
    expect(readArming(EMPTY, facts()).problems).toEqual({
      markets: 'Name at least one market, such as BTC/USDT.',
      word: 'Type LIVE main exactly.',
    });
    expect(readArming({ ...EMPTY, markets: 'btc' }, facts()).problems.markets).toBe('"BTC" is no market; write it as BTC/USDT.');
    const many = Array.from({ length: 13 }, (_, place) => `C${String(place)}/USDT`).join(' ');
    expect(readArming({ ...EMPTY, markets: many }, facts()).problems.markets).toBe('At most 12 markets.');
    const all = readArming(EMPTY, facts({ strategies: ['grid'], held: ['BTC/USDT'] }, { proven: false })).problems;
    expect(Object.keys(all).sort()).toEqual(['gate', 'unproven', 'word']);
  });

  it('asks for a leverage where a perpetual is among them, typed or held', () => {
    const form = { ...EMPTY, markets: 'btc/usdt:usdt', leverage: '2.5', word: 'LIVE main' };
    expect(readArming(form, facts())).toMatchObject({ problems: {}, request: { symbols: ['BTC/USDT:USDT'], leverage: 2.5 } });
    for (const leverage of ['', '0.5', 'two', '1001', '2,5'])
      expect(readArming({ ...form, leverage }, facts()).problems).toEqual({
        leverage: 'A number from 1 to what the exchange offers, such as 2.',
      });
    expect(readArming({ ...form, markets: 'eth/usdt', leverage: '' }, facts()).request.leverage).toBe(1);
    expect(hasContracts({ markets: '' }, { held: ['ETH/USDT:USDT'] })).toBe(true);
  });

  it('asks for what is held too, and for nothing that a test network does not need', () => {
    const form = { ...EMPTY, markets: 'eth/usdt', word: 'LIVE main', gate: ' main ' };
    expect(readArming(form, facts({ held: ['BTC/USDT'] }))).toEqual({
      problems: {},
      request: { symbols: ['BTC/USDT', 'ETH/USDT'], leverage: 1, confirm: 'LIVE main', unproven: null, withoutGate: 'main' },
    });
    expect(readArming({ ...form, word: '' }, facts({ word: null }, { mode: 'testnet', proven: false }))).toEqual({
      problems: {},
      request: { symbols: ['ETH/USDT'], leverage: 1, confirm: null, unproven: null, withoutGate: null },
    });
  });
});
