import { describe, expect, it } from 'vitest';
import type { VenueAccountRow } from '../../../src-shared/contract/accounts.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ArmedStrategy } from '../../../src-shared/domain/arming.ts';
import type { StoredVerdict } from '../../../src-main/ports/research-store.ts';
import { armLive, type TypedForLive } from '../../../src-main/services/live-arming.ts';

const NOTHING: TypedForLive = { confirm: null, unproven: null, withoutGate: null };

function account(over: Partial<VenueAccountRow> = {}): VenueAccountRow {
  return {
    ...{
      id: 'a',
      name: 'main',
      venue: 'binance',
      venueName: 'Binance',
      proven: true,
      needsPassphrase: false,
      mode: 'live',
      disabled: null,
    },
    ...{ keyVersion: 1, addedAt: 0, rotatedAt: 0, usedAt: null, checkedAt: null, rights: null, withdrawalAccepted: false },
    ...over,
  };
}

const GRID: ArmedStrategy = {
  ...{ instance: 'grid-1', strategy: 'grid', instrument: 'BTC/USDT.BINANCE', timeframe: '5m', parameters: { levels: 4 }, hash: null },
};

const PASSED: StoredVerdict = {
  ...{ family: { strategy: 'grid', instrument: 'BTC/USDT.BINANCE', timeframe: '5m', data: 'ab' }, sentence: '', from: 0, to: 1 },
  at: 0,
  parameters: { levels: 4 },
  strategyHash: null,
  engine: '0.1.0',
  passed: true,
  tries: 3,
};

function kept(verdicts: readonly StoredVerdict[]): Parameters<typeof armLive>[1] {
  return { store: { verdicts: () => verdicts, trialCount: () => ({ runs: 3, trials: 0, total: 3 }) }, code: '0.1.0' };
}

function refusal(row: VenueAccountRow, strategies: number, typed: Partial<TypedForLive> = {}): string | null {
  try {
    const asked = Array.from({ length: strategies }, () => GRID);
    armLive({ account: row, strategies: asked, typed: { ...NOTHING, ...typed }, by: 'window' }, kept([]));
    return null;
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown.code;
    throw thrown;
  }
}

describe('letting an account trade', () => {
  it('wants nothing typed for a test network', () => {
    expect(refusal(account({ mode: 'testnet', proven: false }), 3)).toBeNull();
  });

  it('wants LIVE and the name for real money, letter by letter', () => {
    expect(refusal(account(), 0)).toBe('live.unconfirmed');
    for (const confirm of ['main', 'live main', 'LIVE Main', 'LIVE main '])
      expect(refusal(account(), 0, { confirm })).toBe('live.unconfirmed');
    expect(refusal(account(), 0, { confirm: 'LIVE main' })).toBeNull();
  });

  it('wants the name for strategies that no gate vouches for', () => {
    const confirm = 'LIVE main';
    expect(refusal(account(), 1, { confirm })).toBe('live.gate');
    expect(refusal(account(), 1, { confirm, withoutGate: 'other' })).toBe('live.gate');
    expect(refusal(account(), 1, { confirm, withoutGate: 'main' })).toBeNull();
  });

  it('needs no override for what the gate vouches for, and says in what is kept what did', () => {
    const typed = { ...NOTHING, confirm: 'LIVE main' };
    const ask = { account: account(), strategies: [GRID], typed, by: 'command line' };
    expect(armLive(ask, kept([PASSED]))).toMatchObject({
      ...{ account: 'main', by: 'command line', code: '0.1.0', override: false, strategies: [{ ...GRID, gate: 'passed' }] },
    });
    expect(() => armLive(ask, kept([{ ...PASSED, passed: false, sentence: 'Luck.' }]))).toThrow(
      'Nothing was started. grid on BTC/USDT.BINANCE, 5m: did not pass the overfit gate on 1970-01-01. Luck. Judge it with `overfit`, or type main with --without-gate.',
    );
    const overridden = armLive({ ...ask, typed: { ...typed, withoutGate: 'main' } }, kept([]));
    expect(overridden).toMatchObject({ override: true, strategies: [{ gate: 'never' }] });
    // A person's own orders need no gate, a test network nothing.
    expect(armLive({ ...ask, strategies: [] }, kept([]))).toMatchObject({ override: false, strategies: [] });
    expect(armLive({ ...ask, account: account({ mode: 'testnet' }), typed: NOTHING }, kept([]))).toBeNull();
  });

  it('wants the name for a venue that is not proven', () => {
    const confirm = 'LIVE main';
    expect(refusal(account({ proven: false }), 0, { confirm })).toBe('live.unproven');
    expect(refusal(account({ proven: false }), 0, { confirm, unproven: 'main' })).toBeNull();
  });

  it('refuses a key that may not trade, and one that is disabled, on a test network too', () => {
    const rights = { read: true, trade: false, withdraw: false, addressBound: null };
    expect(refusal(account({ rights, mode: 'testnet' }), 0)).toBe('live.no-right');
    expect(refusal(account({ rights: { ...rights, trade: null } }), 0, { confirm: 'LIVE main' })).toBeNull();
    expect(refusal(account({ disabled: 'you', mode: 'testnet' }), 0)).toBe('account.disabled');
  });
});
