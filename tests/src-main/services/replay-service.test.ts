import { describe, expect, test } from 'vitest';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';
import type { Settings } from '../../../src-main/ports/settings.ts';
import type { DeskLink } from '../../../src-main/services/desk-link.ts';
import { ReplayService } from '../../../src-main/services/replay-service.ts';
import { marketSettings } from '../../../src-main/services/market-settings.ts';
import { practiceAccount } from '../../../src-main/window-account.ts';
import type { ReplayRequest } from '../../../src-shared/contract/replay.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';

const STORED: ReplayRequest = {
  source: { kind: 'stored', series: 'X' },
  instrument: 'X/Y.FILE',
  timeframe: '1h',
  from: 0,
  to: 900,
  cash: '10',
};

/** A replay service whose desks are names in a list of what happened. */
function serviceWith({
  fails = null,
  readerFails = false,
  trading = false,
}: { readonly fails?: Fault | null; readonly readerFails?: boolean; readonly trading?: boolean } = {}) {
  const told: string[] = [];
  const asked: ReplayRequest[] = [];
  const ready = () => (fails === null ? Promise.resolve() : Promise.reject(fails));
  const link = {
    get ready() {
      return ready();
    },
    stop: () => {
      told.push('stop');
      return Promise.resolve();
    },
  } as unknown as DeskLink;
  const service = new ReplayService({
    desk: { call: (name) => Promise.resolve(name as never) },
    open: (request, account) => {
      asked.push(request);
      return { link, account: practiceAccount(account, 'FILE') };
    },
    reader: () => {
      if (readerFails) throw new Fault('disk.full', { file: 'practice.db' });
      return { close: () => told.push('closed') } as unknown as LedgerReader;
    },
    show: () => {
      told.push('show');
      return Promise.resolve();
    },
    leave: () => {
      told.push('leave');
      return Promise.resolve('paper-1');
    },
    now: () => 77,
    marketTime: () => 500,
    trading: () => trading,
  });
  return { service, told, asked };
}

describe('ReplayService', () => {
  test('opens a replay beside the desk that runs, moves it, and leaves it', async () => {
    const { service, told, asked } = serviceWith();
    await expect(service.move({ kind: 'play' })).rejects.toMatchObject({ code: 'replay.off' });
    await expect(service.exit()).rejects.toMatchObject({ code: 'replay.off' });
    expect(await service.start(STORED)).toEqual({ account: 'practice-77' });
    expect(asked).toEqual([STORED]);
    expect(service.practice).toMatchObject({ account: { book: 'practice', account: 'practice-77' }, timeframe: '1h' });
    await expect(service.start(STORED)).rejects.toMatchObject({ code: 'replay.on' });
    expect(await service.move({ kind: 'play' })).toBe('moveReplay');
    expect(await service.exit()).toEqual({ account: 'paper-1' });
    expect(service.practice).toBeNull();
    expect(told).toEqual(['show', 'leave', 'closed']);
  });

  test('of the simulated market only what has been can be replayed', async () => {
    const { service, asked } = serviceWith();
    await service.start({ ...STORED, source: { kind: 'simulated' } });
    expect(asked[0]?.to).toBe(500);
    service.close();
    expect(service.practice).toBeNull();
  });

  test('one that cannot be opened changes nothing', async () => {
    const failed = serviceWith({ fails: new Fault('replay.range', { instrument: 'X', bars: 0, timeframe: '1h' }) });
    await expect(failed.service.start(STORED)).rejects.toMatchObject({ code: 'replay.range' });
    expect([failed.service.practice, failed.told]).toEqual([null, []]);
    const unread = serviceWith({ readerFails: true });
    await expect(unread.service.start(STORED)).rejects.toMatchObject({ code: 'disk.full' });
    expect([unread.service.practice, unread.told]).toEqual([null, ['stop']]);
    unread.service.close();
  });
});

test('a replay keeps what belongs to its market apart, and everything else with the window', () => {
  const kept = new Map<string, string | null>();
  const settings: Settings = { load: (key) => kept.get(key) ?? null, save: (key, value) => void kept.set(key, value) };
  let replaying = false;
  const shown = marketSettings(settings, () => (replaying ? 'replay' : 'window'));
  shown.save('window.watchlist', 'paper');
  shown.save('window.appearance', 'dark');
  replaying = true;
  expect([shown.load('window.watchlist'), shown.load('window.appearance')]).toEqual([null, 'dark']);
  shown.save('window.watchlist', 'practice');
  shown.save('window.appearance', 'light');
  replaying = false;
  expect([shown.load('window.watchlist'), shown.load('window.appearance')]).toEqual(['paper', 'light']);
});
