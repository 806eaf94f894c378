import { beforeEach, expect, it } from 'vitest';
import { watchLock } from '../../../src-renderer/app/lock/lock-window.ts';
import type { DeskClient } from '../../../src-renderer/client/desk-client.ts';
import { useAppInfo } from '../../../src-renderer/state/app-info.ts';
import { useDesk } from '../../../src-renderer/state/desk-store.ts';
import { useVenueAccounts } from '../../../src-renderer/state/venue-accounts.ts';
import { useToasts } from '../../../src-renderer/ui/toasts.tsx';
import type { AppInfo } from '../../../src-shared/contract/app.ts';
import type { LockRow } from '../../../src-shared/contract/lock.ts';

const LOCKED: LockRow = { locked: { since: 5, by: 'you', asksKeychain: false, keys: false }, idleMinutes: 15 };
const COUNTS = { book: 'paper', state: 'ACTIVE', strategies: 0, orders: 0, positions: 0, alerts: 1 } as const;
const info = (realised: string) => ({ version: '1', away: { realised } }) as unknown as AppInfo;
let asked = 0;

const client = {
  app: {
    info: () => {
      asked += 1;
      return Promise.resolve(info('2'));
    },
  },
} as unknown as DeskClient;

beforeEach(() => {
  asked = 0;
  useDesk.setState({ lock: { locked: null, idleMinutes: 15 }, goesOn: null });
});

it('a window that locks lets go of what it was told beside the replica, and asks what happened once it is unlocked', async () => {
  watchLock(client, new EventTarget() as Window);
  useAppInfo.setState({ info: info('1') });
  useVenueAccounts.setState({ accounts: [] });
  useToasts.getState().show({ id: 'fill 1', kind: 'note', sentence: 'Bought 0.5 BTC at 48213.77.' });
  useDesk.setState({ lock: LOCKED });
  expect([useAppInfo.getState().info, useVenueAccounts.getState().accounts]).toEqual([{ version: '1', away: null }, null]);
  expect([useToasts.getState().toasts, useToasts.getState().history]).toEqual([[], []]);
  useDesk.setState({ goesOn: COUNTS });
  expect(useToasts.getState().history).toEqual([]);
  useDesk.setState({ goesOn: { ...COUNTS, alerts: 2 } });
  expect(useToasts.getState().history.map(({ sentence }) => sentence)).toEqual(['An alert spoke. Unlock the window to read it.']);
  expect(asked).toBe(0);
  useDesk.setState({ lock: { locked: null, idleMinutes: 15 }, goesOn: null });
  expect(useAppInfo.getState().info).toBeUndefined();
  await Promise.resolve();
  await Promise.resolve();
  expect([asked, useAppInfo.getState().info]).toEqual([1, info('2')]);
});
