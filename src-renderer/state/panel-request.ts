import { create } from 'zustand';

/** What a panel may ask the shell for: a panel to the front, or the question about starting again. */
export type ShellWish =
  'accounts' | 'chart' | 'limits' | 'risk' | 'ticket' | 'strategies' | 'orders' | 'report' | 'portfolio' | 'new-run' | 'start-again';

interface PanelRequests {
  readonly request: { readonly wish: ShellWish; readonly serial: number } | null;
  ask(wish: ShellWish): void;
}

/** What panels ask of the shell, which answers each serial once: panels do not know each other nor the shell. */
export const usePanelRequests = create<PanelRequests>()((set) => ({
  request: null,
  ask: (wish) => {
    set(({ request }) => ({ request: { wish, serial: (request?.serial ?? 0) + 1 } }));
  },
}));

/** Brings a panel to the front with the focus in it, or opens the question. */
export function showPanel(wish: ShellWish): void {
  usePanelRequests.getState().ask(wish);
}
