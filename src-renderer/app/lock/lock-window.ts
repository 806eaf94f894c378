import { asCallFault } from '../../client/call-fault.ts';
import type { DeskClient } from '../../client/desk-client.ts';
import { callMain } from '../../state/call-main.ts';
import { loadAppInfo, useAppInfo } from '../../state/app-info.ts';
import { isShut, useDesk } from '../../state/desk-store.ts';
import { useVenueAccounts } from '../../state/venue-accounts.ts';
import { tellOnce, tellRefusal } from '../../ui/tell.ts';
import { useToasts } from '../../ui/toasts.tsx';
import { useShellState } from '../shell/shell-state.ts';
import { LOCK_SENTENCES as SAY } from './sentences.ts';

/** Touches within so long are one, ms. */
const TOUCH_MS = 10_000;
const TOUCHES = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;

/** Locks the window by hand, and the keys of accounts with it where that is asked for. Where main cannot be asked it stays open, and says so. */
export async function lockWindow(keys: boolean): Promise<void> {
  const answered = await callMain((client) => client.lock.lock({ keys }));
  if (!answered.ok) tellRefusal('lock', answered.fault.message);
}

/** Sets after how many minutes without a touch the window locks; null for never. */
export async function lockAfter(minutes: number | null): Promise<void> {
  const answered = await callMain((client) => client.lock.setIdle({ minutes }));
  if (!answered.ok) tellRefusal('lock', answered.fault.message);
}

/** Tells main that the window is touched, which counts the time without; and, when it locks, closes what lies over the window and lets go of what it was told outside the replica. */
export function watchLock(client: DeskClient, page: Window = window): void {
  let told = Number.NEGATIVE_INFINITY;
  const touch = (): void => {
    const now = performance.now();
    const { lock } = useDesk.getState();
    if (lock === null || lock.locked !== null || lock.idleMinutes === null || now - told < TOUCH_MS) return;
    told = now;
    client.lock.touch({}).catch((thrown: unknown) => {
      console.warn('The window may lock although it is used.', asCallFault(thrown));
    });
  };
  for (const kind of TOUCHES) page.addEventListener(kind, touch, { capture: true, passive: true });
  useDesk.subscribe((desk, before) => {
    if (isShut(desk) && !isShut(before)) forget();
    else if (isShut(before) && !isShut(desk)) {
      // What happened meanwhile is told with it, so what was known while locked is not it.
      useAppInfo.setState({ info: undefined });
      void loadAppInfo(client);
    } else if (desk.goesOn !== null && before.goesOn !== null && desk.goesOn.alerts > before.goesOn.alerts) tellOnce('alerts', SAY.spoke);
  });
}

/** What was told of accounts beside the replica; it is asked for anew, or in the ledger. */
function forget(): void {
  useShellState.getState().close();
  useToasts.setState({ toasts: [], history: [] });
  useVenueAccounts.setState({ accounts: null });
  useAppInfo.setState(({ info }) => ({ info: info && { ...info, away: null } }));
}
