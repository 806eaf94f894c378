import type { StreamEvent } from '../src-shared/contract/stream.ts';
import type { OpenAccounts } from './account-services.ts';
import type { DeskSwitch } from './services/desk-switch.ts';
import { GoesOn } from './services/goes-on.ts';
import { WindowLock, type WindowLockParts } from './services/window-lock.ts';

/** What the window's lock is made of. */
export type WindowLockingParts = Pick<WindowLockParts, 'clock' | 'ids' | 'log' | 'settings'> & {
  readonly accounts: OpenAccounts;
  readonly desk: DeskSwitch;
  readonly publish: (event: StreamEvent) => void;
  /** Who hears what the desk tells. */
  readonly watchers: Set<(event: StreamEvent) => void>;
};

/** The window's lock, which asks the keychain where keys of accounts are sealed, and the counts that a locked page is told. */
export function openLocking({ accounts, desk, publish, watchers, ...parts }: WindowLockingParts): {
  readonly lock: WindowLock;
  readonly goesOn: GoesOn;
} {
  const { service } = accounts;
  const lock = new WindowLock({
    ...parts,
    tell: (row) => {
      publish({ kind: 'lock', row });
    },
    sealed: () => service.list().accounts.length > 0,
    lockKeys: () => service.lockKeys(),
    unlockKeys: () => service.unlockKeys(),
  });
  const goesOn = new GoesOn({
    ...parts,
    locked: () => lock.locked,
    snapshot: () => desk.call('snapshot', {}),
    tell: (row) => {
      publish({ kind: 'goesOn', row });
    },
  });
  watchers.add((event) => {
    goesOn.take(event);
  });
  return { lock, goesOn };
}
