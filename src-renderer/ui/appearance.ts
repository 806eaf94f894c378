import { create } from 'zustand';
import type { Zone } from '../format/times.ts';
import { DENSITY_NAMES, DIRECTION_SCHEMES } from './tokens.ts';
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
  /** `reduced` takes all tints and slides away; `system` does what the system asks for. */
  readonly motion: 'system' | 'reduced';
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
  motion: 'system',
};

const OFFERED: { readonly [Key in keyof AppearanceChoice]: readonly AppearanceChoice[Key][] } = {
  theme: ['dark', 'light', 'system'],
  direction: DIRECTION_SCHEMES,
  density: DENSITY_NAMES,
  zone: ['local', 'utc'],
  locale: ['en-US', 'de-DE', 'de-CH', 'fr-FR'],
  motion: ['system', 'reduced'],
};

/** An appearance as it was kept; what is not offered in it is as on a first start. */
export function readAppearance(kept: Readonly<Record<string, unknown>>): AppearanceChoice {
  const entries = Object.entries(OFFERED).map(([key, values]: [string, readonly string[]]): [string, string] => {
    const found = values.find((value) => value === kept[key]);
    return [key, found ?? DEFAULT_APPEARANCE[key as keyof AppearanceChoice]];
  });
  return Object.fromEntries(entries) as unknown as AppearanceChoice;
}

/** The choice without the store's own. */
export function appearanceOf({ theme, direction, density, zone, locale, motion }: AppearanceChoice): AppearanceChoice {
  return { theme, direction, density, zone, locale, motion };
}

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

/** Begins with what the document was served with, so that the first frame is not another theme's. */
export function takeFirstLook(): void {
  const { theme, direction, density } = document.documentElement.dataset;
  const { choose, systemChanged } = useAppearance.getState();
  choose(readAppearance({ theme, direction, density }));
  systemChanged(matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
}

/** The theme on screen: the chosen one, or the system's. */
export function shownTheme(store: Pick<AppearanceStore, 'theme' | 'systemTheme'>): ThemeName {
  return store.theme === 'system' ? store.systemTheme : store.theme;
}
