import { catalogue } from '../format/catalogue.ts';

/** Every word of a table of a run's trades. */
export const TRADE_WORDS = catalogue({
  number: 'Trade',
  side: 'Side',
  entry: 'Entry, UTC',
  exit: 'Exit, UTC',
  entryPrice: 'Entry price',
  exitPrice: 'Exit price',
  quantity: 'Size',
  fee: (quote: string) => `Fee, ${quote}`,
  pnl: (quote: string) => `P&L, ${quote}`,
  pnlFraction: 'P&L, %',
  adverse: 'MAE',
  favourable: 'MFE',
  sides: { buy: 'Long', sell: 'Short' },
  newest: (shown: string, all: string) => `The newest ${shown} of ${all} trades; the export has all.`,
  none: 'No trade was closed.',
  sum: (count: string) => `${count} trades`,
});
