import { beforeEach, describe, expect, it } from 'vitest';
import type { VenueAccountRow } from '../../../src-shared/contract/accounts.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/domain/limits.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';
import { type LiveOpening, LiveService } from '../../../src-main/services/live-service.ts';
import { venueAccount } from '../../../src-main/window-account.ts';
import { PROFILES } from '../../support/account-kit.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

let row: VenueAccountRow;
let opened: LiveOpening[];
let told: string[];
let kept: Map<string, string>;
let held: { positions: { instrument: string }[]; orders: { instrument: string }[]; ended: { instrument: string; updatedAt: number }[] };
let running: { strategy: string; running: boolean }[];
let replaying: boolean;
let opens: () => Promise<void>;

beforeEach(() => {
  row = {
    ...{
      id: 'a1',
      name: 'main',
      venue: 'binance',
      venueName: 'Binance',
      proven: true,
      needsPassphrase: false,
      mode: 'live',
      disabled: null,
    },
    ...{ keyVersion: 3, addedAt: 0, rotatedAt: 0, usedAt: null, checkedAt: null, withdrawalAccepted: false },
    rights: { read: true, trade: true, withdraw: false, addressBound: null },
  };
  opened = [];
  told = [];
  kept = new Map();
  held = { positions: [], orders: [], ended: [] };
  running = [];
  replaying = false;
  opens = () => Promise.resolve();
});

function service(): LiveService {
  const reader = {
    holding: () => ({ ...held, strategies: running.map(({ strategy }) => strategy) }),
    orderHistory: () => held.ended,
    snapshot: (_: unknown, instruments: readonly { readonly id: string }[]) => {
      told.push(`snapshot ${instruments.map(({ id }) => id).join(' ')}`);
      return {
        time: null,
        limits: null,
        strategies: running.map((each) => ({
          ...each,
          instance: `${each.strategy}-1`,
          instrument: 'BTC/USDT.BINANCE',
          timeframe: '1m',
          parameters: {},
        })),
      };
    },
  } as unknown as LedgerReader;
  return new LiveService({
    accounts: {
      find: () => row,
      check: () => {
        told.push('checked');
        return Promise.resolve({ account: row, reading: null, problem: '' });
      },
      tradable: () => ({
        account: { id: row.id, venue: row.venue, sandbox: row.mode === 'testnet', version: row.keyVersion },
        profile: PROFILES[0]!,
      }),
    },
    desk: {
      call: (name) => {
        told.push(name);
        return Promise.resolve(2 as never);
      },
    },
    reader,
    settings: {
      load: (key) => kept.get(key) ?? null,
      save: (key, value) => kept.set(key, String(value)),
    },
    gate: { store: { verdicts: () => [], trialCount: () => ({ total: 0 }) as never }, code: 'test' },
    replaying: () => replaying,
    now: () => NOW,
    scopeOf: venueAccount,
    open: async (opening) => {
      await opens();
      opened.push(opening);
    },
    leave: () => {
      told.push('left');
      return Promise.resolve();
    },
  });
}

const ASKED = { command: 'c', name: 'main', symbols: ['ETH/USDT'], leverage: 1, confirm: 'LIVE main', unproven: null, withoutGate: null };

describe('trading with an account in the window', () => {
  it('says what is to be typed, the limits it begins with, and what it cannot be without', () => {
    held = {
      positions: [{ instrument: 'BTC/USDT.BINANCE' }],
      orders: [{ instrument: 'SOL/USDT.BINANCE' }],
      ended: [
        { instrument: 'ADA/USDT.BINANCE', updatedAt: NOW - 23 * HOUR },
        { instrument: 'XRP/USDT.BINANCE', updatedAt: NOW - 26 * HOUR },
      ],
    };
    kept.set('live.symbols.a1', 'ETH/USDT BTC/USDT');
    expect(service().about('main')).toEqual({
      ...{ account: row, word: 'LIVE main', limits: DEFAULT_LIMITS, known: false, strategies: [] },
      leverage: 1,
      held: ['ADA/USDT', 'BTC/USDT', 'SOL/USDT'],
      symbols: ['ADA/USDT', 'BTC/USDT', 'SOL/USDT', 'ETH/USDT'],
    });
    // The ledger is read with the instruments that something of the account is in.
    expect(told).toEqual(['snapshot ADA/USDT.BINANCE BTC/USDT.BINANCE SOL/USDT.BINANCE']);
    row = { ...row, mode: 'testnet' };
    expect(service().about('main').word).toBeNull();
  });

  it('asks the venue before anything is ended, opens what is held beside what is asked for, and keeps that', async () => {
    held.positions = [{ instrument: 'BTC/USDT.BINANCE' }];
    const live = service();
    await expect(live.arm(ASKED)).resolves.toEqual({ account: 'main' });
    expect(told[0]).toBe('checked');
    expect(opened).toMatchObject([
      { name: 'main', symbols: ['BTC/USDT', 'ETH/USDT'], strategies: false, arming: { account: 'main', by: 'window', override: false } },
    ]);
    expect(live.book?.account).toEqual({ book: 'live', account: 'a1', venue: 'BINANCE' });
    expect(kept.get('live.symbols.a1')).toBe('ETH/USDT');
    await expect(live.arm(ASKED)).rejects.toThrow('An account trades in this window.');
    await expect(live.end('e')).resolves.toEqual({ leftOpen: 2 });
    expect(told.slice(-2)).toEqual(['endLive', 'left']);
    expect(live.book).toBeNull();
    await expect(live.end('e')).rejects.toThrow('No account trades in this window.');
  });

  it('opens nothing where words are missing, a replay is on, or the desk cannot be opened', async () => {
    await expect(service().arm({ ...ASKED, confirm: 'live main' })).rejects.toThrow('Type LIVE main exactly');
    running = [{ strategy: 'grid', running: true }];
    await expect(service().arm(ASKED)).rejects.toMatchObject({ code: 'live.gate' });
    expect(opened).toEqual([]);
    await service().arm({ ...ASKED, withoutGate: 'main' });
    expect(opened).toMatchObject([{ strategies: true, arming: { override: true } }]);
    replaying = true;
    await expect(service().arm(ASKED)).rejects.toMatchObject({ code: 'replay.on' });
    replaying = false;
    running = [];
    opens = () => Promise.reject(new Fault('instrument.unknown', { instrument: 'ETH/USDT' }));
    const live = service();
    await expect(live.arm(ASKED)).rejects.toMatchObject({ code: 'instrument.unknown' });
    expect([live.book, kept.get('live.symbols.a1')]).toEqual([null, 'ETH/USDT']);
  });

  it('wants nothing typed for a test network, whose strategies may trade', async () => {
    row = { ...row, mode: 'testnet' };
    await service().arm({ ...ASKED, confirm: null });
    expect(opened).toMatchObject([{ strategies: true, arming: null }]);
  });
});
