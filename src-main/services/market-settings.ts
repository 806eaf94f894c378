import type { Settings } from '../ports/settings.ts';

/** What the window's settings may be of: paper's market, a replay's, or that of an account at a venue. */
export type SettingsMarket = 'window' | 'replay' | 'live';

/** What the window keeps of a market. */
const OF_A_MARKET: ReadonlySet<string> = new Set(['window.watchlist', 'window.chart', 'window.drawings']);

/** The settings of the window, in which each market has its own of whatever belongs to one. */
export function marketSettings(settings: Settings, market: () => SettingsMarket): Settings {
  const keyNow = (key: string): string => (OF_A_MARKET.has(key) ? key.replace('window.', `${market()}.`) : key);
  return {
    load: (key) => settings.load(keyNow(key)),
    save: (key, value) => {
      settings.save(keyNow(key), value);
    },
  };
}
