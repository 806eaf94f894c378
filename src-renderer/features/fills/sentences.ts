import { catalogue } from '../../format/catalogue.ts';

/** Every word of the fills. */
export const FILLS_SENTENCES = catalogue({
  title: 'Fills',
  loading: 'Fills are loading',
  time: 'Time',
  instrument: 'Instrument',
  side: 'Side',
  sides: { buy: 'Buy', sell: 'Sell' },
  price: 'Price',
  size: 'Size',
  value: (quote: string) => `Value, ${quote}`,
  fee: (quote: string) => `Fee, ${quote}`,
  role: 'Role',
  slippage: 'Slippage, bp',
  slippageHint: 'Against the middle of the market when the order was decided; minus is better.',
  noSlippage: 'There was no market price when the order was decided.',
  realised: (quote: string) => `Realised, ${quote}`,
  order: 'Order',
  origin: 'Origin',
  sum: (count: number) => (count === 1 ? '1 fill' : `${String(count)} fills`),
  empty: 'No fills yet. Buy or sell in the ticket, or let a strategy trade on paper.',
  exportAll: 'Export every fill as CSV, full precision',
  exportFailed: (why: string) => `Nothing was exported. ${why}`,
  older: 'Older fills',
  olderFailed: (why: string) => `Older fills could not be read. ${why}`,
  file: 'fills.csv',
});
