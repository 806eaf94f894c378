import { create } from 'zustand';

/** What lies over the workspace; one at a time. */
export type Overlay = 'none' | 'palette' | 'settings' | 'notices' | 'start-again';
export type SettingsSection = 'appearance' | 'trading' | 'keys' | 'about';

interface ShellState {
  readonly overlay: Overlay;
  readonly section: SettingsSection;
  /** Whether B and S open the ticket. */
  readonly singleKeys: boolean;
  /** Ids of palette rows chosen lately, newest first. */
  readonly recent: readonly string[];
  open(overlay: Overlay, section?: SettingsSection): void;
  close(): void;
  setSingleKeys(on: boolean): void;
  chose(id: string): void;
  load(kept: Partial<Pick<ShellState, 'singleKeys' | 'recent'>>): void;
}

const MOST_RECENT = 6;

export const useShellState = create<ShellState>()((set) => ({
  overlay: 'none',
  section: 'appearance',
  singleKeys: true,
  recent: [],
  open: (overlay, section = 'appearance') => {
    set({ overlay, section });
  },
  close: () => {
    set({ overlay: 'none' });
  },
  setSingleKeys: (singleKeys) => {
    set({ singleKeys });
  },
  chose: (id) => {
    set(({ recent }) => ({ recent: [id, ...recent.filter((other) => other !== id)].slice(0, MOST_RECENT) }));
  },
  load: (kept) => {
    set(kept);
  },
}));
