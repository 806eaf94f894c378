import { create } from 'zustand';
import type { KeyPlace } from '../../ui/key-map.ts';

/** What lies over the workspace; one at a time. */
export type Overlay = 'none' | 'palette' | 'settings' | 'keys' | 'help' | 'notices' | 'away' | 'start-again';

/** The pages of the settings dialog, in their order. */
export const SETTINGS_SECTIONS = ['appearance', 'trading', 'keys', 'notices', 'data', 'about'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

interface ShellState {
  readonly overlay: Overlay;
  readonly section: SettingsSection;
  /** The help topic on show, by its id. */
  readonly topic: string;
  /** Where the focus was when the keys were asked for; nothing for a place without keys of its own. */
  readonly where: KeyPlace | null;
  /** Ids of palette rows chosen lately, newest first. */
  readonly recent: readonly string[];
  open(overlay: Overlay, section?: SettingsSection): void;
  /** Opens the list of keys that work at a place. */
  keys(where: KeyPlace | null): void;
  /** Opens a help topic. */
  help(topic: string): void;
  close(): void;
  chose(id: string): void;
  load(kept: Readonly<Record<string, unknown>>): void;
}

const MOST_RECENT = 6;

export const useShellState = create<ShellState>()((set) => ({
  overlay: 'none',
  section: 'appearance',
  topic: '',
  where: null,
  recent: [],
  open: (overlay, section = 'appearance') => {
    set({ overlay, section });
  },
  keys: (where) => {
    set({ overlay: 'keys', where });
  },
  help: (topic) => {
    set({ overlay: 'help', topic });
  },
  close: () => {
    set({ overlay: 'none' });
  },
  chose: (id) => {
    set(({ recent }) => ({ recent: [id, ...recent.filter((other) => other !== id)].slice(0, MOST_RECENT) }));
  },
  load: ({ recent }) => {
    if (Array.isArray(recent)) set({ recent: recent.filter((id): id is string => typeof id === 'string').slice(0, MOST_RECENT) });
  },
}));
