import type { LockReason } from '../../../src-shared/contract/lock.ts';
import type { TradingState } from '../../../src-shared/domain/limits.ts';
import { catalogue } from '../../format/catalogue.ts';

const WHY: Readonly<Record<LockReason, string>> = {
  you: 'You locked it',
  idle: 'Nobody touched it for the time set',
  screen: 'The system locked its screen',
  suspend: 'The machine went to sleep',
};

/** Every word of the locked window. */
export const LOCK_SENTENCES = catalogue({
  title: 'The window is locked',
  since: (why: LockReason, time: string) => `${WHY[why]}, ${time}.`,
  goesOn: 'Trading goes on',
  strategies: (count: number) => (count === 0 ? 'No strategy runs' : count === 1 ? '1 strategy runs' : `${String(count)} strategies run`),
  trading: (state: TradingState) => `Trading is ${state}`,
  orders: (count: number) => (count === 0 ? 'No open orders' : count === 1 ? '1 open order' : `${String(count)} open orders`),
  positions: (count: number) => (count === 0 ? 'No positions' : count === 1 ? '1 position' : `${String(count)} positions`),
  alerts: (count: number) => (count === 1 ? '1 alert spoke that nobody has seen' : `${String(count)} alerts spoke that nobody has seen`),
  spoke: 'An alert spoke. Unlock the window to read it.',
  unknown: 'What trades is not known yet',
  killHint: 'Stops strategies, cancels what could open or add, and halts. It works while the window is locked.',
  unlock: 'Hold to unlock',
  unlockHint: 'Hold the button, Enter or Space for a second.',
  keychain: 'Unlocking asks the system’s keychain, because keys of accounts are sealed.',
  keysLocked: 'Keys of accounts are locked too: sessions cancel what could open, then the processes that hold a key end.',
  press: 'There is no passphrase: the lock hides the window, your screen’s own lock keeps others out.',
  asking: 'The keychain is being asked',
  refused: (problem: string) => `It stays locked. ${problem}`,
});
