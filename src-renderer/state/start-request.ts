import { create } from 'zustand';
import { showPanel } from './panel-request.ts';

interface StartRequests {
  /** A strategy whose start was asked for elsewhere, by id, until the strategies panel has taken it. */
  readonly strategy: string | null;
  ask(strategy: string): void;
  taken(): void;
}

/** Starts asked for outside the strategies panel: it comes to the front and opens the form. */
export const useStartRequests = create<StartRequests>()((set) => ({
  strategy: null,
  ask: (strategy) => {
    set({ strategy });
    showPanel('strategies');
  },
  taken: () => {
    set({ strategy: null });
  },
}));
