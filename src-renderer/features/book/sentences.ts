import { catalogue } from '../../format/catalogue.ts';

/** Every word of the book panel. */
export const BOOK_SENTENCES = catalogue({
  title: 'Book',
  loading: 'The book is loading',
  price: (quote: string) => (quote === '' ? 'Price' : `Price, ${quote}`),
  size: (base: string) => (base === '' ? 'Size' : `Size, ${base}`),
  sum: (base: string) => (base === '' ? 'Sum' : `Sum, ${base}`),
  grouping: 'Price step of a row',
  asks: 'Asks',
  bids: 'Bids',
  own: 'Your order',
  bidShare: (share: string) => `${share} bids`,
  askShare: (share: string) => `${share} asks`,
  spread: (spread: string, bps: string) => `${spread} · ${bps}`,
  upTo: (size: string, base: string, average: string) => `Up to here ${size} ${base} at ${average} on average`,
  distance: (bps: string) => `, ${bps} from the middle.`,
  clickHint: 'Click takes the price, Shift+click the stop.',
  read: 'Read top of book',
  top: (symbol: string, bid: string, ask: string, spread: string) => `${symbol}: bid ${bid}, ask ${ask}, spread ${spread}.`,
  noBook: 'No book yet.',
});
