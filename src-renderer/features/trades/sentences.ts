import { catalogue } from '../../format/catalogue.ts';

/** Every word of the trades panel. */
export const TRADES_SENTENCES = catalogue({
  title: 'Trades',
  loading: 'Trades are loading',
  ofBars: 'A replay of bars has no single trades.',
  none: (symbol: string) => `No trades of ${symbol} yet.`,
  time: 'Time',
  price: (quote: string) => (quote === '' ? 'Price' : `Price, ${quote}`),
  size: (base: string) => (base === '' ? 'Size' : `Size, ${base}`),
  zone: 'Time zone',
  zones: { local: 'local', utc: 'UTC' },
  bought: 'bought',
  sold: 'sold',
});
