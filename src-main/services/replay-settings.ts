import type { Settings } from '../ports/settings.ts';

/** What the window keeps of a market; a replay's is another one. */
const OF_A_MARKET: ReadonlySet<string> = new Set(['window.watchlist', 'window.alerts', 'window.chart', 'window.drawings']);

/** The settings of the window, in which a replay has its own of whatever belongs to a market: it must not take a price alert for reached. */
export function replaySettings(settings: Settings, replaying: () => boolean): Settings {
  const keyNow = (key: string): string => (replaying() && OF_A_MARKET.has(key) ? key.replace('window.', 'replay.') : key);
  return {
    load: (key) => settings.load(keyNow(key)),
    save: (key, value) => {
      settings.save(keyNow(key), value);
    },
  };
}
