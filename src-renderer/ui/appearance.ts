import { create } from 'zustand';
import type { Zone } from '../format/times.ts';
import type { DensityName, DirectionScheme, ThemeName } from './tokens.ts';

/** The locales whose separators are offered. */
export type SeparatorLocale = 'en-US' | 'de-DE' | 'de-CH' | 'fr-FR';

/** How the window looks, as the trader chose it. */
export interface AppearanceChoice {
  readonly theme: ThemeName | 'system';
  readonly direction: DirectionScheme;
  readonly density: DensityName;
  readonly zone: Zone;
  /** Gives the separators of figures. */
  readonly locale: SeparatorLocale;
}

interface AppearanceStore extends AppearanceChoice {
  /** What the system asks for, kept up to date by the shell; used while `theme` is `system`. */
  readonly systemTheme: ThemeName;
  choose(choice: Partial<AppearanceChoice>): void;
  systemChanged(theme: ThemeName): void;
}

/** What a first start shows. */
export const DEFAULT_APPEARANCE: AppearanceChoice = {
  theme: 'dark',
  direction: 'blue-up',
  density: 'dense',
  zone: 'local',
  locale: 'en-US',
};

export const useAppearance = create<AppearanceStore>()((set) => ({
  ...DEFAULT_APPEARANCE,
  systemTheme: 'dark',
  choose: (choice) => {
    set(choice);
  },
  systemChanged: (systemTheme) => {
    set({ systemTheme });
  },
}));

/** The theme on screen: the chosen one, or the system's. */
export function shownTheme(store: Pick<AppearanceStore, 'theme' | 'systemTheme'>): ThemeName {
  return store.theme === 'system' ? store.systemTheme : store.theme;
}
