import { create } from 'zustand';
import type { ReplayRequest } from '../../src-shared/contract/replay.ts';

/** The bars that a replay is wanted of; what is left out is chosen in the dialog. */
export type ReplayWish = Partial<Omit<ReplayRequest, 'cash'>>;

/** What a replay is wanted of while its dialog is open, else null. */
export const useReplayRequest = create<{ readonly wish: ReplayWish | null }>()(() => ({ wish: null }));

/** Opens the dialog that begins a replay. */
export function askForReplay(wish: ReplayWish = {}): void {
  useReplayRequest.setState({ wish });
}
