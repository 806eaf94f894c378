import { catalogue } from '../../format/catalogue.ts';

/** Every word of the balances. */
export const BALANCES_SENTENCES = catalogue({
  title: 'Balances',
  loading: 'Balances are loading',
  asset: 'Asset',
  total: 'Total',
  free: 'Free',
  reserved: 'Reserved',
  inDoubt: 'In doubt',
  inDoubtHint: 'Reserved by orders whose fate is being checked.',
  price: (quote: string) => `Price, ${quote}`,
  value: (quote: string) => `Value, ${quote}`,
  share: '% of equity',
  noPrice: 'No price is known for this asset.',
  sum: (count: number) => (count === 1 ? '1 asset' : `${String(count)} assets`),
  empty: 'The account holds nothing.',
  file: 'balances.csv',
});
