import { catalogue } from '../../format/catalogue.ts';

/** Every word of the watchlist. */
export const WATCHLIST_SENTENCES = catalogue({
  title: 'Watchlist',
  loading: 'The watchlist is loading',
  filter: 'Filter',
  nothing: (typed: string) => `Nothing listed matches "${typed}".`,
  emptyList: 'No instruments are listed.',
  listAll: 'List all',
  clearFilter: 'Clear the filter',
  add: 'Add an instrument',
  allListed: 'Every instrument of the venue is listed.',
  more: 'Sort and remove',
  sortOwn: 'Sort in your own order',
  sortBy: { name: 'Name', change: 'Change', volume: 'Volume' },
  sortHint: { name: 'Sort by name', change: 'Sort by the change within 24 h', volume: 'Sort by the value traded within 24 h' },
  remove: (symbol: string) => `Remove ${symbol}`,
  removed: (symbol: string) => `${symbol} is off the watchlist.`,
  undo: 'Undo',
  position: 'position',
  orders: 'working orders',
  stale: 'stale',
  dayLine: (symbol: string) => `${symbol}, last 24 hours`,
});
