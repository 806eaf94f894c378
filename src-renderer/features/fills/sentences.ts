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
  taken: 'Fee taken',
  role: 'Role',
  roles: { maker: 'maker', taker: 'taker' },
  slippage: 'Slippage, bp',
  slippageHint: 'Against the middle of the market when the order was decided; minus is better.',
  noSlippage: 'There was no market price when the order was decided.',
  realised: (quote: string) => `Realised, ${quote}`,
  order: 'Order',
  origin: 'Origin',
  /** "14 fills", "1,500 of 20,000 fills" while older ones are not read yet. */
  sum: (count: string, total: string | undefined) =>
    total === undefined ? (count === '1' ? '1 fill' : `${count} fills`) : `${count} of ${total} fills`,
  empty: 'No fills yet. Buy or sell in the ticket, or let a strategy trade on paper.',
  exportFailed: (why: string) => `Nothing was exported. ${why}`,
  olderFailed: (why: string) => `Older fills could not be read. ${why}`,
  file: 'fills.csv',
});
